"""People who show what a change of the rules does: made at every threshold of both versions, the same ones every time.

For a scheme, a day and a citizenship, by each version: a person who meets every requirement, as far as anyone can. Around
that person each answer takes its critical values, one of each stretch that no condition tells apart, both ends of it, and
"unknown"; then in pairs, every answer beside those that the changed rules ask for. At most `MOST` people a scheme and
`MOST_OF_ALL` in all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations, product, zip_longest

from destcompare.decision.bans import find_bans
from destcompare.decision.cells import At, cells
from destcompare.decision.person import Person
from destcompare.decision.scope import Scope, Scopes
from destcompare.expressions.borders import inlined
from destcompare.expressions.evaluation import evaluate
from destcompare.expressions.functions import NO_DAY
from destcompare.expressions.tree import Compare, Name, Tree, names_in
from destcompare.expressions.types import DATE, FLAG
from destcompare.records import Record
from destcompare.rulebook.model import Ban, Fact, Rulebook, Scheme, Value, holds

MOST = 4000
"""People for one scheme; where more would be needed, single answers come first, then pairs of the answers asked for, and
citizenships take turns."""
MOST_OF_ALL = 12_000
"""People for all schemes together, which share them evenly."""
_MOST_SETS = 16
_ROUNDS = 8
_AS_OF = Name("as_of", "day", DATE)
NATIONALITY = "nationality"

Answers = dict[str, Value]
_Kept = dict[tuple[str, Value | None], list[Value]]
"""Critical values of a fact, for a citizenship or for all."""


class Side(Record):
    """A scheme by one version of the rules, and the facts that its outcome rests on."""

    rulebook: Rulebook
    scheme: Scheme
    facts: tuple[str, ...]


def people_for(sides: Sequence[Side], asked: Iterable[str], as_of: date, most: int = MOST) -> tuple[list[Answers], int]:
    """People around those who meet everything, and how many more than `most` there would be.

    `asked` are facts of the changed rules.
    """
    facts = {name: side.rulebook.facts[name] for side in sides for name in side.facts}
    asked = [name for name in asked if name in facts]
    citizenships: Sequence[str | None] = facts[NATIONALITY].among if NATIONALITY in facts else (None,)
    views = [_View(side, as_of) for side in sides]
    kept: _Kept = {}
    rows = [_around(views, facts, asked, citizenship, kept) for citizenship in citizenships]
    found: dict[tuple[tuple[str, object], ...], Answers] = {}
    for turn in zip_longest(*rows):
        for answers in filter(None, turn):
            found.setdefault(tuple(sorted(answers.items(), key=lambda item: item[0])), answers)
    people = list(found.values())
    return people[:most], max(0, len(people) - most)


def _around(
    views: Sequence[_View], facts: Mapping[str, Fact], asked: Sequence[str], citizenship: Value | None, kept: _Kept
) -> Iterator[Answers]:
    clean: Answers = {name: _clean(fact) for name, fact in facts.items()}
    if citizenship is not None:
        clean[NATIONALITY] = citizenship
    critical = {name: _critical(views, fact, clean, kept) for name, fact in facts.items()}
    bases: list[Answers] = []
    for view in views:
        base = view.base(clean, critical)
        if base not in bases:
            bases.append(base)
    choices = {name: [*values, None] for name, values in critical.items() if name != NATIONALITY}
    yield from bases
    for base in bases:
        for name, values in choices.items():
            yield from (_with(base, {name: value}) for value in values)
    fixed = {NATIONALITY: citizenship} if citizenship is not None else {}
    for name in asked:  # who has said nothing else yet
        yield from ({**fixed, name: value} for value in critical.get(name, ()))
    pairs = [pair for pair in combinations(choices, 2) if pair[0] in asked or pair[1] in asked]
    pairs.sort(key=lambda pair: not (pair[0] in asked and pair[1] in asked))
    for pair, base in product(pairs, bases):
        for chosen in product(*(choices[name] for name in pair)):
            yield _with(base, dict(zip(pair, chosen, strict=True)))


def _with(base: Answers, moves: Mapping[str, Value | None]) -> Answers:
    return {name: value for name, value in {**base, **moves}.items() if value is not None}


def _clean(fact: Fact) -> Value:
    """The answer of someone with nothing behind them."""
    match fact.type.kind:
        case "flag":
            return False
        case "set":
            return frozenset()
        case "date":
            return NO_DAY
        case "choice":
            return (fact.among or (fact.type.choice.words if fact.type.choice else ()))[0]
        case "number":
            return int(fact.minimum or 0)
    raise AssertionError(fact.type.kind)


def _critical(views: Sequence[_View], fact: Fact, clean: Answers, kept: _Kept) -> list[Value]:
    """One answer, and the last one, of each stretch that no condition of any version tells apart.

    They are worked out anew for a citizenship only where a condition has both the fact and the citizenship.
    """
    conditions: dict[
        tuple[Tree, tuple[Value | None, ...]], Scope
    ] = {}  # once for all versions and days that have it alike
    for view in views:
        for scope, trees in view.conditions(clean):
            for tree in trees:
                if fact.id in (names := view.names[id(tree)]):
                    conditions.setdefault((tree, tuple(scope[name].value for name in sorted(names))), scope)
    told_apart = any(NATIONALITY in names_in(tree) for tree, _ in conditions)
    key = fact.id, clean.get(NATIONALITY) if told_apart else None
    if key not in kept:
        values: dict[Value, None] = {}
        for (tree, _), scope in conditions.items():
            values |= dict.fromkeys(cells(fact, [tree], _moving(scope, fact.id), both_ends=True))
        if fact.type.kind == "date":
            values |= dict.fromkeys(day for view in views for day in view.law_days(fact.id))
        if fact.past:
            latest = views[0].as_of
            values = dict.fromkeys(day for day in values if isinstance(day, date) and day <= latest)
        values = values or {clean[fact.id]: None}
        kept[key] = list(values)[:_MOST_SETS] if fact.type.kind == "set" else list(values)
    return kept[key]


def _moving(scope: Scope, fact: str) -> At:
    """The scope with one answer changed."""
    return lambda value: scope.changed({fact: value})


class _View:
    """A scheme by one version on one day: its conditions with derived values written out."""

    def __init__(self, side: Side, as_of: date) -> None:
        self.side, self.as_of = side, as_of
        self.destination = side.rulebook.destinations[side.scheme.destination]
        self._meanings = {item.name: item.value.tree for item in side.rulebook.derived}
        self.requirements = [item for item in side.scheme.requirements if holds(item.in_force, as_of)]
        self._required = [self._whole(item.when.tree) for item in self.requirements]
        self._required += [
            self._whole(item.when.tree) for name in side.facts for item in side.rulebook.facts[name].implied_by
        ]
        self._banned = [tree for ban in self.destination.bans for tree in self._of_ban(ban)]
        figures = {item.name for item in (*side.rulebook.parameters, *self.destination.parameters)}
        self.names = {id(tree): names_in(tree) for tree in (*self._required, *self._banned)}
        self._dated = [tree for tree in self._banned if names_in(tree) & figures]

    def _whole(self, tree: Tree) -> Tree:
        return inlined(tree, self._meanings)

    def _of_ban(self, ban: Ban) -> Iterator[Tree]:
        yield self._whole(ban.when.tree)
        yield Compare("<=", self._whole(ban.starts.tree), _AS_OF, FLAG)
        if ban.ends is not None:
            yield Compare("<", _AS_OF, self._whole(ban.ends.tree), FLAG)

    def scopes(self, answers: Answers) -> Scopes:
        """What the names stand for, for a person who has answered everything."""
        return Scopes(self.side.rulebook, Person({name: answers[name] for name in self.side.facts}, {}), self.as_of)

    def scope(self, answers: Answers) -> Scope:
        """The names by the law of the day asked about."""
        return self.scopes(answers).on(self.as_of, self.destination.parameters, self.side.scheme.parameters)

    def conditions(self, answers: Answers) -> Iterator[tuple[Scope, list[Tree]]]:
        """The conditions and the scopes to read them in: bans by the law of each day that has its own."""
        scopes = self.scopes(answers)
        yield scopes.on(self.as_of, self.destination.parameters, self.side.scheme.parameters), self._required
        yield scopes.on(self.as_of, self.destination.parameters), self._banned
        for day in self._law_starts():
            yield scopes.on(day, self.destination.parameters), self._dated

    def law_days(self, fact: str) -> Iterator[date]:
        """For a day by whose law a ban is judged: the first day of each law, and the day before it."""
        if any(fact in names_in(self._whole(ban.law_of.tree)) for ban in self.destination.bans):
            for start in self._law_starts():
                yield from (date.fromordinal(start.toordinal() - 1), start)

    def _law_starts(self) -> list[date]:
        named = frozenset().union(*map(names_in, self._banned))
        periods = [period for ban in self.destination.bans for period in ban.in_force]
        for parameter in (*self.side.rulebook.parameters, *self.destination.parameters):
            if parameter.name in named:
                periods += [dated.period for dated in parameter.values]
        return sorted({period.start for period in periods if period.start and period.start <= self.as_of})

    def base(self, clean: Answers, critical: Mapping[str, list[Value]]) -> Answers:
        """A person of this citizenship who meets as many requirements as can be met, with no ban if possible."""
        answers, scope = clean, self.scope(clean)
        for _ in range(_ROUNDS):
            unmet = [
                tree for tree in self._required[: len(self.requirements)] if evaluate(tree, scope).value is not True
            ]
            if not unmet:
                break
            moves = next((moves for tree in unmet if (moves := self._repair(tree, answers, scope, critical))), None)
            if moves is None:
                break
            answers = {**answers, **moves}
            scope = self.scope(answers)
        return answers

    def _repair(
        self, tree: Tree, answers: Answers, scope: Scope, critical: Mapping[str, list[Value]]
    ) -> Answers | None:
        """The fewest other answers that meet one requirement more, and set off no ban."""
        movable = [name for name in self.side.facts if name in names_in(tree) and name != NATIONALITY]
        met = self._met(scope)
        for size in (1, 2):
            for names in combinations(movable, size):
                for values in product(*(critical[name] for name in names)):
                    moves = dict(zip(names, values, strict=True))
                    changed = scope.changed(moves)
                    if evaluate(tree, changed).value is True and self._met(changed) > met:
                        banned = find_bans(self.destination, self.scopes({**answers, **moves}))
                        if not banned.running:
                            return moves
        return None

    def _met(self, scope: Scope) -> int:
        return sum(requirement.when(scope).value is True for requirement in self.requirements)
