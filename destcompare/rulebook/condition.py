"""What rules are made of at the least: values, times, and conditions. Standard library only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from destcompare.expressions.evaluation import Outcome, prepare
from destcompare.expressions.tree import Tree, names_in
from destcompare.records import Record

Value = bool | int | float | str | date | frozenset[str]
"""An answer or a figure. Unknown is `None`, everywhere."""


class Period(Record):
    """A time; both days belong to it, `None` is an open end."""

    start: date | None = None
    end: date | None = None

    def __contains__(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


def holds(periods: tuple[Period, ...], day: date) -> bool:
    """Whether any period contains the day; no period at all means always."""
    return not periods or any(day in period for period in periods)


class Condition:
    """An expression of the rules: its text for people, its tree for every reading, prepared once to be evaluated.

    `tree` may be a function that reads it when it is first needed.
    """

    __slots__ = ("_names", "_run", "_tree", "text")

    def __init__(self, text: str, tree: Tree | Callable[[], Tree]) -> None:
        self.text = text
        self._tree = tree
        self._run: Callable[[Mapping[str, Outcome]], Outcome] | None = None
        self._names: frozenset[str] | None = None

    @property
    def tree(self) -> Tree:
        """The typed tree."""
        if not isinstance(self._tree, Record):
            self._tree = self._tree()
        return self._tree

    @property
    def names(self) -> frozenset[str]:
        """All names that stand in it, gathered once."""
        if self._names is None:
            self._names = names_in(self.tree)
        return self._names

    def __call__(self, scope: Mapping[str, Outcome]) -> Outcome:
        """Evaluate over known and unknown names (strong Kleene logic)."""
        if self._run is None:
            self._run = prepare(self.tree)
        return self._run(scope)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Condition) and self.tree == other.tree

    def __hash__(self) -> int:
        return hash(self.text)

    def __repr__(self) -> str:
        return f"Condition({self.text!r})"


class Derived(Record):
    """A value computed from facts, parameters and the derived values before it."""

    name: str
    value: Condition
