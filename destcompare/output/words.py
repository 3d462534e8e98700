"""Values of a decision as words: answers, figures, statuses, sentences with what fills them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from destcompare.decision.answers import question_of
from destcompare.decision.result import ChangeNeeded, Decision, Figures, Option, Range, Status
from destcompare.expressions.functions import NO_DAY
from destcompare.expressions.types import Type
from destcompare.language import Language
from destcompare.output.sums import often_text, range_text, sum_text
from destcompare.problems import N_, CountryCode, Sentence
from destcompare.rulebook.model import Consistency, Fact, Period, Provenance, Rulebook, Value

STATUS_WORDS: Mapping[Status, Sentence] = {
    "eligible": N_("You may qualify"),
    "reachable": N_("You may qualify after a change"),
    "unknown": N_("Not known yet: answers are missing"),
    "banned": N_("An entry ban runs"),
    "ineligible": N_("By these answers you do not qualify"),
    "closed": N_("Closed on this date"),
}

ACCESS_WORDS: Mapping[str, Sentence] = {
    "visa_free": N_("Entry without a visa"),
    "eta": N_("Entry with an electronic travel authorisation"),
    "e_visa": N_("Entry with an electronic visa"),
    "visa_on_arrival": N_("Visa at the border"),
    "visa_required": N_("A visa is needed before the journey"),
}

COUNTED_WORDS: Mapping[str, Sentence] = {
    "per_visit": N_("days for each visit: {days}"),
    "calendar_year": N_("days in a calendar year: {days}"),
    "rolling_180": N_("days in any 180 days: {days}"),
    "none": N_("days: {days}"),
}

LEVEL_WORDS: Mapping[str, Sentence] = {"high": N_("high risk"), "medium": N_("medium risk"), "low": N_("low risk")}

SOURCE_WORDS: Mapping[str, Sentence] = {
    "law": N_("law"),
    "official": N_("official page"),
    "paper": N_("study"),
    "press": N_("press"),
    "ngo": N_("non-governmental organisation"),
    "blog": N_("private website"),
}

WARNING_WORDS: Mapping[str, Sentence] = {
    "stale": N_("Checked long ago, may be out of date: {what}"),
    "low-confidence": N_("Not confirmed by an official source, check before you pay: {what}"),
    "disputed": N_("Sources disagree, check before you pay: {what}"),
    "no-value": N_("The rules hold no figure for this date: {what}"),
}


def say(language: Language, sentence: str) -> str:
    """A sentence in the person's language, with the sentences, countries and lists inside it."""
    values = sentence.values if isinstance(sentence, Sentence) else {}
    return language.text(str(sentence), **{name: _inner(language, value) for name, value in values.items()})


def _inner(language: Language, value: object) -> object:
    if isinstance(value, Sentence):
        return say(language, value)
    if isinstance(value, CountryCode):
        return language.country(value)
    if isinstance(value, list | tuple):
        return ", ".join(str(_inner(language, item)) for item in value)
    return value


def value_text(language: Language, rulebook: Rulebook, value: Value | Range | None, kind: Type) -> str:
    """An answer or a figure as it stands in a sentence: with its currency, its label, its name."""
    if value is None:
        return language.text(N_("not known"))
    if isinstance(value, Range):
        return range_text(language, value, kind.unit)
    if isinstance(value, bool):
        return language.text(N_("yes") if value else N_("no"))
    if isinstance(value, date):
        return language.text(N_("none")) if value == NO_DAY else language.date(value)
    if isinstance(value, frozenset):
        words = [_word(language, rulebook, word, kind) for word in _in_order(value, kind)]
        return language.join(words) if words else language.text(N_("none"))
    if isinstance(value, str):
        return _word(language, rulebook, value, kind)
    return sum_text(language, value, kind.unit)


def _in_order(words: frozenset[str], kind: Type) -> list[str]:
    return sorted(words, key=kind.choice.words.index if kind.choice else None)


