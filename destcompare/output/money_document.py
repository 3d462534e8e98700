"""Money, points and ranks as JSON, and what both views work out when everything is opened."""

from __future__ import annotations

from typing import Any

from destcompare.decision.money import NET, Accounts
from destcompare.decision.result import Decision, Option, Triple
from destcompare.decision.scope import Scopes
from destcompare.language import Language
from destcompare.rulebook.weights import MoneySum


def money_part(decision: Decision, option: Option, *, opened: bool = False) -> dict[str, Any] | None:
    """The money of an option for JSON: sums in US dollars rounded to cents, null where not known; `opened` adds all there is."""
    money = option.money
    if money is None or NET not in money.sums:
        return None
    by_name = {item.name: item for item in decision.rulebook.money.sums}
    part: dict[str, Any] = {}
    for name, told in money.sums.items():
        if not by_name[name].text:
            continue
        if name == "break_even_months":
            part["break_even_months"], part["break_even_range"] = _round(told[1]), [_round(told[0]), _round(told[2])]
        else:
            part[name if unit_of(by_name[name]) != "USD" else f"{name}_usd"] = (
                None if told == (None, None, None) else list(map(_round, told))
            )
    part |= {
        "basis": money.basis,
        "unknown": list(money.unknown),
        "not_counted": list(money.not_counted),
        "prices": [counted.price.id for counted in money.counted],
    }
    if opened:
        part["net_month"] = {code: list(map(_round, sums)) for code, sums in currencies(decision, option).items()}
        part["places"] = {place: list(map(_round, sums)) for place, sums in places(decision, option).items()}
        part["formulas"] = {item.name: item.value.text for item in decision.rulebook.money.sums}
        part["inputs"] = [
            {
                "name": counted.name,
                "price": counted.price.id,
                "low": counted.low,
                "typical": counted.typical,
                "high": counted.high,
                "from": counted.dated.period.start.isoformat() if counted.dated.period.start else None,
                "source": counted.dated.provenance.source,
                "checked": counted.dated.provenance.checked.isoformat(),
            }
            for counted in money.counted
        ]
    return part


def standing_part(option: Option) -> dict[str, Any]:
    """Points and rank of an option for JSON."""
    standing = option.standing
    ranked = standing is not None and standing.score is not None
    return {
        "score": standing.score if standing else None,
        "score_range": list(standing.score_range) if standing else None,
        "first_share": standing.first_share if standing else None,
        "rank_interval": list(standing.rank_interval) if standing and standing.rank_interval else None,
        "criteria": {name: round(worth.typical, 4) for name, worth in standing.worths.items()}
        if standing and ranked
        else {},
        "contributions": dict(standing.contributions) if standing else {},
    }


def points_part(decision: Decision, option: Option, language: Language) -> dict[str, Any] | None:
    """Each criterion opened up for JSON: its measure or grade, its worth, its points."""
    standing = option.standing
    if standing is None:
        return None
    return {
        criterion.id: {
            "text": language.text(criterion.text),
            "measure": list(map(_round, worth.measure)) if worth.measure else None,
            "grade": language.text(worth.grade) if worth.grade else None,
            "worth": [round(worth.low, 4), round(worth.typical, 4), round(worth.high, 4)],
            "points": standing.contributions.get(criterion.id),
        }
        for criterion in decision.rulebook.scoring.criteria
        for worth in (standing.worths[criterion.id],)
    }


def places(decision: Decision, option: Option) -> dict[str, Triple]:
    """What is left each month in each place that has a wage of its own, where it is known."""
    money = option.money
    destination = decision.rulebook.destinations[option.scheme.destination]
    named = {
        price.place: None
        for price in (*option.scheme.prices, *destination.prices)
        if price.place
        and price.item == "wage"
        and (price.sector is None or price.sector == decision.person.value("sector"))
    }
    if money is None or not named:
        return {}
    shock = decision.weighing.shock if decision.weighing else None
    accounts = Accounts(Scopes(decision.rulebook, decision.person, decision.as_of), shock)
    found: dict[str, Triple] = {}
    for place in named:
        sums = accounts.money(*accounts.cases(option.scheme, option.changes, place)).sums[NET]
        if sums[1] is not None:
            found[place] = sums
    return found


def currencies(decision: Decision, option: Option) -> dict[str, Triple]:
    """What is left each month in the currency of the destination and of home."""
    accounts = Accounts(Scopes(decision.rulebook, decision.person, decision.as_of))
    money = option.money
    found: dict[str, Triple] = {}
    for code in (accounts.currency_of(option.scheme), accounts.currency_at_home()):
        rate = accounts.usd_per(code) if code else None
        if code and rate and money:
            low, typical, high = (None if value is None else value / rate for value in money.sums[NET])
            found[code] = (low, typical, high)
    return found


def unit_of(item: MoneySum) -> str:
    """The currency of a sum; nothing for months and hours."""
    unit = item.value.tree.type.unit.partition("/")[0]
    return unit if unit == "USD" else ""


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 2)
