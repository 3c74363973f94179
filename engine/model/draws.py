"""Addressed draws: a uniform for each (seed, trial, week, who, stream), and no generator anywhere.

Philox4x32-10 (Salmon, Moraes, Dror & Shaw 2011) maps a 128-bit counter under a 64-bit key to 128
random bits. The key is a hash of the seed; the counter is the address.
"""

import hashlib

import numpy as np
from numba import types
from numpy.typing import NDArray

from engine.model.compiling import compile_function

MULTIPLIER_0 = np.uint64(0xD2511F53)
MULTIPLIER_1 = np.uint64(0xCD9E8D57)
WEYL_0 = np.uint64(0x9E3779B9)
WEYL_1 = np.uint64(0xBB67AE85)
LOW = np.uint64(0xFFFFFFFF)
WORD = np.uint64(32)
ROUNDS = 10
STREAM_SHIFT = np.uint64(16)
UNIFORM_SHIFT = np.uint64(12)
UNIFORM_STEP = 2.0**-52

_U = types.uint64
_ROW = types.Array(types.float64, 1, "C")
_WHO = types.Array(types.uint64, 1, "C")


def key_of(seed: int, replicate: int = 0) -> int:
    """Hash a seed to the 64-bit key of all its draws; replicates of one seed share no draws."""
    digest = hashlib.blake2b(f"seed {seed} replicate {replicate}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little")


def who_of(name: str) -> int:
    """Hash the name of an actor, or of a parameter's path, to a stable 32-bit number."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=4).digest(), "little")


@compile_function(types.UniTuple(_U, 4)(_U, _U, _U, _U, _U, _U), inline=True)
def philox(c0: int, c1: int, c2: int, c3: int, k0: int, k1: int) -> tuple[int, int, int, int]:
    """Philox4x32-10 of the counter (c0..c3) under the key (k0, k1), each a 32-bit word."""
    for _ in range(ROUNDS):
        product_0 = MULTIPLIER_0 * c0
        product_1 = MULTIPLIER_1 * c2
        c0, c1, c2, c3 = (
            (product_1 >> WORD) ^ c1 ^ k0,
            product_1 & LOW,
            (product_0 >> WORD) ^ c3 ^ k1,
            product_0 & LOW,
        )
        k0 = (k0 + WEYL_0) & LOW
        k1 = (k1 + WEYL_1) & LOW
    return c0, c1, c2, c3


@compile_function(types.float64(_U, _U, _U, _U, _U), inline=True)
def uniform(key: int, trial: int, week: int, who: int, stream: int) -> float:
    """Draw the uniform at one address: (k + 1/2) 2^-52 with k of 52 bits, never 0 or 1.

    Parameters
    ----------
    key : int
        From `key_of`.
    trial : int
        Number of the trial, under 2^64.
    week : int
        Week of the trial, under 2^16.
    who : int
        From `who_of`.
    stream : int
        One of `engine.model.streams`, under 2^16.
    """
    a, b, _, _ = philox(
        trial & LOW, trial >> WORD, who, (stream << STREAM_SHIFT) | week, key & LOW, key >> WORD
    )
    return (np.float64(np.int64(((a << WORD) | b) >> UNIFORM_SHIFT)) + 0.5) * UNIFORM_STEP


@compile_function(types.void(_U, _U, _U, _WHO, _U, _ROW))
def fill_row(
    key: int, trial: int, week: int, who: NDArray[np.uint64], stream: int, row: NDArray[np.float64]
) -> None:
    """Draw one stream's uniforms for all of `who` into `row`, shape (n,)."""
    for i in range(who.size):
        row[i] = uniform(key, trial, week, who[i], stream)


@compile_function(types.void(_U, _U, _U, _U, _U, _U, _ROW))
def fill_weeks(
    key: int, trial: int, first: int, step: int, who: int, stream: int, row: NDArray[np.float64]
) -> None:
    """Draw weeks first, first + step, ... of one stream into `row`, shape (n,)."""
    for i in range(row.size):
        row[i] = uniform(key, trial, first + np.uint64(i) * step, who, stream)


@compile_function(types.void(_U, _U, _U, _U, _ROW))
def fill_trials(key: int, first: int, who: int, stream: int, row: NDArray[np.float64]) -> None:
    """Draw week 0 of one stream for consecutive trials into `row`, shape (n_trials,)."""
    for i in range(row.size):
        row[i] = uniform(key, first + np.uint64(i), np.uint64(0), who, stream)
