"""Rule cases that are missing: too few for a scheme, none for a citizenship; and places for people whom no rule lets in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from destcompare.decision.answers import read_mapping
from destcompare.decision.decide import decide
from destcompare.decision.person import make_person
from destcompare.expressions.tree import names_in
from destcompare.problems import N_, CountryCode
from destcompare.rulebook.building import NATIONALITY
from destcompare.rulebook.cases import CaseShape
from destcompare.rulebook.model import Places, Quota, Rulebook, Scheme
from destcompare.upkeep.strict.scope import Rules

LEAST_CASES = 12
"""So many rule cases has every scheme."""


def note_missing_cases(rules: Rules, cases: Iterable[CaseShape]) -> None:
    """Note each scheme with few cases, and the citizenships that none of them has where citizenship decides."""
    count: Counter[str] = Counter()
    seen: set[tuple[str, object]] = set()
    for case in cases:
        count.update(list(case.expect))
        seen.update((scheme, case.person.get(NATIONALITY)) for scheme in case.expect)
    fact = rules.rulebook.facts.get(NATIONALITY)
    for scheme in rules.rulebook.schemes:
        file = rules.file(scheme)
        if count[scheme.id] < LEAST_CASES:
            file.fault(
                ("id",),
                "RULE035",
                N_("Rule cases that name this scheme: {count}. Write at least {least}."),
                count=count[scheme.id],
                least=LEAST_CASES,
            )
        among = fact.among if fact and _asks_citizenship(scheme, rules.rulebook) else ()
        missing = [CountryCode(code) for code in among if (scheme.id, code) not in seen]
        if missing:
            file.fault(
                ("id",),
                "RULE035",
                N_("Citizenship decides here, and no rule case has: {countries}."),
                countries=missing,
            )


def _asks_citizenship(scheme: Scheme, rulebook: Rulebook) -> bool:
    derived = {item.name for item in rulebook.derived if NATIONALITY in names_in(item.value.tree)}
    return any({NATIONALITY, *derived} & names_in(item.when.tree) for item in scheme.requirements)


def note_barred_places(rules: Rules) -> None:
    """Note places for citizens whom the requirements of the scheme refuse on that day, whatever else they answer."""
    for scheme in rules.rulebook.schemes:
        for number, quota in enumerate(scheme.quotas):
            for index, places in enumerate(quota.values):
                day = _first_open_day(scheme, places)
                if quota.nationality and places.places and day and _refused(scheme, quota, rules.rulebook, day):
                    rules.file(scheme).fault(
                        ("quota", number, "values", index, "from"),
                        "RULE038",
                        N_("There are places for citizens of {country}, and the requirements refuse all of them."),
                        country=CountryCode(quota.nationality),
                    )


def _first_open_day(scheme: Scheme, places: Places) -> date | None:
    """A day on which both the places and the scheme exist."""
    days = [places.period.start, *(opening.start for opening in scheme.open)]
    both = [day for day in days if day and day in places.period and any(day in opening for opening in scheme.open)]
    return min(both, default=None)


def _refused(scheme: Scheme, quota: Quota, rulebook: Rulebook, day: date) -> bool:
    person = make_person(read_mapping({NATIONALITY: quota.nationality}, rulebook, day), rulebook)
    (option,) = decide(person, rulebook.replaced(schemes=(scheme,)), day).options
    return option.status == "ineligible"
