"""The rules with their files: in which file an owner stands, which names each sentence and condition uses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from destcompare.expressions.tree import names_in
from destcompare.records import Record
from destcompare.rulebook.model import Condition, Destination, Home, Price, Rulebook, Scheme, Statement, holds
from destcompare.rulebook.reading import HOMES, RuleFile
from destcompare.upkeep.lookup import within

Owner = Home | Destination | Scheme
SHARED = ("derived.toml", "rates.toml")

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_CONDITIONS = ("when", "starts", "ends", "law_of")
_SENTENCES = ("text", "advice")


class Use(Record):
    """A sentence or condition that names things, and in which owner it stands."""

    id: str
    names: frozenset[str]
    owner: Owner
    rule: Statement | Price

    def alive(self, day: date) -> bool:
        """Whether it counts on a day: it is in force and its scheme takes people."""
        return is_open(self.owner, day) and (not isinstance(self.rule, Statement) or holds(self.rule.in_force, day))


class Rules(Record):
    """The rulebook, and the files that it was built from."""

    files: dict[str, RuleFile]
    rulebook: Rulebook

    def owners(self) -> tuple[Owner, ...]:
        """Homes, destinations and schemes."""
        return (*self.rulebook.homes.values(), *self.rulebook.destinations.values(), *self.rulebook.schemes)

    def file(self, owner: Owner) -> RuleFile:
        """The file of a home, a destination or a scheme."""
        match owner:
            case Scheme():
                return self.files[f"{owner.id}.toml"]
            case Home():
                return self.files[f"{HOMES}/{owner.code.lower()}.toml"]
            case _:
                return self.files[f"{owner.code.lower()}/destination.toml"]

    def uses(self) -> list[Use]:
        """Every sentence, condition and price of all owners with the names in it, and those that its derived values rest on."""
        derived: dict[str, frozenset[str]] = {}
        for item in self.rulebook.derived:
            names = names_in(item.value.tree)
            derived[item.name] = names.union(*(derived[name] for name in names if name in derived))
        return [
            Use(
                name, frozenset(rest for word in _names(thing) for rest in (word, *derived.get(word, ()))), owner, thing
            )
            for owner in self.owners()
            for name, thing in within(owner)
            if isinstance(thing, Statement | Price)
        ]


def is_open(owner: Owner, day: date) -> bool:
    """Whether a scheme takes people on a day; a country always counts."""
    return not isinstance(owner, Scheme) or any(day in period for period in owner.open)


def sees(user: Owner, owner: Owner) -> bool:
    """Whether the names of an owner are in scope for another: its own, and those of its destination."""
    if isinstance(owner, Destination) and isinstance(user, Scheme):
        return user.destination == owner.code
    return user is owner


def _names(thing: Statement | Price) -> Iterator[str]:
    for key in _CONDITIONS:
        condition = getattr(thing, key, None)
        if isinstance(condition, Condition):
            yield from names_in(condition.tree)
    for key in _SENTENCES:
        yield from _PLACEHOLDER.findall(getattr(thing, key, ""))
    yield from (name for key in ("days", "cost") if (name := getattr(thing, key, None)))
