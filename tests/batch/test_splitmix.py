"""Chance by whole-number columns is splitmix64, row by row."""

from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from destcompare.batch.splitmix import HALF, below, bounds, lower, numbers, stream, upper

_MASK = (1 << 64) - 1


def splitmix64(state: int, count: int) -> list[int]:
    """The algorithm as its authors wrote it, with a state that moves on."""
    found = []
    for _ in range(count):
        state = (state + 0x9E3779B97F4A7C15) & _MASK
        z = state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & _MASK
        found.append(z ^ (z >> 31))
    return found


def test_the_numbers_of_a_known_seed_are_those_that_others_publish() -> None:
    rows = pl.int_range(0, 3, dtype=pl.UInt64, eager=True)
    assert numbers(1234567, rows).to_list() == [6457827717110365317, 3203168211198807973, 9817491932198370423]


@given(start=st.integers(0, _MASK), first=st.integers(0, 1000), count=st.integers(1, 50))
def test_any_rows_are_what_counting_up_to_them_gives(start: int, first: int, count: int) -> None:
    rows = pl.int_range(first, first + count, dtype=pl.UInt64, eager=True)
    assert numbers(start, rows).to_list() == splitmix64(start, first + count)[first:]


@given(value=st.integers(0, _MASK), count=st.integers(1, HALF))
def test_halves_and_parts_are_exact(value: int, count: int) -> None:
    drawn = pl.Series([value], dtype=pl.UInt64)
    assert upper(drawn).item() == value >> 32
    assert lower(drawn).item() == value & (HALF - 1)
    assert below(lower(drawn), count).item() == (value & (HALF - 1)) * count >> 32


def test_weights_divide_the_whole_without_rest() -> None:
    assert bounds([1, 1]) == [HALF // 2, HALF]
    assert bounds([0.1, 0.2, 0.7])[-1] == HALF
    assert bounds([0, 5]) == [0, HALF]


def test_streams_of_other_names_and_seeds_are_others() -> None:
    assert len({stream(seed, name) for seed in (0, 1) for name in ("age", "sex", "unknown age")}) == 6
