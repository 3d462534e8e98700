"""What a person would keep, as words: a few lines beside each option, and everything opened up on demand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from destcompare.decision.money import NET
from destcompare.decision.particulars import PriceOn
from destcompare.decision.result import Decision, Money, Option, Triple, Worth
from destcompare.language import Language
from destcompare.output.money_document import currencies, places, unit_of
from destcompare.output.page import Page
from destcompare.output.sums import ITEM_WORDS, price_text, sum_text
from destcompare.output.voice import Voice
from destcompare.problems import N_, Sentence
from destcompare.rulebook.weights import Criterion

BASIS_WORDS: Mapping[str, Sentence] = {
    "offered": N_("Counted with the wage offered to you."),
    "pay_floor": N_("Counted with the lowest pay that this way accepts."),
    "minimum_wage": N_("Counted with the lowest wage by law. Usual wages were not found."),
}
_BORROWED = "borrowed"
_EARNED_BACK = "break_even_months"
_SHORT = (NET, "cash_needed", _BORROWED, _EARNED_BACK, "sent_month", "with_gap_month", "home_wage")
_CELLS = 10
_FINE = 100


def net_text(page: Voice, money: Money) -> str:
    """What is left each month, or what is missing to know it."""
    if money.sums[NET][1] is None:
        items = ", ".join(page.text(ITEM_WORDS[item]) for item in money.unknown)
        return page.text(N_("What is left each month is not known. No figure for: {items}"), items=items)
    return page.text(N_("left each month: {sum}"), sum=triple_text(page.language, money.sums[NET], "USD"))


def bar(score: float) -> str:
    """Points from 0 to 100 as a bar; the number beside it says the same."""
    full = round(score * _CELLS / 100)
    return "■" * full + "□" * (_CELLS - full)


def money_lines(page: Voice, decision: Decision, option: Option) -> Iterator[str]:
    """The few sums that decide, and what was supposed; nothing where no money was counted."""
    for name, text in money_sums(page, decision, option):
        yield f"{name}: {text}"
    yield from money_remarks(page, option)


def money_sums(page: Voice, decision: Decision, option: Option) -> Iterator[tuple[str, str]]:
    """The few sums that decide, each by its name; nothing where no money was counted."""
    money = option.money
    if money is None or NET not in money.sums:
        return
    for item in decision.rulebook.money.sums:
        told = money.sums[item.name]
        if item.name in _SHORT and item.text and told[1] is not None and (item.name != _BORROWED or any(told)):
            yield page.language.text(item.text), triple_text(page.language, told, unit_of(item))


def money_remarks(page: Voice, option: Option) -> Iterator[str]:
    """What is missing, whether nothing is left, and what was supposed."""
    money = option.money
    if money is None or NET not in money.sums:
        return
    if money.sums[NET][1] is None:
        yield net_text(page, money)
    if _never_earned_back(money):
        yield page.text(N_("Nothing is left each month: what it costs to go is never earned back."))
    yield from _supposed(page, money)


def _never_earned_back(money: Money) -> bool:
    left = money.sums.get("left_month", (None, None, None))[1]
    return left is not None and left <= 0


def _supposed(page: Voice, money: Money) -> Iterator[str]:
    basis = BASIS_WORDS.get(str(money.basis))
    if basis is not None:
        yield page.text(basis)
    if money.not_counted:
        items = ", ".join(page.text(ITEM_WORDS[item]) for item in money.not_counted)
        yield page.text(N_("Not counted, because no price is known: {items}"), items=items)


def show_money(page: Page, decision: Decision, option: Option) -> None:
    """Everything opened up: each sum with its formula, each price with its day and source, places, points."""
    money = option.money
    if money is None or NET not in money.sums:
        return
    page.heading(page.text(N_("Money")))
    for text in _supposed(page, money):
        page.line(text)
    if _never_earned_back(money):
        page.line(page.text(N_("Nothing is left each month: what it costs to go is never earned back.")))
    for item in decision.rulebook.money.sums:
        told = money.sums[item.name]
        if item.name == _EARNED_BACK and _never_earned_back(money):
            continue
        if item.text and set(told) not in ({None}, {0.0}):
            page.line(f"{page.language.text(item.text)}: {triple_text(page.language, told, unit_of(item))}", 0, "·")
            page.line(f"{item.name} = {item.value.text}", 2, style="dim")
    for code, sums in currencies(decision, option).items():
        page.line(
            page.text(
                N_("In {currency}, left each month: {sum}"), currency=code, sum=triple_text(page.language, sums, code)
            )
        )
    for place, told in places(decision, option).items():
        where, left = page.language.text(place), triple_text(page.language, told, "USD")
        page.line(page.text(N_("In this place ({place}), left each month: {sum}"), place=where, sum=left), 0, "·")
    page.line(page.text(N_("Prices that count")), style="bold")
    for counted in money.counted:
        price = PriceOn(counted.price, counted.dated)
        page.line(price_text(page.language, decision.rulebook, price), 2, "·")
        start = counted.dated.period.start
        since = page.text(N_("since {day}"), day=page.language.short_date(start)) if start else ""
        page.line(f"{page.source(counted.dated.provenance)} {since}".strip(), 4, style="dim")
    show_points(page, decision, option)


def show_points(page: Page, decision: Decision, option: Option) -> None:
    """Points by criterion, each with the measure or the reason it came from."""
    standing = option.standing
    if standing is None:
        return
    low, high = standing.score_range
    page.heading(page.text(N_("Points")))
    if standing.score is not None:
        page.line(f"{bar(standing.score)} {page.language.number(standing.score)}")
    page.line(page.text(N_("points from {low} to {high} while something is not known"), low=low, high=high))
    if standing.first_share is not None and standing.rank_interval is not None:
        best, worst = standing.rank_interval
        share = page.language.percent(round(standing.first_share * 100))
        page.line(page.text(N_("Place in the ranking, tried with other weights and sums: {best} to {worst}. First: {share}"),
                            best=best, worst=worst, share=share))  # fmt: skip
    for criterion in decision.rulebook.scoring.criteria:
        worth = standing.worths[criterion.id]
        weight = round(decision.weighing.weights[criterion.id] * 100, 1) if decision.weighing else 0
        told = _points(page.language, standing.contributions.get(criterion.id), worth, weight)
        reason = _reason(page.language, criterion, worth)
        page.line(f"{page.language.text(criterion.text)}: {told}" + (f" ({reason})" if reason else ""), 0, "·")


def _points(language: Language, points: float | None, worth: Worth, weight: float) -> str:
    """The points of a criterion; how far they reach, when the option is not ranked for something that is not known."""
    low, high = (round(end * weight, 2) for end in (worth.low, worth.high))
    if points is None and low != high:
        return language.text(N_("points: {low} to {high} of {weight}"), low=low, high=high, weight=weight)
    return language.text(N_("points: {points} of {weight}"), points=low if points is None else points, weight=weight)


def _reason(language: Language, criterion: Criterion, worth: Worth) -> str:
    """What a worth came from: the grade in words, or the measure as money or a percentage. A bare number tells nothing."""
    if worth.grade:
        return language.text(worth.grade)
    known = [value for value in worth.measure or () if value is not None]
    if not known:
        return language.text(N_("not known"))
    value = _rounded(known[len(known) // 2])
    unit = criterion.measure.tree.type.unit.partition("/")[0] if criterion.measure else ""
    return sum_text(language, value, unit) if unit in ("percent", "USD") else ""


def triple_text(language: Language, told: Triple, unit: str) -> str:
    """The typical sum and how far it reaches, no finer than is known."""
    known = [None if value is None else _rounded(value) for value in told]
    low, typical, high = known
    if typical is None:
        return language.text(N_("not known"))
    text = sum_text(language, typical, unit)
    if low == high or low is None or high is None:
        return text
    decimals = 2 if unit and any(value % 1 for value in (low, typical, high)) else None
    ends = {"low": language.number(low, decimals), "high": language.number(high, decimals)}
    return language.text(N_("{typical} (from {low} to {high})"), typical=text, **ends)


def _rounded(value: float) -> float:
    """To tens above a hundred, to whole ones above ten, to tenths below."""
    if abs(value) >= _FINE:
        return round(value / 10) * 10
    return round(value) if abs(value) >= _CELLS else round(value, 1)
