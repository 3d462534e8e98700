"""HTML pages that load nothing, and small drawings in them: built as trees, so that their writer escapes every text."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def page(language: str, title: str, style: str, main: ET.Element) -> str:
    """A whole file."""
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", {"http-equiv": "Content-Security-Policy"}, content=_POLICY),
        element("meta", name="referrer", content="no-referrer"),
        element("title", title),
        element("style", style),
    )
    whole = element("html", head, element("body", main), lang=language)
    return "<!doctype html>\n" + ET.tostring(whole, encoding="unicode", method="html") + "\n"


def element(name: str, /, *children: ET.Element | str | dict[str, str], **attributes: str) -> ET.Element:
    """An element; a dictionary among the children holds attributes whose names are no words of Python."""
    made = ET.Element(name, attributes)
    last: ET.Element | None = None
    for child in children:
        if isinstance(child, dict):
            made.attrib.update(child)
        elif isinstance(child, str):
            if last is None:
                made.text = (made.text or "") + child
            else:
                last.tail = (last.tail or "") + child
        else:
            made.append(child)
            last = child
    return made


def drawing(width: int, height: int, shapes: Iterable[ET.Element]) -> ET.Element:
    """Hidden from whoever is read to: the words stand beside it."""
    made = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg", "viewBox": f"0 0 {width} {height}", "width": str(width),
            "height": str(height), "aria-hidden": "true", "focusable": "false",
        },
    )  # fmt: skip
    made.extend(shapes)
    return made


def shape(name: str, more: dict[str, str] | None = None, /, **attributes: float | str) -> ET.Element:
    """A shape of a drawing."""
    return ET.Element(name, {**{key: str(value) for key, value in attributes.items()}, **(more or {})})
