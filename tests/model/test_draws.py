"""Addressed draws: known answers, the form of uniforms, and independence of addresses."""

import hashlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.model import draws, streams
from engine.model.draws import fill_row, fill_trials, key_of, philox, uniform, who_of

repeatable = settings(derandomize=True, deadline=None, max_examples=200)

ONES = 0xFFFFFFFF
words = st.integers(0, ONES)


@pytest.mark.parametrize(
    ("counter", "key", "expected"),
    # Published with Random123 (Salmon et al. 2011) as kat_vectors, philox 4x32, 10 rounds.
    [
        ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
        ((ONES, ONES, ONES, ONES), (ONES, ONES), (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
        (
            (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
            (0xA4093822, 0x299F31D0),
            (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
        ),
    ],
)
def test_philox_gives_the_published_answers(counter, key, expected):
    assert philox(*counter, *key) == expected


def philox_in_plain_integers(counter, key):
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for _ in range(10):
        p0, p1 = 0xD2511F53 * c0, 0xCD9E8D57 * c2
        c0, c1, c2, c3 = (p1 >> 32) ^ c1 ^ k0, p1 & ONES, (p0 >> 32) ^ c3 ^ k1, p0 & ONES
        k0, k1 = (k0 + 0x9E3779B9) & ONES, (k1 + 0xBB67AE85) & ONES
    return c0, c1, c2, c3


@repeatable
@given(counter=st.tuples(words, words, words, words), key=st.tuples(words, words))
def test_philox_is_the_cipher_written_in_plain_integers(counter, key):
    assert philox(*counter, *key) == philox_in_plain_integers(counter, key)


@repeatable
@given(
    key=st.integers(0, 2**64 - 1),
    trial=st.integers(0, 2**64 - 1),
    week=st.integers(0, 2**16 - 1),
    who=words,
    stream=st.integers(0, 2**16 - 1),
)
def test_a_uniform_is_the_top_52_bits_of_its_own_block(key, trial, week, who, stream):
    counter = (trial & ONES, trial >> 32, who, stream << 16 | week)
    a, b, _, _ = philox_in_plain_integers(counter, (key & ONES, key >> 32))
    draw = uniform(key, trial, week, who, stream)
    assert draw == ((a << 32 | b) >> 12) * 2.0**-52 + 2.0**-53
    assert 0.0 < draw < 1.0
    assert (draw * 2.0**52 - 0.5).is_integer()


def test_the_outermost_uniforms_are_not_nought_or_one():
    # 2^52 - 1/2 needs 53 bits, which a double has, so that the largest draw doesn't round up to 1.
    assert (0 + 0.5) * draws.UNIFORM_STEP > 0.0
    assert (2**52 - 1 + 0.5) * draws.UNIFORM_STEP < 1.0
    assert 2**52 - 1 + 0.5 == 2**52 - 0.5


@repeatable
@given(names=st.lists(st.text(min_size=1, max_size=8), max_size=12), trial=st.integers(0, 10**10))
def test_a_row_holds_the_draws_one_by_one(names, trial):
    who = np.array([who_of(name) for name in names], dtype=np.uint64)
    row = np.full(len(names), np.nan)
    fill_row(key_of(1), trial, 7, who, streams.INCIDENT, row)
    assert row.tolist() == [uniform(key_of(1), trial, 7, one, streams.INCIDENT) for one in who.tolist()]


def test_trials_in_a_block_hold_the_draws_one_by_one():
    row = np.full(50, np.nan)
    first = 2**32 - 20
    fill_trials(key_of(3), first, who_of("front.trend"), streams.PARAMETER, row)
    expected = [uniform(key_of(3), first + i, 0, who_of("front.trend"), streams.PARAMETER) for i in range(50)]
    assert row.tolist() == expected


def test_seeds_nought_and_one_differ_in_every_draw():
    zero = [uniform(key_of(0), trial, 0, 1, streams.COMBAT) for trial in range(1000)]
    one = [uniform(key_of(1), trial, 0, 1, streams.COMBAT) for trial in range(1000)]
    # A chance of 1000 x 2^-52 for one pair to be equal.
    assert all(a != b for a, b in zip(zero, one, strict=True))
    # Independent uniforms correlate within 4 / sqrt(1000) but for 6 seeds in 100,000.
    assert abs(np.corrcoef(zero, one)[0, 1]) < 4 / np.sqrt(1000)


def test_keys_of_neighbouring_seeds_and_replicates_differ():
    keys = {key_of(seed, replicate) for seed in range(100) for replicate in range(10)}
    assert len(keys) == 1000
    assert key_of(5) == key_of(5, 0)
    assert all(0 <= key < 2**64 for key in keys)
    assert key_of(2**64 - 1) != key_of(0)


def test_a_replicate_is_not_the_seed_next_to_it():
    assert key_of(1, 1) not in {key_of(11), key_of(2), key_of(0, 2)}


def test_names_have_stable_numbers_of_32_bits():
    # The first four bytes of blake2b with a digest of four bytes: they must never change between versions.
    assert who_of("front.trend") == int.from_bytes(
        hashlib.blake2b(b"front.trend", digest_size=4).digest(), "little"
    )
    assert 0 <= who_of("world") <= ONES
    assert who_of("party/north") != who_of("party/south")


@pytest.mark.parametrize("change", ["key", "trial", "week", "who", "stream"])
def test_a_change_of_any_part_of_the_address_changes_the_draw(change):
    address = {"key": key_of(0), "trial": 4, "week": 9, "who": 77, "stream": 3}
    other = address | {change: address[change] + 1}
    assert uniform(**address) != uniform(**other)


def test_week_and_stream_do_not_run_into_each_other():
    assert uniform(1, 1, 2**16 - 1, 1, 3) != uniform(1, 1, 0, 1, 4)
    assert len({uniform(1, 1, week, 1, stream) for week in range(100) for stream in range(30)}) == 3000


def test_draws_are_spread_evenly():
    row = np.empty(100_000)
    fill_trials(key_of(0), 0, who_of("world"), streams.TREND, row)
    counts = np.histogram(row, bins=100, range=(0, 1))[0]
    # Chi-square with 99 degrees of freedom: above 160 for 1 seed in 10,000.
    assert ((counts - 1000) ** 2 / 1000).sum() < 160
    # Serial correlation of independent draws is under 4 / sqrt(n) but for 6 seeds in 100,000.
    assert abs(np.corrcoef(row[1:], row[:-1])[0, 1]) < 4 / np.sqrt(row.size)


def test_every_stream_has_a_number_of_its_own():
    numbers = [value for name, value in vars(streams).items() if name.isupper()]
    assert sorted(numbers) == list(range(len(numbers)))
    assert streams.PARAMETER == 0
