/* The hot step in plain C: one week of a truce or accord, unit after unit, from the definitions in
   engine/model. Nothing is tuned. Operations stand in the order of the Python source, so that compiled
   with -ffp-contract=off it gives the kernel's numbers bit for bit. */

#include <math.h>
#include <stdint.h>
#include <string.h>

enum { SIDES = 2, WEEKS_PER_ROUND = 4, INCIDENT = 11, ATTRIBUTE = 12, MOST_SECTORS = 64 };

struct setting {
    int64_t trials, weeks, rounds, sectors;
    uint64_t key;
    const uint64_t *unit, *post;
    const double *background, *laxity, *norm;
    const double *attributing, *forgiveness, *misattribution, *memory, *contagion, *cap;
};

static double smaller(double a, double b) { return a < b ? a : b; }

static double larger(double a, double b) { return a > b ? a : b; }

static double from_bits(int64_t bits)
{
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

static int64_t to_bits(double x)
{
    int64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

/* ------------------------------------------------------------ engine/model/draws.py */

static double uniform(uint64_t key, uint64_t trial, uint32_t week, uint32_t who, uint32_t stream)
{
    uint32_t c0 = (uint32_t)trial, c1 = (uint32_t)(trial >> 32), c2 = who, c3 = stream << 16 | week;
    uint32_t k0 = (uint32_t)key, k1 = (uint32_t)(key >> 32);
    for (int round = 0; round < 10; round++) {
        uint64_t product_0 = (uint64_t)0xD2511F53 * c0;
        uint64_t product_1 = (uint64_t)0xCD9E8D57 * c2;
        c0 = (uint32_t)(product_1 >> 32) ^ c1 ^ k0;
        c1 = (uint32_t)product_1;
        c2 = (uint32_t)(product_0 >> 32) ^ c3 ^ k1;
        c3 = (uint32_t)product_0;
        k0 += 0x9E3779B9;
        k1 += 0xBB67AE85;
    }
    uint64_t bits = ((uint64_t)c0 << 32 | c1) >> 12;
    return ((double)(int64_t)bits + 0.5) * 0x1p-52;
}

/* ------------------------------------------------------------ engine/model/arithmetic.py */

static const double LN2_HIGH = 6.93147180369123816490e-01, LN2_LOW = 1.90821492927058770002e-10;
static const double INVERSE_LN2 = 1.44269504088896338700;

static double engine_exp(double x)
{
    double clamped = smaller(larger(x, -708.0), 709.0);
    double k = floor(clamped * INVERSE_LN2 + 0.5);
    double high = clamped - k * LN2_HIGH;
    double low = k * LN2_LOW;
    double r = high - low;
    double t = r * r;
    double c = r - t * (1.66666666666666019037e-01
        + t * (-2.77777777770155933842e-03
        + t * (6.61375632143793436117e-05
        + t * (-1.65339022054652515390e-06 + t * 4.13813679705723846039e-08))));
    double y = 1.0 - ((low - (r * c) / (2.0 - c)) - high);
    int64_t half = (int64_t)k >> 1;
    int64_t rest = (int64_t)k - half;
    double value = y * from_bits((half + 1023) << 52) * from_bits((rest + 1023) << 52);
    return x >= -708.0 ? value : 0.0;
}

static double engine_log(double x)
{
    int64_t bits = to_bits(x);
    int64_t mantissa = bits & (((int64_t)1 << 52) - 1);
    int64_t halve = mantissa >= 0x6A09E667F3BCD ? 1 : 0;
    double k = (double)((bits >> 52) - 1023 + halve);
    double f = from_bits(mantissa | (1023 - halve) << 52) - 1.0;
    double s = f / (2.0 + f);
    double z = s * s;
    double w = z * z;
    double odd = w * (3.999999999940941908e-01
        + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01));
    double even = z * (6.666666666666735130e-01
        + w * (2.857142874366239149e-01 + w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01)));
    double half_square = 0.5 * f * f;
    return k * LN2_HIGH - ((half_square - (s * (half_square + odd + even) + k * LN2_LOW)) - f);
}

