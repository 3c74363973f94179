"""The hot step in NumPy: each week at once for all units of all trials, in arrays (n_trials, n_units)."""

import numpy as np
from numpy.typing import NDArray

from benchmarks.step.setting import Ran, Setting
from engine.model import arithmetic as at
from engine.model import draws
from engine.model.parameters import Floats
from engine.model.schedule import WEEKS_PER_ROUND
from engine.model.streams import ATTRIBUTE, INCIDENT


def run_rows(s: Setting) -> Ran:
    """Let all weeks pass."""
    trials, units = s.background.shape
    n = units // 2
    numbers = np.arange(trials, dtype=np.uint64)[:, np.newaxis]
    forgiveness, misattribution = s.forgiveness[:, np.newaxis], s.misattribution[:, np.newaxis]
    memory, contagion, cap = (each[:, np.newaxis] for each in (s.memory, s.contagion, s.cap))
    attributing, norm = s.attributing[:, np.newaxis], np.repeat(s.norm, n, axis=1)
    remembered = 1.0 / memory
    totals = np.empty((trials, s.weeks))
    intensity = np.zeros((trials, units))
    perceived = np.zeros((trials, 2, n + 2))
    for week in range(s.weeks):
        laxity = np.repeat(s.laxity[:, week // WEEKS_PER_ROUND], n, axis=1)
        mean = s.background * laxity + intensity
        fired = poisson_quantile(uniforms(s.key, numbers, week, s.unit, INCIDENT), mean)
        totals[:, week] = fired.sum(axis=1)
        attributed = uniforms(s.key, numbers, week, s.post, ATTRIBUTE) < attributing
        ours, theirs = fired[:, :n], fired[:, n:]
        for side, (enemy, own) in enumerate(((theirs, ours), (ours, theirs))):
            perceived[:, side, 1:-1] = np.where(
                attributed, enemy * (1.0 - forgiveness), enemy + misattribution * own
            )
        here = perceived[:, :, 1:-1].reshape(trials, units)
        beside = (perceived[:, :, :-2] + perceived[:, :, 2:]).reshape(trials, units)
        answer = remembered * norm * (here + contagion * beside)
        intensity = np.minimum(cap, (1.0 - remembered) * intensity + answer)
    return Ran(totals, intensity)


def uniforms(key: int, trials: NDArray[np.uint64], week: int, who: NDArray[np.uint64], stream: int) -> Floats:
    """Draw for all trials, shape (n_trials, 1), and all of `who`, shape (n,)."""
    low, word = draws.LOW, draws.WORD
    c0, c1 = trials & low, trials >> word
    c2, c3 = who, np.full(1, stream << int(draws.STREAM_SHIFT) | week, dtype=np.uint64)
    k0, k1 = key & int(low), key >> int(word)
    for _ in range(draws.ROUNDS):
        product_0 = draws.MULTIPLIER_0 * c0
        product_1 = draws.MULTIPLIER_1 * c2
        c0, c1, c2, c3 = (
            (product_1 >> word) ^ c1 ^ np.uint64(k0),
            product_1 & low,
            (product_0 >> word) ^ c3 ^ np.uint64(k1),
            product_0 & low,
        )
        k0 = (k0 + int(draws.WEYL_0)) & int(low)
        k1 = (k1 + int(draws.WEYL_1)) & int(low)
    bits = ((c0 << word) | c1) >> draws.UNIFORM_SHIFT
    return (bits.astype(np.float64) + 0.5) * draws.UNIFORM_STEP


def poisson_quantile(u: Floats, mean: Floats) -> Floats:
    """Invert the Poisson distribution, exactly where the mean is low."""
    score = coarse_normal_quantile(u)
    counts = poisson_expansion(score, np.maximum(mean, at.POISSON_EXACT))
    low = mean < at.POISSON_EXACT
    if low.any():
        counts[low] = poisson_inversion(u[low], mean[low], score[low])
    return counts


def poisson_inversion(u: Floats, mean: Floats, score: Floats) -> Floats:
    """Add up probabilities, for those that have not reached u yet; shape (n,)."""
    probability = exp(-mean)
    cumulative = probability.copy()
    counts = np.zeros(u.size)
    for count in range(1, at.POISSON_LONGEST + 1):
        short = np.flatnonzero(cumulative < u)
        if short.size == 0:
            break
        counts[short] = count
        probability[short] *= mean[short] / count
        cumulative[short] += probability[short]
    return np.minimum(counts, np.where(counts < 1.0, 0.0, poisson_expansion(score, at.POISSON_EXACT)))


def poisson_expansion(z: Floats, mean: Floats | float) -> Floats:
    """Poisson quantile at a normal score, for means from 10."""
    root = np.sqrt(mean)
    square = z * z
    counts = mean + root * z + (2.0 + square) / 6.0 - z * (2.0 + square) / (72.0 * root)
    return np.maximum(0.0, np.floor(counts))


def coarse_normal_quantile(u: Floats) -> Floats:
    """Quantile of the standard normal distribution to 1e-7."""
    inside = np.minimum(np.maximum(u, at.COARSE_LEAST), 1.0 - at.COARSE_LEAST)
    q = inside - 0.5
    central = 0.180625 - q * q
    above = (
        (5.9109374720e01 * central + 1.5929113202e02) * central + 5.0434271938e01
    ) * central + 3.3871327179
    below = ((6.7187563600e01 * central + 7.8757757664e01) * central + 1.7895169469e01) * central + 1.0
    middle = q * above / below
    outside = np.abs(q) > 0.425
    within = inside[outside]
    r = np.sqrt(-log(np.minimum(within, 1.0 - within))) - 1.6
    tail = (((1.7023821103e-01 * r + 1.3067284816e00) * r + 2.7568153900e00) * r + 1.4234372777e00) / (
        (1.2021132975e-01 * r + 7.3700164250e-01) * r + 1.0
    )
    middle[outside] = np.where(q[outside] < 0.0, -tail, tail)
    return middle


def exp(x: Floats) -> Floats:
    """Exponential, as the engine has it."""
    clamped = np.minimum(np.maximum(x, at.EXP_LOWEST), at.EXP_HIGHEST)
    k = np.floor(clamped * at.INVERSE_LN2 + 0.5)
    high = clamped - k * at.LN2_HIGH
    low = k * at.LN2_LOW
    r = high - low
    t = r * r
    inner = 6.61375632143793436117e-05 + t * (-1.65339022054652515390e-06 + t * 4.13813679705723846039e-08)
    c = r - t * (1.66666666666666019037e-01 + t * (-2.77777777770155933842e-03 + t * inner))
    y = 1.0 - ((low - (r * c) / (2.0 - c)) - high)
    whole = k.astype(np.int64)
    half = whole >> 1
    rest = whole - half
    first = ((half + at.EXPONENT_BIAS) << at.MANTISSA_BITS).view(np.float64)
    second = ((rest + at.EXPONENT_BIAS) << at.MANTISSA_BITS).view(np.float64)
    return np.where(x >= at.EXP_LOWEST, y * first * second, 0.0)


def log(x: Floats) -> Floats:
    """Natural logarithm, as the engine has it."""
    bits = x.view(np.int64)
    mantissa = bits & at.MANTISSA_MASK
    halve = (mantissa >= at.HALF_SQRT2_MANTISSA).astype(np.int64)
    k = ((bits >> at.MANTISSA_BITS) - at.EXPONENT_BIAS + halve).astype(np.float64)
    f = (mantissa | ((at.EXPONENT_BIAS - halve) << at.MANTISSA_BITS)).view(np.float64) - 1.0
    s = f / (2.0 + f)
    z = s * s
    w = z * z
    odd = w * (3.999999999940941908e-01 + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01))
    even = z * (
        6.666666666666735130e-01
        + w * (2.857142874366239149e-01 + w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01))
    )
    half_square = 0.5 * f * f
    return k * at.LN2_HIGH - ((half_square - (s * (half_square + odd + even) + k * at.LN2_LOW)) - f)