def _word(language: Language, rulebook: Rulebook, word: str, kind: Type) -> str:
    name = kind.choice.name if kind.choice else ""
    if name == "country":
        return language.country(word)
    label = rulebook.labels.get(name, {}).get(word)
    return language.text(label) if label else word


def filled(language: Language, rulebook: Rulebook, sentence: str, figures: Figures) -> str:
    """A sentence of the rules with its figures."""
    values = {name: value_text(language, rulebook, figure.value, figure.type) for name, figure in figures.items()}
    return language.text(sentence, **values)


def doubt(language: Language, provenance: Provenance, figures: Figures | None = None) -> str:
    """What must be said of a sentence whose source, or that of a figure in it, is disputed or weak; mostly nothing."""
    found = [provenance, *(figure.provenance for figure in (figures or {}).values() if figure.provenance)]
    if any(item.disputed for item in found):
        return language.text(N_("sources disagree"))
    return language.text(N_("not confirmed")) if any(item.confidence == "low" for item in found) else ""


def years(period: Period) -> str:
    """The years of a time that is past: 2020, or 2014–2015."""
    ends = (day.year for day in (period.start, period.end) if day)
    return "–".join(dict.fromkeys(map(str, ends)))


def label_of(language: Language, fact: Fact) -> str:
    """The short name of a fact."""
    return say(language, Sentence(fact.label, **question_of(fact).values))


def misfit_text(language: Language, misfit: Consistency) -> str:
    """What does not fit together, as a sentence."""
    country = {"country": language.country(misfit.destination)} if misfit.destination else {}
    return language.text(misfit.text, **country)


def change_text(language: Language, decision: Decision, change: ChangeNeeded) -> str:
    """One needed change as a sentence."""
    if change.fact == "as_of" and isinstance(change.to, date):
        return language.text(N_("Wait until {day}."), day=change.to)
    fact, to = decision.rulebook.facts[change.fact], change.to
    now = decision.person.value(change.fact)
    if isinstance(to, frozenset) and isinstance(now, frozenset):
        to -= now  # what is there already need not be said
    values: dict[str, object] = {
        "label": label_of(language, fact),
        "to": often_text(language, value_text(language, decision.rulebook, to, fact.type), fact.type.unit),
    }
    if change.days is None:
        return language.text(N_("Needed: {label} – {to}."), **values)
    return language.text(N_("Needed: {label} – {to}. Days it takes, about: {days}."), days=change.days, **values)


def closed_text(language: Language, option: Option, day: date) -> str:
    """Since when a scheme is closed on a day, or when it opens."""
    ended = [period.end for period in option.scheme.open if period.end and period.end < day]
    if ended:
        return language.text(N_("the last day was {day}"), day=language.short_date(max(ended)))
    first = min(period.start for period in option.scheme.open if period.start)
    return language.text(N_("the first day is {day}"), day=language.short_date(first))


def warning_text(language: Language, decision: Decision, warning: str) -> str:
    """A warning as a sentence; what it is about is named by its requirement where that can be found."""
    kind, _, about = warning.partition(":")
    return language.text(WARNING_WORDS[kind], what=_about(language, decision, about))


def warning_lines(language: Language, decision: Decision, options: Iterable[Option], *, everything: bool) -> list[str]:
    """Warnings of the options that may matter, one line a kind."""
    about: dict[str, dict[str, None]] = {}
    for option in options:
        if everything or option.status in ("eligible", "reachable", "banned"):
            for warning in option.warnings:
                kind, _, what = warning.partition(":")
                about.setdefault(kind, {})[_about(language, decision, what)] = None
    return [language.text(WARNING_WORDS[kind], what="; ".join(whats)) for kind, whats in sorted(about.items())]


def _about(language: Language, decision: Decision, about: str) -> str:
    for option in decision.options:
        if option.scheme.id == about:
            return language.text(option.scheme.title)
        for item in option.requirements:
            if item.requirement.id == about or about.rpartition("/")[2] in item.figures:
                return filled(language, decision.rulebook, item.requirement.text, item.figures)
        for running in option.bans:
            if running.ban.id == about:
                return filled(language, decision.rulebook, running.ban.text, running.figures)
    return about
