"""What is wrong in `population.toml`: sources, answers and words that do not exist, conditions on what is not drawn before."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from destcompare.problems import N_
from destcompare.rulebook.figures import Sources, unknown_source
from destcompare.rulebook.model import Fact
from destcompare.rulebook.population_shapes import NONE, DrawShape, PopulationFile
from destcompare.rulebook.positions import Path as KeyPath
from destcompare.rulebook.reading import RuleFile

_MORE = {"flag": ("true", "false"), "set": (NONE,), "date": (NONE,)}


def check_population(
    file: RuleFile, shape: PopulationFile, facts: Mapping[str, Fact], sources: Sources, codes: Collection[str]
) -> None:
    """Note sources, answers and words that do not exist, and conditions on what is not drawn before."""
    before: dict[str, Fact | None] = {}
    noted: set[tuple[KeyPath, object]] = set()
    for path, draw in shape.drawn(codes):
        if draw.source is not None and draw.source not in sources and (path, draw.source) not in noted:
            unknown_source(file, (*path, "source"), draw.source, sources)
        fact = facts.get(draw.answer)
        if fact is None and not draw.hidden and (path, "answer") not in noted:
            file.fault((*path, "answer"), "RULE021", N_("No answer is called {name}."), name=draw.answer)
        for name in _named(draw):
            if name not in before and (path, name) not in noted:
                file.fault(path, "RULE021", N_("The answer {name} is not drawn before."), name=name)
            noted.add((path, name))
        for key, words in (*draw.when.items(), *draw.unless.items()):
            if (path, "words") not in noted:
                _check_words(file, path, before.get(key), words)
        if fact is not None and draw.bands and fact.type.kind not in ("number", "date"):
            file.fault((*path, "bands"), "RULE011", N_("This value does not fit its unit."))
        if (path, "words") not in noted:
            _check_words(file, path, fact, [*draw.words, *draw.each])
        noted |= {(path, draw.source), (path, "answer"), (path, "words")}
        before[draw.answer] = fact


def _named(draw: DrawShape) -> list[str]:
    """The answers that a draw looks at."""
    others = [draw.within, draw.at_most.of if draw.at_most else None]
    return [*draw.when, *draw.unless, *draw.under, *(name for name in others if name is not None)]


def _check_words(file: RuleFile, path: KeyPath, fact: Fact | None, words: Collection[str]) -> None:
    if fact is None:
        return
    possible = {*(fact.among or (fact.type.choice.words if fact.type.choice else ())), *_MORE.get(fact.type.kind, ())}
    for word in words:
        if word not in possible:
            file.fault(path, "RULE022", N_("Unknown word: {word}."), word=word)
