"""Names in scope and the reading of conditions, with each fault put at its place in the file."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping

from destcompare.expressions.faults import ExpressionError
from destcompare.expressions.parser import parse
from destcompare.expressions.types import DATE, FLAG, Choice, Declared, Type
from destcompare.problems import N_
from destcompare.rulebook.model import Condition, Parameter
from destcompare.rulebook.positions import Path as KeyPath
from destcompare.rulebook.reading import RuleFile

Names = Mapping[str, Declared]

_CODES = {
    "syntax": "RULE020",
    "unknown-name": "RULE021",
    "unknown-word": "RULE022",
    "units": "RULE023",
    "types": "RULE024",
    "not-allowed": "RULE025",
    "unknown-function": "RULE026",
    "arguments": "RULE027",
    "bad-date": "RULE028",
}


def read_condition(
    file: RuleFile, path: KeyPath, text: str, names: Names, expected: Type | None = FLAG
) -> Condition | None:
    """Parse and type-check an expression of a rule file; its faults are noted in the file and give nothing."""
    try:
        return Condition(text, parse(text, names, expected))
    except ExpressionError as error:
        for fault in error.faults:
            offset = file.positions.inside_string(path, fault.line, fault.column)
            file.fault_at(offset, _CODES[fault.code], fault.sentence, dict(fault.values))
        return None


def read_of_destination(
    file: RuleFile,
    path: KeyPath,
    text: str | None,
    code: str,
    templates: Iterable[str],
    names: Names,
    expected: Type = FLAG,
) -> Condition | None:
    """A condition about a destination, in which a fact that each destination has is that destination's own."""
    if text is None:
        return None
    own = {name: names[f"{code.lower()}_{name}"] for name in templates}
    return read_condition(file, path, text, {**names, **own}, expected)


def type_of(word: str, choices: Mapping[str, Choice]) -> Type | None:
    """The type a fact names: `number`, `flag`, `date`, a choice, or `set of` a choice."""
    plain = {"number": Type("number"), "flag": FLAG, "date": DATE}.get(word)
    if plain is not None:
        return plain
    choice = choices.get(word.removeprefix("set of "))
    if choice is None:
        return None
    return Type("set" if word.startswith("set of ") else "choice", choice=choice)


def declare_parameters(names: Names, parameters: tuple[Parameter, ...]) -> dict[str, Declared]:
    """The names in scope with these parameters added."""
    added = {item.name: Declared(item.name, "parameter", item.type) for item in parameters}
    return {**names, **added}


def check_placeholders(file: RuleFile, path: KeyPath, sentence: str, known: frozenset[str]) -> None:
    """Every `{name}` in a sentence must be something that can be filled in."""
    for name in re.findall(r"\{([^{}]*)\}", sentence):
        if name in known:
            continue
        nearest = difflib.get_close_matches(name, known, 1)
        if nearest:
            file.fault(
                path,
                "RULE012",
                N_("Nothing fills the placeholder {name}. Did you mean {nearest}?"),
                name=name,
                nearest=nearest[0],
            )
        else:
            file.fault(
                path, "RULE012", N_("Nothing fills the placeholder {name}. Name a parameter in scope."), name=name
            )
    if sentence.count("{") != sentence.count("}"):
        file.fault(path, "RULE012", N_("A brace is missing in this sentence."))
