"""The shape of `population.toml`: how the answers of invented people are drawn, and from what each share is known.

It decides nothing and is no part of the compiled rulebook: only its words, names and sources are checked with the rules.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import Annotated, Self

from pydantic import Field, model_validator

from destcompare.rulebook.positions import Path as KeyPath
from destcompare.rulebook.schema import Confidence, Shape, Word

NONE = "none"
"""The empty set, no day; for a choice it is a word like others."""

Weight = Annotated[float | int, Field(ge=0)]
Percent = Annotated[float | int, Field(ge=0, le=100)]


class BandShape(Shape):
    """Numbers from `low` to `high`, both included, all as likely, in steps; of a date they are days counted from `day`."""

    low: int
    high: int
    step: Annotated[int, Field(gt=0)] = 1
    weight: Weight


class LimitShape(Shape):
    """A number that is at most another one less some."""

    of: Word
    less: int = 0


class DrawShape(Shape):
    """How one answer is drawn for whom the conditions hold: they name answers drawn before and their possible words (`under`: a
    number that they are below).

    `words` and `bands` share their weights; `each` is for sets, the percentage in whom it holds the word, `within` a set
    drawn before. Of several draws of one answer the first that fits counts; whom none fits leaves it open. A hidden draw is no
    answer: others rest on it. In draws for each destination RU the answer `left_on` is `ru_left_on`, the word `destination` RU.
    """

    answer: Word
    hidden: bool = False
    when: dict[Word, Annotated[list[str], Field(min_length=1)]] = {}
    unless: dict[Word, Annotated[list[str], Field(min_length=1)]] = {}
    under: dict[Word, int] = {}
    words: dict[str, Weight] = {}
    bands: list[BandShape] = []
    at_most: LimitShape | None = None
    each: dict[str, Percent] = {}
    within: Word | None = None
    unknown: Percent | None = None
    source: str | None = None
    checked: date | None = None
    confidence: Confidence | None = None
    assumed: str | None = None
    note: str | None = None

    @model_validator(mode="after")
    def _told(self) -> Self:
        if (self.source is None) == (self.assumed is None) or (self.source is None) != (self.checked is None):
            raise ValueError("either source and checked, or assumed")
        if bool(self.each) == bool(self.words or self.bands):
            raise ValueError("either each, or words and bands")
        if not self.each and not sum(self.words.values()) + sum(band.weight for band in self.bands):
            raise ValueError("all weights are nought")
        if any(band.low > band.high for band in self.bands):
            raise ValueError("low is more than high")
        return self


class PopulationFile(Shape):
    """`population.toml`: the day from which days are counted, the percentage of answers left open, the draws in their order."""

    day: date
    unknown: Percent
    draw: Annotated[list[DrawShape], Field(min_length=1)]
    each_destination: list[DrawShape] = []

    def drawn(self, codes: Collection[str]) -> Iterator[tuple[KeyPath, DrawShape]]:
        """Every draw with its place in the file, those for each destination spelled out."""
        for index, draw in enumerate(self.draw):
            yield ("draw", index), draw
        for code in codes:
            for index, draw in enumerate(self.each_destination):
                changes = {"answer": f"{code.lower()}_{draw.answer}"}
                conditions = {key: _of(getattr(draw, key), code) for key in ("when", "unless")}
                yield ("each_destination", index), draw.model_copy(update={**changes, **conditions})


def _of(condition: dict[str, list[str]], code: str) -> dict[str, list[str]]:
    return {name: [code if word == "destination" else word for word in words] for name, words in condition.items()}
