"""What is missing or left over in the rules as a whole: entry terms of every nationality, sources that nothing uses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import timedelta
from itertools import pairwise

from destcompare.problems import N_, CountryCode
from destcompare.rulebook import schema
from destcompare.rulebook.entry import last_day
from destcompare.rulebook.figures import Sources
from destcompare.rulebook.model import Fact
from destcompare.rulebook.reading import RuleFile


def check_entry_terms(files: Mapping[RuleFile, schema.DestinationFile], nationality: Fact | None) -> None:
    """Note every nationality without entry terms in a destination, and every gap between two terms."""
    for file, shape in files.items():
        for code in nationality.among if nationality else ():
            terms = [(i, term) for i, term in enumerate(shape.entry) if code in term.nationalities]
            if not terms and code != shape.code:
                file.fault(
                    (), "RULE018", N_("Citizens of {country} have no entry terms here."), country=CountryCode(code)
                )
            terms.sort(key=lambda numbered: numbered[1].start)
            for (_, earlier), (index, later) in pairwise(terms):
                end = last_day(earlier, code, shape.entry)
                if end is None or later.start != end + timedelta(days=1):
                    file.fault(
                        ("entry", index, "from"),
                        "RULE018",
                        N_("Before this day citizens of {country} have no entry terms, or two at once."),
                        country=CountryCode(code),
                    )


def check_sources_used(sources_file: RuleFile, sources: Sources, files: Iterable[RuleFile]) -> None:
    """Note every source that no figure, sentence or note names."""
    named = {
        word for file in files if file is not sources_file for word in re.findall(r"[a-z0-9][a-z0-9-]*", file.text)
    }
    for source in sources:
        if source not in named and source not in sources_file.text.split(f"[source.{source}]")[1]:
            sources_file.fault(
                ("source", source), "RULE017", N_("Nothing uses the source {source}."), at_key=True, source=source
            )
