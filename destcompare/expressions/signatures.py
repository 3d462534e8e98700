"""Which arguments each function takes and what type it gives."""

from __future__ import annotations

from destcompare.expressions.tree import Name, Tree, is_bare
from destcompare.expressions.types import DATE, FLAG, Type
from destcompare.expressions.units import normal

_STEP = {"add_days": "day", "add_months": "month", "add_years": "year"}
_SPAN = {"days_between": "days", "years_between": "years"}


def check_call(name: str, arguments: list[Tree]) -> Type | None:
    """The type of a call, or nothing when the arguments do not fit."""
    kinds = [argument.type.kind for argument in arguments]
    if name == "known":
        named = len(arguments) == 1 and isinstance(arguments[0], Name) and arguments[0].role in ("fact", "derived")
        return FLAG if named else None
    if name in ("min", "max"):
        fit = len(kinds) > 1 and set(kinds) in ({"number"}, {"date"})
        typed = [argument.type for argument in arguments if not is_bare(argument)]
        return (typed or [arguments[0].type])[0] if fit else None
    if name in ("abs", "round"):
        return arguments[0].type if kinds == ["number"] else None
    if name in _SPAN:
        return Type("number", _SPAN[name]) if kinds == ["date", "date"] else None
    if name in _STEP:
        if kinds != ["date", "number"]:
            return None
        step = arguments[1]
        return DATE if is_bare(step) or normal(step.type.unit) == _STEP[name] else None
    if kinds != ["set", "set"]:
        return None
    choices = {argument.type.choice.name for argument in arguments if argument.type.choice}
    return FLAG if len(choices) == 1 else None
