"""Who is alike for a part of an option: people whose answers its prices, dangers, odds or languages cannot tell apart.

What such a part comes to is found once for each class, by the decision itself for one person of it. A class is told by a key:
the truth of each condition that the part rests on, and the answers that it uses as they are, as a few columns of numbers.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator
from datetime import date

import narwhals as nw

from destcompare.batch.facts import Facts, Names
from destcompare.decision.decide import with_gates
from destcompare.expressions.borders import inlined
from destcompare.expressions.steps import Steps, Varying, made
from destcompare.expressions.tree import Literal, Member, Name, Tree, children, names_in, reached
from destcompare.expressions.types import FLAG, Type
from destcompare.records import Record
from destcompare.rulebook.model import Condition, Price, Rulebook, Scheme, Told, holds, on_day

_MOST_KINDS = 2**60
"""So many classes one number tells apart."""
_AMOUNTS = ("number", "date")

Part = tuple[Names, Tree]
"""A condition or an answer, and what its names stand for."""


class Key(Record):
    """What tells classes apart: whole numbers for conditions (`codes`), answers that are numbers as they are (`amounts`), and
    where `with_changes` the changes of the option; `facts` are the answers behind them.
    """

    codes: tuple[Varying, ...]
    amounts: tuple[Varying, ...]
    facts: frozenset[str]
    with_changes: bool


class Classes:
    """Keys of the parts of an option on one date; `names` of formulas tell which parts are meant."""

    def __init__(self, rulebook: Rulebook, facts: Facts, steps: Steps, as_of: date) -> None:
        self._rulebook, self._facts, self._steps, self._as_of = rulebook, facts, steps, as_of
        self._meanings = {item.name: item.value.tree for item in rulebook.derived}
        self._formulas = {item.name: item.value for item in (*rulebook.derived, *rulebook.money.sums)}
        self._readers: dict[tuple[int, ...], Names] = {}
        rests: dict[str, Callable[[Scheme], Iterator[Part]]] = {
            "longest_stay": lambda scheme: self._inside(scheme, scheme.stay),
            "gap_months": lambda scheme: self._inside(scheme, scheme.gap),
            "unpaid_months": lambda scheme: self._inside(scheme, scheme.unpaid),
            "pay_floor_month": lambda scheme: self._inside(scheme, scheme.pay_floor),
            "offered_here": lambda scheme: self._has(scheme, "job_offers"),
            "relative_here": lambda scheme: self._has(scheme, "relatives_in"),
            "language_steps": self._languages,
            "home_wage_month": self._home,
            "odds": lambda scheme: self._answer(scheme, "nationality") if scheme.odds else iter(()),
            "dependence": lambda scheme: self._answer(scheme, "nationality"),
            "days_before": self._before,
            "high_risks": lambda scheme: self._risks(scheme, "high"),
            "medium_risks": lambda scheme: self._risks(scheme, "medium"),
        }
        priced = (*rulebook.money.inputs, "advance_month", "ahead_month", "hours_week")
        self._rests = {**dict.fromkeys(priced, self._prices), **rests}

    def key(self, scheme: Scheme, names: Iterable[str]) -> Key:
        """What tells people apart for whom any of these names may stand for something else in this scheme."""
        parts: dict[tuple[int, Tree], Part] = {}
        leaves = self._leaves(names)
        for name in sorted(leaves & self._rests.keys()):
            for reader, tree in self._rests[name](scheme):
                parts[id(reader), tree] = reader, tree
        codes: list[tuple[Type, Varying]] = []
        amounts: dict[str, Varying] = {}
        for reader, tree in parts.values():
            column = reader.read(tree)
            if not isinstance(column, Varying):
                continue  # what is the same for everyone tells nobody apart
            if tree.type.kind in _AMOUNTS:
                amounts[repr(column.expression)] = self._amount(column)
            else:
                codes.append((tree.type, column))
        facts = frozenset().union(*(names_in(inlined(tree, self._meanings)) for _, tree in parts.values()))
        gated = with_gates(facts & self._rulebook.facts.keys(), self._rulebook)
        return Key(tuple(self._codes(codes)), tuple(amounts.values()), gated, "days_before" in leaves)

    def _leaves(self, names: Iterable[str]) -> frozenset[str]:
        """What formulas rest on in the end."""
        found = reached(names, lambda name: self._formulas[name].names if name in self._formulas else ())
        return frozenset(found - self._formulas.keys())

    def _amount(self, column: Varying) -> Varying:
        return self._steps.keep(made(lambda value: value.cast(nw.Float64), column))

    def _codes(self, columns: Iterable[tuple[Type, Varying]]) -> Iterator[Varying]:
        """Columns of whole numbers, each for as many conditions as it can tell apart."""
        digits: dict[str, tuple[Varying, int]] = {}
        for kind, column in columns:
            kinds = 3 if kind.kind == "flag" else 1 + _words(kind)
            digits.setdefault(repr(column.expression), (column, kinds))
        total: Varying | None = None
        count = 1
        for column, kinds in digits.values():
            if total is not None and count * kinds > _MOST_KINDS:
                yield self._steps.keep(total)
                total, count = None, 1
            digit = made(lambda value, count=count: (value.cast(nw.Int64).fill_null(-1) + 1) * count, column)
            digit = digit.replaced(sure=True)
            total = digit if total is None else made(operator.add, total, digit)
            count *= kinds
        if total is not None:
            yield self._steps.keep(total)

    def _reader(self, scheme: Scheme, *, wide: bool = False, home: str | None = None) -> Names:
        destination = self._rulebook.destinations[scheme.destination]
        groups = (destination.parameters,) if wide else (destination.parameters, scheme.parameters)
        groups = (self._rulebook.homes[home].parameters,) if home is not None else groups
        key = tuple(map(id, groups))  # the groups live as long as the rulebook does
        if key not in self._readers:
            self._readers[key] = Names(self._facts, self._rulebook, self._as_of, self._as_of, groups, self._steps)
        return self._readers[key]

    def _prices(self, scheme: Scheme) -> Iterator[Part]:
        destination = self._rulebook.destinations[scheme.destination]
        yield from self._priced(scheme.prices, self._reader(scheme))
        yield from self._priced(destination.prices, self._reader(scheme, wide=True))

    def _priced(self, prices: Iterable[Price], reader: Names) -> Iterator[Part]:
        for price in prices:
            if on_day(price.values, self._as_of) is not None:
                if price.when is not None:
                    yield reader, price.when.tree
                if price.sector is not None:
                    yield reader, self._name("sector")

    def _home(self, scheme: Scheme) -> Iterator[Part]:
        yield from self._answer(scheme, "nationality")
        for code, home in self._rulebook.homes.items():
            yield from self._priced(
                (price for price in home.prices if price.item == "wage"), self._reader(scheme, home=code)
            )

    def _before(self, scheme: Scheme) -> Iterator[Part]:
        yield from self._answer(scheme, "nationality")  # who may enter without a visa
        yield from self._told((step for step in scheme.steps if step.days), self._reader(scheme))

    def _risks(self, scheme: Scheme, level: str) -> Iterator[Part]:
        for risks, wide in ((self._rulebook.destinations[scheme.destination].risks, True), (scheme.risks, False)):
            own = (risk for risk in risks if risk.level == level)
            yield from self._told(own, self._reader(scheme, wide=wide))

    def _told(self, statements: Iterable[Told], reader: Names) -> Iterator[Part]:
        for item in statements:
            if item.when is not None and holds(item.in_force, self._as_of):
                yield reader, item.when.tree

    def _languages(self, scheme: Scheme) -> Iterator[Part]:
        for fact in self._rulebook.scoring.languages.get(scheme.destination, ()):
            yield from self._answer(scheme, fact)

    def _has(self, scheme: Scheme, fact: str) -> Iterator[Part]:
        places = self._name(fact)
        yield self._reader(scheme), Member(Literal(scheme.destination, places.type), places, False, FLAG)

    def _answer(self, scheme: Scheme, fact: str) -> Iterator[Part]:
        yield self._reader(scheme), self._name(fact)

    def _inside(self, scheme: Scheme, amount: Condition | None) -> Iterator[Part]:
        """The conditions and answers in an amount of a scheme."""
        if amount is not None:
            reader = self._reader(scheme)
            yield from ((reader, part) for part in _deciding(inlined(amount.tree, self._meanings)))

    def _name(self, fact: str) -> Name:
        return Name(fact, "fact", self._rulebook.facts[fact].type)


def _deciding(tree: Tree) -> Iterator[Tree]:
    """Of an amount the conditions in it, and the names outside of them."""
    if tree.type.kind == "flag" or isinstance(tree, Name):
        yield tree
    else:
        for child in children(tree):
            yield from _deciding(child)


def _words(kind: Type) -> int:
    assert kind.choice is not None
    return len(kind.choice.words)
