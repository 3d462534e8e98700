"""The page as one HTML file that loads nothing: for a phone, and for one or two sheets of paper.

It is built as a tree, so every text is escaped by the writer of the tree. The languages stand one below the other; style
rules show the one whose round button is pressed, so that the choice works without a script, by keys, and when printed.
"""

from __future__ import annotations

import math
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Sequence
from pathlib import Path

from destcompare.output.handout.chart import danger_signs, range_bar, scale_of
from destcompare.output.handout.sheet import (
    Block,
    Chart,
    Item,
    Paragraph,
    Section,
    Sheet,
    address_text,
    dialled,
    is_web,
)
from destcompare.output.markup import element, page
from destcompare.records import Record

_LIST_CLASSES = {"points": "points", "steps": "steps", "small": "small"}
_PLAIN_WEIGHT = "plain"
_SMALLEST, _LARGEST, _ROOM, _LINE_END = 7.0, 10.5, 930_000, 15
"""Tried out with wide letters on many people in all languages."""


def html_page(sheets: Sequence[Sheet]) -> str:
    """The whole file; the first language is the person's own."""
    first = sheets[0]
    main = element("main")
    if len(sheets) > 1:
        main.append(element("p", first.choose, {"id": "choose", "class": "choose"}))
        for sheet in sheets:
            main.extend(_button(sheet, pressed=sheet is first))
    main.extend(map(_article, sheets))
    return page(first.language, first.title, _style(sheets), main)


def _style(sheets: Sequence[Sheet]) -> str:
    """The style sheet, and for each language the rule that shows it."""
    style = (Path(__file__).parent / "sheet.css").read_text("utf-8")
    if len(sheets) > 1:
        shown = ", ".join(f"#show-{sheet.language}:checked ~ #page-{sheet.language}" for sheet in sheets)
        style += f"article {{ display: none }}\n{shown} {{ display: block }}\n"
    return style


def _button(sheet: Sheet, *, pressed: bool) -> Iterable[ET.Element]:
    name = f"show-{sheet.language}"
    attributes = {"type": "radio", "name": "language", "id": name, "aria-describedby": "choose"}
    yield element("input", {**attributes, **({"checked": "checked"} if pressed else {})})
    yield element("label", sheet.own_name, {"for": name, "lang": sheet.language})


def _article(sheet: Sheet) -> ET.Element:
    title = f"title-{sheet.language}"
    header = element("header", element("h1", sheet.title, id=title), *(element("p", line) for line in sheet.lead))
    return element(
        "article",
        {
            "id": f"page-{sheet.language}",
            "lang": sheet.language,
            "aria-labelledby": title,
            "style": f"--print: {_print_size(sheet)}pt",
        },
        header,
        *(_section(section, 2) for section in sheet.sections),
        element("footer", *(element("p", line) for line in sheet.close)),
    )


def _print_size(sheet: Sheet) -> float:
    """How large the letters on paper may be, in points: as many of them as there are must fit on two sheets."""
    return round(min(max(math.sqrt(_ROOM / _weight(sheet)), _SMALLEST), _LARGEST), 1)


def _weight(value: object) -> int:
    """How much room words take: by their letters, and for the rest of each line they end."""
    if isinstance(value, str):
        return len(value) + _LINE_END
    if isinstance(value, Record):
        return sum(_weight(getattr(value, name)) for name in value._fields if name != "url")
    return sum(map(_weight, value)) if isinstance(value, tuple) else 0


def _section(section: Section, level: int) -> ET.Element:
    blocks = [drawn for block in section.blocks for drawn in _block(block)]
    parts = [_section(part, level + 1) for part in section.parts]
    return element("section", {"class": section.tone}, element(f"h{level}", section.heading), *blocks, *parts)


def _block(block: Block) -> list[ET.Element]:
    if isinstance(block, Paragraph):
        return [element("p", block.text, {} if block.weight == _PLAIN_WEIGHT else {"class": block.weight})]
    if isinstance(block, Chart):
        return [_chart(block)]
    if block.kind == "pairs":
        pairs = [element("div", element("dt", item.lead), element("dd", item.text)) for item in block.items]
        return [element("dl", *pairs)]
    items = [element("li", *_item(item)) for item in block.items]
    return [element("ol" if block.kind == "steps" else "ul", {"class": _LIST_CLASSES[block.kind]}, *items)]


def _item(item: Item) -> list[ET.Element | str]:
    """A line of a list. A title is a link by itself; a contact shows its number and its address."""
    if item.lead:
        lead: ET.Element | str = element("strong", item.lead)
        if item.url and is_web(item.url):
            lead = element("a", item.lead, href=item.url, rel="noreferrer")
        return [lead, f" {item.text}"]
    parts: list[ET.Element | str] = [item.text]
    if item.phone:
        parts += [" – ", element("a", item.phone, {"class": "phone"}, href=f"tel:{dialled(item.phone)}")]
    if item.url:
        shown = address_text(item.url)
        parts += [" – ", element("a", shown, href=item.url, rel="noreferrer") if is_web(item.url) else shown]
    return parts


def _chart(chart: Chart) -> ET.Element:
    _, left, dangers = chart.heads
    scale = scale_of(chart)
    head = element("tr", *(element("th", words, scope="col") for words in chart.heads))
    rows = []
    for row in chart.rows:
        name = element("th", row.name, element("span", row.status), {"scope": "row"})
        bar, signs = range_bar(row.left, scale), danger_signs(row.heavy, row.other)
        money = element("td", row.left_text, *([bar] if bar is not None else []), {"data-head": left})
        heavy = element("td", row.danger_text, *([signs] if signs is not None else []), {"data-head": dangers})
        rows.append(element("tr", name, money, heavy))
    table = element("table", element("caption", chart.caption), element("thead", head), element("tbody", *rows))
    return element("div", table, {"class": "chart"})
