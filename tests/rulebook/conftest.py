"""A small rulebook of an invented country, to break in every way without touching the real rules."""

from __future__ import annotations

from pathlib import Path

import pytest

FILES = {
    "facts.toml": """\
[choice.country]
words = ["XA", "XB", "XC"]

[choice.level]
ordered = true
labels  = { none = "none", A1 = "A1", A2 = "A2" }

[fact.nationality]
type     = "country"
among    = ["XA", "XB"]
label    = "Citizenship"
question = "Which passport?"
why      = "Rules depend on it."

[fact.age]
type     = "number"
unit     = "years"
integer  = true
min      = 0
max      = 120
label    = "Age"
question = "How old are you?"
why      = "There are limits."
change   = { direction = "grows", days = 365 }

[fact.savings_usd]
type     = "number"
unit     = "USD"
min      = 0
max      = 1000000
label    = "Savings"
question = "How much have you saved?"
why      = "Some ask for proof."
change   = { direction = "rises", cost_usd = 1 }

[fact.level]
type     = "level"
label    = "Language"
question = "How well do you speak?"
why      = "There is a test."
change   = { direction = "rises", days = { A1 = 30, A2 = 40 } }

[fact.passed]
type     = "flag"
label    = "Test"
question = "Did you pass?"
why      = "It is needed."
change   = { direction = "rises" }

[fact.job_offers]
type     = "set of country"
label    = "Offers"
question = "Where?"
why      = "Some need one."
change   = { direction = "gains" }

[fact.trouble_in]
type     = "set of country"
label    = "Trouble"
question = "Where?"
why      = "Bans."

[each_destination.left_on]
type     = "date"
past     = true
label    = "Left ({country})"
question = "Country: {country}. When?"
why      = "Bans run from it."

[each_destination.overstay_days]
type       = "number"
unit       = "days"
integer    = true
min        = 0
max        = 9999
label      = "Overstay ({country})"
question   = "Country: {country}. How long?"
why        = "Bans."
implied_by = [{ when = "destination not in trouble_in", value = 0 }]
""",
    "sources.toml": """\
[staleness]
after_days = 365

[source.law]
title      = "The law"
publisher  = "Parliament"
url        = "https://example.org/law"
kind       = "law"
confidence = "high"

[source.rumour]
title      = "A rumour"
publisher  = "Someone"
url        = "https://example.org/rumour"
kind       = "blog"
confidence = "low"
""",
    "scoring.toml": """\
priorities = ["balanced"]
order = ["xc/work"]
""",
    "derived.toml": """\
[parameter.members]
unit   = "country"
values = [
  { from = 2010-01-01, value = ["XA"], source = "law", checked = 2026-01-01 },
  { from = 2020-01-01, value = ["XA", "XB"], source = "law", checked = 2026-01-01 },
]

[derived.member]
value = "nationality in members"
""",
    "consistency.toml": """\
[[rule]]
id    = "young"
when  = "age <= 0 and savings_usd > 0"
facts = ["age", "savings_usd"]
text  = "A newborn has no savings."

[[each_destination]]
id    = "never-there"
when  = "overstay_days > 0 and left_on < date('1900-01-01')"
facts = ["overstay_days", "left_on"]
text  = "Country: {country}. Stayed too long, but never left."
""",
    "xc/destination.toml": """\
code = "XC"

[parameter.adult]
unit   = "years"
values = [{ from = 2000-01-01, value = 18, source = "law", checked = 2026-01-01 }]

[parameter.long_overstay]
unit   = "days"
values = [
  { from = 2010-01-01, value = 100, source = "law", checked = 2026-01-01 },
  { from = 2020-01-01, value = 30, source = "law", checked = 2026-01-01 },
]

[parameter.ban_years]
unit   = "years"
values = [{ from = 2010-01-01, value = 5, source = "law", checked = 2026-01-01 }]

[[entry]]
nationalities = ["XA", "XB"]
access  = "visa_free"
limits  = [{ days = 90, counted = "rolling_180" }]
from    = 2010-01-01
source  = "law"
checked = 2026-01-01

[[entry]]
nationalities = ["XA"]
access  = "visa_required"
from    = 2020-01-01
source  = "law"
checked = 2026-01-01

[[ban]]
id      = "overstay"
law_of  = "xc_left_on"
when    = "xc_overstay_days > 0 and xc_overstay_days > long_overstay"
starts  = "xc_left_on"
ends    = "add_years(xc_left_on, ban_years)"
text    = "Stayed more than {long_overstay} days too long"
source  = "law"
checked = 2026-01-01
in_force = [{ from = 2010-01-01 }]

[[risk]]
id      = "danger"
level   = "high"
when    = "age >= adult"
text    = "There is a danger."
advice  = "Take care."
source  = "law"
checked = 2026-01-01
""",
    "xc/work.toml": """\
id    = "xc/work"
kind  = "work"
title = "Work"
about = "Work there."
open  = [{ from = 2010-01-01, until = 2029-12-31, source = "law", checked = 2026-01-01 }]

[parameter.level_needed]
unit   = "level"
values = [{ from = 2010-01-01, value = "A2", source = "rumour", checked = 2026-01-01 }]

[[requires]]
id      = "member"
when    = "member"
text    = "Your country is a member"
source  = "law"
checked = 2026-01-01

[[requires]]
id      = "age"
when    = "age >= adult"
text    = "Age {adult} or more"
source  = "law"
checked = 2026-01-01

[[requires]]
id      = "language"
when    = "level >= level_needed or passed"
text    = "Language level {level_needed}, or the test"
source  = "law"
checked = 2026-01-01

[[requires]]
id      = "offer"
when    = "'XC' in job_offers"
text    = "A job offer"
source  = "law"
checked = 2026-01-01
in_force = [{ from = 2015-01-01 }]
""",
}


@pytest.fixture
def files() -> dict[str, str]:
    """Rule files by name; change them and write them with `write`."""
    return dict(FILES)


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder
