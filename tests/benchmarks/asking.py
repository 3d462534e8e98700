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
from datetime import date
from pathlib import Path

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


def main(people: int) -> None:
    rulebook = load_rulebook(ROOT / "rules")
    questions = Questions(rulebook, AS_OF)
    used = questions.uses()
    asked, all_asked, waits, misses, different = [], [], [], [], 0
    for number in range(people):
        draw = random.Random(SEED + number)
        everything = whole_person(rulebook, AS_OF, draw, typical(rulebook, draw))
        answers: dict[str, Value | None] = {}
        guesses = []
        while True:
            start = time.process_time()
            fact = questions.next(answers)
            waits.append(time.process_time() - start)
            if fact is None:
                break
            guesses.append((len(answers), questions.remaining(answers)))
            answers[fact.id] = everything[fact.id]
        asked.append(len(answers))
        all_asked.append(len(used & everything.keys()))
        misses += [remaining - (len(answers) - before) for before, remaining in guesses]
        for option in decide(make_person(everything, rulebook), rulebook, AS_OF).options:
            verdict = questions.verdict(option.scheme.id, answers)
            different += verdict is None or (verdict.status, verdict.until) != (option.status, option.until)
    mean = statistics.mean(asked)
    print(f"Python {platform.python_version()}, {platform.machine()}, {people} people, {len(rulebook.schemes)} schemes")
    print(f"facts that some scheme uses                {len(used)}")
    print(
        f"asked of a person in the mean              {mean:.1f}  (median {statistics.median(asked)}, most {max(asked)})"
    )
    print(f"share of all facts that schemes use        {100 * mean / len(used):.0f} %")
    print(f"share of those that no answer implies      {100 * mean / statistics.mean(all_asked):.0f} %")
    print(f"different final statuses                   {different}")
    waits.sort()
    print(
        f"seconds to the next question               {statistics.median(waits):.3f}  (99 %: {waits[int(len(waits) * 0.99)]:.3f})"
    )
    print(
        f"error of the number still to come          {statistics.mean(misses):+.1f}"
        f"  (absolute {statistics.mean(map(abs, misses)):.1f})"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
