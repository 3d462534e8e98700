"""The report as one HTML file that loads nothing, with small charts beside the numbers that they show."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

from destcompare.batch.report.sheet import Cell, Section, Sheet, Table
from destcompare.output.markup import drawing, element, page, shape

_WIDTH, _HEIGHT = 120, 10
_FILLS = ("#1f6f43", "#8fc7a7")
"""Open now, and after a change; dark and light, so that a copying machine keeps them apart."""
_GROUND, _INK = "#e6e6e6", "#111111"


def html_report(sheet: Sheet) -> str:
    """The whole file."""
    main = element("main", element("h1", sheet.title), *(element("p", line) for line in sheet.lead))
    main.extend(_section(section) for section in sheet.sections)
    main.append(element("footer", *(element("p", line) for line in sheet.close)))
    return page(sheet.language, sheet.title, (Path(__file__).parent / "report.css").read_text("utf-8"), main)


def _section(section: Section) -> ET.Element:
    return element(
        "section",
        element("h2", section.heading),
        *(element("p", line) for line in section.lead),
        *(_table(table, section.heading) for table in section.tables),
        *(element("p", line, {"class": "note"}) for line in section.notes),
    )


def _table(table: Table, heading: str) -> ET.Element:
    """A table that can be moved sideways by keys too, where a screen is narrow."""
    caption = table.caption or heading
    label = f"{heading}: {table.caption}" if table.caption else heading
    heads = [_head(head, "col", number=place >= table.words) for place, head in enumerate(table.heads)]
    rows = [
        element(
            "tr",
            _head(row[0], "row", number=False),
            *(_value(item, number=place >= table.words) for place, item in enumerate(row[1:], start=1)),
        )
        for row in table.rows
    ]
    made = element(
        "table",
        element("caption", caption, {} if table.caption else {"class": "unseen"}),
        element("thead", element("tr", *heads)),
        element("tbody", *rows),
    )
    return element("div", made, {"class": "wide", "tabindex": "0", "role": "region", "aria-label": label})


def _head(item: Cell, scope: str, *, number: bool) -> ET.Element:
    if not any(item.lines):
        return element("td")
    return element("th", *_lines(item), {"scope": scope, **({"class": "number"} if number else {})})


def _value(item: Cell, *, number: bool) -> ET.Element:
    bar = [_bar(item.bar)] if item.bar else []
    return element("td", *_lines(item), *bar, {"class": "number"} if number else {})


def _lines(item: Cell) -> list[ET.Element | str]:
    return [element("span", line) for line in item.lines] if len(item.lines) > 1 else list(item.lines)


def _bar(parts: tuple[float, ...]) -> ET.Element:
    """Parts of a whole, one behind the other."""
    shapes = [shape("rect", x=0, y=0, width=_WIDTH, height=_HEIGHT, fill=_GROUND)]
    begun = 0.0
    for part, fill in zip(parts, _FILLS, strict=False):
        width = round(min(max(part, 0.0), 1 - begun) * _WIDTH, 2)
        shapes.append(shape("rect", x=round(begun * _WIDTH, 2), y=0, width=width, height=_HEIGHT, fill=fill))
        begun += width / _WIDTH
    shapes.append(shape("rect", x=0.25, y=0.25, width=_WIDTH - 0.5, height=_HEIGHT - 0.5, fill="none", stroke=_INK))
    return drawing(_WIDTH, _HEIGHT, shapes)
