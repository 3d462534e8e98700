"""People of all kinds for the tests of columns, and the files they stand in."""

from __future__ import annotations

import csv
import random
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from destcompare.decision.answers import as_word
from destcompare.rulebook.model import Rulebook, Value
from tests.decision.people import whole_person

Answers = dict[str, Value]


def people(rulebook: Rulebook, as_of: date, count: int, seed: int) -> list[Answers]:
    """Random people, many of them near to what the rules ask for; of some a part of the answers is unknown."""
    draw = random.Random(seed)
    return [_person(rulebook, as_of, draw) for _ in range(count)]


def _person(rulebook: Rulebook, as_of: date, draw: random.Random) -> Answers:
    likely: Answers = {
        "nationality": draw.choice(rulebook.facts["nationality"].among),
        "trouble_in": frozenset(),
        "age": draw.randint(16, 60),
        "health_conditions": frozenset(),
        "criminal_record": "none",
        "job_offers": frozenset(draw.sample(sorted(rulebook.destinations), draw.randint(3, 13))),
        "offered_wage_usd": draw.randint(300, 6000),
        "savings_usd": draw.randint(0, 12_000),
        "experience_years": draw.choice((0, 1, 2.5, 3, 5, 8)),
    }
    given = {name: value for name, value in likely.items() if name == "nationality" or draw.random() < 0.65}
    person = whole_person(rulebook, as_of, draw, given)
    missing = draw.choice((0, 0, 0.05, 0.2, 0.6))
    return {name: value for name, value in person.items() if value is not None and draw.random() >= missing}


def write_people(path: Path, rulebook: Rulebook, everybody: Sequence[Answers]) -> None:
    """A CSV file with a column for every fact."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("case_id", *rulebook.facts))
        for number, person in enumerate(everybody):
            values = (as_word("", person[name]).removeprefix("=") if name in person else "" for name in rulebook.facts)
            writer.writerow((f"case-{number}", *values))
