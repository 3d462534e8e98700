"""What the outcome of a scheme rests on, and what of it two versions of the rules have otherwise.

A scheme of which nothing here differs is decided alike for everyone, so it need not be decided twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from destcompare.expressions.printer import print_tree
from destcompare.expressions.tree import AllOf, AnyOf, Compare, Tree, names_in, rebuilt
from destcompare.records import Record
from destcompare.rulebook.model import Condition, Fact, Rulebook, Scheme

_OPEN = "open"
_TURNED = {">": "<", ">=": "<="}


class Part(Record):
    """One thing an outcome rests on: what it says, and the names in it."""

    says: tuple[Any, ...]
    names: frozenset[str]


class Reach(Record):
    """Everything the outcome of a scheme rests on, by id or name; facts in the order of the rules."""

    parts: Mapping[str, Part]
    facts: tuple[str, ...]

    def facts_behind(self, changed: Iterable[str]) -> tuple[str, ...]:
        """The facts through which changed parts can be noticed: those that stand beside them in a condition."""
        behind = set(changed)
        while True:
            users = {part for part in self.parts.values() if part.names & behind}
            rules = {name for name, part in self.parts.items() if part in users and name not in self.facts}
            if rules <= behind:
                break
            behind |= rules
        names = behind | self._below(behind)
        return tuple(fact for fact in self.facts if fact in names)

    def _below(self, names: Iterable[str]) -> set[str]:
        found: set[str] = set()
        waiting = list(names)
        while waiting:
            part = self.parts.get(waiting.pop())
            fresh = part.names - found if part else frozenset()
            found |= fresh
            waiting += [name for name in fresh if name not in self.facts]
        return found


def reach(rulebook: Rulebook, scheme: Scheme) -> Reach:
    """Gather the parts: openings, requirements, bans, then figures, derived values and facts named by any of them."""
    destination = rulebook.destinations[scheme.destination]
    said: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    names: dict[str, frozenset[str]] = defaultdict(frozenset)

    def add(key: str, conditions: Iterable[Condition | None], *rest: object) -> None:
        conditions = tuple(conditions)
        said[key].append((*(meaning_of(item) for item in conditions), *rest))
        names[key] |= frozenset().union(*(names_in(item.tree) for item in conditions if item is not None))

    add(_OPEN, (), *scheme.open)
    for requirement in scheme.requirements:
        add(requirement.id, (requirement.when,), requirement.in_force)
    for ban in destination.bans:
        add(ban.id, (ban.when, ban.starts, ban.ends, ban.law_of), ban.in_force)
    groups = (rulebook.parameters, destination.parameters, scheme.parameters)
    figures = {item.name: item for group in groups for item in group}
    derived = {item.name: item for item in rulebook.derived}
    waiting = sorted(frozenset().union(*names.values()))
    while waiting:
        name = waiting.pop()
        if name in said:
            continue
        if name in derived:
            add(name, (derived[name].value,))
        elif name in figures:
            add(name, (), figures[name].type, *((dated.period, dated.value) for dated in figures[name].values))
        elif name in rulebook.facts:
            fact = rulebook.facts[name]
            implied = tuple((meaning_of(item.when), item.value) for item in fact.implied_by)
            add(name, (item.when for item in fact.implied_by), *fact_says(fact), implied)
        waiting += sorted(names[name] - said.keys())
    parts = {key: Part(tuple(sorted(items, key=repr)), names[key]) for key, items in said.items()}
    return Reach(parts, tuple(fact for fact in rulebook.facts if fact in parts))


def changed_parts(before: Reach, after: Reach) -> tuple[str, ...]:
    """Ids and names of what one version says otherwise than the other, or alone."""
    known = dict.fromkeys([*before.parts, *after.parts])
    return tuple(name for name in known if before.parts.get(name) != after.parts.get(name))


def fact_says(fact: Fact) -> tuple[Any, ...]:
    """What of a fact decides: its type, range, and how it can change; the words of an unordered choice only where named."""
    choice = fact.type.choice
    words = choice.words if choice and choice.ordered else None
    return (fact.type.kind, fact.type.unit, words, fact.among, fact.integer, fact.minimum, fact.maximum, fact.change)


def meaning_of(condition: Condition | None) -> str | None:
    """A condition as text that is the same whenever it means the same at sight: spaces and the order of parts do not count."""
    return None if condition is None else print_tree(_settled(condition.tree))


def _settled(tree: Tree) -> Tree:
    tree = rebuilt(tree, _settled)
    match tree:
        case AllOf() | AnyOf():
            flat = [part for item in tree.operands for part in (item.operands if type(item) is type(tree) else (item,))]
            return tree.replaced(operands=tuple(sorted(flat, key=print_tree)))
        case Compare(operator=">" | ">="):
            return tree.replaced(operator=_TURNED[tree.operator], left=tree.right, right=tree.left)
        case Compare(operator="==" | "!=") if print_tree(tree.right) < print_tree(tree.left):
            return tree.replaced(left=tree.right, right=tree.left)
        case _:
            return tree
