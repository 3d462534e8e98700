"""What `explain` prints: whole on a small rulebook, and for whoever asks by the shipped rules."""

from __future__ import annotations

import io
import json
from datetime import date

import jsonschema
from hypothesis import given, settings
from hypothesis import strategies as st

from destcompare.decision.answers import read_mapping
from destcompare.decision.decide import decide
from destcompare.decision.explanation import explain
from destcompare.decision.person import make_person
from destcompare.language import load_language
from destcompare.output.console import make_console
from destcompare.output.explain import ExplanationView
from destcompare.output.explanation import explanation_document, explanation_schema
from destcompare.rulebook.building import build_rulebook
from destcompare.rulebook.model import Scheme
from tests.decision.test_shipped_rules import DAYS, PEOPLE, RULEBOOK, decided
from tests.rulebook.conftest import FILES

VALIDATOR = jsonschema.Draft202012Validator(json.loads(explanation_schema()))
DAY = date(2026, 6, 1)
SHOWN = """\
XC: Work
Work there.
→ You may qualify after a change.
By the rules of 1 June 2026. This is information, not a promise. Officials
decide.

What is asked
  ✗ Age 18 or more
    Age: you said 16. Needed: 18 or more.
    Source: The law – Parliament (law, checked 2026-01-01):
    https://example.org/law
  ✗ Language level A2, or the test (not confirmed)
    One of these is enough:
      – Language: you said A1. Needed: A2.
      – Test: you said no. Needed: yes.
    Source: The law – Parliament (law, checked 2026-01-01):
    https://example.org/law
  ✓ Your country is a member
    Citizenship: XA
    Source: The law – Parliament (law, checked 2026-01-01):
    https://example.org/law
  ✓ A job offer
    Offers: XC
    Source: The law – Parliament (law, checked 2026-01-01):
    https://example.org/law

What would change it
  1. Needed: Language – A2. Days it takes, about: 40. Needed: Age – 18. Days it
     takes, about: 730.
     Days in all, about: 730. Then: You may qualify.
  2. Needed: Age – 18. Days it takes, about: 730. Needed: Test – yes.
     Then: You may qualify.

Look at these answers twice
  · From your other answers: Overstay (XC): 0. If one of these is not true, this
    way may be closed.

▲ Not confirmed by an official source, check before you pay: Language level A2,
  or the test

Work only by a visa or permit that allows work. Pay nobody for a place or a
bribe.
"""


def test_an_explanation_reads_like_this() -> None:
    rulebook = build_rulebook({name: text.encode() for name, text in FILES.items()}, "test")
    answers = {"nationality": "XA", "age": 16, "level": "A1", "passed": False, "job_offers": ["XC"]}
    answers |= {"trouble_in": []}
    decision = decide(make_person(read_mapping(answers, rulebook, DAY), rulebook), rulebook, DAY)
    stream = io.StringIO()
    console = make_console(stream)
    console.width = 80
    ExplanationView(console, load_language("en"), explain(decision, "xc/work")).show()
    assert stream.getvalue() == SHOWN


@settings(max_examples=25)
@given(PEOPLE, DAYS, st.sampled_from(RULEBOOK.schemes), st.sampled_from(["uz", "tg", "ky", "ru", "uz-Cyrl"]))
def test_every_way_can_be_explained_to_everyone_on_every_day(
    person: dict[str, object], day: date, scheme: Scheme, language: str
) -> None:
    found = explain(decided(person, day), scheme.id)
    VALIDATOR.validate(json.loads(explanation_document(found, load_language(language))))
    stream = io.StringIO()
    console = make_console(stream)
    console.width = 80
    ExplanationView(console, load_language(language), found).show()
    assert max(map(len, stream.getvalue().splitlines())) <= 80
