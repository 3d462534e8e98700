"""Columns that are worked out one after the other, so that what is used twice is written once.

An expression that stands twice in another one is walked twice by every engine, and one nested in itself without end. So what is
used again becomes a column of its own, in the first layer after those it rests on.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import narwhals as nw

from destcompare.records import Record


class Varying(Record):
    """A column: `sure` where it has no nulls; `depth` is the layer that it can be read from on; `single` if it is only a name."""

    expression: Any
    sure: bool = False
    depth: int = 0
    single: bool = False

    def __eq__(self, other: object) -> bool:
        return self is other  # expressions cannot be compared: `==` of two of them is a third

    def __hash__(self) -> int:
        return id(self)


Operand = Varying | bool | int | float


def made(compute: Callable[..., Any], *operands: Operand, sure: bool = True) -> Varying:
    """A column computed from others and from plain numbers; `sure` where all of them are, unless the computation is not."""
    varying = [operand for operand in operands if isinstance(operand, Varying)]
    values = [operand.expression if isinstance(operand, Varying) else operand for operand in operands]
    return Varying(
        compute(*values),
        sure and all(operand.sure for operand in varying),
        max((operand.depth for operand in varying), default=0),
    )


class Steps:
    """Columns to add to a frame, layer by layer."""

    def __init__(self) -> None:
        self._layers: list[dict[str, Any]] = []
        self._count = 0

    def keep(self, column: Varying, name: str | None = None) -> Varying:
        """The same column by a name of its own; one that has a name is kept as it is."""
        if column.single and name is None:
            return column
        self._count += 1
        name = name or f"_{self._count}"
        while len(self._layers) <= column.depth:
            self._layers.append({})
        self._layers[column.depth][name] = column.expression
        return Varying(nw.col(name), column.sure, column.depth + 1, single=True)

    def add_to(self, frame: Any) -> Any:
        """The frame with all columns that were kept."""
        for layer in self._layers:
            frame = frame.with_columns(**layer)
        return frame
