"""How rule files are laid out: the order of the keys of each table, where its `=` stand, what begins the file.

Only the look changes, never the meaning: `laid_out` reads both texts and compares them before it gives the new one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import tomli

from destcompare.upkeep.toml_text import Document, Inline, LayoutError, Listed, Pair, Row, Table, Value, read

_SAID = "source clause checked confidence disputed note in_force"
_FACT = "type unit integer min max past among sensitive label question why example change implied_by"
KEYS = {
    "": "id code kind title about open stay gap unpaid pay_floor paper priorities labels order",
    "parameter": "unit values",
    "price": "item unit sector place when covers advance ahead values",
    "derived": "value",
    "items": "one_of needed expected gains",
    "money": "value text",
    "criterion": "text measure points worth of grades note",
    "doubt": "draws spread apart unknown",
    "entry": "nationalities access limits from until source checked confidence disputed note",
    "requires": f"id when text {_SAID}",
    "ban": f"id law_of when starts ends text {_SAID}",
    "risk": f"id level when text advice {_SAID}",
    "unmodelled": f"id text when {_SAID}",
    "document": f"id text when {_SAID}",
    "step": f"id who text days cost when {_SAID}",
    "info": f"topic destinations text when {_SAID}",
    "contact": f"id kind text phone url when {_SAID}",
    "quota": "nationality sector values",
    "odds": "nationality text values",
    "dependence": "destination values",
    "draw": "answer hidden when unless under words bands at_most each within unknown source checked confidence assumed note",
    "shock": f"id destination text from until when {_SAID} values",
    "choice": "ordered words labels meanings",
    "fact": _FACT,
    "each_destination": _FACT,
    "staleness": "after_days",
    "source": "title publisher url date kind confidence note",
    "case": "name as_of person expect until asks changes entry days figures places",
    "rule": "id when facts text",
    "never_eligible": "id text kinds destinations when answered",
    "never_shorter": "id text fact law_of only_when",
    "outdated": "statement now since source checked figures",
}
"""The order of the keys in each kind of table; keys that are not named stand last, as they stood."""

DATED = "from until home fall value low typical high places applicants share source checked confidence disputed note"
"""The order of the keys of a dated value."""

_TOLD = ("entry", "requires", "ban", "risk", "unmodelled", "document", "step", "info", "contact", "odds", "shock")
_COLUMNS = {
    **dict.fromkeys(_TOLD, len("checked ")),
    **dict.fromkeys(("parameter", "price", "quota", "dependence"), len("values ")),
    "case": len("person "),
}
"""Where the `=` stand; a longer key sticks out. In other tables the longest key decides."""

_ONE_A_LINE = ("values", "open", "bands")
"""Lists of dated values: several stand one a line. Other lists stay broken as their author broke them."""

_SCHEMA_LINE = "#:schema"


def laid_out(text: str, schema: str | None) -> str:
    """The text in the one order and style, its first line naming the schema. Raises `LayoutError` where that is not safe."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    document = read(text)
    new = written(document, schema)
    if tomli.loads(new) != tomli.loads(text) or _comments(read(new)) != _comments(document):
        raise LayoutError(text[:20])
    return new


def written(document: Document, schema: str | None = None) -> str:
    """The text of a document, laid out. Raises `LayoutError`."""
    lines: list[str] = []
    for table in document.tables:
        above = [line for line in table.above if not line.startswith(_SCHEMA_LINE)]
        lines += ["", *above]
        if table.header:
            lines.append(table.header + _behind(table.behind))
        lines += _pairs(table)
    lines += ["", *document.end]
    first = [f"{_SCHEMA_LINE} {schema}", ""] if schema else []
    return "".join(f"{line}\n" for line in _single_blanks([*first, *lines]))


def _single_blanks(lines: Iterable[str]) -> list[str]:
    """Lines without two blank ones together, without any at the beginning and the end."""
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    return kept[:-1] if kept and not kept[-1] else kept


def _pairs(table: Table) -> Iterator[str]:
    order = KEYS.get(table.kind, "").split()
    pairs = sorted(table.pairs, key=lambda pair: order.index(pair.key) if pair.key in order else len(order))
    column = _COLUMNS.get(table.kind) or max((len(pair.key) for pair in pairs), default=0) + 1
    for pair in pairs:
        yield from pair.above
        yield f"{pair.key.ljust(column - 1)} = {_pair_value(pair)}{_behind(pair.behind)}"


def _pair_value(pair: Pair) -> str:
    if not isinstance(pair.value, Listed):
        return _value(pair.value)
    rows = pair.value.rows
    if pair.key in _ONE_A_LINE and len(pair.value.values) > 1 and not pair.value.commented:
        rows = [Row([value]) for value in pair.value.values]
    elif not pair.value.broken:
        return _value(pair.value)
    return "\n".join(["[", *(f"  {_row(row)}" for row in rows), "]"])


def _row(row: Row) -> str:
    values = ", ".join(map(_value, row.values)) + "," if row.values else ""
    return (values + _behind(row.comment)).strip()


def _value(value: Value) -> str:
    """A value in one line."""
    match value:
        case Listed():
            if value.commented:
                raise LayoutError(value.rows[0].comment)
            return f"[{', '.join(map(_value, value.values))}]"
        case Inline():
            pairs = value.pairs
            if any(key == "from" for key, _ in pairs):
                order = DATED.split()
                pairs = sorted(pairs, key=lambda pair: order.index(pair[0]) if pair[0] in order else len(order))
            return f"{{ {', '.join(f'{key} = {_value(item)}' for key, item in pairs)} }}" if pairs else "{}"
        case _:
            return value.text


def _behind(comment: str) -> str:
    return f"  {comment}" if comment else ""


def _comments(document: Document) -> list[str]:
    """Every comment but the one that names the schema, in no order: a comment moves with its key."""
    found = [*document.end]
    for table in document.tables:
        found += [*table.above, table.behind]
        for pair in table.pairs:
            found += [*pair.above, pair.behind, *_inside(pair.value)]
    return sorted(line for line in found if line and not re.match(_SCHEMA_LINE, line))


def _inside(value: Value) -> Iterator[str]:
    match value:
        case Listed():
            for row in value.rows:
                yield row.comment
                for item in row.values:
                    yield from _inside(item)
        case Inline():
            for _, item in value.pairs:
                yield from _inside(item)
        case _:
            pass
