"""Whether an awaited fact can still change the verdict of a scheme.

A fact is relevant when two completions that differ in it alone (and in what it implies) have different verdicts. The
requirements of a scheme and the bans of its country mostly rest on different facts: then each half is asked alone, what it can
tell apart, and what the other half can be meanwhile.
"""

from __future__ import annotations

from typing import Any

from destcompare.decision.ground import Ground, Part
from destcompare.decision.outlook import Outlook, Verdict
from destcompare.decision.split import Answers, Assumed, Budget, SpentError, Splits
from destcompare.decision.written import Writer
from destcompare.rulebook.model import Scheme, holds

_BUDGET = 2**12
"""Looks at one scheme for one fact; where more are needed, the fact counts as relevant."""


class Relevances:
    """The schemes of one rulebook on one day."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self._writer = Writer(ground)
        self._bars: dict[str, Splits] = {}

    def of(self, scheme: Scheme) -> Relevance:
        """One scheme."""
        ground = self.ground
        requirements: tuple[Part, ...] = ()
        bans: tuple[Part, ...] = ()
        if holds(scheme.open, ground.as_of):
            in_force = [item for item in scheme.requirements if holds(item.in_force, ground.as_of)]
            requirements = tuple(ground.part(item, item.when) for item in in_force)
            bans = ground.bans(scheme.destination)
            if scheme.destination not in self._bars:  # the same for all schemes of a country
                self._bars[scheme.destination] = self._splits(scheme, (), bans)
        bars = self._bars[scheme.destination] if bans else self._splits(scheme, (), ())
        return Relevance(self._splits(scheme, requirements, bans), self._splits(scheme, requirements, ()), bars)

    def _splits(self, scheme: Scheme, requirements: tuple[Part, ...], bans: tuple[Part, ...]) -> Splits:
        return Splits(Outlook(scheme, self.ground, requirements, bans), self._writer)


class Relevance:
    """The awaited facts of one scheme: as a whole, its requirements alone, the bans of its country alone."""

    def __init__(self, whole: Splits, claims: Splits, bars: Splits) -> None:
        self.outlook = whole.outlook
        self._whole, self._claims, self._bars = whole, claims, bars
        self.spent = 0
        self._found: dict[tuple[Any, ...], bool] = {}
        self._shared = [name for name in claims.outlook.facts if name in bars.outlook.facts]

    def relevant(self, fact: str, answers: Answers, within: Budget | None = None) -> bool:
        """Whether the answer to this fact can change the verdict; yes where the budget ends before that is known."""
        known = self.outlook.known(answers)
        if fact not in self.outlook.facts or fact in known.values:
            return False
        key = (fact, *self.outlook.key(known))
        if key not in self._found:
            budget = Budget(_BUDGET, within)
            try:
                by_chance = bool(self._shared) and self._whole.by_chance(fact, answers, budget)
                self._found[key] = by_chance or self._differs(fact, answers, budget)
            except SpentError:
                self._found[key] = True
                self.spent += 1
        return self._found[key]

    def _differs(self, fact: str, answers: Answers, budget: Budget) -> bool:
        """Once all else that the halves share and may still hang on is known, they touch in this fact at most."""
        known = self.outlook.known(answers)
        if fact in known.values:
            return False
        barring = self._bars.outlook.look(self._bars.outlook.known(answers)).hangs_on
        open_facts = self.outlook.ground.with_gates(barring)
        shared = [name for name in self._shared if name != fact and name not in known.values and name in open_facts]
        if any(self.outlook.can_move(name, known) for name in self._shared if name not in shared) or any(
            fact in self.outlook.ground.with_gates((name,)) for name in shared
        ):
            return self._whole.differs(fact, answers, budget, fine=True)
        if shared:
            values = self._whole.answers_to(shared[0], known, budget)
            return any(self._differs(fact, {**answers, shared[0]: value}, budget) for value in values) or (
                budget.nothing_found()
            )
        claims = self._in_claims(fact, answers, budget)
        bars = self._in_bars(fact, answers, budget)
        if claims and bars:
            return self._whole.differs(fact, answers, budget, fine=True)
        return claims or bars

    def _in_claims(self, fact: str, answers: Answers, budget: Budget) -> bool:
        """Whether the requirements tell answers apart, and in a way that counts beside some bans."""
        return fact in self._claims.outlook.facts and self._claims.differs(
            fact, answers, budget, fine=self._bars.may_be(("eligible",), answers, budget)
        )

    def _in_bars(self, fact: str, answers: Answers, budget: Budget) -> bool:
        """Whether the bans tell answers apart, and in a way that counts beside some requirements."""
        return (
            fact in self._bars.outlook.facts
            and self._claims.may_be(("eligible", "reachable", "unknown"), answers, budget)
            and self._bars.differs(
                fact, answers, budget, fine=self._claims.may_be(("eligible", "reachable"), answers, budget)
            )
        )

    def verdict(self, answers: Answers) -> Verdict | None:
        """The verdict of every completion; `None` where an awaited fact can still change it."""
        assumed = self.completion(answers)
        return None if assumed is None else self.outlook.look(self.outlook.known(answers, assumed)).verdict

    def completion(self, answers: Answers) -> Assumed | None:
        """Any answers that settle the scheme, where all would settle it alike."""
        outlook, assumed = self.outlook, Assumed()
        start = outlook.known(answers)
        hangs_on = outlook.look(start).hangs_on
        # in the order of the rules, where those that matter mostly stand first
        if any(self.relevant(fact, answers) for fact in outlook.facts if fact in hangs_on):
            return None
        while True:
            known = outlook.known({}, assumed, start)
            look = outlook.look(known)
            if look.verdict is not None:
                return assumed
            fact = self._whole.first(look.hangs_on, known)
            assumed[fact] = self._whole.ranges.of(fact, known)[0][0]
