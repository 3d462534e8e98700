"""Chance that is the same on every machine: splitmix64 (Steele, Lea, Flood 2014) as whole-number arithmetic over columns.

The n-th number of a stream is worked out from n alone, so that rows can be made in any pieces. A stream has a seed and a name:
what is drawn for one answer does not move when another answer is added.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from fractions import Fraction

import polars as pl

_GAMMA = 0x9E3779B97F4A7C15
_FIRST, _SECOND = 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
_SIZE = 1 << 64
HALF = 1 << 32
"""What the upper and the lower half of a number are drawn from."""


def stream(seed: int, name: str) -> int:
    """Where a stream of numbers begins."""
    named = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big")
    return _mixed_number((seed ^ named) % _SIZE)


def numbers(start: int, rows: pl.Series) -> pl.Series:
    """The numbers of a stream at these rows (whole, from 0), each from 0 to 2⁶⁴ − 1."""
    state = (rows.cast(pl.UInt64) + 1) * _constant(_GAMMA) + _constant(start)
    for shift, factor in ((1 << 30, _FIRST), (1 << 27, _SECOND)):
        state = (state ^ (state // _constant(shift))) * _constant(factor)
    return state ^ (state // _constant(1 << 31))


def upper(drawn: pl.Series) -> pl.Series:
    """The upper halves of numbers."""
    return drawn // _constant(HALF)


def lower(drawn: pl.Series) -> pl.Series:
    """The lower halves of numbers."""
    return drawn % _constant(HALF)


def below(drawn: pl.Series, count: int) -> pl.Series:
    """Whole numbers from 0 to below a count of at most 2³², from halves of numbers."""
    return drawn * _constant(count) // _constant(HALF)


def bounds(weights: Sequence[float]) -> list[int]:
    """Where the parts end into which weights divide a half number; the last is 2³²."""
    exact = [Fraction(str(weight)) for weight in weights]
    whole, ends, so_far = sum(exact), [], Fraction(0)
    for weight in exact:
        so_far += weight
        ends.append(int(so_far / whole * HALF))
    return ends


def _constant(value: int) -> pl.Series:
    return pl.Series([value], dtype=pl.UInt64)


def _mixed_number(state: int) -> int:
    state = ((state ^ state >> 30) * _FIRST) % _SIZE
    state = ((state ^ state >> 27) * _SECOND) % _SIZE
    return state ^ state >> 31
