"""`rules show`: every id can be shown on any day, with its history and its sources."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date

import pytest
from rich.console import Console

from destcompare.language import load_language
from destcompare.output.page import Page
from destcompare.problems import BadInput
from destcompare.rulebook.model import Destination, Home, Rulebook, Scheme
from destcompare.upkeep.lookup import everything, find
from destcompare.upkeep.show import RuleView
from tests.conftest import LANGUAGES, TODAY, Ran


def shown(rulebook: Rulebook, wanted: str, day: date = TODAY, language: str = "en") -> str:
    stream = io.StringIO()
    page = Page(Console(file=stream, width=200, highlight=False, markup=False), load_language(language), rulebook)
    for thing in find(rulebook, wanted):
        RuleView(page, day).show(thing)
    return stream.getvalue()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_id_can_be_shown_in_every_language(rulebook: Rulebook, language: str) -> None:
    stream = io.StringIO()
    page = Page(Console(file=stream, width=400, highlight=False, markup=False), load_language(language), rulebook)
    view = RuleView(page, TODAY)
    for _, thing in everything(rulebook):
        if language == "en" or isinstance(thing, Scheme | Destination | Home):  # these show all that stands in them
            view.show(thing)
    assert "{" not in stream.getvalue()


def test_the_patent_of_2015_is_not_the_patent_of_today(rulebook: Rulebook) -> None:
    then, now = shown(rulebook, "ru/patent", date(2015, 7, 1)), shown(rulebook, "ru/patent")
    assert "Citizen of a country whose people need a patent: Kyrgyzstan, Tajikistan and Uzbekistan" in then
    assert "Citizen of a country whose people need a patent: Tajikistan and Uzbekistan" in now
    assert "ru/patent/register:" in now
    assert "ru/patent/register:" not in then


def test_a_figure_is_shown_with_its_whole_history_and_the_value_of_the_day_is_marked(rulebook: Rulebook) -> None:
    text = shown(rulebook, "ru/patent/patent_countries", date(2015, 8, 11))
    assert "▸ 2015-01-01 – 2015-08-11: Kyrgyzstan, Tajikistan and Uzbekistan" in text
    assert "· 2015-08-12 – …: Tajikistan and Uzbekistan" in text
    assert text.count("Source (") == 2


def test_a_past_shock_is_shown_by_its_name_with_every_home_and_all_of_them_together(rulebook: Rulebook) -> None:
    one = shown(rulebook, "rouble-2014")
    assert one == shown(rulebook, "shocks/rouble-2014")
    assert all(f"{country}: loss " in one for country in ("Uzbekistan", "Tajikistan", "Kyrgyzstan"))
    together = shown(rulebook, "shocks")
    assert all(shock.id in together for shock in rulebook.shocks)
    home = shown(rulebook, "homes/tj")
    assert "Tajikistan: loss " in home
    assert "Kyrgyzstan: loss " not in home


def test_a_source_names_what_rests_on_it(rulebook: Rulebook) -> None:
    assert "ru/overstay_5y_over" in shown(rulebook, "konwar-2024")
    assert "shocks/rouble-2014" in shown(rulebook, "shock-eurasianet-2016")


def test_an_unknown_id_is_told_with_the_nearest(rulebook: Rulebook) -> None:
    with pytest.raises(BadInput) as problem:
        find(rulebook, "kr/e99")
    assert "kr/e9" in problem.value.sentence.values["nearest"]


def test_without_an_id_all_schemes_are_listed(cli: Callable[..., Ran], rulebook: Rulebook) -> None:
    done = cli("rules", "show", "--lang", "tg")
    assert (done.code, done.err) == (0, "")
    assert all(scheme.id in done.out for scheme in rulebook.schemes)


def test_the_command_takes_a_day(cli: Callable[..., Ran]) -> None:
    days = [
        cli("rules", "show", "ru/patent", "--as-of", day, "--lang", "ky").out for day in ("2015-07-01", "2026-11-23")
    ]
    assert days[0] != days[1]
    assert cli("rules", "show", "nothing-like-it", "--lang", "uz").code == 2
