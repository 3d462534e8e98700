"""What stands on the page, whatever the language: few ways, the heaviest dangers, bans, open questions, whom to ask.

Two sheets of paper hold no more. How much of each there is was tried on many people in four languages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from destcompare.decision.decide import foremost
from destcompare.decision.particulars import LEVELS, NotedRisk, Particulars
from destcompare.decision.result import WITHIN_REACH, Decision, Option, RunningBan
from destcompare.records import Record
from destcompare.rulebook.model import Contact, Fact

_CARDS, _ROWS = 3, 5
_DANGERS, _DANGERS_ALONE, _DANGERS_HOME, _DANGERS_IN_ALL = 2, 3, 2, 8
_QUESTIONS, _QUESTIONS_ALONE = 3, 5
_CONTACTS, _OF_A_KIND = 4, 2
_COUNTRIES_ASKED = 3
_KINDS = ("consulate", "hotline", "state", "centre", "ngo")


class BarredFrom(Record):
    """A ban that runs, and the countries that it keeps the person from."""

    countries: tuple[str, ...]
    running: RunningBan


class Danger(Record):
    """A heavy danger, and the countries where it waits."""

    countries: tuple[str, ...]
    noted: NotedRisk


class Question(Record):
    """An open question, and the countries whose ways hang on it."""

    fact: Fact
    countries: tuple[str, ...]


class Choice(Record):
    """What stands on the page: `cards` are ways told in full, `rows` those of the chart."""

    decision: Decision
    told: Particulars
    cards: tuple[Option, ...]
    rows: tuple[Option, ...]
    more_ways: int
    bans: tuple[BarredFrom, ...]
    dangers: tuple[Danger, ...]
    more_dangers: int
    questions: tuple[Question, ...]
    countries: tuple[str, ...]


def choose(decision: Decision) -> Choice:
    """What of a weighed decision stands on the page."""
    told = Particulars(decision)
    near = [option for option in decision.options if option.status in WITHIN_REACH]
    ranked = sorted(near, key=lambda option: option.rank or len(near))
    cards = _cards(ranked)
    rows = [*cards, *(option for option in ranked if option not in cards)][:_ROWS]
    barred = [option for option in decision.options if option.bans]
    open_still = [option for option in decision.options if option.status == "unknown"]
    countries = _countries(cards) or _countries([*barred, *open_still])[:_COUNTRIES_ASKED]
    looked_at = cards or [option for option in (*barred, *open_still) if _of(option) in countries]
    dangers, more_dangers = _dangers(told, looked_at)
    return Choice(
        decision=decision,
        told=told,
        cards=tuple(cards),
        rows=tuple(rows),
        more_ways=len(ranked) - len(rows),
        bans=tuple(_bans(barred)),
        dangers=dangers,
        more_dangers=more_dangers,
        questions=tuple(_questions(decision, open_still)[: _QUESTIONS if cards else _QUESTIONS_ALONE]),
        countries=tuple(dict.fromkeys([*countries, *_countries(barred)[:1]])),
    )


def contacts_of(contacts: Iterable[Contact]) -> list[Contact]:
    """The few that help most, a consulate of the person's own first; others of a kind only while there is room."""
    by_kind = {kind: [item for item in contacts if item.kind == kind] for kind in _KINDS}
    first = [item for items in by_kind.values() for item in items[:_OF_A_KIND]]
    return first[:_CONTACTS]


def _cards(ranked: list[Option]) -> list[Option]:
    """The first ways; where all of them need a change, the last place goes to the best that needs none."""
    first = ranked[:_CARDS]
    ready = next((option for option in ranked if option.status == WITHIN_REACH[0]), None)
    return first if ready is None or ready in first else [*first[:-1], ready]


def _of(option: Option) -> str:
    return option.scheme.destination


def _countries(options: Iterable[Option]) -> list[str]:
    return list(dict.fromkeys(map(_of, options)))


def _bans(barred: Iterable[Option]) -> Iterator[BarredFrom]:
    found: dict[tuple[object, ...], tuple[dict[str, None], RunningBan]] = {}
    for option in barred:
        for item in option.bans:
            alike = item.ban.text, item.until, tuple(item.figures)
            found.setdefault(alike, ({}, item))[0][_of(option)] = None
    for countries, item in found.values():
        yield BarredFrom(tuple(countries), item)


def _dangers(told: Particulars, options: Iterable[Option]) -> tuple[tuple[Danger, ...], int]:
    """The heaviest dangers of each country and of the home, those with the same words together; and how many more there are."""
    by_country: dict[str, dict[str, NotedRisk]] = {}
    for option in options:
        risks = by_country.setdefault(_of(option), {})
        risks.update({noted.risk.id: noted for noted in told.risks(option.scheme)})
    most = dict.fromkeys(by_country, _DANGERS_ALONE if len(by_country) == 1 else _DANGERS)
    if home := told.home():
        by_country[home.code] = {noted.risk.id: noted for noted in home.risks}
        most[home.code] = _DANGERS_HOME
    heavy = {
        code: [noted for noted in risks.values() if noted.risk.level == LEVELS[0]] for code, risks in by_country.items()
    }
    alike: dict[tuple[str, str], tuple[dict[str, None], NotedRisk]] = {}
    for code, noteds in heavy.items():
        for noted in noteds[: most[code]]:
            alike.setdefault(_words(noted), ({}, noted))[0][code] = None
    shown = tuple(Danger(tuple(countries), noted) for countries, noted in alike.values())[:_DANGERS_IN_ALL]
    return shown, len({_words(noted) for noteds in heavy.values() for noted in noteds}) - len(shown)


def _words(noted: NotedRisk) -> tuple[str, str]:
    return noted.risk.text, noted.risk.advice


def _questions(decision: Decision, open_still: Iterable[Option]) -> list[Question]:
    """The open questions: those that decide most ways first, sensitive ones last."""
    facts = decision.rulebook.facts
    found: dict[Fact, list[str]] = {}
    for option in open_still:
        for name in foremost(option.asks, facts):
            found.setdefault(facts[name], []).append(_of(option))
    ordered = sorted(found, key=lambda fact: (fact.sensitive, -len(found[fact])))
    return [Question(fact, tuple(dict.fromkeys(found[fact]))) for fact in ordered]
