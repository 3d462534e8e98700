"""The shape of `consistency.toml`: answers that do not fit together."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from destcompare.rulebook.schema import Expression, Sentence, Shape, Slug, Word


class ConsistencyShape(Shape):
    """Answers that do not fit together: the condition that is true of them, and the facts to ask again."""

    id: Slug
    when: Expression
    facts: Annotated[list[Word], Field(min_length=1)]
    text: Sentence


class ConsistencyFile(Shape):
    """`consistency.toml`."""

    rule: list[ConsistencyShape] = []
    each_destination: list[ConsistencyShape] = []
