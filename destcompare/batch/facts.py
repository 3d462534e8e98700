"""The answers of many people as columns, with what they imply, and what each name of a condition stands for on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import narwhals as nw

from destcompare.decision.scope import figure
from destcompare.expressions.columns import (
    UNKNOWN,
    Column,
    Columns,
    Constant,
    Words,
    has_word,
    is_true,
    known,
    operand,
)
from destcompare.expressions.steps import Steps, Varying
from destcompare.expressions.tree import Name
from destcompare.expressions.types import FLAG
from destcompare.rulebook.model import Fact, Parameter, Rulebook


def column_name(fact: str, word: str | None = None) -> str:
    """The column that holds the answers to a fact, or whether a word is among them."""
    return fact if word is None else f"{fact}__{word}"


class Facts:
    """Columns of the facts that conditions ask for; `columns` tells which were asked for."""

    def __init__(self, rulebook: Rulebook, steps: Steps) -> None:
        self._facts = rulebook.facts
        self._steps = steps
        self._found: dict[str, Column] = {}
        self._words: dict[tuple[str, str], Column] = {}
        self._read = Columns(lambda name: self.column(name.name), steps)
        self._moved: Mapping[str, Column] = {}
        self._before: Facts | None = None
        self._kept = False
        self.columns: dict[str, Fact] = {}

    def after(self, moved: Mapping[str, Column], *, kept: bool = False) -> Facts:
        """The same answers, some of them moved; what these imply is worked out anew. With `kept`, what had been implied stays
        where nothing is implied now.
        """
        facts = Facts.__new__(Facts)
        facts.__dict__.update(self.__dict__)
        facts._found, facts._words = dict(moved), {}
        implying = self.after(moved) if kept else facts
        facts._read = Columns(lambda name: implying.column(name.name), self._steps)
        facts._moved, facts._before, facts._kept = moved, self, kept
        return facts

    def is_gated_by(self, name: str, gates: Iterable[str]) -> bool:
        """Whether an answer may be implied by one of these, or by what they imply."""
        gates = frozenset(gates)
        names = frozenset().union(*(item.when.names for item in self._facts[name].implied_by))
        return not names.isdisjoint(gates) or any(self.is_gated_by(gate, gates) for gate in names)

    def column(self, name: str) -> Column:
        """An answer, or what other answers imply where it is missing."""
        if name not in self._found:
            if self._before is not None and not self.is_gated_by(name, self._moved):
                return self._before.column(name)
            fact = self._facts[name]
            self._found[name] = Words(lambda word: self._word(fact, word)) if _is_set(fact) else self._implied(fact)
        return self._found[name]

    def _word(self, fact: Fact, word: str) -> Varying:
        key = fact.id, word
        if key not in self._words:
            self._words[key] = self._implied(fact, word)
        found = self._words[key]
        assert isinstance(found, Varying)
        return found

    def _implied(self, fact: Fact, word: str | None = None) -> Column:
        given: Column = self._given(fact, word)
        implied: Column = UNKNOWN
        if self._kept and self._before is not None:
            implied = self._before.column(fact.id) if word is None else self._before._word(fact, word)
        kind = FLAG if word is not None else fact.type
        for item in reversed(fact.implied_by):
            value: Column = Constant(item.value)
            value = value if word is None else has_word(value, word)
            implied = self._read.chosen(is_true(self._read(item.when.tree)), value, implied, kind)
        if not fact.implied_by:
            return given
        name = f"{column_name(fact.id, word)}__implied" if self._before is None else None
        return self._steps.keep(operand(self._read.chosen(known(given), given, implied, kind), kind), name)

    def _given(self, fact: Fact, word: str | None) -> Varying:
        name = column_name(fact.id, word)
        self.columns[name] = fact
        return Varying(nw.col(name), single=True)


class Names:
    """What names stand for on one date by the law of a day (`None`: the day is unknown)."""

    def __init__(
        self,
        facts: Facts,
        rulebook: Rulebook,
        as_of: date,
        law_day: date | None,
        groups: Iterable[tuple[Parameter, ...]],
        steps: Steps,
    ) -> None:
        self._facts, self._rulebook, self._law_day = facts, rulebook, law_day
        self._figures = {item.name: item for group in (rulebook.parameters, *groups) for item in group}
        self._derived = {item.name: item for item in rulebook.derived}
        self._found: dict[str, Column] = {"as_of": Constant(as_of)}
        self._steps = steps
        self.read = Columns(self, steps)

    def __call__(self, name: Name) -> Column:
        """The column or the constant of a name."""
        if name.name not in self._found:
            self._found[name.name] = self._find(name)
        return self._found[name.name]

    def _find(self, name: Name) -> Column:
        if name.name in self._rulebook.facts:
            return self._facts.column(name.name)
        if name.name in self._derived:
            found = self.read(self._derived[name.name].value.tree)
            return self._steps.keep(found) if isinstance(found, Varying) else found
        return Constant(figure(self._figures[name.name], self._law_day).value)


def _is_set(fact: Fact) -> bool:
    return fact.type.kind == "set"
