"""Small counts are not told, so that nobody can be recognised; nor can they be worked out from the others of their row."""

from __future__ import annotations

from collections.abc import Sequence

LEAST = 5
"""The smallest count that is told, but nought."""


def is_small(count: int) -> bool:
    """Whether a count is too small to be told."""
    return 0 < count < LEAST


def left_out(row: Sequence[int]) -> int | None:
    """The place of one more count to leave out: the smallest of the others, where a single small one could be worked out from
    their sum.
    """
    if sum(map(is_small, row)) != 1:
        return None
    others = [place for place, count in enumerate(row) if count >= LEAST]
    return min(others, key=row.__getitem__) if others else None
