"""The additive value model: what an option is worth by each criterion, weighted and added to points from 0 to 100."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

from destcompare.decision.money import Cases
from destcompare.decision.result import Standing, Triple, Worth
from destcompare.rulebook.model import Scheme
from destcompare.rulebook.weights import Criterion, Grade, Scoring


class Scores:
    """Criteria and weights made ready; `weights` sum to 1."""

    def __init__(self, scoring: Scoring, weights: Mapping[str, float]) -> None:
        self.weights = weights
        self._criteria = scoring.criteria
        self._unknown = scoring.unknown
        self._grades: dict[str, dict[str, Grade]] = {
            item.id: {name: grade for grade in item.grades for name in grade.of} for item in scoring.criteria
        }

    def standing(self, scheme: Scheme, cases: Cases) -> Standing:
        """Points of one option, and the range they take while something is not known."""
        worths = {item.id: self.worth(item, scheme, cases) for item in self._criteria}
        contributions = {name: self.points(name, worth) for name, worth in worths.items()}
        score = round(sum(contributions.values()), 2)
        low, high = self._range(worths)
        return Standing(worths, contributions, score, (min(low, score), max(high, score)))

    def reach(self, scheme: Scheme, cases: Cases) -> Standing:
        """The range of points alone, of an option that is not known to be open."""
        worst, _, best = cases
        worths = {item.id: self.worth(item, scheme, (worst, best, best)) for item in self._criteria}
        return Standing(worths, {}, None, self._range(worths))

    def _range(self, worths: Mapping[str, Worth]) -> tuple[float, float]:
        low = sum(self.weights[name] * worth.low for name, worth in worths.items())
        return _points(low), _points(sum(self.weights[name] * worth.high for name, worth in worths.items()))

    def points(self, criterion: str, worth: Worth) -> float:
        """What a worth adds to the score."""
        return _points(self.weights[criterion] * worth.typical)

    def grade(self, criterion: Criterion, scheme: Scheme) -> Grade | None:
        """The group of a criterion that a scheme belongs to, or else its destination."""
        grades = self._grades[criterion.id]
        return grades.get(scheme.id) or grades.get(scheme.destination)

    def worth(self, criterion: Criterion, scheme: Scheme, cases: Cases) -> Worth:
        """What an option is worth by one criterion."""
        grade = self.grade(criterion, scheme)
        measure: Triple = (None, None, None)
        if criterion.measure is not None:
            worst, typical, best = (criterion.measure(case).value for case in cases)
            measure = (worst, typical, best)
        if measure == (None, None, None):
            if grade is not None:
                return Worth(grade.worth, grade.worth, grade.worth, None, grade.text)
            return Worth(0.0, self._unknown, 1.0, None, None)
        worths = [None if value is None else value_of(criterion.points, value) for value in measure]
        low = min(worths[0] if worths[0] is not None else 0.0, *(w for w in worths if w is not None))
        high = max(worths[2] if worths[2] is not None else 1.0, *(w for w in worths if w is not None))
        return Worth(
            low, worths[1] if worths[1] is not None else low + (high - low) * self._unknown, high, measure, None
        )


def weights_of(scoring: Scoring, priority: str, changed: Mapping[str, float]) -> dict[str, float]:
    """The weights of a priority, some of them changed, as parts of 1; all alike when nothing is left of them."""
    raw = {**dict.fromkeys((item.id for item in scoring.criteria), 0.0), **scoring.weights.get(priority, {}), **changed}
    total = sum(raw.values())
    return {name: weight / total if total else 1 / len(raw) for name, weight in raw.items()}


def value_of(points: Sequence[tuple[float, float]], measure: float) -> float:
    """The piecewise linear function through the points, level outside them."""
    if measure <= points[0][0]:
        return points[0][1]
    for (x, y), (further, higher) in itertools.pairwise(points):
        if measure <= further:
            return y + (higher - y) * (measure - x) / (further - x)
    return points[-1][1]


def _points(part: float) -> float:
    return round(100 * part, 2)
