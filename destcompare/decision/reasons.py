"""Why a requirement is false, by the person's own answers: the comparisons that fail, and what each would take.

Read off the tree of the condition, whatever it is about: which answer is compared, and from which to which it would hold.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Literal, get_args

from destcompare.decision.cells import cells
from destcompare.decision.scope import Scope
from destcompare.expressions.evaluation import evaluate
from destcompare.expressions.tree import AllOf, AnyOf, Call, Choose, Compare, Member, Name, Not, Tree, names_in
from destcompare.records import Record
from destcompare.rulebook.model import Fact, Value

Kind = Literal["at_least", "at_most", "exactly", "one_of", "none_of", "includes", "excludes", "other"]
KINDS: tuple[Kind, ...] = get_args(Kind)

_FLIPPED = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}


Reasons = tuple["Reason | EitherReason", ...]


class Reason(Record):
    """One comparison that fails: the answers it rests on, what it takes, and the border.

    `other` has no border that can be named: several answers count together, or the date.
    """

    facts: tuple[str, ...]
    kind: Kind
    border: Value | None


class EitherReason(Record):
    """Several ways that fail, of which one is enough; a way takes all of its reasons."""

    ways: tuple[Reasons, ...]


def reasons(tree: Tree, scope: Scope, facts: Mapping[str, Fact]) -> Reasons:
    """Why a condition, its derived values written out, is false in a scope."""
    return tuple(dict.fromkeys(_Reader(scope, facts).why(tree, wanted=True)))


class _Reader:
    def __init__(self, scope: Scope, facts: Mapping[str, Fact]) -> None:
        self.scope, self.facts = scope, facts

    def why(self, tree: Tree, *, wanted: bool) -> Iterator[Reason | EitherReason]:
        """What keeps a condition from the value that is wanted."""
        match tree:
            case Not(operand=operand):
                yield from self.why(operand, wanted=not wanted)
            case AllOf(operands=operands) | AnyOf(operands=operands):
                against = [part for part in operands if evaluate(part, self.scope).value is (not wanted)]
                if isinstance(tree, AllOf) is wanted:
                    for part in against:
                        yield from self.why(part, wanted=wanted)
                else:
                    yield from _either([tuple(self.why(part, wanted=wanted)) for part in against])
            case Choose(test=test, then=then, otherwise=otherwise):
                chosen = evaluate(test, self.scope).value
                if chosen is None:
                    yield self._other(tree)
                else:
                    yield from self.why(then if chosen else otherwise, wanted=wanted)
            case Name(name=name) if name in self.facts:
                yield Reason((name,), "exactly", wanted)
            case Compare():
                yield self._compared(tree, wanted=wanted)
            case Member() | Call(function="overlaps"):
                yield self._contained(tree, wanted=wanted)
            case _:
                yield self._other(tree)

    def _used(self, tree: Tree) -> tuple[str, ...]:
        return tuple(sorted(name for name in names_in(tree) if name in self.facts))

    def _other(self, tree: Tree) -> Reason:
        return Reason(self._used(tree), "other", None)

    def _compared(self, tree: Compare, *, wanted: bool) -> Reason:
        used = self._used(tree)
        if len(used) != 1 or "as_of" in names_in(tree):
            return self._other(tree)
        fact = self.facts[used[0]]
        now = self.scope[fact.id].value
        operator = tree.operator if wanted else _FLIPPED[tree.operator]
        ordered = fact.type.kind == "number" or bool(fact.type.choice and fact.type.choice.ordered)
        if not ordered:
            sides = [side for side in (tree.left, tree.right) if not isinstance(side, Name) or side.name != fact.id]
            border = evaluate(sides[0], self.scope).value if len(sides) == 1 else None
            if border is None or operator not in ("==", "!="):
                return self._other(tree)
            return Reason(used, "exactly" if operator == "==" else "none_of", border)
        return self._ordered(tree, fact, now, wanted=wanted)

    def _ordered(self, tree: Compare, fact: Fact, now: Value, *, wanted: bool) -> Reason:
        """The nearest answers with which the comparison would hold, above or below the present one."""
        found = cells(fact, [tree], self._at(fact), both_ends=True)
        place: Callable[[Value], float]
        if fact.type.choice is not None:
            words = fact.type.choice.words
            place = lambda value: words.index(str(value))  # noqa: E731
        else:
            place = lambda value: float(value)  # type: ignore[arg-type]  # noqa: E731
        good = [value for value in found if evaluate(tree, self._at(fact)(value)).value is wanted]
        below = [value for value in good if place(value) < place(now)]
        above = [value for value in good if place(value) > place(now)]
        if above and not below:
            return Reason((fact.id,), "at_least", min(above, key=place))
        if below and not above:
            return Reason((fact.id,), "at_most", max(below, key=place))
        return self._other(tree)

    def _at(self, fact: Fact) -> Callable[[Value], Scope]:
        return lambda value: self.scope.changed({fact.id: value})

    def _contained(self, tree: Member | Call, *, wanted: bool) -> Reason:
        used = self._used(tree)
        if len(used) != 1:
            return self._other(tree)
        now = self.scope[used[0]].value
        item, collection = (tree.item, tree.collection) if isinstance(tree, Member) else tree.arguments
        sides = [value for side in (item, collection) if used[0] not in names_in(side)
                 for value in (evaluate(side, self.scope).value,)]  # fmt: skip
        if len(sides) != 1 or sides[0] is None:
            return self._other(tree)
        words = sides[0] if isinstance(sides[0], frozenset) else frozenset((sides[0],))
        inside = wanted is not (isinstance(tree, Member) and tree.negated)
        if isinstance(now, frozenset):
            return Reason(used, "includes", words) if inside else Reason(used, "excludes", words & now)
        return Reason(used, "one_of", words) if inside else Reason(used, "none_of", now)


def _either(ways: Iterable[Reasons]) -> Iterator[Reason | EitherReason]:
    """One of several ways is enough; a way that is itself a choice of ways is counted as these."""
    flat: dict[Reasons, None] = {}
    for way in ways:
        if len(way) == 1 and isinstance(way[0], EitherReason):
            flat.update(dict.fromkeys(way[0].ways))
        elif way:
            flat[way] = None
    easiest = [way for way in flat if not any(_asks_more(way, other) for other in flat)]
    if len(easiest) == 1:
        yield from easiest[0]
    elif easiest:
        yield EitherReason(tuple(easiest))


def _asks_more(way: Reasons, other: Reasons) -> bool:
    """Whether one way only asks for more of the same number than the other."""
    (one, *more), (less, *rest) = way, other
    if more or rest or not isinstance(one, Reason) or not isinstance(less, Reason):
        return False
    if (one.facts, one.kind) != (less.facts, less.kind):
        return False
    high, low = one.border, less.border
    if not isinstance(high, int | float) or not isinstance(low, int | float):
        return False
    return (one.kind == "at_least" and high > low) or (one.kind == "at_most" and high < low)


class Closing(Record):
    """An answer that grows by itself: the last one with which the requirement holds, and the days left, at least."""

    requirement: str
    fact: str
    now: int
    last: int
    days_left: int


def closing(
    requirement: str, tree: Tree, scope: Scope, facts: Mapping[str, Fact], within_days: int
) -> Iterator[Closing]:
    """Where time alone will soon make a condition false that holds now."""
    for name in sorted(names_in(tree)):
        fact = facts.get(name)
        now = scope[name].value if fact is not None else None
        if fact is None or not isinstance(now, int) or fact.change is None or fact.change.direction != "grows":
            continue

        def at(value: Value, name: str = name) -> Scope:
            return scope.changed({name: value})

        starts = [int(start) for start in cells(fact, [tree], at) if isinstance(start, int | float)]
        for start in starts[bisect_right(starts, now) :]:
            days = (start - 1 - now) * (fact.change.days or 0)
            if not fact.change.days or days > within_days:
                break
            if evaluate(tree, at(start)).value is False:
                yield Closing(requirement, name, now, start - 1, days)
                break
