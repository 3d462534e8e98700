"""The page as PDF, by typst: text that can be selected and read aloud, its language and title named, the same bytes each time.

The words go to the template as data, so that nothing in them is read as markup. The letters are those that typst carries,
whatever the machine has.
"""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, Final

import typst

from destcompare.output.handout.chart import danger_signs, range_bar, scale_of
from destcompare.output.handout.sheet import Chart, Item, Row, Sheet, address_text, dialled, is_web
from destcompare.records import Record

_STANDARD: Final = "ua-1"
_NO_LETTERS = re.compile(
    "[^\u0020-\u007e\u00a0-\u04ff\u1e00-\u1fff\u2010-\u203f\u2070-\u20bf\u2116\u2122\u2190-\u22ff\u25a0-\u25ff]"
)
"""What the letters of typst do not hold: a page with one of these could not be read aloud, and none is made."""
_SIZES = (10.5, 10, 9.5, 9, 8.5, 8)
_MOST_PAGES = 2


def pdf_page(sheet: Sheet) -> bytes:
    """The file, in the largest letters with which it fits on two sheets."""
    template = Path(__file__).parent / "sheet.typ"
    content = json.dumps(_drawn(sheet), ensure_ascii=False)
    for size in _SIZES:
        inputs = {"sheet": content, "size": str(size)}
        pages = typst.query(template, "<pages>", field="value", one=True, sys_inputs=inputs, ignore_system_fonts=True)
        if int(pages) <= _MOST_PAGES:
            break
    made: bytes = typst.compile(
        template,
        format="pdf",
        sys_inputs=inputs,
        ignore_system_fonts=True,
        pdf_standards=[_STANDARD],
        timestamp=datetime.combine(sheet.day, time(), UTC),
    )
    return made


def _drawn(value: Any, scale: tuple[float, float] = (0, 0)) -> Any:
    """The page as the template reads it: records by the names of their fields, with their drawings and short addresses."""
    if isinstance(value, tuple):
        return [_drawn(item, scale) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return _NO_LETTERS.sub("□", value)
    if not isinstance(value, Record):
        return value
    if isinstance(value, Chart):
        scale = scale_of(value)
    named = {name: _drawn(getattr(value, name), scale) for name in value._fields}
    if isinstance(value, Row):
        named |= {"bar": _svg(range_bar(value.left, scale)), "signs": _svg(danger_signs(value.heavy, value.other))}
    if isinstance(value, Item):
        link, address = value.url if value.url and is_web(value.url) else None, address_text(value.url or "")
        if _NO_LETTERS.search(address):
            address = _NO_LETTERS.sub("□", address.partition("/")[0])
        named |= {"link": link, "address": address, "dialled": dialled(value.phone or "")}
        if link and _NO_LETTERS.search(
            value.lead
        ):  # a title in letters of another part of the world: the address says it
            named["lead"] = address
    return {"block": type(value).__name__.lower(), **named}


def _svg(drawing: ET.Element | None) -> str | None:
    return None if drawing is None else ET.tostring(drawing, encoding="unicode")
