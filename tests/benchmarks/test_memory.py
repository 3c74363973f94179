"""The soak's judge: memory that grows is told from memory that merely wavers."""

import numpy as np

from benchmarks.memory import Sample, fit_slope, look

SEED = 5
SECONDS, NOISE = 5.0, 3.0


def waver(growth: float) -> list[Sample]:
    """An hour of samples around 400 MiB that grow by so much. [MiB]"""
    rng = np.random.default_rng(SEED)
    times = np.arange(0.0, 3600.0, SECONDS)
    resident = 400 + growth * times / 3600 + NOISE * rng.standard_normal(len(times))
    return [Sample(*each, 9, 2) for each in zip(times.tolist(), resident.tolist(), strict=True)]


def test_a_leak_is_told_from_noise() -> None:
    """Of 20 MiB in an hour; a block of 27 samples has an error of .6 MiB, and so the slope one of some .6."""
    leak, none = fit_slope(waver(20.0), 0.25), fit_slope(waver(0.0), 0.25)
    assert 15 < leak.low < 20 < leak.high < 25
    assert none.low < 0 < none.high


def test_a_process_has_memory_files_and_threads() -> None:
    resident, files, threads = look()
    assert 10 < resident < 10_000
    assert files >= 3
    assert threads >= 1
