"""The page to take home in a real browser: on a narrow phone, by keys, for those who are read to, and on paper.

Runs where chromium is installed; it is driven as it is and nothing is downloaded.
"""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from typing import Any

import pypdf
import pytest

from tests.output.handouts import PEOPLE, Decided, chosen, page_of

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
LANGUAGES = ("uz", "tg", "ky", "ru")
FULLEST = "a debtor with many ways"
CASES = [
    *((FULLEST, language) for language in LANGUAGES),
    *((name, LANGUAGES[place % len(LANGUAGES)]) for place, name in enumerate(PEOPLE) if name != FULLEST),
]
"""The fullest page in each language, everyone else in one of them."""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as started:
        running = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture
def tab(browser: Any) -> Iterator[Any]:
    """A phone, 360 points wide, on which every request is noted."""
    tab = browser.new_page(viewport={"width": 360, "height": 740})
    tab.asked = []
    tab.on("request", lambda request: tab.asked.append(request.url))
    yield tab
    tab.close()


@pytest.mark.parametrize(("name", "language"), CASES)
def test_the_page_fits_a_narrow_phone_and_asks_for_nothing(
    decided: Decided, tab: Any, name: str, language: str
) -> None:
    tab.set_content(page_of(chosen(decided, name), language))
    assert tab.evaluate("document.documentElement.scrollWidth") <= 360
    wide = "[...document.querySelectorAll('article *')].filter(e => e.getBoundingClientRect().right > 361).length"
    assert tab.evaluate(wide) == 0
    assert tab.asked == []


@pytest.mark.parametrize(("name", "language"), CASES)
def test_axe_finds_no_barrier(decided: Decided, tab: Any, name: str, language: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    tab.set_content(page_of(chosen(decided, name), language, with_answers=True))
    found = axe.Axe().run(tab, options={"runOnly": {"type": "tag", "values": RULES}}).response
    assert [(item["id"], [node["html"][:200] for node in item["nodes"]]) for item in found["violations"]] == []
    assert len(found["passes"]) > 20


@pytest.mark.parametrize(("name", "language"), CASES)
def test_each_language_is_printed_alone_on_two_sheets_at_most(
    decided: Decided, tab: Any, name: str, language: str
) -> None:
    choice = chosen(decided, name)
    tab.set_content(page_of(choice, language, with_answers=True))
    printed = pypdf.PdfReader(io.BytesIO(tab.pdf(prefer_css_page_size=True)))
    assert len(printed.pages) <= 2
    text = "".join(page.extract_text() for page in printed.pages)
    close = tab.locator(f"#page-{language} footer p").first.inner_text()
    assert "".join(close.split()) in "".join(text.split())
    if language != "ru":
        other = tab.locator("#page-ru footer p").first.text_content()
        assert "".join(other.split()) not in "".join(text.split())


def test_the_language_is_changed_by_keys_without_a_script(decided: Decided, browser: Any) -> None:
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.set_content(page_of(chosen(decided, "a banned man"), "uz"))
    assert tab.locator("#page-uz").is_visible()
    assert not tab.locator("#page-ru").is_visible()
    tab.keyboard.press("Tab")
    tab.keyboard.press("ArrowRight")
    assert tab.locator("#page-ru").is_visible()
    assert not tab.locator("#page-uz").is_visible()
    printed = pypdf.PdfReader(io.BytesIO(tab.pdf(prefer_css_page_size=True)))
    text = "".join(page.extract_text() for page in printed.pages)
    assert "Действует запрет на въезд" in text
    assert "Kirish taqiqi" not in text
    context.close()
