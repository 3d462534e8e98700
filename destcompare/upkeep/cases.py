"""Rule cases: people and days kept beside the rules, with what must come out; and where it comes out otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import tomli

from destcompare.decision.answers import read_mapping
from destcompare.decision.decide import decide
from destcompare.decision.particulars import Particulars
from destcompare.decision.person import make_person
from destcompare.decision.result import Decision, Option
from destcompare.language import Language
from destcompare.output.document import plain
from destcompare.output.words import say
from destcompare.problems import N_, BadInput
from destcompare.records import Record
from destcompare.rulebook.cases import CaseShape
from destcompare.rulebook.model import Rulebook, on_day

_FILES = ("cases.toml", "paper.toml")


class Case(Record):
    """One rule case and the file it stands in."""

    file: str
    shape: CaseShape


class Difference(Record):
    """What should have come out, what did, and what decided it: requirements or bans, by their ids."""

    about: str
    expected: object
    found: object
    because: tuple[str, ...] = ()


def read_cases(files: Mapping[str, bytes], only: str = "") -> Iterator[Case]:
    """The rule cases with a text in their file or name, in the order of the files, which are known to have no fault."""
    for name, content in files.items():
        if name.rpartition("/")[2] in _FILES:
            for case in tomli.loads(content.decode("utf-8"))["case"]:
                if only.casefold() in f"{name} {case['name']}".casefold():
                    yield Case(name, CaseShape.model_validate(case))


def tell(cases: Iterable[Case], rulebook: Rulebook, language: Language) -> Iterator[list[str]]:
    """For each case that comes out otherwise, its lines: file and name, each difference, what decided it."""
    for case in cases:
        try:
            found = differences(case.shape, rulebook)
            lines = [line for difference in found for line in _told(difference, language)]
        except BadInput as problem:
            lines = [f"  {say(language, problem.sentence)}"]
        if lines:
            yield [f"{case.file}: {case.shape.name}", *lines]


def _told(difference: Difference, language: Language) -> Iterator[str]:
    sentence = N_(
        "{about}: expected {expected}, found {found}",
        about=difference.about,
        expected=str(difference.expected),
        found=str(difference.found),
    )
    yield f"  {say(language, sentence)}"
    if difference.because:
        deciding = N_("Decided by: {rules}", rules=", ".join(difference.because))
        yield f"    {say(language, deciding)}"


def differences(case: CaseShape, rulebook: Rulebook) -> list[Difference]:
    """Where the rules decide otherwise than the case expects. Raises `BadInput` when the person cannot be read."""
    person = make_person(read_mapping(case.person, rulebook, case.as_of), rulebook)
    decision = decide(person, rulebook, case.as_of)
    options = {option.scheme.id: option for option in decision.options}
    named = dict.fromkeys([*case.expect, *case.until, *case.asks, *case.changes, *case.places])
    unknown = [scheme for scheme in named if scheme not in options]
    found = [Difference(scheme, "scheme", None) for scheme in unknown]
    for option in (options[scheme] for scheme in named if scheme in options):
        found += _of_option(case, option, decision)
    limits = {term.destination: [limit.days for limit in term.entry.limits] for term in decision.entry}
    for destination, days in case.days.items():
        allowed = limits.get(destination, [])
        found += _unless(days in allowed, destination, days, allowed)
    entry = {term.destination: term.entry.access for term in decision.entry}
    for destination, access in case.entry.items():
        found += _unless(access == entry.get(destination, "none"), destination, access, entry.get(destination, "none"))
    for figure, value in case.figures.items():
        expected, holds = plain_figure(value), figure_on_day(rulebook, figure, case)
        found += _unless(holds == expected, figure, expected, holds)
    return found


def _of_option(case: CaseShape, option: Option, decision: Decision) -> Iterator[Difference]:
    scheme = option.scheme.id
    if scheme in case.expect:
        expected = case.expect[scheme]
        yield from _unless(option.status == expected, scheme, expected, option.status, _deciding(option))
    if scheme in case.until:
        yield from _unless(
            option.until == case.until[scheme], scheme, case.until[scheme], option.until, _deciding(option)
        )
    if scheme in case.asks:
        yield from _unless(set(case.asks[scheme]) <= set(option.asks), scheme, case.asks[scheme], list(option.asks))
    if scheme in case.changes:
        changes = [change.fact for change in option.changes]
        yield from _unless(set(case.changes[scheme]) <= set(changes), scheme, case.changes[scheme], changes)
    if scheme in case.places:
        places = [quota.places.places for quota in Particulars(decision).scheme(option.scheme).quotas]
        yield from _unless(case.places[scheme] in places, scheme, case.places[scheme], places)


def _unless(
    same: bool, about: str, expected: object, found: object, because: tuple[str, ...] = ()
) -> Iterator[Difference]:
    if not same:
        yield Difference(about, expected, found, because)


def _deciding(option: Option) -> tuple[str, ...]:
    """The requirements that are not met or open, and the bans that run."""
    requirements: Iterable[str] = (item.requirement.id for item in option.requirements if item.value is not True)
    return (*requirements, *(running.ban.id for running in option.bans))


def figure_on_day(rulebook: Rulebook, figure: str, case: CaseShape) -> Any:
    """A parameter's value on the day of the case, or a price's typical sum; nothing where there is none."""
    known = {item.id: item for item in (*rulebook.all_parameters(), *rulebook.all_prices())}
    dated = on_day(known[figure].values, case.as_of) if figure in known else None
    return plain(getattr(dated, "typical", getattr(dated, "value", None)))


def plain_figure(value: Any) -> Any:
    """A figure of a rule case as `plain` has it."""
    return sorted(value) if isinstance(value, list) else plain(value)
