"""Sums as words: amounts with their currency, ranges, what they are paid for and how often."""

from __future__ import annotations

from collections.abc import Mapping

from destcompare.decision.particulars import PriceOn
from destcompare.decision.result import Range
from destcompare.language import Language
from destcompare.problems import N_, Sentence
from destcompare.rulebook.model import Rulebook

ITEM_WORDS: Mapping[str, Sentence] = {
    "wage": N_("Wage before tax"),
    "minimum_wage": N_("Lowest wage by law"),
    "hours": N_("Working hours"),
    "tax": N_("Tax"),
    "permit": N_("Permit"),
    "visa": N_("Visa"),
    "test": N_("Test"),
    "insurance": N_("Insurance"),
    "medical": N_("Medical check"),
    "papers": N_("Papers and translations"),
    "travel": N_("Journey"),
    "return": N_("Journey home"),
    "housing": N_("Housing"),
    "food": N_("Food"),
    "living": N_("Cost of living"),
    "deduction": N_("Kept back from the wage"),
    "deposit": N_("Deposit"),
    "fine": N_("Fine"),
    "transfer": N_("Sending money home"),
    "training": N_("Course"),
    "bonus": N_("Bonus"),
}

_OFTEN: Mapping[str, Sentence] = {
    "month": N_("{sum} a month"),
    "months": N_("{sum} a month"),
    "year": N_("{sum} a year"),
    "years": N_("{sum} a year"),
    "week": N_("{sum} a week"),
    "weeks": N_("{sum} a week"),
    "day": N_("{sum} a day"),
    "days": N_("{sum} a day"),
    "hour": N_("{sum} an hour"),
    "hours": N_("{sum} an hour"),
}


def sum_text(language: Language, value: float, unit: str) -> str:
    """A number of a unit: an amount of money, a percentage, a plain number."""
    base = unit.partition("/")[0]
    if len(base) == 3 and base.isupper():
        return language.money(value, base)
    return language.percent(value) if base == "percent" else language.number(value)


def range_text(language: Language, sums: Range, unit: str) -> str:
    """The typical sum, and from where to where it goes when it is not exact."""
    typical = sum_text(language, sums.typical, unit)
    if sums.low == sums.high:
        return typical
    low, high = sum_text(language, sums.low, unit), sum_text(language, sums.high, unit)
    return language.text(N_("{typical} (from {low} to {high})"), typical=typical, low=low, high=high)


def price_sum(language: Language, price: PriceOn) -> str:
    """A price with how often it is paid, and a mark when it is not sure."""
    sums, unit = price.sums, price.price.unit
    text = range_text(language, Range(sums.low, sums.typical, sums.high), unit)
    text = often_text(language, text, unit)
    if sums.provenance.disputed:
        return language.text(N_("{sum}, sources disagree"), sum=text)
    return language.text(N_("{sum}, not confirmed"), sum=text) if sums.provenance.confidence == "low" else text


def often_text(language: Language, text: str, unit: str) -> str:
    """A sum as words, with how often it is paid where its unit says so."""
    often = _OFTEN.get(unit.partition("/")[2])
    return language.text(often, sum=text) if often else text


def price_text(language: Language, rulebook: Rulebook, price: PriceOn) -> str:
    """A price as a line: what for, in which work, where, how much."""
    item = price.price
    sector = rulebook.labels.get("sector", {}).get(item.sector or "")
    which = [language.text(words) for words in (sector, item.place) if words]
    name = language.text(ITEM_WORDS[item.item])
    return (
        f"{name} ({', '.join(which)}): {price_sum(language, price)}"
        if which
        else f"{name}: {price_sum(language, price)}"
    )
