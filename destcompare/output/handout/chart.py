"""Small drawings beside words that say the same: a range of money on a common scale, and dangers as triangles.

Black, white and grey alone carry them, so that a copying machine keeps them.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET

from destcompare.decision.result import Triple
from destcompare.output.handout.sheet import Chart
from destcompare.output.markup import drawing, shape

_WIDTH, _HEIGHT = 200, 20
_SIGN = 16
_INK, _FILL = "#111111", "#b4b4b4"
_MOST_SIGNS = 12


def scale_of(chart: Chart) -> tuple[float, float]:
    """From the lowest to the highest sum of all ways, nought among them."""
    known = [value for row in chart.rows for value in row.left if value is not None]
    low, high = min([0, *known]), max([0, *known])
    return (low, high) if high > low else (low, low + 1)


def range_bar(left: Triple, scale: tuple[float, float]) -> ET.Element | None:
    """A bar from the lowest to the highest sum a mark at the usual one, a line at nought; nothing where it is not known."""
    low, typical, high = left
    if typical is None:
        return None
    start, end = (_across(value if value is not None else typical, scale) for value in (low, high))
    nought, usual = _across(0, scale), _across(typical, scale)
    return drawing(
        _WIDTH,
        _HEIGHT,
        [
            _line(4, _HEIGHT / 2, _WIDTH - 4, _HEIGHT / 2, 0.75),
            shape("rect", x=start, y=5, width=max(end - start, 1), height=10, fill=_FILL, stroke=_INK),
            _line(nought, 1, nought, _HEIGHT - 1, 1, dashes="2 2"),
            _line(usual, 2, usual, _HEIGHT - 2, 3),
        ],
    )


def danger_signs(heavy: int, other: int) -> ET.Element | None:
    """A full triangle for each heavy danger, an empty one for each other; nothing where none is on record."""
    signs = ([_INK] * heavy + ["none"] * other)[:_MOST_SIGNS]
    if not signs:
        return None
    triangles = [
        shape("path", d=f"M {x + 2} 14 L {x + 8} 3 L {x + 14} 14 Z", fill=fill, stroke=_INK)
        for x, fill in zip(range(0, _SIGN * len(signs), _SIGN), signs, strict=True)
    ]
    return drawing(_SIGN * len(signs), _SIGN, triangles)


def _across(value: float, scale: tuple[float, float]) -> float:
    low, high = scale
    return round(4 + (value - low) / (high - low) * (_WIDTH - 8), 2)


def _line(x1: float, y1: float, x2: float, y2: float, width: float, dashes: str = "none") -> ET.Element:
    attributes = {"stroke-width": str(width), "stroke-dasharray": dashes}
    return shape("line", attributes, x1=x1, y1=y1, x2=x2, y2=y2, stroke=_INK)
