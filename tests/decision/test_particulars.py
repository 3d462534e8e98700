"""What is told beside a decision: of the day, for this person, and only where the rules hold it."""

from __future__ import annotations

import io
import json
from datetime import date

import jsonschema
import pytest
from rich.console import Console

from destcompare.decision.answers import read_mapping
from destcompare.decision.decide import decide
from destcompare.decision.particulars import Particulars
from destcompare.decision.person import make_person
from destcompare.decision.result import Decision, Range
from destcompare.language import load_language
from destcompare.output.document import result_document, result_schema
from destcompare.output.table import TableView
from destcompare.rulebook.building import build_rulebook
from destcompare.rulebook.model import Rulebook
from tests.rulebook.conftest import FILES

DAY = date(2026, 1, 15)
SCHEME = """
[parameter.wait]
unit   = "days"
values = [{ from = 2010-01-01, value = 20, source = "law", checked = 2026-01-01 }]

[price.fee]
item   = "visa"
unit   = "USD"
values = [
  { from = 2010-01-01, typical = 50, source = "law", checked = 2026-01-01 },
  { from = 2026-01-15, low = 60, typical = 70, high = 90, source = "rumour", checked = 2026-01-01, disputed = ["law"] },
]

[price.local_wage]
item   = "wage"
unit   = "USD/month"
place  = "Capital"
when   = "nationality == 'XA'"
values = [{ from = 2010-01-01, typical = 800, source = "law", checked = 2026-01-01 }]

[[step]]
id      = "apply"
who     = "destination"
text    = "Apply for {fee}"
days    = "wait"
cost    = "fee"
source  = "law"
checked = 2026-01-01

[[step]]
id      = "old-form"
who     = "person"
text    = "Fill in the old form"
source  = "law"
checked = 2026-01-01
in_force = [{ from = 2010-01-01, until = 2026-01-14 }]

[[document]]
id      = "passport"
text    = "Passport"
source  = "law"
checked = 2026-01-01

[[document]]
id      = "letter"
text    = "Letter"
when    = "nationality == 'XB'"
source  = "law"
checked = 2026-01-01

[[odds]]
nationality = "XA"
text    = "Passed"
values  = [{ from = 2024-01-01, until = 2024-12-31, share = 25, source = "law", checked = 2026-01-01 }]

[[quota]]
nationality = "XB"
values = [{ from = 2025-01-01, places = 7, applicants = 70, source = "law", checked = 2026-01-01 }]
"""
CONTACT = """
[[contact]]
id      = "office"
kind    = "state"
text    = "The office"
phone   = "112"
source  = "law"
checked = 2026-01-01

[[info]]
topic   = "pay"
text    = "Pay is good."
when    = "age >= adult"
source  = "law"
checked = 2026-01-01
"""
HOME = """
code = "XA"

[price.wage]
item   = "wage"
unit   = "USD/month"
values = [{ from = 2025-01-01, typical = 300, source = "law", checked = 2026-01-01 }]

[[info]]
topic   = "loan"
destinations = ["XC"]
text    = "The state lends money to those who go there."
source  = "law"
checked = 2026-01-01

[[risk]]
id      = "guarantor"
level   = "medium"
text    = "A relative may have to pay."
advice  = "Tell your relative."
source  = "law"
checked = 2026-01-01

[[dependence]]
destination = "XC"
values  = [{ from = 2024-01-01, until = 2024-12-31, share = 77, source = "law", checked = 2026-01-01 }]
"""
SHOCKS = """
[[shock]]
id      = "crisis"
destination = "XC"
text    = "Money fell."
from    = 2014-01-01
until   = 2025-12-31
source  = "law"
checked = 2026-01-01
values = [{ from = 2014-01-01, until = 2015-12-31, home = "XA", fall = 47, source = "rumour", checked = 2026-01-01 }]
"""


@pytest.fixture(scope="module")
def small() -> Rulebook:
    files = {
        **FILES,
        "xc/work.toml": FILES["xc/work.toml"] + SCHEME,
        "xc/destination.toml": FILES["xc/destination.toml"] + CONTACT,
        "homes/xa.toml": HOME,
        "shocks.toml": SHOCKS,
    }
    return build_rulebook({name: text.encode() for name, text in files.items()}, "sha256:" + "0" * 64)


def decided(small: Rulebook, as_of: date = DAY, **answers: object) -> Decision:
    return decide(make_person(read_mapping(answers, small, as_of), small), small, as_of)


def test_a_step_carries_its_days_and_its_cost_of_the_day(small: Rulebook) -> None:
    told = Particulars(decided(small, nationality="XA")).scheme(small.schemes[0])
    (step,) = told.steps
    assert (step.step.who, step.days) == ("destination", 20)
    assert step.cost is not None
    assert (step.cost.sums.low, step.cost.sums.typical, step.cost.sums.high) == (60, 70, 90)
    assert step.figures["fee"].value == Range(60, 70, 90)


def test_a_step_does_not_cost_what_only_others_pay() -> None:
    files = {
        **FILES,
        "xc/work.toml": FILES["xc/work.toml"] + SCHEME.replace('cost    = "fee"', 'cost    = "local_wage"'),
    }
    rules = build_rulebook({name: text.encode() for name, text in files.items()}, "sha256:" + "0" * 64)
    costs = [
        Particulars(decided(rules, nationality=code)).scheme(rules.schemes[0]).steps[0].cost for code in ("XA", "XB")
    ]
    assert [cost is not None for cost in costs] == [True, False]


