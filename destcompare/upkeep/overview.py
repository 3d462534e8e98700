"""The table of all schemes in `rules/README.md`, made from the rules.

python -m destcompare.upkeep.overview            write it anew
python -m destcompare.upkeep.overview --check    exit 1 when it is not current
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from destcompare.language import Language, load_language
from destcompare.places import data_folder
from destcompare.rulebook.cache import load_rulebook
from destcompare.rulebook.model import Destination, Home, Period, Rulebook, Scheme
from destcompare.upkeep.lookup import HOMES, SHOCKS, Thing, within
from destcompare.upkeep.show import sources_of

_BEGIN, _END = "<!-- made by destcompare.upkeep.overview: begin -->", "<!-- end -->"


def overview(rulebook: Rulebook, english: Language) -> str:
    """A Markdown table: every destination, scheme and home, since when it stands, what it rests on; and the past shocks."""
    rows = ["| id | what | times | sources |", "|---|---|---|---|"]
    for destination in rulebook.destinations.values():
        code = destination.code.lower()
        terms = [term.period.start for term in destination.entry if term.period.start]
        since = f"entry terms since {min(terms)}" if terms else ""
        rows.append(_row(f"**{code}**", english.country(destination.code), since, _sources(destination)))
        for scheme in rulebook.schemes:
            if scheme.destination == destination.code:
                times = ", ".join(map(_times, scheme.open))
                rows.append(_row(f"`{scheme.id}`", scheme.title, times, _sources(scheme)))
    for home in rulebook.homes.values():
        rows.append(_row(f"**{HOMES}/{home.code.lower()}**", english.country(home.code), "", _sources(home)))
    if rulebook.shocks:
        names = ", ".join(shock.name for shock in rulebook.shocks)
        sources = {source for shock in rulebook.shocks for source in sources_of(shock)}
        rows.append(_row(f"**{SHOCKS}**", names, "", " ".join(sorted(sources))))
    return "\n".join(rows)


def written(guide: str, table: str) -> str:
    """The guide with this table between its marks."""
    before, _, rest = guide.partition(_BEGIN)
    _, _, after = rest.partition(_END)
    return f"{before}{_BEGIN}\n{table}\n{_END}{after}"


def main(arguments: Sequence[str], folder: Path) -> int:
    """Write the table, or tell whether it is current."""
    path = folder / "README.md"
    guide = path.read_text("utf-8")
    current = written(guide, overview(load_rulebook(folder), load_language("en")))
    if "--check" in arguments:
        return 0 if guide == current else 1
    path.write_text(current, "utf-8")
    return 0


def _row(*cells: str) -> str:
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def _times(period: Period) -> str:
    return f"{period.start or ''} – {period.end or ''}".strip()


def _sources(owner: Scheme | Destination | Home) -> str:
    things: Iterable[Thing] = (owner, *(thing for _, thing in within(owner)))
    return " ".join(sorted({source for thing in things for source in sources_of(thing)}))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], data_folder("rules")))
