"""Shapes → Rulebook: resolves names and sources, reads every condition, and gathers all faults of all files at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TypeVar

from destcompare.expressions.types import DATE, FLAG, Choice, Declared
from destcompare.problems import N_
from destcompare.rulebook import model, schema
from destcompare.rulebook.conditions import Names, check_placeholders, declare_parameters, read_condition
from destcompare.rulebook.facts import build_choices, build_facts
from destcompare.rulebook.faults import BrokenRules, Fault
from destcompare.rulebook.figures import Sources, build_parameters, build_sources, period_of, provenance, unknown_source
from destcompare.rulebook.positions import Path as KeyPath
from destcompare.rulebook.reading import REQUIRED, RuleFile, read_files

Shape = TypeVar("Shape", bound=schema.Shape)


def build_rulebook(contents: Mapping[str, bytes], digest: str) -> model.Rulebook:
    """Read the rule files into a rulebook, or raise `BrokenRules` with every fault of every file."""
    files = read_files(contents)
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
        _, scoring = self._shape("scoring.toml", schema.ScoringFile)
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
        destinations: dict[str, model.Destination] = {}
        scopes: dict[str, Names] = {}
        for file, shape in destination_files.items():
            self._check_folder(file, shape.code)
            destinations[shape.code], scopes[shape.code] = self._destination(file, shape, names)
        schemes = [
            scheme
            for file in self.files.values()
            if isinstance(file.shape, schema.SchemeFile) and (scheme := self._scheme(file, file.shape, scopes))
        ]
        return model.Rulebook(
            digest=digest,
            choices=self.choices,
            labels={name: dict(choice.labels) for name, choice in facts_file.shape.choice.items() if choice.labels},
            facts=facts,
            parameters=parameters,
            derived=derived,
            destinations=destinations,
            schemes=self._ordered(schemes, scoring),
            sources=dict(self.sources),
            priorities=tuple(scoring.priorities),
            stale_after_days=source_shape.staleness.after_days,
        )

    def _shape(self, name: str, kind: type[Shape]) -> tuple[RuleFile, Shape | None]:
        file = self.files.get(name) or RuleFile(name, "")
        return file, file.shape if isinstance(file.shape, kind) else None

    def _shared(self, names: Names) -> tuple[tuple[model.Parameter, ...], tuple[model.Derived, ...], Names]:
        """Parameters and derived values that every file sees."""
        parameters: tuple[model.Parameter, ...] = ()
        derived: list[model.Derived] = []
        for name in ("rates.toml", "derived.toml"):
            file, shape = self._shape(name, schema.DerivedFile)
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

    def _check_folder(self, file: RuleFile, code: str) -> None:
        folder = file.name.partition("/")[0]
        if folder != code.lower():
            file.fault(
                ("code",),
                "RULE008",
                N_("The folder is called {folder}, so the code should be {expected}."),
                folder=folder,
                expected=folder.upper(),
            )

    def _check_change_sources(self, files: Iterable[RuleFile]) -> None:
        for file in files:
            for group in ("fact", "each_destination"):
                for name, fact in getattr(file.shape, group, {}).items():
                    if fact.change is not None and fact.change.source is not None:
                        self._check_source(file, (group, name, "change", "source"), fact.change.source)

    def _check_source(self, file: RuleFile, path: KeyPath, source: str) -> None:
        if source not in self.sources:
            unknown_source(file, path, source, self.sources)

    def _destination(
        self, file: RuleFile, shape: schema.DestinationFile, names: Names
    ) -> tuple[model.Destination, Names]:
        parameters = build_parameters(file, shape.parameter, shape.code.lower(), self.choices, self.sources, names)
        names = declare_parameters(names, parameters)
        self._unique_ids(file, "ban", shape.ban)
        self._unique_ids(file, "risk", shape.risk)
        prefix = shape.code.lower()
        bans = [self._ban(file, index, ban, prefix, names) for index, ban in enumerate(shape.ban)]
        destination = model.Destination(
            code=shape.code,
            parameters=parameters,
            entry=self._entry(file, shape.entry),
            bans=tuple(ban for ban in bans if ban is not None),
            risks=self._risks(file, shape.risk, prefix, names),
            info=self._info(file, shape.info, prefix, names),
        )
        return destination, names

    def _scheme(self, file: RuleFile, shape: schema.SchemeFile, scopes: Mapping[str, Names]) -> model.Scheme | None:
        folder = file.name.partition("/")[0]
        if shape.id != file.name.removesuffix(".toml"):
            file.fault(
                ("id",),
                "RULE008",
                N_("The file is called {file}, so the id should be {expected}."),
                file=file.name,
                expected=file.name.removesuffix(".toml"),
            )
        names = scopes.get(folder.upper())
        if names is None:
            destination_file = self.files.get(f"{folder}/destination.toml")
            if destination_file is None:
                file.fault((), "RULE006", N_("There is no {file} for this scheme."), file=f"{folder}/destination.toml")
            return None
        parameters = build_parameters(file, shape.parameter, shape.id, self.choices, self.sources, names)
        names = declare_parameters(names, parameters)
        for group, items in (("requires", shape.requires), ("unmodelled", shape.unmodelled), ("risk", shape.risk)):
            self._unique_ids(file, group, items)
        for index, opening in enumerate(shape.open):
            self._check_period(file, ("open", index), opening.start, opening.end)
        requirements = [self._requirement(file, i, item, shape.id, names) for i, item in enumerate(shape.requires)]
        return model.Scheme(
            id=shape.id,
            destination=folder.upper(),
            kind=shape.kind,
            title=shape.title,
            about=shape.about,
            open=tuple(model.Period(item.start, item.end) for item in shape.open),
            open_provenance=tuple(
                provenance(file, ("open", i), item, self.sources) for i, item in enumerate(shape.open)
            ),
            parameters=parameters,
            requirements=tuple(item for item in requirements if item is not None),
            unmodelled=tuple(
                self._statement(file, ("unmodelled", i), item, shape.id, "unmodelled", names)
                for i, item in enumerate(shape.unmodelled)
            ),
            quotas=self._quotas(file, shape.quota),
            risks=self._risks(file, shape.risk, shape.id, names),
            info=self._info(file, shape.info, shape.id, names),
        )

    def _statement(
        self, file: RuleFile, path: KeyPath, shape: schema.StatedShape, prefix: str, group: str, names: Names
    ) -> model.Statement:
        check_placeholders(file, (*path, "text"), shape.text, _fillable(names))
        for index, item in enumerate(shape.in_force):
            self._check_period(file, (*path, "in_force", index), item.start, item.end)
        return model.Statement(
            id=f"{prefix}/{group}/{shape.id}" if group else f"{prefix}/{shape.id}",
            text=shape.text,
            provenance=provenance(file, path, shape, self.sources),
            clause=shape.clause,
            in_force=tuple(model.Period(item.start, item.end) for item in shape.in_force),
        )

    def _requirement(
        self, file: RuleFile, index: int, shape: schema.RequirementShape, prefix: str, names: Names
    ) -> model.Requirement | None:
        stated = self._statement(file, ("requires", index), shape, prefix, "", names)
        when = read_condition(file, ("requires", index, "when"), shape.when, names, FLAG)
        return model.Requirement(*_fields(stated), when=when) if when is not None else None

    def _ban(self, file: RuleFile, index: int, shape: schema.BanShape, prefix: str, names: Names) -> model.Ban | None:
        path: KeyPath = ("ban", index)
        stated = self._statement(file, path, shape, prefix, "ban", names)
        when = read_condition(file, (*path, "when"), shape.when, names, FLAG)
        starts = read_condition(file, (*path, "starts"), shape.starts, names, DATE)
        ends = read_condition(file, (*path, "ends"), shape.ends, names, DATE) if shape.ends else None
        law_of = read_condition(file, (*path, "law_of"), shape.law_of, names, DATE) if shape.law_of else starts
        if when is None or starts is None or law_of is None:
            return None
        return model.Ban(*_fields(stated), when=when, starts=starts, ends=ends, law_of=law_of)

    def _risks(
        self, file: RuleFile, shapes: Iterable[schema.RiskShape], prefix: str, names: Names
    ) -> tuple[model.Risk, ...]:
        risks = []
        for index, shape in enumerate(shapes):
            path = ("risk", index)
            stated = self._statement(file, path, shape, prefix, "risk", names)
            check_placeholders(file, (*path, "advice"), shape.advice, _fillable(names))
            when = read_condition(file, (*path, "when"), shape.when, names, FLAG) if shape.when else None
            risks.append(model.Risk(*_fields(stated), level=shape.level, advice=shape.advice, when=when))
        return tuple(risks)

    def _info(
        self, file: RuleFile, shapes: Iterable[schema.InfoShape], prefix: str, names: Names
    ) -> tuple[model.Info, ...]:
        infos = []
        for index, shape in enumerate(shapes):
            path = ("info", index)
            check_placeholders(file, (*path, "text"), shape.text, _fillable(names))
            infos.append(
                model.Info(
                    id=f"{prefix}/info/{index + 1}",
                    text=shape.text,
                    provenance=provenance(file, path, shape, self.sources),
                    clause=shape.clause,
                    in_force=tuple(model.Period(item.start, item.end) for item in shape.in_force),
                    topic=shape.topic,
                )
            )
        return tuple(infos)

    def _entry(self, file: RuleFile, shapes: list[schema.EntryShape]) -> tuple[model.Entry, ...]:
        return tuple(
            model.Entry(
                nationalities=tuple(shape.nationalities),
                access=shape.access,
                limits=tuple(model.Limit(limit.days, limit.counted) for limit in shape.limits),
                period=model.Period(shape.start, self._entry_end(file, index, shapes)),
                provenance=provenance(file, ("entry", index), shape, self.sources),
            )
            for index, shape in enumerate(shapes)
        )

    def _entry_end(self, file: RuleFile, index: int, shapes: list[schema.EntryShape]) -> date | None:
        """Last day of an entry term: its own `until`, or the day before the next one for one of its nationalities."""
        this = shapes[index]
        self._check_period(file, ("entry", index), this.start, this.end)
        if this.end is not None:
            return this.end
        later = [
            other.start
            for other in shapes
            if other.start > this.start and set(other.nationalities) & set(this.nationalities)
        ]
        return period_of(this.start, None, min(later, default=None)).end

    def _quotas(self, file: RuleFile, shapes: list[schema.QuotaShape]) -> tuple[model.Quota, ...]:
        quotas = []
        for index, shape in enumerate(shapes):
            starts = [item.start for item in shape.values] + [None]
            values = tuple(
                model.Places(
                    period_of(item.start, item.end, starts[i + 1]),
                    item.places,
                    item.applicants,
                    provenance(file, ("quota", index, "values", i), item, self.sources),
                )
                for i, item in enumerate(shape.values)
            )
            quotas.append(model.Quota(shape.nationality, shape.sector, values))
        return tuple(quotas)

    def _check_period(self, file: RuleFile, path: KeyPath, start: date | None, end: date | None) -> None:
        if start is not None and end is not None and end < start:
            file.fault((*path, "until"), "RULE010", N_("This ends before it begins."))

    def _unique_ids(self, file: RuleFile, group: str, shapes: Iterable[schema.StatedShape]) -> None:
        """An id may stand again only for another time (`in_force`)."""
        seen: dict[str, bool] = {}
        for index, shape in enumerate(shapes):
            if shape.id in seen and not (seen[shape.id] and shape.in_force):
                file.fault(
                    (group, index, "id"), "RULE009", N_("The id {id} stands twice for the same time."), id=shape.id
                )
            seen[shape.id] = bool(shape.in_force)

    def _ordered(self, schemes: list[model.Scheme], scoring: schema.ScoringFile) -> tuple[model.Scheme, ...]:
        file = self.files["scoring.toml"]
        built = {scheme.id: scheme for scheme in schemes}
        expected = {name.removesuffix(".toml") for name, item in self.files.items() if _is_scheme(name)}
        for index, scheme_id in enumerate(scoring.order):
            if scheme_id not in expected:
                file.fault(("order", index), "RULE013", N_("There is no scheme {id}."), id=scheme_id)
        for scheme_id in sorted(expected - set(scoring.order)):
            file.fault(("order",), "RULE013", N_("The scheme {id} is missing in the order."), id=scheme_id)
        return tuple(built[scheme_id] for scheme_id in scoring.order if scheme_id in built)


def _is_scheme(name: str) -> bool:
    return "/" in name and name.rpartition("/")[2] not in ("destination.toml", "cases.toml")


def _fillable(names: Names) -> frozenset[str]:
    return frozenset(name for name, declared in names.items() if declared.role == "parameter")


def _fields(stated: model.Statement) -> tuple[str, str, model.Provenance, str | None, tuple[model.Period, ...]]:
    return stated.id, stated.text, stated.provenance, stated.clause, stated.in_force