static double coarse_normal_quantile(double u)
{
    double inside = smaller(larger(u, 1.5e-11), 1.0 - 1.5e-11);
    double q = inside - 0.5;
    if (fabs(q) <= 0.425) {
        double central = 0.180625 - q * q;
        return q
            * (((5.9109374720e01 * central + 1.5929113202e02) * central + 5.0434271938e01) * central
                + 3.3871327179e00)
            / (((6.7187563600e01 * central + 7.8757757664e01) * central + 1.7895169469e01) * central + 1.0);
    }
    double r = sqrt(-engine_log(smaller(inside, 1.0 - inside))) - 1.6;
    double tail = (((1.7023821103e-01 * r + 1.3067284816e00) * r + 2.7568153900e00) * r + 1.4234372777e00)
        / ((1.2021132975e-01 * r + 7.3700164250e-01) * r + 1.0);
    return q < 0.0 ? -tail : tail;
}

static const double POISSON_EXACT = 10.0;

static double poisson_expansion(double z, double mean)
{
    double root = sqrt(mean);
    double square = z * z;
    double count = mean + root * z + (2.0 + square) / 6.0 - z * (2.0 + square) / (72.0 * root);
    return larger(0.0, floor(count));
}

static double poisson_inversion(double u, double mean)
{
    if (mean <= 0.0)
        return 0.0;
    double probability = engine_exp(-mean);
    double cumulative = probability;
    int64_t count = 0;
    while (cumulative < u && count < 100) {
        count += 1;
        probability *= mean / (double)count;
        cumulative += probability;
    }
    if (count < 1)
        return 0.0;
    return smaller((double)count, poisson_expansion(coarse_normal_quantile(u), POISSON_EXACT));
}

static double poisson_quantile(double u, double mean)
{
    if (mean < POISSON_EXACT)
        return poisson_inversion(u, mean);
    return poisson_expansion(coarse_normal_quantile(u), mean);
}

/* ------------------------------------------------------------ engine/model/rules/incidents.py */

static double perceive(double enemy, double own, int attributed, double forgiveness, double misattribution)
{
    if (attributed)
        return enemy * (1.0 - forgiveness);
    return enemy + misattribution * own;
}

static double retaliate(
    double current, double memory, double norm, double here, double beside, double contagion, double cap)
{
    double remembered = 1.0 / memory;
    return smaller(cap, (1.0 - remembered) * current + remembered * norm * (here + contagion * beside));
}

/* ------------------------------------------------------------ the step, and the loop over it */

static double exchange_fire(const struct setting *s, int64_t trial, int64_t week, double *intensity)
{
    int64_t n = s->sectors;
    double fired[SIDES * MOST_SECTORS], perceived[SIDES * MOST_SECTORS];
    double total = 0.0;
    for (int64_t u = 0; u < SIDES * n; u++) {
        double laxity = s->laxity[(trial * s->rounds + week / WEEKS_PER_ROUND) * SIDES + u / n];
        double mean = s->background[trial * SIDES * n + u] * laxity + intensity[u];
        fired[u] = poisson_quantile(uniform(s->key, trial, week, s->unit[u], INCIDENT), mean);
        total += fired[u];
    }
    for (int64_t post = 0; post < n; post++) {
        int attributed = uniform(s->key, trial, week, s->post[post], ATTRIBUTE) < s->attributing[trial];
        for (int64_t side = 0; side < SIDES; side++) {
            double theirs = fired[(1 - side) * n + post], ours = fired[side * n + post];
            perceived[side * n + post]
                = perceive(theirs, ours, attributed, s->forgiveness[trial], s->misattribution[trial]);
        }
    }
    for (int64_t side = 0; side < SIDES; side++) {
        const double *along = perceived + side * n;
        for (int64_t post = 0; post < n; post++) {
            double beside = (post > 0 ? along[post - 1] : 0.0) + (post + 1 < n ? along[post + 1] : 0.0);
            intensity[side * n + post]
                = retaliate(intensity[side * n + post], s->memory[trial], s->norm[trial * SIDES + side],
                    along[post], beside, s->contagion[trial], s->cap[trial]);
        }
    }
    return total;
}

/* Fills totals, shape (trials, weeks), and the final intensities, shape (trials, 2 * sectors). */
int run(const struct setting *s, double *totals, double *intensities)
{
    if (s->sectors > MOST_SECTORS)
        return 1;
    for (int64_t trial = 0; trial < s->trials; trial++) {
        double *intensity = intensities + trial * SIDES * s->sectors;
        for (int64_t u = 0; u < SIDES * s->sectors; u++)
            intensity[u] = 0.0;
        for (int64_t week = 0; week < s->weeks; week++)
            totals[trial * s->weeks + week] = exchange_fire(s, trial, week, intensity);
    }
    return 0;
}
