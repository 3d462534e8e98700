"""Sentences of the rules: requirements, bans, dangers, steps, and all else that is said with a source."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from typing import Any

from destcompare.expressions.types import DATE, FLAG
from destcompare.problems import N_
from destcompare.rulebook import model, schema, weighing_shapes
from destcompare.rulebook.conditions import Names, check_placeholders, read_condition
from destcompare.rulebook.figures import Sources, check_address, check_period, provenance
from destcompare.rulebook.positions import Path as KeyPath
from destcompare.rulebook.reading import RuleFile


class Statements:
    """The sentences of one file: `prefix` begins their ids, `names` and `prices` are what they may name."""

    def __init__(
        self, file: RuleFile, prefix: str, names: Names, prices: Iterable[model.Price], sources: Sources
    ) -> None:
        self.file = file
        self.prefix = prefix
        self.names = names
        self.prices = frozenset(price.name for price in prices)
        self.fillable = self.prices | {name for name, declared in names.items() if declared.role == "parameter"}
        self.sources = sources

    def requirements(self, shapes: Sequence[schema.RequirementShape]) -> tuple[model.Requirement, ...]:
        """The conditions of a scheme."""
        self._unique_ids("requires", shapes)
        found = []
        for index, shape in enumerate(shapes):
            path: KeyPath = ("requires", index)
            stated = self._stated(path, shape, "")
            when = read_condition(self.file, (*path, "when"), shape.when, self.names, FLAG)
            if when is not None:
                found.append(model.Requirement(**stated, when=when))
        return tuple(found)

    def bans(self, shapes: Sequence[schema.BanShape]) -> tuple[model.Ban, ...]:
        """The bars on entering."""
        self._unique_ids("ban", shapes)
        return tuple(ban for i, shape in enumerate(shapes) if (ban := self._ban(("ban", i), shape)) is not None)

    def _ban(self, path: KeyPath, shape: schema.BanShape) -> model.Ban | None:
        stated = self._stated(path, shape, "ban")
        when = read_condition(self.file, (*path, "when"), shape.when, self.names, FLAG)
        starts = read_condition(self.file, (*path, "starts"), shape.starts, self.names, DATE)
        ends = read_condition(self.file, (*path, "ends"), shape.ends, self.names, DATE) if shape.ends else None
        law_of = (
            read_condition(self.file, (*path, "law_of"), shape.law_of, self.names, DATE) if shape.law_of else starts
        )
        if when is None or starts is None or law_of is None:
            return None
        return model.Ban(**stated, when=when, starts=starts, ends=ends, law_of=law_of)

    def risks(self, shapes: Sequence[schema.RiskShape]) -> tuple[model.Risk, ...]:
        """The dangers."""
        self._unique_ids("risk", shapes)
        risks = []
        for index, shape in enumerate(shapes):
            path = ("risk", index)
            told = self._told(path, shape, "risk")
            check_placeholders(self.file, (*path, "advice"), shape.advice, self.fillable)
            risks.append(model.Risk(**told, level=shape.level, advice=shape.advice))
        return tuple(risks)

    def info(self, shapes: Sequence[schema.InfoShape]) -> tuple[model.Info, ...]:
        """What is good to know."""
        return tuple(model.Info(**self._numbered(i, shape), topic=shape.topic) for i, shape in enumerate(shapes))

    def home_info(self, shapes: Sequence[schema.HomeInfoShape]) -> tuple[model.HomeInfo, ...]:
        """What a home country does and asks."""
        return tuple(
            model.HomeInfo(**self._numbered(i, shape), topic=shape.topic, destinations=tuple(shape.destinations))
            for i, shape in enumerate(shapes)
        )

    def plain(self, group: str, shapes: Sequence[schema.ToldShape]) -> tuple[model.Told, ...]:
        """Sentences alone: what is not checked, documents."""
        self._unique_ids(group, shapes)
        return tuple(model.Told(**self._told((group, i), shape, group)) for i, shape in enumerate(shapes))

    def steps(self, shapes: Sequence[schema.StepShape], days: frozenset[str]) -> tuple[model.Step, ...]:
        """What to do, in order; `days` are the parameters that hold a number of days."""
        self._unique_ids("step", shapes)
        steps = []
        for index, shape in enumerate(shapes):
            told = self._told(("step", index), shape, "step")
            for key, name, known in (("days", shape.days, days), ("cost", shape.cost, self.prices)):
                if name is not None and name not in known:
                    self.file.fault(
                        ("step", index, key),
                        "RULE015",
                        N_("No parameter in days and no price in scope is called {name}."),
                        name=name,
                    )
            steps.append(model.Step(**told, who=shape.who, days=shape.days, cost=shape.cost))
        return tuple(steps)

    def contacts(self, shapes: Sequence[schema.ContactShape]) -> tuple[model.Contact, ...]:
        """Whom to call."""
        self._unique_ids("contact", shapes)
        contacts = []
        for index, shape in enumerate(shapes):
            if shape.phone is None and shape.url is None:
                self.file.fault(("contact", index), "RULE003", N_("A contact has a phone number or an address."))
            if shape.url is not None:
                check_address(self.file, ("contact", index, "url"), shape.url)
            told = self._told(("contact", index), shape, "contact")
            contacts.append(model.Contact(**told, kind=shape.kind, phone=shape.phone, url=shape.url))
        return tuple(contacts)

    def shocks(
        self, shapes: Sequence[weighing_shapes.ShockShape], homes: Container[str], destinations: Container[str]
    ) -> tuple[model.Shock, ...]:
        """Past shocks of the money sent home, each with what it did to some of the homes."""
        self._unique_ids("shock", shapes)
        shocks = []
        for index, shape in enumerate(shapes):
            path = ("shock", index)
            check_period(self.file, path, shape.start, shape.end)
            if shape.destination not in destinations:
                self._unknown((*path, "destination"), shape.destination)
            told = self._told(path, shape, "")
            falls = tuple(self._falls(path, shape, homes))
            period = model.Period(shape.start, shape.end)
            shocks.append(model.Shock(**told, destination=shape.destination, period=period, falls=falls))
        return tuple(shocks)

    def _falls(self, path: KeyPath, shape: weighing_shapes.ShockShape, homes: Container[str]) -> Iterator[model.Fall]:
        seen: set[str] = set()
        for index, item in enumerate(shape.values):
            here = (*path, "values", index)
            if item.home not in homes or item.home in seen:
                self._unknown((*here, "home"), item.home)
            seen.add(item.home)
            check_period(self.file, here, item.start, item.end)
            if item.start < shape.start or item.end > shape.end:
                self.file.fault(here, "RULE010", N_("This time is not within that of the shock."))
            source = provenance(self.file, here, item, self.sources)
            yield model.Fall(item.home, model.Period(item.start, item.end), item.fall, source)

    def _unknown(self, path: KeyPath, word: str) -> None:
        self.file.fault(path, "RULE022", N_("Unknown word: {word}."), word=word)

    def _stated(self, path: KeyPath, shape: schema.StatedShape, group: str) -> dict[str, Any]:
        """The fields that every statement has."""
        return self._fields(path, shape, f"{self.prefix}/{group}/{shape.id}" if group else f"{self.prefix}/{shape.id}")

    def _told(self, path: KeyPath, shape: schema.ToldShape, group: str) -> dict[str, Any]:
        """The fields of a statement that decides nothing."""
        return {**self._stated(path, shape, group), "when": self._when(path, shape.when)}

    def _numbered(self, index: int, shape: schema.InfoShape | schema.HomeInfoShape) -> dict[str, Any]:
        """The fields of something good to know; it has no name of its own."""
        path = ("info", index)
        fields = self._fields(path, shape, f"{self.prefix}/info/{index + 1}")
        return {**fields, "when": self._when(path, shape.when)}

    def _fields(
        self, path: KeyPath, shape: schema.StatedShape | schema.InfoShape | schema.HomeInfoShape, name: str
    ) -> dict[str, Any]:
        check_placeholders(self.file, (*path, "text"), shape.text, self.fillable)
        for index, item in enumerate(shape.in_force):
            check_period(self.file, (*path, "in_force", index), item.start, item.end)
        return {
            "id": name,
            "text": shape.text,
            "provenance": provenance(self.file, path, shape, self.sources),
            "clause": shape.clause,
            "in_force": tuple(model.Period(item.start, item.end) for item in shape.in_force),
        }

    def _when(self, path: KeyPath, when: str | None) -> model.Condition | None:
        return read_condition(self.file, (*path, "when"), when, self.names, FLAG) if when else None

    def _unique_ids(self, group: str, shapes: Iterable[schema.StatedShape]) -> None:
        """An id may stand again only for another time (`in_force`)."""
        seen: dict[str, bool] = {}
        for index, shape in enumerate(shapes):
            if shape.id in seen and not (seen[shape.id] and shape.in_force):
                self.file.fault(
                    (group, index, "id"), "RULE009", N_("The id {id} stands twice for the same time."), id=shape.id
                )
            seen[shape.id] = bool(shape.in_force)
