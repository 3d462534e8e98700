"""How many questions an interview asks, against asking all that any scheme uses; with the same final statuses.

    python tests/benchmarks/asking.py [PEOPLE]

Goals for 1,000 people: at most 60 % of all questions in the mean, no different status, the next question well under 0.3 s.
People are drawn with a fixed seed: most without trouble abroad and without offers, as those who come to a centre are.
"""

from __future__ import annotations

import platform
import random
import statistics
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT))

from destcompare.decision.ask import Questions  # noqa: E402 - found beside this file
from destcompare.decision.decide import decide  # noqa: E402
from destcompare.decision.person import make_person  # noqa: E402
from destcompare.rulebook.cache import load_rulebook  # noqa: E402
from destcompare.rulebook.model import Rulebook, Value  # noqa: E402
from tests.decision.people import whole_person  # noqa: E402

AS_OF = date(2026, 11, 25)
SEED = 20261125
WORKERS = 2
LATE = 0.3
"""Seconds to the next question that a person notices."""


def typical(rulebook: Rulebook, draw: random.Random) -> dict[str, Value | None]:
    """Answers whose distribution matters; the others are drawn evenly."""
    codes = list(rulebook.destinations)
    return {
        "age": draw.randint(16, 60),
        "trouble_in": frozenset(draw.sample(codes, draw.choices((0, 1, 2), (80, 16, 4))[0])),
        "job_offers": frozenset(draw.sample(codes, draw.choices((0, 1, 2), (70, 25, 5))[0])),
        "ethnic_korean": draw.random() < 0.02,
        "criminal_record": draw.choices(("none", "fine", "suspended", "imprisonment"), (94, 3, 2, 1))[0],
        "health_conditions": frozenset(draw.choices(((), ("hepatitis_b",), ("tuberculosis",)), (95, 3, 2))[0]),
        "savings_usd": draw.choice((0, 300, 900, 2000, 5000, 12000)),
        "experience_years": draw.randint(0, 12),
    }


class Interview(NamedTuple):
    """What one interview took."""

    asked: int
    every: int
    """Facts that some scheme uses and no answer implies."""
    waits: list[float]
    misses: list[int]
    different: int
    spent: int


@cache
def shipped() -> tuple[Rulebook, Questions]:
    """The rules, read once in each process, and their questions."""
    rulebook = load_rulebook(ROOT / "rules")
    return rulebook, Questions(rulebook, AS_OF)


def interview(number: int) -> Interview:
    """One person, asked until nothing matters any more."""
    rulebook, questions = shipped()
    draw = random.Random(SEED + number)
    everything = whole_person(rulebook, AS_OF, draw, typical(rulebook, draw))
    answers: dict[str, Value | None] = {}
    waits, guesses, spent = [], [], questions.spent
    while True:
        start = time.process_time()
        fact = questions.next(answers)
        waits.append(time.process_time() - start)
        if fact is None:
            break
        guesses.append((len(answers), questions.remaining(answers)))
        answers[fact.id] = everything[fact.id]
    spent = questions.spent - spent
    different = 0
    for option in decide(make_person(everything, rulebook), rulebook, AS_OF).options:
        verdict = questions.verdict(option.scheme.id, answers)
        different += verdict is None or (verdict.status, verdict.until) != (option.status, option.until)
    misses = [remaining - (len(answers) - before) for before, remaining in guesses]
    return Interview(len(answers), len(questions.uses() & everything.keys()), waits, misses, different, spent)


def main(people: int) -> None:
    rulebook, questions = shipped()
    used = len(questions.uses())
    with ProcessPoolExecutor(WORKERS) as workers:
        found = list(workers.map(interview, range(people), chunksize=5))
    asked = [item.asked for item in found]
    mean = statistics.mean(asked)
    waits = sorted(wait for item in found for wait in item.waits)
    misses = [miss for item in found for miss in item.misses]
    late, spent = sum(wait > LATE for wait in waits), sum(item.spent > 0 for item in found)
    print(f"Python {platform.python_version()}, {platform.machine()}, {people} people, {len(rulebook.schemes)} schemes")
    print(f"facts that some scheme uses                {used}")
    print(
        f"asked of a person in the mean              {mean:.1f}  (median {statistics.median(asked)}, most {max(asked)})"
    )
    print(f"share of all facts that schemes use        {100 * mean / used:.0f} %")
    print(f"share of those that no answer implies      {100 * sum(asked) / sum(item.every for item in found):.0f} %")
    print(f"different final statuses                   {sum(item.different for item in found)}")
    print(
        f"seconds to the next question               {statistics.median(waits):.3f}"
        f"  (99 %: {waits[int(len(waits) * 0.99)]:.3f}, longest {waits[-1]:.3f})"
    )
    print(f"questions that took more than {LATE} s        {late} of {len(waits)}")
    print(f"seconds of work a person                   {sum(waits) / people:.2f}")
    print(f"people with whom a search was cut short    {spent} ({sum(item.spent for item in found)} searches)")
    print(
        f"error of the number still to come          {statistics.mean(misses):+.1f}"
        f"  (absolute {statistics.mean(map(abs, misses)):.1f})"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
