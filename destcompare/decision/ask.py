"""What to ask next: an open question that can still change what a person is told of some scheme.

Plain questions come before sensitive ones; of these the one that settles most for the least trouble. A question that another
answer may spare waits for that answer.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping
from datetime import date

from destcompare.decision.decide import decide_scheme, in_order
from destcompare.decision.ground import Ground
from destcompare.decision.outlook import Outlook, Verdict
from destcompare.decision.person import make_person
from destcompare.decision.relevance import Relevances
from destcompare.decision.result import Decision, Option
from destcompare.decision.split import Answers, Budget
from destcompare.rulebook.model import Fact, Rulebook

_TROUBLE: Mapping[str, float] = {"flag": 1.0, "choice": 1.2, "number": 1.3, "set": 1.6, "date": 2.0}
"""How much it takes to answer a question of this kind, as against yes or no."""

BUDGET = 2**14
"""Looks for one question, at all schemes together; the fact for which they end is asked, so that nobody waits for long."""

_ASKED_SHARE = 2 / 3
"""Of the questions open now, the share that no later answer spares; measured by `tests/benchmarks/asking.py`."""


class Questions:
    """The questions of one rulebook on one day, for all destinations or some."""

    def __init__(self, rulebook: Rulebook, as_of: date, destinations: Collection[str] = ()) -> None:
        self.rulebook = rulebook
        ground = Ground(rulebook, as_of)
        self.ground = ground
        relevances = Relevances(ground)
        schemes = [item for item in rulebook.schemes if not destinations or item.destination in destinations]
        self._relevance = {scheme.id: relevances.of(scheme) for scheme in schemes}
        self.outlooks = [relevance.outlook for relevance in self._relevance.values()]

    def next(self, answers: Answers) -> Fact | None:
        """The next question; `None` when no answer can change anything any more. `None` in the answers: not known."""
        return next(self.worth_asking(answers), None)

    def worth_asking(self, answers: Answers) -> Iterator[Fact]:
        """Every question that can still change something, the best first; later ones only while no earlier one is answered."""
        hanging = self._hanging(answers)
        places = {name: place for place, name in enumerate(self.rulebook.facts)}  # equal ones in the order of the rules
        budget = Budget(BUDGET)
        for name in sorted(hanging, key=lambda name: (self._worth(name, len(hanging[name])), places[name])):
            if any(self._relevance[item.scheme.id].relevant(name, answers, budget) for item in hanging[name]):
                yield self.rulebook.facts[name]
                budget = Budget(BUDGET)

    def remaining(self, answers: Answers) -> int:
        """About how many questions are still to come: of those that some scheme seems to hang on, the share that is asked."""
        return math.ceil(len(self._hanging(answers)) * _ASKED_SHARE)

    def uses(self) -> frozenset[str]:
        """Every fact that some scheme uses."""
        return frozenset(fact for outlook in self.outlooks for fact in outlook.facts)

    @property
    def spent(self) -> int:
        """How many searches ended with their budget, before an answer; what they were for counts as open."""
        return sum(relevance.spent for relevance in self._relevance.values())

    def verdict(self, scheme: str, answers: Answers) -> Verdict | None:
        """What a scheme will be, whatever the open answers are; `None` where they can still change it."""
        return self._relevance[scheme].verdict(answers)

    def settled(self, decision: Decision, answers: Answers) -> Decision:
        """The decision, with the schemes that seem open though every answer still missing would decide them alike."""
        options = [self._settled(option, answers) for option in decision.options]
        return decision.replaced(options=in_order(options, self.rulebook))

    def _settled(self, option: Option, answers: Answers) -> Option:
        relevance = self._relevance.get(option.scheme.id)
        if option.status != "unknown" or relevance is None:
            return option
        assumed = relevance.completion(answers)
        if assumed is None:
            return option
        person = make_person({**assumed, **answers}, self.rulebook)
        whole = decide_scheme(option.scheme, person, self.rulebook, self.ground.as_of)
        return option.replaced(
            status=whole.status, until=whole.until, asks=whole.asks, bans=whole.bans, changes=whole.changes
        )

    def _hanging(self, answers: Answers) -> dict[str, list[Outlook]]:
        """Questions that may be put now, and the schemes that hang on each."""
        hanging: dict[str, list[Outlook]] = {}
        for outlook in self.outlooks:
            known = outlook.known(answers)
            for fact in {self.ground.first_awaited((fact,), known) for fact in outlook.look(known).hangs_on}:
                hanging.setdefault(fact, []).append(outlook)
        return hanging

    def _worth(self, name: str, schemes: int) -> tuple[bool, float]:
        """Plain before sensitive; then how many schemes hang on it, against the trouble. What cannot change counts double:
        it may close a way for good, and then nothing more is asked about it.
        """
        fact = self.rulebook.facts[name]
        return fact.sensitive, -schemes * (2 if fact.change is None else 1) / _TROUBLE[fact.type.kind]
