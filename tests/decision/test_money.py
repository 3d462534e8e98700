"""Money: eight people worked by hand, what is not known, and the laws that hold for every rule and person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from destcompare.decision.conversion import Conversion
from destcompare.decision.money import Accounts
from destcompare.decision.person import make_person
from destcompare.decision.result import Decision, Money
from destcompare.decision.scope import Scopes
from destcompare.rulebook.model import DatedPrice, Price, Rulebook
from tests.conftest import TODAY

Decided = Callable[..., Decision]

# rates of the day: units of each currency for a dollar, or dollars for a pound
RUB, KZT, KRW, JPY, EUR, UZS, TRY, GBP = 71.7, 521, 1526, 159.8, 0.861, 11997.83, 45.98, 1.344
DAYS, WEEKS = 30.4375, 4.348


def money_of(rulebook: Rulebook, scheme_id: str, place: str | None = None, **answers: Any) -> Money:
    accounts = Accounts(Scopes(rulebook, make_person(answers, rulebook), TODAY))
    scheme = rulebook.scheme(scheme_id)
    assert scheme is not None
    return accounts.money(*accounts.cases(scheme, place=place))


def typical(money: Money, *names: str) -> list[float | None]:
    return [money.sums[name][1] for name in names]


def test_a_season_on_a_farm_with_borrowed_start_money(rulebook: Rulebook) -> None:
    money = money_of(
        rulebook, "gb/seasonal", nationality="KG", age=24, sector="agriculture", savings_usd=900, debt_usd=0
    )
    gross = 406.72 * WEEKS * GBP  # 32 promised hours a week at the lowest pay
    left = gross * (1 - 0.032) - 11.10 * DAYS * GBP - 287 / EUR  # insurance, housing, food
    set_up = (340 + 100 + 870) * GBP  # visa, visa centre, journey both ways
    cash = set_up + 11.10 * DAYS * GBP + 287 / EUR
    interest = (cash - 900) * 0.015 * 6 / 2
    net = (left * 6 - set_up - interest) / 6
    assert typical(money, "gross", "left_month", "cash_needed", "net_month") == pytest.approx([gross, left, cash, net])
    assert typical(money, "break_even_months") == pytest.approx([(set_up + interest) / left])
    assert typical(money, "with_gap_month") == pytest.approx([net * 6 / 10])  # four months of waiting follow
    assert money.basis == "wage"


def test_a_free_labour_market_where_a_journey_has_no_price(rulebook: Rulebook) -> None:
    money = money_of(rulebook, "ru/eaeu", nationality="KZ", age=24, sector="agriculture", savings_usd=900, debt_usd=0)
    # four persons share a room of 8 100
    left = (37000 * 0.87 - 2025 - 20644) / RUB
    set_up = (500 + 1000 + 6000) / RUB  # registration, longer stay, medical check
    assert typical(money, "left_month", "set_up") == pytest.approx([left, set_up])
    assert typical(money, "net_month") == pytest.approx([left - set_up / 12])
    assert money.not_counted == ("travel",)
    worst = money.sums["set_up"][2]
    assert worst is not None
    assert worst >= set_up + 300  # at worst the journey costs what is supposed


def test_shop_work_in_the_capital_is_counted_with_its_own_wage_room_and_living(rulebook: Rulebook) -> None:
    person = {"nationality": "KG", "age": 24, "sector": "trade", "savings_usd": 900, "debt_usd": 0}
    money = money_of(rulebook, "ru/eaeu", "Moscow", **person)
    assert typical(money, "left_month") == pytest.approx([(54500 * 0.87 - 4300 - 28940) / RUB])


def test_the_patent_is_an_advance_on_the_tax_and_a_debt_is_paid_back(rulebook: Rulebook) -> None:
    money = money_of(
        rulebook, "ru/patent", nationality="UZ", age=30, sector="construction", savings_usd=900, debt_usd=3000
    )
    patent = 11471  # the middle of nine regions; more than 13 percent of 54 000
    assert patent > 54000 * 0.13
    pay = 54000 - patent - 4000 / 12  # health policy
    left = (pay - 2025 - 20644) / RUB
    journey = 2456360 / UZS
    set_up = (500 + 4200 + 400 + 3800 + 6000) / RUB + journey
    cash = set_up + (2025 + 20644 + 4000 + patent) / RUB  # the health policy is paid for the whole year
    interest = (3000 + cash - 900) * 0.015 * 12 / 2  # the savings are not quite enough for the start
    assert cash > 900
    net = left - (set_up + journey + interest + 3000) / 12
    assert typical(money, "pay", "left_month", "cash_needed", "net_month") == pytest.approx(
        [pay / RUB, left, cash, net]
    )
    assert net < 0  # a debt of 3 000 dollars is not paid back within a year


def test_an_official_cost_covers_its_parts_and_a_deposit_comes_back(rulebook: Rulebook) -> None:
    money = money_of(rulebook, "kr/e9", nationality="UZ", age=25, sector="manufacturing", savings_usd=2000, debt_usd=0)
    gross = 2500000 / KRW
    left = gross * (1 - 0.066 - 0.03595 - 0.0046) - 900000 / KRW
    set_up = 859 + 20000 / KRW  # test, medical check, visa and flight are in the 859
    cash = set_up + 500000 / KRW + 900000 / KRW  # the deposit is needed, not lost
    net = left + gross * 0.083 - set_up / 12
    assert typical(money, "left_month", "set_up", "cash_needed", "net_month") == pytest.approx(
        [left, set_up, cash, net]
    )


def test_a_skilled_worker_by_kind_of_work(rulebook: Rulebook) -> None:
    money = money_of(rulebook, "jp/ssw", nationality="UZ", age=25, sector="construction", savings_usd=2000, debt_usd=0)
    left = (226900 * 0.8 - 6000 / 12 - 32500 - 35000) / JPY
    assert typical(money, "left_month") == pytest.approx([left])
    assert typical(money, "set_up") == pytest.approx([36 + 14 + (3000 + 75000) / JPY])  # two tests, visa, journey


def test_where_no_wage_is_known_the_lowest_by_law_stands_for_it_and_is_said(rulebook: Rulebook) -> None:
    money = money_of(rulebook, "tr/organised-recruitment", nationality="UZ", age=30, savings_usd=0, debt_usd=0)
    assert money.basis == "minimum_wage"
    assert typical(money, "left_month") == pytest.approx([33030 * 0.85 / TRY])  # housing and food are paid


def test_an_offered_wage_counts_where_it_is_offered(rulebook: Rulebook) -> None:
    person = {"nationality": "KG", "age": 30, "sector": "services", "savings_usd": 1000, "debt_usd": 0}
    offer = {"offered_wage_usd": 800, "job_offers": frozenset({"KZ"})}
    money = money_of(rulebook, "kz/eaeu", **person, **offer)
    assert money.basis == "offered"
    assert typical(money, "left_month") == pytest.approx([800 * (1 - 0.045 - 0.12) - (2000 * DAYS + 97750) / KZT])
    elsewhere = money_of(rulebook, "ru/eaeu", **person, **offer)
    assert elsewhere.basis == "wage"
    nothing = money_of(rulebook, "kz/eaeu", **person, **{**offer, "offered_wage_usd": 0})
    assert nothing.basis == "wage"
    assert typical(nothing, "gross") == typical(money_of(rulebook, "kz/eaeu", **person), "gross")


def test_months_in_which_work_is_forbidden_are_lived_through_first(rulebook: Rulebook) -> None:
    person = {"nationality": "KG", "age": 20, "savings_usd": 20000, "debt_usd": 0}
    money = money_of(rulebook, "kr/d4", **person)
    living, course = 900000 / KRW, 5600000 / 12 / KRW
    gross = 10320 * 15 * WEEKS / KRW  # the hours that are allowed, at the lowest pay
    left = gross * (1 - 0.066 - 0.03595 - 0.0046) - course - living
    cash = 65 + 7 * living + 12 * course  # six months without work, one until the wage; the course a year ahead
    net = (left * 6 - 6 * (living + course) - 65) / 12
    assert typical(money, "unpaid", "gross", "left_month", "cash_needed", "net_month") == pytest.approx(
        [6, gross, left, cash, net]
    )
    short = money_of(rulebook, "kr/d4", months_away=4, **person)  # nothing is earned at all
    assert typical(short, "net_stay") == pytest.approx([-4 * (living + course) - 65])


def test_costs_are_earned_back_after_the_months_without_a_wage(rulebook: Rulebook) -> None:
    offer = {"offered_wage_usd": 3000, "job_offers": frozenset({"KR"})}
    money = money_of(rulebook, "kr/d4", nationality="KG", age=20, savings_usd=20000, debt_usd=0, **offer)
    first, set_up, left, months = typical(money, "first_life", "set_up", "left_month", "break_even_months")
    assert first is not None
    assert set_up is not None
    assert left is not None
    assert left > 0
    assert months == pytest.approx(6 + (first + set_up) / left)


def test_half_a_year_of_the_university_is_paid_before_it_begins(rulebook: Rulebook) -> None:
    money = money_of(rulebook, "kr/d2", nationality="KG", age=20, savings_usd=20000, debt_usd=0)
    fees, cash, set_up = typical(money, "monthly_fees", "cash_needed", "set_up")
    assert fees == pytest.approx(6800000 / 12 / KRW)
    assert cash is not None
    assert set_up is not None
    assert cash - set_up == pytest.approx((900000 + 3400000 + 3400000 / 12) / KRW)


def test_a_season_of_a_few_weeks_is_spread_over_the_year(rulebook: Rulebook) -> None:
    for scheme, stay, year in (("gb/seasonal-poultry", 90 / DAYS, 12), ("pl/seasonal", 9, 12)):
        money = money_of(rulebook, scheme, nationality="KG", age=24, savings_usd=5000, debt_usd=0)
        whole, spread = typical(money, "net_stay", "with_gap_month")
        assert typical(money, "stay_months") == pytest.approx([stay])
        assert whole is not None
        assert spread == pytest.approx(whole / year)


def test_pay_far_above_what_such_work_brings_counts_for_the_ranking_once_it_is_offered(rulebook: Rulebook) -> None:
    person: dict[str, Any] = {
        "nationality": "KG",
        "age": 24,
        "sector": "agriculture",
        "savings_usd": 900,
        "debt_usd": 0,
    }
    hoped = money_of(rulebook, "ru/highly-qualified", **person)
    net, likely, floor = typical(hoped, "net_month", "likely_month", "gross")
    assert net is not None
    assert floor is not None
    assert likely == pytest.approx(net - (floor - 37000 / RUB) * 0.87)
    offer = {"offered_wage_usd": 4000, "job_offers": frozenset({"RU"})}
    offered = money_of(rulebook, "ru/highly-qualified", **person, **offer)
    assert typical(offered, "likely_month") == typical(offered, "net_month")


def test_the_lowest_accepted_pay_stands_where_no_wage_is_known(rulebook: Rulebook) -> None:
    money = money_of(rulebook, "de/blue-card", nationality="KZ", age=30, savings_usd=5000, debt_usd=0)
    assert money.basis == "pay_floor"
    floor = next(item for item in rulebook.all_parameters() if item.id == "de/blue-card/card_pay_low").values[-1].value
    assert isinstance(floor, int | float)
    assert typical(money, "gross") == pytest.approx([floor / 12 / EUR])


def test_what_is_not_known_is_not_invented(rulebook: Rulebook) -> None:
    money = money_of(rulebook, "gb/domestic-worker", nationality="UZ", age=30)
    assert money.sums["net_month"] == (None, None, None)
    assert set(money.unknown) >= {"food", "housing"}
    assert money.sums["gross"][1] == pytest.approx(12.71 * 40 * WEEKS * GBP)


def test_a_fee_paid_a_year_ahead_is_needed_whole_before_the_first_wage(rulebook: Rulebook) -> None:
    person = {"nationality": "UZ", "age": 30, "savings_usd": 9000, "debt_usd": 0}
    year, half = (money_of(rulebook, "gb/skilled-worker", months_away=months, **person) for months in (12, 6))
    surcharge = 1035 * GBP
    living = 1350 * GBP
    assert typical(year, "set_up", "cash_needed")[1] == pytest.approx(
        (typical(year, "set_up")[0] or 0) + living + surcharge
    )
    assert typical(half, "cash_needed") == pytest.approx([(typical(half, "set_up")[0] or 0) + living + surcharge / 2])


def test_pay_told_in_hand_bears_no_tax_and_who_lives_in_pays_no_rent(rulebook: Rulebook) -> None:
    money = money_of(rulebook, "tr/domestic-work", nationality="KG", age=30, sector="domestic_care")
    pay = (35000 + 55000) / 2 / TRY  # the middle of what live-in carers ask
    assert typical(money, "pay", "left_month") == pytest.approx([pay, pay - 7806 / TRY])


def test_a_journey_home_has_a_price_of_its_own(rulebook: Rulebook) -> None:
    from_dushanbe = money_of(rulebook, "tr/work-permit", nationality="TJ", age=30)
    assert typical(from_dushanbe, "journey", "way_home") == pytest.approx([337 / EUR, 280 / EUR])
    from_tashkent = money_of(rulebook, "tr/work-permit", nationality="UZ", age=30)
    assert typical(from_tashkent, "journey", "way_home") == [450, 0]  # one ticket there and back
    assert from_dushanbe.not_counted == from_tashkent.not_counted == ()


@pytest.mark.parametrize("scheme", ["kr/e9", "kr/e8", "kr/h2"])
def test_nobody_is_paid_less_than_the_lowest_wage_by_law_for_a_full_week(rulebook: Rulebook, scheme: str) -> None:
    money = money_of(rulebook, scheme, nationality="KG", age=25, sector="agriculture")
    low = money.sums["gross"][0]
    assert low is not None
    assert round(low * KRW) >= 2156880


def test_unknown_savings_debt_and_work_give_ranges(rulebook: Rulebook) -> None:
    known = money_of(rulebook, "ru/patent", nationality="UZ", age=30, sector="construction", savings_usd=0, debt_usd=0)
    unknown = money_of(rulebook, "ru/patent", nationality="UZ", age=30)
    assert unknown.sums["borrowed"][0] == 0
    assert unknown.sums["borrowed"][2] == pytest.approx(unknown.sums["cash_needed"][2])
    low, _, high = unknown.sums["gross"]
    assert (low, high) == pytest.approx((37000 / RUB, 71487 / RUB))
    assert known.sums["gross"][0] == known.sums["gross"][2] == pytest.approx(54000 / RUB)


def test_costs_that_may_never_be_earned_back_have_no_upper_end(rulebook: Rulebook) -> None:
    money = money_of(rulebook, "ru/patent", nationality="UZ", age=30, sector="agriculture", savings_usd=0, debt_usd=0)
    low, _, high = money.sums["break_even_months"]
    assert money.sums["left_month"][0] is not None
    assert money.sums["left_month"][0] <= 0
    assert low is not None
    assert high is None


def test_a_shock_lowers_what_is_left_there_and_nowhere_else(rulebook: Rulebook) -> None:
    answers: dict[str, Any] = {"nationality": "KG", "age": 24, "sector": "trade", "savings_usd": 900, "debt_usd": 0}
    scopes = Scopes(rulebook, make_person(answers, rulebook), TODAY)
    calm, shaken = Accounts(scopes), Accounts(scopes, "rouble-2014")

    def left(accounts: Accounts, scheme_id: str) -> float:
        scheme = rulebook.scheme(scheme_id)
        assert scheme is not None
        value = accounts.money(*accounts.cases(scheme)).sums["left_month"][1]
        assert value is not None
        return value

    assert left(shaken, "ru/eaeu") == pytest.approx(left(calm, "ru/eaeu") * (1 - 0.47))
    assert left(shaken, "kz/eaeu") == left(calm, "kz/eaeu")


def test_a_shock_changes_nothing_at_a_home_of_which_no_fall_is_known(rulebook: Rulebook) -> None:
    shock = rulebook.shock("rouble-2023")
    assert shock is not None
    assert shock.fall_at("TJ") is None
    scopes = Scopes(rulebook, make_person({"nationality": "TJ", "age": 30}, rulebook), TODAY)
    calm, shaken = Accounts(scopes), Accounts(scopes, "rouble-2023")
    scheme = rulebook.scheme("ru/patent")
    assert scheme is not None
    assert calm.money(*calm.cases(scheme)) == shaken.money(*shaken.cases(scheme))


def test_every_fall_stands_within_its_shock_and_is_of_a_home_that_hangs_on_that_destination(rulebook: Rulebook) -> None:
    assert {shock.name for shock in rulebook.shocks} >= {"rouble-2014", "border-2020", "sanctions-2022"}
    for shock in rulebook.shocks:
        for fall in shock.falls:
            assert shock.destination in {item.destination for item in rulebook.homes[fall.home].dependence}
            assert fall.period.end is not None
            assert fall.period.end <= TODAY


# --- Laws --------------------------------------------------------------------------------------------------------------

PEOPLE = st.fixed_dictionaries(
    {"nationality": st.sampled_from(["UZ", "TJ", "KG"])},
    optional={
        "age": st.integers(18, 60),
        "sector": st.sampled_from(["agriculture", "construction", "manufacturing", "trade", "any"]),
        "savings_usd": st.integers(0, 5000),
        "debt_usd": st.integers(0, 5000),
        "months_away": st.integers(0, 60),
        "offered_wage_usd": st.integers(0, 4000),
        "job_offers": st.frozensets(st.sampled_from(["RU", "KZ", "KR", "GB"])),
    },
)
FEW = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


@FEW
@given(answers=PEOPLE, data=st.data())
def test_low_is_never_above_typical_nor_typical_above_high(
    rulebook: Rulebook, answers: dict[str, Any], data: st.DataObject
) -> None:
    scheme = data.draw(st.sampled_from([scheme.id for scheme in rulebook.schemes]))
    for name, (low, middle, high) in money_of(rulebook, scheme, **answers).sums.items():
        if low is not None and middle is not None and high is not None:
            assert low - 1e-9 <= middle <= high + 1e-9, name


@FEW
@given(answers=PEOPLE, data=st.data(), times=st.floats(1, 5))
def test_more_pay_never_lowers_what_is_left_and_a_higher_price_never_raises_it(
    rulebook: Rulebook, answers: dict[str, Any], data: st.DataObject, times: float
) -> None:
    scheme = data.draw(st.sampled_from(rulebook.schemes))
    destination = rulebook.destinations[scheme.destination]
    prices = [price for price in (*scheme.prices, *destination.prices) if price.item != "hours"]
    if not prices:
        return
    raised = data.draw(st.sampled_from([price.id for price in prices]))
    accounts = _accounts(rulebook, answers)
    before = accounts.money(*accounts.cases(scheme)).sums["net_month"]
    dearer = destination.replaced(prices=_raised(destination.prices, raised, times))
    other = rulebook.replaced(destinations={**rulebook.destinations, destination.code: dearer})
    accounts = _accounts(other, answers)
    after = accounts.money(*accounts.cases(scheme.replaced(prices=_raised(scheme.prices, raised, times)))).sums[
        "net_month"
    ]
    gain = next(price.item for price in prices if price.id == raised) in rulebook.money.gains
    for one, two in zip(before, after, strict=True):
        if one is not None and two is not None:
            assert two >= one - 1e-6 if gain else two <= one + 1e-6


@FEW
@given(answers=PEOPLE, more=st.integers(1, 3000))
def test_more_savings_never_lower_and_more_debt_never_raises_what_is_left(
    rulebook: Rulebook, answers: dict[str, Any], more: int
) -> None:
    for scheme in ("ru/patent", "kr/e9", "gb/seasonal"):
        plain = {**answers, "savings_usd": 500, "debt_usd": 500}
        net = money_of(rulebook, scheme, **plain).sums["net_month"][1]
        richer = money_of(rulebook, scheme, **{**plain, "savings_usd": 500 + more}).sums["net_month"][1]
        poorer = money_of(rulebook, scheme, **{**plain, "debt_usd": 500 + more}).sums["net_month"][1]
        assert net is not None
        assert richer is not None
        assert poorer is not None
        assert richer >= net - 1e-9 >= poorer - 2e-9


def test_every_currency_of_a_price_comes_back_to_itself(rulebook: Rulebook) -> None:
    conversion = Conversion(rulebook, TODAY)
    currencies = {price.unit[:3] for price in rulebook.all_prices() if price.unit[:3].isupper()}
    assert currencies >= {"RUB", "KZT", "KRW", "UZS", "GBP"}
    for currency in currencies:
        rate = conversion.usd_per(currency)
        assert rate is not None, currency
        assert 1000 * rate / rate == pytest.approx(1000)


def test_every_scheme_counts_money_or_says_what_is_missing(rulebook: Rulebook) -> None:
    for scheme in rulebook.schemes:
        money = money_of(
            rulebook, scheme.id, nationality="UZ", age=30, sector="construction", savings_usd=900, debt_usd=0
        )
        assert (money.sums["net_month"][1] is None) == bool(money.unknown), scheme.id
        net = money.sums["net_month"][1]
        assert net is None or -3000 < net < 4000, (
            scheme.id
        )  # the fees of a British university are more than a student earns


def _accounts(rulebook: Rulebook, answers: dict[str, Any]) -> Accounts:
    return Accounts(Scopes(rulebook, make_person(answers, rulebook), TODAY))


def _raised(prices: tuple[Price, ...], raised: str, times: float) -> tuple[Price, ...]:
    def higher(dated: DatedPrice) -> DatedPrice:
        return dated.replaced(low=dated.low * times, typical=dated.typical * times, high=dated.high * times)

    return tuple(p.replaced(values=tuple(map(higher, p.values))) if p.id == raised else p for p in prices)
