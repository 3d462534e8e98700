"""People whose page to take home is looked at, and their pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from destcompare.decision.result import Decision
from destcompare.decision.weigh import weigh
from destcompare.language import load_language
from destcompare.output.handout.choice import Choice, choose
from destcompare.output.handout.content import write_sheet
from destcompare.output.handout.html import html_page
from destcompare.output.handout.sheet import Sheet
from destcompare.records import Record

Decided = Callable[..., Decision]
CLEAN = {"trouble_in": [], "criminal_record": "none", "health_conditions": []}
PEOPLE: dict[str, dict[str, object]] = {
    "a woman in farming with few savings": {
        "nationality": "KG", "age": 24, "sex": "female", "sector": "agriculture", "savings_usd": 900, **CLEAN,
    },
    "a banned man": {
        "nationality": "UZ", "age": 30, "sex": "male", "sector": "construction", "russian_level": "B1",
        "criminal_record": "none", "ru_overstay_days": 200, "ru_left_on": "2025-03-01", "ru_offences": 0,
        "ru_deported": False,
    },
    "a debtor with many ways": {
        "nationality": "TJ", "age": 27, "sex": "male", "sector": "construction", "education": "secondary",
        "russian_level": "A2", "job_offers": ["RU", "KR"], "debt_usd": 1500, "savings_usd": 100, **CLEAN,
    },
    "a child": {"nationality": "TM", "age": 14},
    "someone who said nothing": {},
}  # fmt: skip


def chosen(decided: Decided, name: str, *destinations: str) -> Choice:
    return choose(weigh(decided(**PEOPLE[name]), "balanced", destinations=destinations))


def sheet_of(choice: Choice, language: str, *, with_answers: bool = False) -> Sheet:
    return write_sheet(choice, load_language(language), with_answers=with_answers)


def page_of(choice: Choice, language: str, *, with_answers: bool = False) -> str:
    """The HTML page as the command writes it."""
    tags = dict.fromkeys((language, "ru"))
    return html_page([sheet_of(choice, tag, with_answers=with_answers) for tag in tags])


def words_of(value: object) -> Iterator[str]:
    """Every text of a page in one language, whatever it is drawn as."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Record):
        for name in value._fields:
            yield from words_of(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from words_of(item)
