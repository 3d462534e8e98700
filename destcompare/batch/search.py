"""What columns cannot tell, person by person: each combination of the answers that matter to a scheme once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from destcompare.decision.decide import decide_scheme, with_gates
from destcompare.decision.person import make_person
from destcompare.decision.result import Option
from destcompare.expressions.borders import inlined
from destcompare.expressions.tree import names_in
from destcompare.rulebook.model import Fact, Rulebook, Scheme, Value


class Searcher:
    """Outcomes of schemes by the answers that they rest on; `bans` tells whether those of the destination belong to them."""

    def __init__(self, rulebook: Rulebook, as_of: date) -> None:
        self._as_of = as_of
        self._facts = rulebook.facts
        self._meanings = {item.name: item.value.tree for item in rulebook.derived}
        self._with_bans = rulebook
        destinations = {code: item.replaced(bans=()) for code, item in rulebook.destinations.items()}
        self._without_bans = rulebook.replaced(destinations=destinations)
        self._names: dict[str, tuple[str, ...]] = {}
        self._found: dict[tuple[str, tuple[Value | None, ...]], Option] = {}

    def option(self, scheme: Scheme, answers: Mapping[str, Value | None], *, bans: bool) -> Option:
        """The scheme for a person; without `bans` as if there were none."""
        names = self.names(scheme, bans=bans)
        key = scheme.id, tuple(answers.get(name) for name in names)
        if key not in self._found:
            known = {name: value for name, value in zip(names, key[1], strict=True) if value is not None}
            rulebook = self._with_bans if bans else self._without_bans
            self._found[key] = decide_scheme(scheme, make_person(known, rulebook), rulebook, self._as_of)
        return self._found[key]

    def names(self, scheme: Scheme, *, bans: bool) -> tuple[str, ...]:
        """The facts that the outcome rests on, with those that may imply them."""
        if scheme.id not in self._names:
            trees = [rule.when.tree for rule in scheme.requirements]
            if bans:
                for ban in self._with_bans.destinations[scheme.destination].bans:
                    parts = (ban.when, ban.starts, ban.ends, ban.law_of)
                    trees += [part.tree for part in parts if part is not None]
            names = frozenset().union(*(names_in(inlined(tree, self._meanings)) for tree in trees))
            self._names[scheme.id] = tuple(sorted(with_gates(names & self._facts.keys(), self._with_bans)))
        return self._names[scheme.id]


def answer_in(fact: Fact, columns: Mapping[str, Sequence[Any]], place: int) -> Value | None:
    """An answer from its columns. Of a set only the words that conditions ask about are known."""
    if fact.type.kind == "set":
        own = {name: values[place] for name, values in columns.items() if name.startswith(f"{fact.id}__")}
        if any(inside is None for inside in own.values()):
            return None
        return frozenset(name.removeprefix(f"{fact.id}__") for name, inside in own.items() if inside) - {""}
    value: Any = columns[fact.id][place] if fact.id in columns else None
    if value is None:
        return None
    if fact.type.kind == "flag":
        return bool(value)
    if fact.type.kind == "date":
        return date.fromordinal(value)
    if fact.type.kind == "choice":
        assert fact.type.choice is not None
        return fact.type.choice.words[int(value)]
    return int(value) if float(value).is_integer() else float(value)
