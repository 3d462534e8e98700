"""Columns that are worked out one after the other, so that what is used twice is written once.

An expression that stands twice in another one is walked twice by every engine, and one nested in itself without end. So what is
used again becomes a column of its own, in the first layer after those it rests on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import narwhals as nw

from destcompare.expressions.tree import reached
from destcompare.records import Record


class Varying(Record):
    """A column: `sure` where it has no nulls; `uses` are the kept columns it rests on; `single` if it is only a name."""

    expression: Any
    sure: bool = False
    uses: frozenset[str] = frozenset()
    single: bool = False

    def __eq__(self, other: object) -> bool:
        return self is other  # expressions cannot be compared: `==` of two of them is a third

    def __hash__(self) -> int:
        return id(self)


Operand = Varying | bool | int | float
Whatever = TypeVar("Whatever")


def made(compute: Callable[..., Any], *operands: Operand, sure: bool = True) -> Varying:
    """A column computed from others and from plain numbers; `sure` where all of them are, unless the computation is not."""
    varying = [operand for operand in operands if isinstance(operand, Varying)]
    values = [operand.expression if isinstance(operand, Varying) else operand for operand in operands]
    return Varying(
        compute(*values),
        sure and all(operand.sure for operand in varying),
        frozenset().union(*(operand.uses for operand in varying)),
    )


class Steps:
    """Columns to add to a frame, each in the first layer after those it rests on."""

    def __init__(self) -> None:
        self._kept: dict[str, Varying] = {}
        self._depths: dict[str, int] = {}
        self._by_text: dict[str, Varying] = {}

    def keep(self, column: Varying, name: str | None = None) -> Varying:
        """The same column by a name of its own; one that has a name is kept as it is, and so is what was kept before."""
        text = repr(column.expression)
        if name is None and (column.single or text.startswith("lit(")):
            return column
        if name is None and text in self._by_text:
            return self._by_text[text]
        here = name or f"_{len(self._kept)}"
        self._kept[here] = column
        self._depths[here] = 1 + max((self._depths[used] for used in column.uses), default=-1)
        found = Varying(nw.col(here), column.sure, frozenset((here,)), single=True)
        self._by_text.setdefault(text, found)
        return found

    def keep_any(self, column: Whatever) -> Whatever | Varying:
        """The same, where it is a column at all and not a constant."""
        return self.keep(column) if isinstance(column, Varying) else column

    def add_to(self, frame: Any, wanted: Iterable[Varying], settled: Callable[[Any], Any] | None = None) -> Any:
        """The frame with all columns that those wanted rest on; `settled` is done to it after each layer."""
        needed = reached((name for column in wanted for name in column.uses), lambda name: self._kept[name].uses)
        layers: dict[int, dict[str, Any]] = {}
        for name in self._kept:
            if name in needed:
                layers.setdefault(self._depths[name], {})[name] = self._kept[name].expression
        for depth in sorted(layers):
            frame = frame.with_columns(**layers[depth])
            frame = settled(frame) if settled is not None else frame
        return frame
