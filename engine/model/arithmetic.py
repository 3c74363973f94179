"""The engine's own exp, log and what follows from them, as fixed sequences of IEEE operations.

The C library's functions differ between machines and from the vectorised ones, so that the same
trial would differ in its last bits. These do not; errors are checked against mpmath in the tests.
"""

import numpy as np

from engine.model.compiling import inlined_rule, rule

LN2_HIGH = 6.93147180369123816490e-01
"""Leading 32 bits of ln 2, so that k times it is exact (fdlibm)."""
LN2_LOW = 1.90821492927058770002e-10
"""ln 2 less `LN2_HIGH` (fdlibm)."""
INVERSE_LN2 = 1.44269504088896338700
EXP_HIGHEST = 709.0
EXP_LOWEST = -708.0
MANTISSA_BITS = 52
EXPONENT_BIAS = 1023
MANTISSA_MASK = (1 << MANTISSA_BITS) - 1
HALF_SQRT2_MANTISSA = 0x6A09E667F3BCD
"""Mantissa of sqrt(2): above it a number is halved before its logarithm is taken."""
LARGEST_LOGIT = 36.0
"""exp(-36) is 2^-52: beyond it a logistic is 0 or 1 to double precision."""


@inlined_rule
def exp(x: float) -> float:
    """Exponential; 0 below -708 and exp(709) above 709. Error under 1 ulp.

    Notes
    -----
    Reduction and rational approximation of fdlibm's ``e_exp.c`` (Sun Microsystems 1993),
    without its branches.
    """
    clamped = min(max(x, EXP_LOWEST), EXP_HIGHEST)
    k = np.floor(clamped * INVERSE_LN2 + 0.5)
    high = clamped - k * LN2_HIGH
    low = k * LN2_LOW
    r = high - low
    t = r * r
    c = r - t * (
        1.66666666666666019037e-01
        + t
        * (
            -2.77777777770155933842e-03
            + t
            * (
                6.61375632143793436117e-05
                + t * (-1.65339022054652515390e-06 + t * 4.13813679705723846039e-08)
            )
        )
    )
    y = 1.0 - ((low - (r * c) / (2.0 - c)) - high)
    half = np.int64(k) >> 1
    rest = np.int64(k) - half
    first = np.int64((half + EXPONENT_BIAS) << MANTISSA_BITS).view(np.float64)
    second = np.int64((rest + EXPONENT_BIAS) << MANTISSA_BITS).view(np.float64)
    value = y * first * second
    return value if x >= EXP_LOWEST else 0.0


@inlined_rule
def log(x: float) -> float:
    """Natural logarithm of a positive normal number. Error under 1 ulp.

    Notes
    -----
    Reduction and polynomial of fdlibm's ``e_log.c`` (Sun Microsystems 1993).
    """
    bits = np.float64(x).view(np.int64)
    mantissa = bits & MANTISSA_MASK
    halve = 1 if mantissa >= HALF_SQRT2_MANTISSA else 0
    k = np.float64((bits >> MANTISSA_BITS) - EXPONENT_BIAS + halve)
    f = np.int64(mantissa | ((EXPONENT_BIAS - halve) << MANTISSA_BITS)).view(np.float64) - 1.0
    s = f / (2.0 + f)
    z = s * s
    w = z * z
    odd = w * (3.999999999940941908e-01 + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01))
    even = z * (
        6.666666666666735130e-01
        + w * (2.857142874366239149e-01 + w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01))
    )
    half_square = 0.5 * f * f
    return k * LN2_HIGH - ((half_square - (s * (half_square + odd + even) + k * LN2_LOW)) - f)


@inlined_rule
def logistic(x: float) -> float:
    """Logistic function, exactly 0 or 1 beyond 36 in either direction."""
    if x > LARGEST_LOGIT:
        return 1.0
    if x < -LARGEST_LOGIT:
        return 0.0
    return 1.0 / (1.0 + exp(-x))


@inlined_rule
def logit(p: float) -> float:
    """Inverse of the logistic, with p kept within 2^-52 of 0 and 1."""
    edge = 2.220446049250313e-16
    inside = min(max(p, edge), 1.0 - edge)
    return log(inside / (1.0 - inside))


@rule
def power(x: float, exponent: float) -> float:
    """Power of x to a real exponent, for x in [0, 1] and a positive exponent."""
    return exp(exponent * log(x)) if x > 0.0 else 0.0


