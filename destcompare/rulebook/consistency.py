"""Answers that do not fit together: rules for all, and rules that stand once for every destination."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from destcompare.expressions.types import Declared, Type
from destcompare.problems import N_
from destcompare.rulebook import doubts, model
from destcompare.rulebook.conditions import Names, check_placeholders, read_condition, read_of_destination
from destcompare.rulebook.positions import Path as KeyPath
from destcompare.rulebook.reading import RuleFile


def build_consistency(
    file: RuleFile,
    shape: doubts.ConsistencyFile,
    templates: Collection[str],
    facts: Mapping[str, model.Fact],
    names: Names,
    codes: Iterable[str],
) -> tuple[model.Consistency, ...]:
    """Every rule; in one for each destination RU the fact `left_on` stands for `ru_left_on`."""
    seen: set[str] = set()
    found = []
    for group in ("rule", "each_destination"):
        for index, item in enumerate(getattr(shape, group)):
            path: KeyPath = (group, index)
            if item.id in seen:
                file.fault((*path, "id"), "RULE009", N_("The id {id} stands twice for the same time."), id=item.id)
            seen.add(item.id)
            for code in codes if group == "each_destination" else [None]:
                rule = _rule(file, path, item, templates, facts, names, code)
                if rule is None:  # the other destinations would repeat its faults
                    break
                found.append(rule)
    return tuple(found)


def _rule(
    file: RuleFile,
    path: KeyPath,
    shape: doubts.ConsistencyShape,
    templates: Collection[str],
    facts: Mapping[str, model.Fact],
    names: Names,
    code: str | None,
) -> model.Consistency | None:
    faults = len(file.faults)
    check_placeholders(file, (*path, "text"), shape.text, frozenset({"country"} if code else ()))
    here = (*path, "when")
    if code is None:
        when, prefix, own = read_condition(file, here, shape.when, names), "", frozenset[str]()
    else:
        country = next((fact.type.choice for fact in facts.values() if _is_country(fact)), None)
        scope = {**names, "destination": Declared("destination", "constant", Type("choice", choice=country), code)}
        when, prefix = read_of_destination(file, here, shape.when, code, templates, scope), f"{code.lower()}_"
        own = frozenset(templates)
    if when is None:
        return None
    asked = tuple(f"{prefix}{name}" if name in own else name for name in shape.facts)
    used = when.names & facts.keys()
    if frozenset(asked) != used:
        needed = sorted(name.removeprefix(prefix) for name in used)
        file.fault(
            (*path, "facts"), "RULE019", N_("Expected exactly the facts of the condition: {facts}."), facts=needed
        )
    if len(file.faults) > faults:
        return None
    return model.Consistency(f"{prefix}{shape.id}", when, asked, shape.text, code)


def _is_country(fact: model.Fact) -> bool:
    return fact.type.choice is not None and fact.type.choice.name == "country"
