"""What a change of the rules does: for each scheme that it touches, people decided by both versions and who comes out otherwise.

A scheme is decided with a rulebook narrowed to it, and once for all people who are alike in the answers that it rests on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from destcompare.decision.decide import decide
from destcompare.decision.person import make_person
from destcompare.decision.result import Option
from destcompare.records import Record
from destcompare.rulebook.model import Rulebook, Value
from destcompare.upkeep.people import MOST, MOST_OF_ALL, Answers, Side, people_for
from destcompare.upkeep.reach import Reach, changed_parts, reach

ABSENT = "absent"
"""The status of a scheme that a version does not have."""


_MOST_KEPT = 100_000
"""Outcomes that are kept in case somebody else is alike."""


class Someone(Record):
    """A person to decide, on a day; `id` is the case they come from, if any."""

    answers: Answers
    as_of: date
    id: str | None = None


class Outcome(Record):
    """What comes out of a scheme for a person, as far as two versions are compared. A further measure is a further field."""

    status: str
    until: date | None = None
    asks: frozenset[str] = frozenset()
    changes: tuple[tuple[str, Value, int | None], ...] = ()


class Move(Record):
    """A person whose outcome differs, and the requirements and bans that came out otherwise: id, before, after."""

    person: Someone
    before: Outcome
    after: Outcome
    because: tuple[tuple[str, str, str], ...]


class SchemeChange(Record):
    """What the change does in one scheme; `asked` are the facts of what changed in it.

    `stayed` came out alike; `left_out` people were more than could be tried.
    """

    scheme: str
    parts: tuple[str, ...]
    facts: tuple[str, ...]
    asked: tuple[str, ...]
    moves: tuple[Move, ...]
    stayed: tuple[Someone, ...]
    counts: Mapping[tuple[str, str], int]
    left_out: int


def compare_rules(
    old: Rulebook, new: Rulebook, given: Sequence[Someone], day: date, *, generate: bool
) -> Iterator[SchemeChange]:
    """Every scheme that the change touches, in the order of the rules, over people given and, if wanted, generated ones."""
    touched = list(touched_schemes(old, new))
    most = min(MOST, MOST_OF_ALL // max(1, len(touched)))
    for scheme_id, before, after, changed in touched:
        sides = before, after
        people = list(given)
        asked = sorted({fact for side in sides for fact in side.reach.facts_behind(changed)})
        left_out = 0
        if generate:
            for as_of in _days(sides, changed, day):
                more, cut = people_for([side.side for side in sides if side.side], asked, as_of, most)
                people += [Someone(answers, as_of) for answers in more]
                left_out += cut
        moves, stayed, counts = _decided(before, after, people)
        facts = tuple(dict.fromkeys((*before.facts, *after.facts)))
        yield SchemeChange(scheme_id, changed, facts, tuple(asked), moves, stayed, counts, left_out)


def touched_schemes(old: Rulebook, new: Rulebook) -> Iterator[tuple[str, Decider, Decider, tuple[str, ...]]]:
    """Schemes whose outcome rests on something that differs, and what that is."""
    for scheme_id in dict.fromkeys(scheme.id for book in (old, new) for scheme in book.schemes):
        before, after = Decider(old, scheme_id), Decider(new, scheme_id)
        if changed := changed_parts(before.reach, after.reach):
            yield scheme_id, before, after, changed


def _decided(
    before: Decider, after: Decider, people: Iterable[Someone]
) -> tuple[tuple[Move, ...], tuple[Someone, ...], dict[tuple[str, str], int]]:
    """Who moved, who stayed, and how many went from which status to which."""
    moves, stayed = [], []
    counts: dict[tuple[str, str], int] = {}
    for person in people:
        (was, was_values), (now, now_values) = before(person), after(person)
        pair = was.status, now.status
        counts[pair] = counts.get(pair, 0) + 1
        if was == now:
            stayed.append(person)
        else:
            moves.append(Move(person, was, now, reasons(was_values, now_values)))
    return tuple(moves), tuple(stayed), counts


def reasons(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[tuple[str, str, str], ...]:
    """The requirements and bans that came out otherwise: id, before, after."""
    return tuple(
        (name, before.get(name, "none"), after.get(name, "none"))
        for name in dict.fromkeys([*before, *after])
        if before.get(name) != after.get(name)
    )


def _days(sides: Sequence[Decider], changed: Iterable[str], day: date) -> list[date]:
    """The day asked about, and the first days on which changed figures, rules and openings begin later."""
    starts = {start for side in sides for start in side.starts(changed) if start > day}
    return [day, *sorted(starts)[:3]]


class Decider:
    """Decides one scheme by one version; people alike in the answers it rests on are decided once."""

    def __init__(self, rulebook: Rulebook, scheme_id: str) -> None:
        scheme = rulebook.scheme(scheme_id)
        self.reach = reach(rulebook, scheme) if scheme else Reach({}, ())
        self.facts = self.reach.facts
        self.side: Side | None = None
        if scheme:
            self._rulebook = rulebook.replaced(
                schemes=(scheme,),
                destinations={scheme.destination: rulebook.destinations[scheme.destination]},
                facts={name: rulebook.facts[name] for name in self.facts},
                consistency=(),  # it refuses nothing, and may speak of answers that the scheme does not ask for
            )
            self.side = Side(self._rulebook, scheme, self.facts)
        self._kept: dict[tuple[Any, ...], tuple[Outcome, dict[str, str]]] = {}

    def __call__(self, person: Someone) -> tuple[Outcome, dict[str, str]]:
        """The outcome, and the value of each requirement and running ban."""
        if self.side is None:
            return Outcome(ABSENT), {}
        key = (person.as_of, *map(person.answers.get, self.facts))
        if key not in self._kept:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            answers = {name: person.answers[name] for name in self.facts if name in person.answers}
            decision = decide(make_person(answers, self._rulebook), self._rulebook, person.as_of)
            self._kept[key] = _outcome(decision.options[0])
        return self._kept[key]

    def starts(self, changed: Iterable[str]) -> Iterator[date]:
        """The days on which these parts, where they are dated, begin or end."""
        from destcompare.rulebook.model import Period

        waiting: list[Any] = [self.reach.parts[name].says for name in changed if name in self.reach.parts]
        while waiting:
            item = waiting.pop()
            if isinstance(item, Period):
                yield from filter(None, (item.start, date.fromordinal(item.end.toordinal() + 1) if item.end else None))
            elif isinstance(item, tuple):
                waiting += item


def _outcome(option: Option) -> tuple[Outcome, dict[str, str]]:
    changes = tuple(sorted(((change.fact, change.to, change.days) for change in option.changes), key=str))
    values = {item.requirement.id: _word(item.value) for item in option.requirements}
    values |= {running.ban.id: running.until.isoformat() if running.until else "for life" for running in option.bans}
    return Outcome(option.status, option.until, frozenset(option.asks), changes), values


def _word(value: bool | None) -> str:
    return "unknown" if value is None else str(value).lower()
