"""The person who would reach what no rule case reaches yet, found by search from the cases that there are.

A case of the scheme is kept as it is but for one or two answers of the rule in question, each tried in every cell that the
rule tells apart; or for its day. What the rules say of that person now is written down as the expectation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import combinations, islice, product
from typing import Any

from destcompare.decision.answers import read_mapping
from destcompare.decision.cells import cells
from destcompare.decision.decide import decide
from destcompare.decision.person import make_person
from destcompare.decision.scope import Scope, Scopes
from destcompare.expressions.borders import inlined
from destcompare.expressions.functions import NO_DAY
from destcompare.problems import BadInput
from destcompare.rulebook.cases import CaseShape
from destcompare.rulebook.model import Ban, Requirement, Scheme, Value
from destcompare.upkeep.coverage import Coverage, Target

_BASES = 8
_CELLS = 12
_TRIES = 250
_DAY = timedelta(days=1)


def proposals(
    coverage: Coverage, cases: Iterable[CaseShape], missing: Iterable[Target]
) -> Iterator[tuple[Target, CaseShape]]:
    """For each target that can be reached near a case that there is, a case that reaches it; one case for all it reaches."""
    cases = list(cases)
    done: set[Target] = set()
    for target in sorted(missing, key=lambda target: target.kind != "border"):  # a border reaches its condition too
        if target in done:
            continue
        for case in islice(_near(coverage, cases, target), _TRIES):
            reached = _reached(coverage, case)
            if target in reached:
                done |= reached
                yield target, _expected(coverage, case, target)
                break


def as_toml(target: Target, case: CaseShape) -> str:
    """The case as it stands in a file of rule cases."""
    lines = [
        f"# {target.kind}: {target.rule}, {target.what}. What the rules say now: compare it with the source first.",
        "[[case]]",
        f"name    = {_toml(case.name)}",
        f"as_of   = {case.as_of}",
    ]
    for key in ("person", "expect", "until", "asks", "changes", "entry", "figures"):
        if value := getattr(case, key):
            lines.append(f"{key:<7} = {_toml(value)}")
    return "\n".join(lines)


def _is_readable(coverage: Coverage, case: CaseShape) -> bool:
    try:
        read_mapping(case.person, coverage.rulebook, case.as_of)
    except BadInput:  # a day of leaving after the day asked about, for example
        return False
    return True


def _reached(coverage: Coverage, case: CaseShape) -> set[Target]:
    return coverage.reached(case) if _is_readable(coverage, case) else set()


def _near(coverage: Coverage, cases: list[CaseShape], target: Target) -> Iterator[CaseShape]:
    """Cases to try, the plainest first."""
    rule = coverage.rule(target)
    if target.kind == "entry":
        day = date.fromisoformat(target.what.partition(" ")[0])
        code = target.owner.upper()
        yield CaseShape(name="?", as_of=day, person={"nationality": target.rule}, entry={code: "none"})
        return
    days = [date.fromisoformat(target.what)] if target.kind in ("day", "figure") else []
    for scheme in _schemes(coverage, target):
        bases = sorted((case for case in cases if scheme.id in case.expect), key=lambda case: _likeness(case, scheme))
        for base in bases[:_BASES]:
            plain = CaseShape(name="?", as_of=base.as_of, person=base.person, expect={scheme.id: "unknown"})
            for day in days or [base.as_of]:
                yield from _varied(coverage, plain.model_copy(update={"as_of": day}), rule, scheme, target)


def _schemes(coverage: Coverage, target: Target) -> list[Scheme]:
    """Where the target can be reached: its own scheme, else those of its destination, else all."""
    schemes = coverage.rulebook.schemes
    own = [scheme for scheme in schemes if scheme.id == target.owner]
    there = [scheme for scheme in schemes if scheme.destination.lower() == target.owner]
    return own or there[:3] or list(schemes)


def _likeness(case: CaseShape, scheme: Scheme) -> tuple[int, int]:
    """How near to being met: what is eligible first, newest first."""
    order = ("eligible", "reachable", "banned", "unknown", "ineligible", "closed")
    return order.index(case.expect[scheme.id]), -case.as_of.toordinal()


def _varied(
    coverage: Coverage, base: CaseShape, rule: Requirement | Ban | None, scheme: Scheme, target: Target
) -> Iterator[CaseShape]:
    yield base
    if rule is None or not _is_readable(coverage, base):
        return
    choices = dict(_choices(coverage, base, rule, scheme))
    for size in (1, 2):
        for facts in combinations(choices, size):
            for values in product(*(choices[fact] for fact in facts)):
                person = {**base.person, **dict(zip(facts, values, strict=True))}
                case = base.model_copy(update={"person": {k: v for k, v in person.items() if v is not None}})
                yield case
                if target.kind == "ban" and isinstance(rule, Ban) and _is_readable(coverage, case):
                    yield from _at_end(coverage, case, rule)
        if size == 1 and target.what == "unknown":
            return


def _choices(
    coverage: Coverage, base: CaseShape, rule: Requirement | Ban, scheme: Scheme
) -> Iterator[tuple[str, list[Any]]]:
    """For each fact of the rule, an answer of each of its cells as it stands in a rule case; and no answer."""
    trees = [inlined(rule.when.tree, coverage.meanings)]
    answers = read_mapping(base.person, coverage.rulebook, base.as_of)
    scope = coverage.scope(rule, scheme, Scopes(coverage.rulebook, make_person(answers, coverage.rulebook), base.as_of))
    for fact in coverage.rulebook.facts.values():
        if fact.id not in coverage.names(rule):
            continue

        def at(value: Value, fact_id: str = fact.id) -> Scope:
            return scope.changed({fact_id: value})

        found = cells(fact, trees, at, both_ends=True) if fact.type.kind != "set" else _words(fact.among, scheme)
        if fact.type.kind == "date":
            days = [day for day in found if isinstance(day, date)]
            found = [base.as_of - _DAY, *(day for day in days if day <= base.as_of or not fact.past)]
        yield fact.id, [*map(_raw, found[:_CELLS]), None]


def _words(among: tuple[str, ...], scheme: Scheme) -> list[Value]:
    """Sets worth trying: none, this destination, and each word alone where there are few."""
    alone = among or (scheme.destination,)
    return [frozenset(), *(frozenset((word,)) for word in alone)]


def _at_end(coverage: Coverage, case: CaseShape, ban: Ban) -> Iterator[CaseShape]:
    """The same person on the last day of a ban and on the first day without it."""
    end = coverage.end_of(ban, case)
    if end is not None and NO_DAY + _DAY < end < date.max:
        for day in (end - _DAY, end):
            yield case.model_copy(update={"as_of": day})


def _raw(value: Value) -> Any:
    """A value as a rule case writes it."""
    if value == NO_DAY:
        return "none"
    return sorted(value) if isinstance(value, frozenset) else value


def _expected(coverage: Coverage, case: CaseShape, target: Target) -> CaseShape:
    """The case with what the rules say of it now."""
    rulebook = coverage.rulebook
    name = f"{target.rule}: {target.what}"
    schemes = coverage.schemes_of(case)
    codes = {*(scheme.destination for scheme in schemes), *case.entry}
    narrowed = rulebook.replaced(
        schemes=tuple(schemes), destinations={code: rulebook.destinations[code] for code in codes}
    )
    decision = decide(make_person(read_mapping(case.person, rulebook, case.as_of), rulebook), narrowed, case.as_of)
    entry = {term.destination: term.entry.access for term in decision.entry}
    options = {option.scheme.id: option for option in decision.options}
    return CaseShape.model_validate(
        {
            "name": name,
            "as_of": case.as_of,
            "person": case.person,
            "expect": {scheme: option.status for scheme, option in options.items()},
            "until": {scheme: option.until for scheme, option in options.items() if option.until is not None},
            "asks": {scheme: list(option.asks) for scheme, option in options.items() if option.asks},
            "changes": {
                scheme: [change.fact for change in option.changes]
                for scheme, option in options.items()
                if option.changes and option.status == "reachable"
            },
            "entry": {code: entry.get(code, "none") for code in case.entry},
        }
    )


def _toml(value: Any) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
        case list():
            return "[" + ", ".join(map(_toml, value)) + "]"
        case dict():
            inside = ", ".join(
                f"{name if name.isidentifier() else _toml(name)} = {_toml(item)}" for name, item in value.items()
            )
            return "{ " + inside + " }"
        case _:
            return str(value)
