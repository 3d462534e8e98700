"""The page of the report in a real browser: on a narrow phone, for those who are read to; nothing is asked of the network.

Runs where chromium is installed; it is driven as it is and nothing is downloaded.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from destcompare.batch.report.content import write_report
from destcompare.batch.report.counting import count
from destcompare.batch.report.html import html_report
from destcompare.batch.report.outcomes import open_outcomes
from destcompare.batch.report.requirements import language_openers, same_reasons
from destcompare.language import load_language
from destcompare.rulebook.model import Rulebook
from tests.batch.report.caseloads import write
from tests.batch.report.test_counting import some_people
from tests.conftest import TODAY

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def test_the_page_fits_a_phone_asks_for_nothing_and_has_no_barrier(rulebook: Rulebook, tmp_path: Path) -> None:
    file = write(some_people(200, money=True), tmp_path / "out.parquet")
    counts = count(open_outcomes(str(file)), language_openers(rulebook, TODAY), same_reasons(rulebook, TODAY))
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        tab = browser.new_page(viewport={"width": 360, "height": 740})
        asked: list[str] = []
        tab.on("request", lambda request: asked.append(request.url))
        for language in ("uz", "tg", "ky", "ru"):
            tab.set_content(html_report(write_report(counts, rulebook, TODAY, load_language(language))))
            assert tab.evaluate("document.documentElement.scrollWidth") <= 360
            found = axe.Axe().run(tab, options={"runOnly": {"type": "tag", "values": RULES}}).response
            assert [item["id"] for item in found["violations"]] == []
            assert len(found["passes"]) > 15
        assert asked == []
        browser.close()
