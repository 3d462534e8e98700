"""Shapes → Rulebook: resolves names and sources, reads every condition, and gathers all faults of all files at once."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from typing import TypeVar

from destcompare.expressions.types import DATE, Choice, Declared, Type
from destcompare.problems import N_
from destcompare.rulebook import cases, doubts, model, schema, weighing_shapes
from destcompare.rulebook.completeness import check_entry_terms, check_sources_used
from destcompare.rulebook.conditions import Names, declare_parameters, read_condition, read_of_destination
from destcompare.rulebook.consistency import build_consistency
from destcompare.rulebook.entry import build_entry
from destcompare.rulebook.facts import build_choices, build_facts
from destcompare.rulebook.faults import BrokenRules, Fault
from destcompare.rulebook.figures import (
    Sources,
    build_parameters,
    build_sources,
    check_period,
    provenance,
    unknown_source,
)
from destcompare.rulebook.invariants import NeverEligible, NeverShorter
from destcompare.rulebook.population import check_population
from destcompare.rulebook.population_shapes import PopulationFile
from destcompare.rulebook.positions import Path as KeyPath
from destcompare.rulebook.reading import HOMES, REQUIRED, RuleFile, read_files
from destcompare.rulebook.statements import Statements
from destcompare.rulebook.sums import build_prices, build_quotas, build_shares
from destcompare.rulebook.weighing import Weighing

Shape = TypeVar("Shape", bound=schema.Shape)

Templates = Mapping[str, schema.FactShape]
"""Facts that every destination has of its own."""

NATIONALITY = "nationality"


def build_rulebook(contents: Mapping[str, bytes], digest: str) -> model.Rulebook:
    """Read the rule files into a rulebook, or raise `BrokenRules` with every fault of every file."""
    return build_from(read_files(contents), digest)


def build_from(files: dict[str, RuleFile], digest: str) -> model.Rulebook:
    """A rulebook of files that are read already, for those who need their places too. Raises `BrokenRules`."""
    builder = _Builder(files)
    rulebook = builder.build(digest)
    faults = [*builder.faults, *(fault for file in files.values() for fault in file.faults)]
    if faults or rulebook is None:
        raise BrokenRules(faults)
    return rulebook


class _Builder:
    """Builds as much as can be built, so that one broken file does not hide the faults of another."""

    def __init__(self, files: dict[str, RuleFile]) -> None:
        self.files = files
        self.faults = [
            Fault(name, 1, 1, "RULE006", N_("This file is missing."), {}) for name in REQUIRED if name not in files
        ]
        self.sources: Sources = {}
        self.choices: dict[str, Choice] = {}

    def build(self, digest: str) -> model.Rulebook | None:
        """The rulebook; nothing when the files that all others rest on are broken."""
        facts_file = self.files.get("facts.toml")
        sources_file, source_shape = self._shape("sources.toml", schema.SourcesFile)
        _, scoring = self._shape("scoring.toml", weighing_shapes.ScoringFile)
        if (
            facts_file is None
            or not isinstance(facts_file.shape, schema.FactsFile)
            or source_shape is None
            or not scoring
        ):
            return None
        self.sources = build_sources(sources_file, source_shape)
        self.choices = build_choices(facts_file, facts_file.shape)
        destination_files = {
            file: shape
            for name, file in self.files.items()
            if name.endswith("/destination.toml") and isinstance(shape := file.shape, schema.DestinationFile)
        }
        codes = [shape.code for shape in destination_files.values()]
        facts = build_facts(facts_file, destination_files, codes, self.choices)
        self._check_change_sources([facts_file, *destination_files])

        names: Names = {fact.id: Declared(fact.id, "fact", fact.type) for fact in facts.values()}
        names = {**names, "as_of": Declared("as_of", "day", DATE)}
        parameters, derived, names = self._shared(names)
        homes = [
            self._home(file, file.shape, names)
            for file in self.files.values()
            if isinstance(file.shape, schema.HomeFile)
        ]
        destinations: dict[str, model.Destination] = {}
        scopes: dict[str, Names] = {}
        schemes: list[model.Scheme] = []
        for file, shape in destination_files.items():
            destination, scope = self._destination(file, shape, names)
            destinations[shape.code], scopes[shape.code] = destination, scope
            schemes += [
                self._scheme(scheme_file, scheme_file.shape, destination, scope)
                for scheme_file in self.files.values()
                if isinstance(scheme_file.shape, schema.SchemeFile) and _folder(scheme_file) == _folder(file)
            ]
        self._check_schemes_have_destinations(destination_files)
        self._check_paper()
        self._check_population(facts, codes)
        templates = facts_file.shape.each_destination
        check_entry_terms(destination_files, facts.get(NATIONALITY))
        check_sources_used(sources_file, self.sources, self.files.values())
        derived_file, derived_shape = self._shape("derived.toml", weighing_shapes.DerivedFile)
        weighing = Weighing(names)
        money = weighing.money(derived_file, derived_shape or weighing_shapes.DerivedFile())
        places = {*self._scheme_ids(), *(_folder(file).upper() for file in self.files.values())}
        return model.Rulebook(
            digest=digest,
            choices=self.choices,
            labels={name: dict(choice.labels) for name, choice in facts_file.shape.choice.items() if choice.labels},
            meanings={name: dict(item.meanings) for name, item in facts_file.shape.choice.items() if item.meanings},
            facts=facts,
            parameters=parameters,
            derived=derived,
            homes={home.code: home for home in homes},
            destinations=destinations,
            schemes=self._ordered(schemes, scoring),
            sources=dict(self.sources),
            priorities=tuple(scoring.priorities),
            stale_after_days=source_shape.staleness.after_days,
            never_eligible=tuple(self._never_eligible(templates, scopes)),
            never_shorter=tuple(self._never_shorter(templates, scopes)),
            consistency=self._consistency(templates, facts, names, codes),
            shocks=self._shocks(names, {home.code for home in homes}, destinations),
            money=money,
            scoring=weighing.scoring(self.files["scoring.toml"], scoring, places, facts),
        )

    def _shape(self, name: str, kind: type[Shape]) -> tuple[RuleFile, Shape | None]:
        file = self.files.get(name) or RuleFile(name, "")
        return file, file.shape if isinstance(file.shape, kind) else None

    def _shared(self, names: Names) -> tuple[tuple[model.Parameter, ...], tuple[model.Derived, ...], Names]:
        """Parameters and derived values that every file sees."""
        parameters: tuple[model.Parameter, ...] = ()
        derived: list[model.Derived] = []
        for name in ("rates.toml", "derived.toml"):
            file, shape = self._shape(name, weighing_shapes.DerivedFile)
            if shape is None:
                continue
            added = build_parameters(file, shape.parameter, "", self.choices, self.sources, names)
            parameters += added
            names = declare_parameters(names, added)
            for derived_name, derived_shape in shape.derived.items():
                path = ("derived", derived_name, "value")
                value = read_condition(file, path, derived_shape.value, names, None)
                if value is not None:
                    derived.append(model.Derived(derived_name, value))
                    names = {**names, derived_name: Declared(derived_name, "derived", value.tree.type)}
        return parameters, tuple(derived), names

    def _never_eligible(self, templates: Templates, scopes: Mapping[str, Names]) -> Iterator[NeverEligible]:
        """Invariants with a condition for each destination: in it `ban_until` is that destination's own."""
        file, shape = self._shape("invariants.toml", cases.InvariantsFile)
        for index, item in enumerate(shape.never_eligible if shape else ()):
            here = ("never_eligible", index)
            for names in scopes.values():
                for place, fact in enumerate(item.answered):
                    self._check_known(file, (*here, "answered", place), fact, names)
            conditions = {
                code: read_of_destination(file, (*here, "when"), item.when, code, templates, names)
                for code, names in scopes.items()
                if not item.destinations or code in item.destinations
            }
            yield NeverEligible(item.id, item.text, tuple(item.kinds), conditions, tuple(item.answered))

    def _never_shorter(self, templates: Templates, scopes: Mapping[str, Names]) -> Iterator[NeverShorter]:
        file, shape = self._shape("invariants.toml", cases.InvariantsFile)
        for index, item in enumerate(shape.never_shorter if shape else ()):
            here = ("never_shorter", index)
            self._check_known(file, (*here, "fact"), item.fact, templates)
            for code in item.only_when:
                self._check_known(file, (*here, "only_when", code), code, scopes)
            only_when = {
                code: (law_of, when)
                for code, text in item.only_when.items()
                if (names := scopes.get(code))
                and (law_of := read_of_destination(file, (*here, "law_of"), item.law_of, code, templates, names, DATE))
                and (when := read_of_destination(file, (*here, "only_when", code), text, code, templates, names))
            }
            yield NeverShorter(item.id, item.text, item.fact, only_when)

    def _check_known(self, file: RuleFile, path: KeyPath, name: str, known: Mapping[str, object]) -> None:
        if name not in known:
            nearest = difflib.get_close_matches(name, known, 1, 0)[0]
            sentence = N_("Unknown name: {name}. Did you mean {nearest}?")
            file.fault(path, "RULE021", sentence, name=name, nearest=nearest)

    def _consistency(
        self, templates: Templates, facts: Mapping[str, model.Fact], names: Names, codes: Iterable[str]
    ) -> tuple[model.Consistency, ...]:
        file, shape = self._shape("consistency.toml", doubts.ConsistencyFile)
        return build_consistency(file, shape, templates, facts, names, codes) if shape is not None else ()

    def _shocks(self, names: Names, homes: Container[str], destinations: Container[str]) -> tuple[model.Shock, ...]:
        file, shape = self._shape("shocks.toml", weighing_shapes.ShocksFile)
        said = Statements(file, "shocks", names, (), self.sources)
        return said.shocks(shape.shock, homes, destinations) if shape is not None else ()

    def _check_name(self, file: RuleFile, key: str, given: str, expected: str) -> None:
        """The id or code inside a file is the one its name tells."""
        if given != expected:
            file.fault(
                (key,),
                "RULE008",
                N_("The file is called {file}, so this should be {expected}."),
                file=file.name,
                expected=expected,
            )

    def _check_change_sources(self, files: Iterable[RuleFile]) -> None:
        for file in files:
            for group in ("fact", "each_destination"):
                for name, fact in getattr(file.shape, group, {}).items():
                    if fact.change is not None and fact.change.source is not None:
                        self._check_source(file, (group, name, "change", "source"), fact.change.source)

    def _check_schemes_have_destinations(self, destination_files: Iterable[RuleFile]) -> None:
        folders = {_folder(file) for file in destination_files}
        for file in self.files.values():
            missing = f"{_folder(file)}/destination.toml"
            if isinstance(file.shape, schema.SchemeFile) and _folder(file) not in folders and missing not in self.files:
                file.fault((), "RULE006", N_("There is no {file} for this scheme."), file=missing)

    def _check_paper(self) -> None:
        file, shape = self._shape("paper.toml", cases.PaperFile)
        if shape is not None:
            self._check_source(file, ("paper",), shape.paper)
            for index, item in enumerate(shape.outdated):
                self._check_source(file, ("outdated", index, "source"), item.source)

    def _check_population(self, facts: Mapping[str, model.Fact], codes: Collection[str]) -> None:
        file, shape = self._shape("population.toml", PopulationFile)
        if shape is not None:
            check_population(file, shape, facts, self.sources, codes)

    def _check_source(self, file: RuleFile, path: KeyPath, source: str) -> None:
        if source not in self.sources:
            unknown_source(file, path, source, self.sources)

    def _home(self, file: RuleFile, shape: schema.HomeFile, names: Names) -> model.Home:
        prefix = file.name.removesuffix(".toml")
        self._check_name(file, "code", shape.code, prefix.partition("/")[2].upper())
        parameters = build_parameters(file, shape.parameter, prefix, self.choices, self.sources, names)
        names = declare_parameters(names, parameters)
        prices = build_prices(file, shape.price, prefix, self.choices, self.sources, names, names)
        said = Statements(file, prefix, names, prices, self.sources)
        return model.Home(
            code=shape.code,
            parameters=parameters,
            prices=prices,
            info=said.home_info(shape.info),
            risks=said.risks(shape.risk),
            contacts=said.contacts(shape.contact),
            dependence=tuple(
                model.Dependence(item.destination, build_shares(file, ("dependence", i), item.values, self.sources))
                for i, item in enumerate(shape.dependence)
            ),
        )

    def _destination(
        self, file: RuleFile, shape: schema.DestinationFile, names: Names
    ) -> tuple[model.Destination, Names]:
        prefix = shape.code.lower()
        self._check_name(file, "code", shape.code, file.name.partition("/")[0].upper())
        parameters = build_parameters(file, shape.parameter, prefix, self.choices, self.sources, names)
        names = declare_parameters(names, parameters)
        prices = build_prices(file, shape.price, prefix, self.choices, self.sources, names, names)
        said = Statements(file, prefix, names, prices, self.sources)
        destination = model.Destination(
            code=shape.code,
            parameters=parameters,
            entry=build_entry(file, shape.entry, self.sources),
            bans=said.bans(shape.ban),
            risks=said.risks(shape.risk),
            info=said.info(shape.info),
            prices=prices,
            contacts=said.contacts(shape.contact),
        )
        return destination, names

    def _scheme(
        self, file: RuleFile, shape: schema.SchemeFile, destination: model.Destination, names: Names
    ) -> model.Scheme:
        self._check_name(file, "id", shape.id, file.name.removesuffix(".toml"))
        parameters = build_parameters(file, shape.parameter, shape.id, self.choices, self.sources, names)
        names = declare_parameters(names, parameters)
        taken = {*names, *(price.name for price in destination.prices)}
        prices = build_prices(file, shape.price, shape.id, self.choices, self.sources, names, taken)
        said = Statements(file, shape.id, names, (*destination.prices, *prices), self.sources)
        for index, opening in enumerate(shape.open):
            check_period(file, ("open", index), opening.start, opening.end)
        return model.Scheme(
            id=shape.id,
            destination=destination.code,
            kind=shape.kind,
            title=shape.title,
            about=shape.about,
            open=tuple(model.Period(item.start, item.end) for item in shape.open),
            open_provenance=tuple(
                provenance(file, ("open", i), item, self.sources) for i, item in enumerate(shape.open)
            ),
            parameters=parameters,
            requirements=said.requirements(shape.requires),
            unmodelled=said.plain("unmodelled", shape.unmodelled),
            quotas=build_quotas(file, shape.quota, self.choices, self.sources),
            risks=said.risks(shape.risk),
            info=said.info(shape.info),
            prices=prices,
            steps=said.steps(shape.step, _in_days(names)),
            documents=said.plain("document", shape.document),
            odds=tuple(
                model.Odds(item.nationality, item.text, build_shares(file, ("odds", i), item.values, self.sources))
                for i, item in enumerate(shape.odds)
            ),
            stay=self._months(file, "stay", shape.stay, names),
            gap=self._months(file, "gap", shape.gap, names),
            unpaid=self._months(file, "unpaid", shape.unpaid, names),
            pay_floor=self._pay(file, shape.pay_floor, names),
        )

    def _months(self, file: RuleFile, key: str, text: str | None, names: Names) -> model.Condition | None:
        return read_condition(file, (key,), text, names, Type("number", unit="months")) if text else None

    def _pay(self, file: RuleFile, text: str | None, names: Names) -> model.Condition | None:
        pay = read_condition(file, ("pay_floor",), text, names, None) if text else None
        if pay is not None and not re.fullmatch(r"[A-Z]{3}/(year|month|week|day|hour)s?", pay.tree.type.unit):
            file.fault(("pay_floor",), "RULE011", N_("This value does not fit its unit."))
            return None
        return pay

    def _scheme_ids(self) -> set[str]:
        """Of every scheme that has a file, whole or broken."""
        return {name.removesuffix(".toml") for name in self.files if _is_scheme(name)}

    def _ordered(self, schemes: list[model.Scheme], scoring: weighing_shapes.ScoringFile) -> tuple[model.Scheme, ...]:
        file = self.files["scoring.toml"]
        built = {scheme.id: scheme for scheme in schemes}
        expected = self._scheme_ids()
        for index, scheme_id in enumerate(scoring.order):
            if scheme_id not in expected:
                file.fault(("order", index), "RULE013", N_("There is no scheme {id}."), id=scheme_id)
        for scheme_id in sorted(expected - set(scoring.order)):
            file.fault(("order",), "RULE013", N_("The scheme {id} is missing in the order."), id=scheme_id)
        return tuple(built[scheme_id] for scheme_id in scoring.order if scheme_id in built)


def _folder(file: RuleFile) -> str:
    return file.name.rpartition("/")[0]


def _is_scheme(name: str) -> bool:
    folder, _, file = name.rpartition("/")
    return folder not in ("", HOMES) and file not in ("destination.toml", "cases.toml")


def _in_days(names: Names) -> frozenset[str]:
    """Parameters that hold a number of days."""
    return frozenset(
        name for name, known in names.items() if known.role == "parameter" and known.type == Type("number", unit="days")
    )