@inlined_rule
def normal_quantile(u: float) -> float:
    """Quantile of the standard normal distribution for u in (0, 1).

    Notes
    -----
    Algorithm AS 241, PPND16 (Wichura 1988): relative error about 1e-16.
    """
    q = u - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        return (
            q
            * (((((((2.5090809287301226727e3 * r + 3.3430575583588128105e4) * r + 6.7265770927008700853e4) * r
                + 4.5921953931549871457e4) * r + 1.3731693765509461125e4) * r + 1.9715909503065514427e3) * r
                + 1.3314166789178437745e2) * r + 3.3871328727963666080e0)
            / (((((((5.2264952788528545610e3 * r + 2.8729085735721942674e4) * r + 3.9307895800092710610e4) * r
                + 2.1213794301586595867e4) * r + 5.3941960214247511077e3) * r + 6.8718700749205790830e2) * r
                + 4.2313330701600911252e1) * r + 1.0)
        )  # fmt: skip
    r = np.sqrt(-log(min(u, 1.0 - u)))
    if r <= 5.0:
        r -= 1.6
        z = (
            (((((((7.74545014278341407640e-4 * r + 2.27238449892691845833e-2) * r + 2.41780725177450611770e-1) * r
                + 1.27045825245236838258e0) * r + 3.64784832476320460504e0) * r + 5.76949722146069140550e0) * r
                + 4.63033784615654529590e0) * r + 1.42343711074968357734e0)
            / (((((((1.05075007164441684324e-9 * r + 5.47593808499534494600e-4) * r + 1.51986665636164571966e-2) * r
                + 1.48103976427480074590e-1) * r + 6.89767334985100004550e-1) * r + 1.67638483018380384940e0) * r
                + 2.05319162663775882187e0) * r + 1.0)
        )  # fmt: skip
    else:
        r -= 5.0
        z = (
            (((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r + 1.24266094738807843860e-3) * r
                + 2.65321895265761230930e-2) * r + 2.96560571828504891230e-1) * r + 1.78482653991729133580e0) * r
                + 5.46378491116411436990e0) * r + 6.65790464350110377720e0)
            / (((((((2.04426310338993978564e-15 * r + 1.42151175831644588870e-7) * r + 1.84631831751005468180e-5) * r
                + 7.86869131145613259100e-4) * r + 1.48753612908506148525e-2) * r + 1.36929880922735805310e-1) * r
                + 5.99832206555887937690e-1) * r + 1.0)
        )  # fmt: skip
    return -z if q < 0.0 else z


COARSE_LEAST = 1.5e-11
"""The coarse quantile stops at this probability from either end, 6.65 standard deviations out."""


@inlined_rule
def coarse_normal_quantile(u: float) -> float:
    """Quantile of the standard normal distribution to 1e-7, cut off 6.65 standard deviations out.

    Notes
    -----
    Algorithm AS 241, PPND7 (Wichura 1988), without its outermost range.
    """
    inside = min(max(u, COARSE_LEAST), 1.0 - COARSE_LEAST)
    q = inside - 0.5
    central = 0.180625 - q * q
    middle = (
        q
        * (((5.9109374720e01 * central + 1.5929113202e02) * central + 5.0434271938e01) * central + 3.3871327179e00)
        / (((6.7187563600e01 * central + 7.8757757664e01) * central + 1.7895169469e01) * central + 1.0)
    )  # fmt: skip
    r = np.sqrt(-log(min(inside, 1.0 - inside))) - 1.6
    tail = (((1.7023821103e-01 * r + 1.3067284816e00) * r + 2.7568153900e00) * r + 1.4234372777e00) / (
        (1.2021132975e-01 * r + 7.3700164250e-01) * r + 1.0
    )
    if abs(q) <= 0.425:
        return middle
    return -tail if q < 0.0 else tail


POISSON_EXACT = 10.0
"""Mean up to which the Poisson quantile is inverted exactly."""
POISSON_LONGEST = 100
"""Beyond this count, for means up to 10, the tail is under 2^-52."""


@inlined_rule
def poisson_expansion(z: float, mean: float) -> float:
    """Poisson quantile at a normal score, for means from 10; monotone in the score and in the mean.

    Notes
    -----
    The normal asymptotic expansion of the inverse Poisson distribution to its third term (Giles 2016,
    Algorithm 955); the distribution is within .0006 of the exact one in total variation.
    """
    root = np.sqrt(mean)
    square = z * z
    count = mean + root * z + (2.0 + square) / 6.0 - z * (2.0 + square) / (72.0 * root)
    return max(0.0, np.floor(count))


@rule
def poisson_inversion(u: float, mean: float) -> float:
    """Poisson quantile by adding up probabilities, for positive means up to 10."""
    probability = exp(-mean)
    cumulative = probability
    count = 0
    while cumulative < u and count < POISSON_LONGEST:
        count += 1
        probability *= mean / count
        cumulative += probability
    return float(count)


@rule
def poisson_quantile(u: float, mean: float) -> float:
    """Count at which the cumulative Poisson probability reaches u; monotone in u and in the mean.

    Exact under a mean of 10, but never above the expansion's value at 10, so that the same draw gives
    more incidents at a higher mean across the change of method.
    """
    expanded = poisson_expansion(coarse_normal_quantile(u), max(mean, POISSON_EXACT))
    if mean >= POISSON_EXACT:
        return expanded
    return min(poisson_inversion(u, mean), expanded) if mean > 0.0 else 0.0
