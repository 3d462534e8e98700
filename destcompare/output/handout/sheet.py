"""The page in one language before it is drawn: sections with paragraphs, lists, a chart. Whoever draws it adds no word."""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

from destcompare.decision.result import Triple
from destcompare.records import Record

_LONGEST_ADDRESS = 48
Tone = Literal["plain", "ban", "danger", "wide", "option"]


class Paragraph(Record):
    """A paragraph; a `strong` one is said louder, a `small` one stands back."""

    text: str
    weight: Literal["plain", "strong", "small"] = "plain"


class Item(Record):
    """A line of a list: what it is about, what is said, how to reach it."""

    text: str
    lead: str = ""
    phone: str | None = None
    url: str | None = None


class Listing(Record):
    """A list: `points`, numbered `steps`, `pairs` of a name and a value, or `small` print."""

    items: tuple[Item, ...]
    kind: Literal["points", "steps", "pairs", "small"] = "points"


class Row(Record):
    """One way in the chart: what is left each month in US dollars with its words, and how many dangers are on record."""

    name: str
    status: str
    left: Triple
    left_text: str
    heavy: int
    other: int
    danger_text: str


class Chart(Record):
    """Ways side by side; `heads` name the three columns."""

    caption: str
    heads: tuple[str, str, str]
    rows: tuple[Row, ...]


Block = Paragraph | Listing | Chart


class Section(Record):
    """A part of the page under its heading; parts within it have headings of the next level."""

    heading: str
    blocks: tuple[Block, ...] = ()
    parts: tuple[Section, ...] = ()
    tone: Tone = "plain"


class Sheet(Record):
    """The whole page in one language. `language` is its BCP 47 tag, `choose` the words beside the choice of a language."""

    language: str
    own_name: str
    choose: str
    day: date
    title: str
    lead: tuple[str, ...]
    sections: tuple[Section, ...]
    close: tuple[str, ...]


def address_text(url: str) -> str:
    """An address as one would copy it from paper; of a long one the site alone."""
    short = re.sub(r"^https?://(www\.)?|/$", "", url)
    return short if len(short) <= _LONGEST_ADDRESS else short.partition("/")[0]


def is_web(url: str) -> bool:
    """Whether an address may be a link: one of a program or a file may not."""
    return url.startswith(("https://", "http://"))


def dialled(phone: str) -> str:
    """A number as a telephone takes it."""
    return re.sub(r"[^0-9+]", "", phone)