def test_on_the_day_before_the_old_step_and_the_old_price_hold(small: Rulebook) -> None:
    told = Particulars(decided(small, date(2026, 1, 14), nationality="XA")).scheme(small.schemes[0])
    assert [noted.step.id for noted in told.steps] == ["xc/work/step/apply", "xc/work/step/old-form"]
    assert [(price.sums.low, price.sums.high) for price in told.prices] == [(50, 50), (800, 800)]


@pytest.mark.parametrize(
    ("answers", "papers", "prices"),
    [
        ({"nationality": "XA"}, ["passport"], ["fee", "local_wage"]),
        ({"nationality": "XB"}, ["passport", "letter"], ["fee"]),
        ({}, ["passport", "letter"], ["fee", "local_wage"]),  # what may concern the person is told
    ],
)
def test_what_does_not_concern_the_person_is_left_out(
    small: Rulebook, answers: dict[str, str], papers: list[str], prices: list[str]
) -> None:
    told = Particulars(decided(small, **answers)).scheme(small.schemes[0])
    assert [noted.statement.id.rpartition("/")[2] for noted in told.documents] == papers
    assert [price.price.name for price in told.prices] == prices


def test_odds_of_a_past_year_are_told_with_their_year_and_places_for_their_nationality(small: Rulebook) -> None:
    ours = Particulars(decided(small, nationality="XA")).scheme(small.schemes[0])
    theirs = Particulars(decided(small, nationality="XB")).scheme(small.schemes[0])
    assert [(odds.share.share, odds.share.period.end) for odds in ours.odds] == [(25, date(2024, 12, 31))]
    assert ours.quotas == ()
    assert [(quota.places.places, quota.places.applicants) for quota in theirs.quotas] == [(7, 70)]
    assert theirs.odds == ()


def test_the_home_is_that_of_the_citizenship(small: Rulebook) -> None:
    home = Particulars(decided(small, nationality="XA")).home()
    assert home is not None
    assert [item.share.share for item in home.dependence] == [77]
    assert [(past.shock.name, past.fall.fall) for past in home.shocks] == [("crisis", 47)]
    assert Particulars(decided(small, nationality="XB")).home() is None
    assert Particulars(decided(small)).home() is None


def test_a_shock_is_of_the_past_once_its_time_is_over_at_home(small: Rulebook) -> None:
    for day, names in ((date(2015, 12, 31), []), (date(2016, 1, 1), ["crisis"])):
        home = Particulars(decided(small, day, nationality="XA")).home()
        assert home is not None
        assert [past.shock.name for past in home.shocks] == names


def test_the_json_carries_all_of_it_by_its_schema(small: Rulebook) -> None:
    decision = decided(
        small, nationality="XA", age=30, level="A2", job_offers=["XC"], trouble_in=[], xc_left_on="2020-01-01"
    )
    document = json.loads(result_document(decision, load_language("en")))
    jsonschema.validate(document, json.loads(result_schema()))
    (option,) = document["options"]
    assert option["steps"][0]["cost"]["typical"] == 70
    assert option["prices"][0]["disputed"] == ["law"]
    assert document["destinations"][0]["contacts"][0]["phone"] == "112"
    assert document["destinations"][0]["info"][0]["topic"] == "pay"
    (shock,) = document["home"]["shocks"]
    assert (shock["id"], shock["name"], shock["fall"], shock["source"]) == ("shocks/crisis", "crisis", 47, "rumour")
    assert set(document["sources"]) == {"law", "rumour"}


def test_steps_of_what_is_out_of_reach_are_told_on_demand_only(small: Rulebook) -> None:
    decision = decided(small, date(2015, 1, 1), nationality="XB", age=30)
    assert [option.status for option in decision.options] == ["ineligible"]
    for everything, told in ((False, False), (True, True)):
        document = json.loads(result_document(decision, load_language("en"), everything=everything))
        assert bool(document["options"][0]["steps"]) is told
        assert bool(document["destinations"]) is told


def test_the_screen_tells_steps_papers_prices_contacts_and_home(small: Rulebook) -> None:
    decision = decided(
        small, nationality="XA", age=30, level="A2", job_offers=["XC"], trouble_in=[], xc_left_on="2020-01-01"
    )
    stream = io.StringIO()
    console = Console(file=stream, width=200, highlight=False, markup=False)
    TableView(console, load_language("en"), decision, everything=False).show()
    held = str.maketrans("\ue000\u00a0", "  ")
    shown = [line.translate(held).strip() for line in stream.getvalue().splitlines()]
    fee = "70 USD (from 60 USD to 90 USD)"
    assert (
        f"1. Apply for {fee} (sources disagree) – an office there; days, about: 20; cost: {fee}, sources disagree"
        in shown
    )
    assert "· Papers: Passport" in shown
    assert "· Wage before tax (Capital): 800 USD a month" in shown
    assert "· Passed: 25% (2024)" in shown
    assert "☎ The office: 112" in shown
    assert "· The state lends money to those who go there." in shown
    assert "▲ A relative may have to pay. Tell your relative." in shown
