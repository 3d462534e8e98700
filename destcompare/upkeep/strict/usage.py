"""What nothing uses: figures, questions of a destination, derived values, choices."""

from __future__ import annotations

import re

from destcompare.decision.conversion import FIGURES
from destcompare.expressions.tree import names_in
from destcompare.problems import N_
from destcompare.rulebook.model import Scheme
from destcompare.rulebook.schema import DestinationFile
from destcompare.upkeep.strict.scope import SHARED, Rules, Use, sees

_EXCHANGE_RATE = re.compile(r"[A-Z]{3}/[A-Z]{3}")


def note_unused(rules: Rules, uses: list[Use]) -> None:
    """Note every figure, question, derived value and choice that no condition, sentence or step names."""
    _note_figures(rules, uses)
    everywhere = {name for use in uses for name in use.names}
    everywhere |= _in_derived(rules) | _in_facts(rules) | _in_invariants(rules)
    everywhere |= _in_consistency(rules) | _in_money(rules)
    for name in SHARED:
        file = rules.files.get(name)
        for group in ("parameter", "derived"):
            for item, shape in (file.data.get(group, {}) if file else {}).items():
                rate = _EXCHANGE_RATE.fullmatch(shape.get("unit", ""))  # the money converts with it
                if file is not None and item not in everywhere and not rate:
                    _note_one(rules, name, (group, item), "RULE030" if group == "parameter" else "RULE031")
    _note_questions(rules, everywhere)
    _note_choices(rules)


def _note_figures(rules: Rules, uses: list[Use]) -> None:
    for owner in rules.owners():
        named = {name for use in uses if sees(use.owner, owner) for name in use.names}
        named |= {name for scheme in rules.rulebook.schemes if sees(scheme, owner) for name in _in_stay(scheme)}
        for parameter in owner.parameters:
            if parameter.name not in named:
                _note_one(rules, rules.file(owner).name, ("parameter", parameter.name), "RULE030")


def _in_stay(scheme: Scheme) -> set[str]:
    """What the length of a stay, the months without pay and the lowest pay rest on."""
    conditions = (scheme.stay, scheme.gap, scheme.unpaid, scheme.pay_floor)
    return {name for condition in conditions if condition is not None for name in names_in(condition.tree)}


def _note_questions(rules: Rules, everywhere: set[str]) -> None:
    """Those of `facts.toml` belong to every command; a destination's own ones only to its rules."""
    codes = [code.lower() for code in rules.rulebook.destinations]
    for name in rules.files["facts.toml"].data.get("each_destination", {}):
        if not {f"{code}_{name}" for code in codes} & everywhere:
            _note_one(rules, "facts.toml", ("each_destination", name), "RULE031")
    for file in rules.files.values():
        if isinstance(file.shape, DestinationFile):
            for name in file.shape.fact:
                if name not in everywhere:
                    _note_one(rules, file.name, ("fact", name), "RULE031")


def _note_choices(rules: Rules) -> None:
    types = [
        *(fact.type for fact in rules.rulebook.facts.values()),
        *(item.type for item in rules.rulebook.all_parameters()),
    ]
    used = {kind.choice.name for kind in types if kind.choice is not None}
    for name in rules.rulebook.choices:
        if name not in used:
            _note_one(rules, "facts.toml", ("choice", name), "RULE031")


def _note_one(rules: Rules, file: str, path: tuple[str, str], code: str) -> None:
    rules.files[file].fault(
        path, code, N_("No condition, sentence or step uses {name}. Use it or take it away."), at_key=True, name=path[1]
    )


def _in_derived(rules: Rules) -> set[str]:
    return {name for derived in rules.rulebook.derived for name in names_in(derived.value.tree)}


def _in_money(rules: Rules) -> set[str]:
    """What the sums and the criteria rest on, and what prices are converted with."""
    sums, criteria = rules.rulebook.money.sums, rules.rulebook.scoring.criteria
    conditions = [item.value for item in sums] + [item.measure for item in criteria if item.measure is not None]
    return {*(FIGURES if sums else ()), *(name for condition in conditions for name in names_in(condition.tree))}


def _in_facts(rules: Rules) -> set[str]:
    implications = (item for fact in rules.rulebook.facts.values() for item in fact.implied_by)
    return {name for item in implications for name in names_in(item.when.tree)}


def _in_invariants(rules: Rules) -> set[str]:
    """What must hold whatever the rules say may rest on figures that no rule names."""
    file = rules.files.get("invariants.toml")
    return set(re.findall(r"\w+", file.text)) if file else set()


def _in_consistency(rules: Rules) -> set[str]:
    return {name for rule in rules.rulebook.consistency for name in rule.when.names}
