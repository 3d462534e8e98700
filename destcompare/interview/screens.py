"""What stands on the screen: a question with its choices, what else can be typed, doubts, the list of answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from destcompare.decision.answers import question_of
from destcompare.expressions.types import Type
from destcompare.interview.replies import MENU, NOT_KNOWN, NOT_SAID, options_of
from destcompare.output.page import Page
from destcompare.output.words import label_of, misfit_text, say, value_text
from destcompare.problems import N_, Sentence
from destcompare.rulebook.model import Consistency, Fact, Rulebook, Value

YOUR_ANSWER = N_("Your answer:")

MENU_CHOICES = (
    N_("Go back to the question before"),
    N_("Change an earlier answer"),
    N_("Language"),
    N_("Stop and see what is known"),
    N_("Go on with the question"),
)
_LONG_RANGE = 1000
BACK, CHANGE, LANGUAGE, STOP, GO_ON = range(len(MENU_CHOICES))


class Screens:
    """Screens in one language. A spacious one has an empty line between choices."""

    def __init__(self, page: Page, rulebook: Rulebook, *, spacious: bool = False) -> None:
        self.page = page
        self.rulebook = rulebook
        self.spacious = spacious

    def welcome(self) -> None:
        """What this is, before the first question."""
        self.page.line(self.page.text(N_("Questions about you, to find the legal ways to work abroad.")), style="bold")
        self.page.line(
            self.page.text(
                N_("Your answers are not sent anywhere, and not kept unless you ask for it. You can stop at any time.")
            )
        )
        self.page.space()

    def question(self, fact: Fact, number: int, remaining: int) -> None:
        """One question: where one is, why it is asked, what can be answered."""
        page = self.page
        page.line(
            page.text(N_("Question {number}. More questions, about: {remaining}."), number=number, remaining=remaining),
            style="dim",
        )
        page.space()
        page.line(say(page.language, question_of(fact)), style="bold")
        page.line(page.text(N_("Why this is asked: {why}"), why=page.text(fact.why)))
        if fact.sensitive:
            page.line(page.text(N_("You need not answer. The answer stays on this machine only while you ask.")))
        page.space()
        if fact.type.kind not in ("number", "date"):
            kind = Type("choice", choice=fact.type.choice) if fact.type.kind == "set" else fact.type
            options = options_of(fact, self.rulebook)
            self.choices(self._worded(value, kind) for value in options)
        if fact.type.kind in ("set", "date"):
            self._choice("0", page.text(N_("none")))
        self._choice(NOT_KNOWN, page.text(N_("I do not know")))
        self._choice(NOT_SAID, page.text(N_("I would rather not say")))
        self._choice(MENU, page.text(N_("Back, change an answer, language, stop")))
        page.space()
        page.line(page.text(_hint(fact, self.rulebook), low=fact.minimum or 0, high=fact.maximum or 0))

    def refused(self, sentence: Sentence) -> None:
        """A reply that is no answer."""
        self.page.line(say(self.page.language, sentence), 0, "!")

    def list(self, heading: Sentence | str, choices: Iterable[str]) -> None:
        """Numbered choices under a heading."""
        self.page.line(say(self.page.language, heading), style="bold")
        self.page.space()
        self.choices(choices)
        self.page.space()

    def choices(self, choices: Iterable[str]) -> None:
        """Numbered choices."""
        for number, choice in enumerate(choices, start=1):
            self._choice(str(number), choice)

    def answers(self, answers: Mapping[str, Value | None]) -> Sequence[str]:
        """The answers so far, each in a line."""
        return [
            f"{label_of(self.page.language, fact)}: {value_text(self.page.language, self.rulebook, value, fact.type)}"
            for name, value in answers.items()
            for fact in (self.rulebook.facts[name],)
        ]

    def doubt(self, misfit: Consistency) -> None:
        """Answers that do not fit together, to be changed or confirmed."""
        facts = [self.rulebook.facts[name] for name in misfit.facts]
        change = [
            self.page.text(N_("Answer again: {label}"), label=label_of(self.page.language, fact)) for fact in facts
        ]
        self.page.line(misfit_text(self.page.language, misfit), 0, "!")
        self.list(N_("Please look at these answers again."), [*change, self.page.text(N_("It is so, go on"))])

    def _worded(self, value: Value, kind: Type) -> str:
        """A choice, with what it means where not everybody knows."""
        text = value_text(self.page.language, self.rulebook, value, kind)
        meanings = self.rulebook.meanings.get(kind.choice.name, {}) if kind.choice else {}
        meaning = meanings.get(value) if isinstance(value, str) else None
        return f"{text} – {self.page.text(meaning)}" if meaning else text

    def _choice(self, sign: str, text: str) -> None:
        self.page.line(text, 2, f"{sign:>2} ")
        if self.spacious:
            self.page.space()


def _hint(fact: Fact, rulebook: Rulebook) -> Sentence:
    """How to answer."""
    match fact.type.kind:
        case "number":
            return N_("Type a number from {low} to {high}.") if _is_short(fact) else N_("Type a number.")
        case "date":
            return N_("Type year, month and day, or only the year first.")
        case "set" if len(options_of(fact, rulebook)) < len(fact.type.choice.words if fact.type.choice else ()):
            return N_("Type one or more numbers with commas between them. Other countries: type the name.")
        case "set":
            return N_("Type one or more numbers with commas between them.")
    return N_("Type the number of your answer.")


def _is_short(fact: Fact) -> bool:
    """Whether the range of a number helps to answer."""
    return fact.maximum is not None and fact.maximum <= _LONG_RANGE
