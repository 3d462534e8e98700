"""The page to take home: what stands on it, in every language, as HTML and as PDF."""

from __future__ import annotations

import gettext
import io
import re
from html.parser import HTMLParser

import pypdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from destcompare.decision.result import WITHIN_REACH, Option
from destcompare.decision.weigh import weigh
from destcompare.language import load_language
from destcompare.output.handout.chart import danger_signs, range_bar
from destcompare.output.handout.choice import Choice, choose
from destcompare.output.handout.content import write_sheet
from destcompare.output.handout.html import html_page
from destcompare.output.handout.pdf import pdf_page
from destcompare.output.handout.sheet import Item, Listing, Section
from destcompare.output.words import label_of
from tests.conftest import LANGUAGES
from tests.output.handouts import PEOPLE, Decided, chosen, page_of, sheet_of, words_of

LETTERS = {"uz": "ʻʼ", "tg": "ғӣқӯҳҷ", "ky": "ңөү", "ru": "ыё", "en": "w", "uz-Cyrl": "ўқғҳ"}
FULL = "a debtor with many ways"
BANNED = "a banned man"
HOSTILE = "<script>alert(1)</script> & \" ' #panic() $x$ *b* \\ \u202e 育 \x00"


class Seen(HTMLParser):
    """What a browser would find in a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def squeezed(text: str) -> str:
    """Without spaces and line breaks, which a PDF does not keep."""
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PEOPLE)
def test_the_page_is_one_small_file_that_loads_nothing(decided: Decided, name: str, language: str) -> None:
    page = page_of(chosen(decided, name), language)
    assert len(page.encode()) < 300_000
    for tag, attributes in Seen(page).tags:
        assert tag not in ("script", "link", "img", "iframe", "object", "base", "form"), tag
        assert not {"src", "srcset", "action"} & set(attributes)
        assert "href" not in attributes or tag == "a"
        assert not any(key.startswith("on") for key in attributes)
    style = page[page.index("<style>") : page.index("</style>")]
    assert "url(" not in style
    assert "@import" not in style


@pytest.mark.parametrize("language", ["uz", "tg", "ky", "ru", "uz-Cyrl"])
@pytest.mark.parametrize("name", PEOPLE)
def test_every_sentence_of_the_page_is_translated(decided: Decided, name: str, language: str) -> None:
    spoken = load_language(language)
    missing: set[str] = set()

    class Listening(gettext.NullTranslations):
        def gettext(self, message: str) -> str:
            found = spoken.catalogue.gettext(message)
            if found == message:
                missing.add(message)
            return found

    sheet = write_sheet(chosen(decided, name), spoken.replaced(catalogue=Listening()), with_answers=True)
    assert list(words_of(sheet))
    filled_in = re.compile(r"\{[^{}]*\}|^[A-C][12]$")  # levels of a language are the same everywhere
    assert {message for message in missing if re.search("[A-Za-z]", filled_in.sub("", message))} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_letters_of_each_language_stand_in_both_files(decided: Decided, language: str) -> None:
    choice = chosen(decided, FULL)
    sheet = sheet_of(choice, language)
    page, pdf = Seen(html_page([sheet])).text, text_of(pdf_page(sheet))
    for letter in LETTERS[language]:
        assert letter in page.lower()
        assert letter in pdf.lower()
    for option in choice.cards:
        title = load_language(language).text(option.scheme.title)
        assert title in page
        assert squeezed(title) in squeezed(pdf)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PEOPLE)
def test_the_pdf_has_two_pages_at_most_and_names_its_language_and_title(
    decided: Decided, name: str, language: str
) -> None:
    sheet = sheet_of(chosen(decided, name), language)
    file = pypdf.PdfReader(io.BytesIO(pdf_page(sheet)))
    assert len(file.pages) <= 2
    assert str(file.trailer["/Root"]["/Lang"]).split("-")[0] == language.partition("-")[0]
    assert file.metadata is not None
    assert file.metadata.title == sheet.title
    assert file.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert b"pdfuaid:part" in file.trailer["/Root"]["/Metadata"].get_object().get_data()


def test_the_same_answers_give_the_same_bytes(decided: Decided) -> None:
    sheets = [sheet_of(chosen(decided, FULL), "tg") for _ in range(2)]
    assert pdf_page(sheets[0]) == pdf_page(sheets[1])
    assert html_page(sheets[:1]) == html_page(sheets[1:])


def test_the_person_s_language_comes_first_and_russian_can_be_chosen(decided: Decided) -> None:
    choice = chosen(decided, FULL)
    page = Seen(page_of(choice, "ky"))
    buttons = [attributes for tag, attributes in page.tags if tag == "input"]
    articles = [attributes["lang"] for tag, attributes in page.tags if tag == "article"]
    labels = [(attributes["for"], attributes["lang"]) for tag, attributes in page.tags if tag == "label"]
    assert page.tags[0] == ("html", {"lang": "ky"})
    assert articles == ["ky", "ru"]
    assert labels == [("show-ky", "ky"), ("show-ru", "ru")]
    assert ["checked" in button for button in buttons] == [True, False]
    assert {button["type"] for button in buttons} == {"radio"}


def test_a_russian_page_offers_no_other_language(decided: Decided) -> None:
    page = Seen(page_of(chosen(decided, FULL), "ru"))
    assert [tag for tag, _ in page.tags if tag in ("input", "article")] == ["article"]


@pytest.mark.parametrize("name", [FULL, BANNED])
def test_answers_stand_on_the_page_only_when_asked_for(decided: Decided, name: str) -> None:
    choice = chosen(decided, name)
    silent = page_of(choice, "en")
    for fact in choice.decision.person.answers:
        assert f"<dt>{label_of(load_language('en'), choice.decision.rulebook.facts[fact])}</dt>" not in silent
    assert "Your answers" not in silent
    told = sheet_of(choice, "en", with_answers=True).sections[0]
    assert told.heading == "Your answers"
    assert len(told.blocks[0].items) == len(choice.decision.person.answers)  # type: ignore[union-attr]


def test_the_ban_and_its_last_day_stand_first_and_its_reason_only_with_the_answers(decided: Decided) -> None:
    choice = chosen(decided, BANNED)
    first, second = sheet_of(choice, "en").sections[:2]
    assert (first.tone, second.tone) == ("ban", "danger")
    silent, told = (" ".join(words_of(sheet_of(choice, "en", with_answers=more).sections)) for more in (False, True))
    assert "Russia: entry ban until 1 March 2030. On that day it is lifted." in silent
    assert "180 days after the permitted term" not in silent
    assert "180 days after the permitted term" in told


def test_a_sensitive_obstacle_is_named_only_with_the_answers(decided: Decided) -> None:
    sick = {"health_conditions": ["hiv"], "relatives_in": [], "trouble_in": []}
    decision = decided(nationality="KG", age=30, sex="male", job_offers=["RU"], **sick)
    choice = choose(weigh(decision, "balanced", destinations=["RU"]))
    assert not choice.cards
    silent, told = (" ".join(words_of(sheet_of(choice, "en", with_answers=more))) for more in (False, True))
    assert "HIV" not in silent
    assert "Citizen of a country whose people need a patent" in silent
    assert "HIV" in told


def test_dangers_stand_before_the_ways_and_warn_of_the_countries_of_the_page(decided: Decided) -> None:
    choice = chosen(decided, FULL)
    tones = [section.tone for section in sheet_of(choice, "en").sections]
    assert tones.index("danger") < tones.index("wide") < tones.index("option")
    near = {option.scheme.destination for option in choice.cards} | {"TJ"}
    assert choice.dangers
    assert all(set(danger.countries) <= near for danger in choice.dangers)


def test_three_ways_are_told_in_full_with_their_steps_in_order(decided: Decided) -> None:
    choice = chosen(decided, FULL)
    assert len(choice.cards) == 3
    cards = [section for section in sheet_of(choice, "en").sections if section.tone == "option"]
    for option, card in zip(choice.cards, cards, strict=True):
        (steps,) = [block for part in card.parts for block in part.blocks if getattr(block, "kind", "") == "steps"]
        told = choice.told.scheme(option.scheme).steps
        assert len(steps.items) == len(option.changes) + len(told)  # type: ignore[union-attr]


def test_a_way_that_needs_no_change_is_among_those_told_in_full(decided: Decided) -> None:
    choice = chosen(decided, FULL)
    ranked = sorted((o for o in choice.decision.options if o.status in WITHIN_REACH), key=lambda o: o.rank or 0)
    assert any(option.status == "eligible" for option in choice.cards)
    assert choice.cards[:2] == tuple(ranked[:2])


def test_for_whom_nothing_is_within_reach_is_told_what_would_change_it_and_whom_to_ask(decided: Decided) -> None:
    choice = chosen(decided, BANNED, "RU")
    text = " ".join(words_of(sheet_of(choice, "en").sections))
    assert not choice.cards
    assert "Nothing is within reach today" in text
    assert "The entry ban ends on 1 March 2030." in text
    assert "1282" in text
    assert "Only these countries were looked at: Russia." in sheet_of(choice, "en").lead


def test_open_answers_are_not_told_as_a_no(decided: Decided) -> None:
    text = " ".join(words_of(sheet_of(chosen(decided, "someone who said nothing"), "en").sections))
    assert "Nothing is within reach" not in text
    assert "No way can be named yet." in text


def test_each_source_tells_the_day_it_was_compared(decided: Decided) -> None:
    *_, sources = sheet_of(chosen(decided, FULL), "en").sections
    items = sources.blocks[0].items  # type: ignore[union-attr]
    assert items
    assert all(re.search(r"checked \d{4}-\d{2}-\d{2}\)", item.text) and item.url and item.lead for item in items)


def test_letters_that_the_pdf_cannot_hold_give_way_to_the_address(decided: Decided) -> None:
    sheet = sheet_of(chosen(decided, FULL), "ky")
    items = (
        Item("Publisher", lead="법령", url="https://www.law.example/법령/이민"),
        Item("出入国", phone="1345", url="https://日本.example/a"),
    )
    text = text_of(pdf_page(sheet.replaced(sections=(Section("Sources", (Listing(items, "small"),)),))))
    assert "law.example" in text
    assert "1345" in text


@pytest.fixture
def hostile(decided: Decided) -> Choice:
    """A page whose rules were written by someone who means harm."""
    choice = chosen(decided, FULL)
    first = choice.cards[0]
    scheme = first.scheme.replaced(title=HOSTILE, about=HOSTILE)
    rulebook = choice.decision.rulebook
    home = rulebook.homes["TJ"]
    contact = home.contacts[0].replaced(text=HOSTILE, phone='1"><b>', url="javascript:alert(1)")
    rulebook = rulebook.replaced(homes={**rulebook.homes, "TJ": home.replaced(contacts=(contact, *home.contacts[1:]))})

    def swapped(option: Option) -> Option:
        return option.replaced(scheme=scheme) if option.scheme is first.scheme else option

    options = tuple(map(swapped, choice.decision.options))
    return choose(choice.decision.replaced(rulebook=rulebook, options=options))


def test_words_of_a_hostile_rule_are_only_words(hostile: Choice) -> None:
    sheet = sheet_of(hostile, "tg")
    page = Seen(html_page([sheet]))
    assert HOSTILE.replace("\x00", "") in page.text.replace("\x00", "")
    assert not [tag for tag, _ in page.tags if tag in ("script", "b")]
    assert not [a for tag, a in page.tags if tag == "a" and not re.match(r"https?://|tel:\+?\d", a["href"] or "")]
    text = squeezed(text_of(pdf_page(sheet)))
    assert "<script>alert(1)</script>" in text
    assert "#panic()$x$*b*" in text
    assert b"javascript:" not in pdf_page(sheet)


@pytest.mark.parametrize(
    ("left", "drawn"), [((None, None, None), 0), ((10, 10, 10), 4), ((-5, 0, 5), 4), ((None, 3, None), 4)]
)
def test_what_is_not_known_is_not_drawn(left: tuple[float | None, ...], drawn: int) -> None:
    bar = range_bar(left, (-5, 10))  # type: ignore[arg-type]
    assert (0 if bar is None else len(bar)) == drawn


@given(st.lists(st.floats(-1e4, 1e4), min_size=3, max_size=3).map(sorted))
@settings(suppress_health_check=[HealthCheck.differing_executors])
def test_the_bar_stays_on_the_paper_and_holds_its_mark(sums: list[float]) -> None:
    low, typical, high = sums
    bar = range_bar((low, typical, high), (min(0, low) - 1, max(0, high) + 1))
    assert bar is not None
    box, mark = bar[1].attrib, float(bar[3].get("x1", "nan"))
    start, end = float(box["x"]), float(box["x"]) + float(box["width"])
    assert 0 <= start <= end <= 200
    assert start - 0.02 <= mark <= end + 0.02


def test_each_danger_has_a_sign() -> None:
    signs = danger_signs(2, 3)
    assert signs is not None
    assert [sign.get("fill") for sign in signs] == ["#111111"] * 2 + ["none"] * 3
    assert danger_signs(0, 0) is None
