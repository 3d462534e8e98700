"""Why and why not, in kind words: the person's own answer, what it would take, what else it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from destcompare.decision.changes import MOST_SETS
from destcompare.decision.decide import foremost
from destcompare.decision.explanation import ChangeSet
from destcompare.decision.fragile import Slip
from destcompare.decision.reasons import Closing, EitherReason, Kind, Reason
from destcompare.decision.result import Decision, Impossible, Option
from destcompare.language import Language
from destcompare.output.sums import often_text
from destcompare.output.words import STATUS_WORDS, change_text, filled, label_of, value_text
from destcompare.problems import N_, Sentence
from destcompare.records import Record
from destcompare.rulebook.model import Value

_YEAR_DAYS = 365
_TAKES: Mapping[Kind, Sentence] = {
    "at_least": N_("Needed: {border} or more."),
    "at_most": N_("The limit is {border}."),
    "exactly": N_("Needed: {border}."),
    "one_of": N_("Possible: {border}."),
    "none_of": N_("With this answer it is not possible."),
    "includes": N_("Needed: {border}."),
    "excludes": N_("This does not fit: {border}."),
}


class Line(Record):
    """A sentence, and how deep it stands below the others."""

    text: str
    depth: int = 0


class Reasoner:
    """Sentences about one decision in one language."""

    def __init__(self, language: Language, decision: Decision) -> None:
        self.language, self.decision = language, decision

    def answer(self, fact_id: str, value: Value | None = None) -> str:
        """An answer as words: the person's own, or another one."""
        fact = self.decision.rulebook.facts[fact_id]
        shown = self.decision.person.value(fact_id) if value is None else value
        text = value_text(self.language, self.decision.rulebook, shown, fact.type)
        return often_text(self.language, text, fact.type.unit)

    def label(self, fact_id: str) -> str:
        """The short name of a question."""
        return label_of(self.language, self.decision.rulebook.facts[fact_id])

    def rests_on(self, facts: Iterable[str]) -> str:
        """The answers that a value rests on, implied ones named as such, and those that are missing."""
        return "; ".join(self.named_answer(fact) for fact in facts)

    def named_answer(self, fact: str) -> str:
        """A question with its answer, named as implied where it is."""
        label, value = self.label(fact), self.decision.person.value(fact)
        if value is None:
            return self.language.text(N_("{label}: no answer yet"), label=label)
        if fact in self.decision.person.implied:
            return self.language.text(
                N_("{label}: {answer} (follows from your other answers)"), label=label, answer=self.answer(fact)
            )
        return f"{label}: {self.answer(fact)}"

    def why_not(self, reasons: Iterable[Reason | EitherReason], depth: int = 0) -> Iterator[Line]:
        """Each thing that is missing, by the person's own answer; ways of which one is enough stand below their heading."""
        for reason in reasons:
            if isinstance(reason, Reason):
                text = self._missing(reason)
                if text:
                    yield Line(text, depth)
                continue
            yield Line(self.language.text(N_("One of these is enough:")), depth)
            for way in reason.ways:
                plain = [item for item in way if isinstance(item, Reason)]
                text = " ".join(filter(None, map(self._missing, plain)))
                if text:
                    yield Line(text, depth + 1)
                yield from self.why_not((item for item in way if isinstance(item, EitherReason)), depth + 1)

    def _missing(self, reason: Reason) -> str:
        said = " ".join(self._said(fact) for fact in reason.facts)
        kind = "exactly" if self._is_highest(reason) else reason.kind
        if reason.kind == "other":
            together = self.language.text(N_("These answers count together.")) if len(reason.facts) > 1 else ""
            return f"{said} {together}".strip()
        return f"{said} {self.language.text(_TAKES[kind], border=self._border(reason))}"

    def _said(self, fact: str) -> str:
        label, answer = self.label(fact), self.answer(fact)
        if fact not in self.decision.person.answers:
            return f"{self.named_answer(fact)}."
        return self.language.text(N_("{label}: you said {answer}."), label=label, answer=answer)

    def _border(self, reason: Reason) -> str:
        (fact,) = reason.facts
        if isinstance(reason.border, frozenset) and reason.kind != "excludes":
            return self.language.either(self._words(fact, reason.border))
        return self.answer(fact, reason.border)

    def _is_highest(self, reason: Reason) -> bool:
        """Whether there is nothing above what is needed."""
        choice = self.decision.rulebook.facts[reason.facts[0]].type.choice if reason.facts else None
        return choice is not None and reason.border == choice.words[-1]

    def _words(self, fact: str, words: frozenset[str]) -> list[str]:
        choice = self.decision.rulebook.facts[fact].type.choice
        order = choice.words.index if choice is not None else str
        single = self.decision.rulebook.facts[fact].type.replaced(kind="choice")
        return [value_text(self.language, self.decision.rulebook, word, single) for word in sorted(words, key=order)]

    def change_set(self, found: ChangeSet) -> list[str]:
        """A set of changes: what to change, how long and for how much in all, and what follows."""
        parts = [" ".join(change_text(self.language, self.decision, change) for change in found.changes)]
        beside = []
        if len(found.changes) > 1 and found.days is not None:
            beside.append(self.language.text(N_("Days in all, about: {days}."), days=found.days))
        if found.cost_usd:
            cost = self.language.money(found.cost_usd, "USD")
            beside.append(self.language.text(N_("Cost, about: {sum}."), sum=cost))
        if found.status == "banned":
            beside.append(self.language.text(N_("The ban must end too.")))
        elif found.status == "unknown":
            labels = [self.label(fact) for fact in self.to_ask(found.asks)]
            if labels:
                beside.append(self.language.text(N_("These answers then decide: {labels}."), labels="; ".join(labels)))
        else:
            status = self.language.text(STATUS_WORDS[found.status])
            beside.append(self.language.text(N_("Then: {status}."), status=status))
        return [*parts, " ".join(beside)] if beside else parts

    def more_sets(self, sets: Iterable[ChangeSet]) -> str:
        """What is said where there may be more ways than are shown."""
        return self.language.text(N_("There may be more ways.")) if len(list(sets)) == MOST_SETS else ""

    def impossible(self, found: Impossible, option: Option) -> str:
        """Which requirements no change can meet."""
        texts = {item.requirement.id: item for item in option.requirements}
        named = [
            filled(self.language, self.decision.rulebook, rule.text, texts[rule.id].figures)
            for rule in found.requirements
            if rule.id in texts
        ]
        sentence = (
            N_("These cannot be met together: {what}.") if found.together else N_("Nothing changes this: {what}.")
        )
        return self.language.text(sentence, what="; ".join(named))

    def closing(self, found: Closing) -> str:
        """How long a way stays open while an answer grows by itself."""
        sentence = N_(
            "{label}: now {now}. This is possible up to {last}. From the day it is {next}, this way is closed."
        )
        text = self.language.text(
            sentence, label=self.label(found.fact), now=found.now, last=found.last, next=found.last + 1
        )
        years = found.days_left // _YEAR_DAYS
        left = (
            self.language.text(N_("Time left, in years, at least: {years}."), years=years)
            if years
            else self.language.text(N_("Less than one year is left."))
        )
        return f"{text} {left}"

    def slips(self, found: Iterable[Slip]) -> Iterator[str]:
        """Answers to look at twice; the implied ones in one sentence."""
        implied = []
        for slip in found:
            if slip.fact in self.decision.person.implied:
                implied.append(slip.fact)
                continue
            yield self.slip(slip)
        if implied:
            yield self._implied_slips(implied)

    def slip(self, slip: Slip) -> str:
        """An answer, and what another one would mean."""
        other = (
            self.language.either(self._words(slip.fact, slip.then))
            if isinstance(slip.then, frozenset)
            else self.answer(slip.fact, slip.then)
        )
        return self.language.text(
            N_("{said} If the answer were another one ({other}), it would be: {status}."),
            said=self._said(slip.fact),
            other=other,
            status=self.language.text(STATUS_WORDS[slip.status]),
        )

    def _implied_slips(self, implied: list[str]) -> str:
        answers = "; ".join(f"{self.label(fact)}: {self.answer(fact)}" for fact in dict.fromkeys(implied))
        return self.language.text(
            N_("From your other answers: {answers}. If one of these is not true, this way may be closed."),
            answers=answers,
        )

    def to_ask(self, asks: Iterable[str]) -> list[str]:
        """Questions that decide."""
        return foremost(asks, self.decision.rulebook.facts)
