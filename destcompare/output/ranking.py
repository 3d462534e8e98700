"""How the options were weighed, in plain sentences: by what, what else could come first, and what cannot be told apart."""

from __future__ import annotations

from destcompare.decision.result import WITHIN_REACH, Decision
from destcompare.output.page import Page
from destcompare.output.words import doubt, years
from destcompare.problems import N_


def weighed_by(page: Page, decision: Decision) -> None:
    """Below the overview; where nothing was weighed, only what was supposed."""
    weighing = decision.weighing
    ranked = [option for option in decision.options if option.status in WITHIN_REACH]
    if weighing is None or not weighing.weights or not ranked:
        if supposed_shock(page, decision):
            page.space()
        return
    labels = decision.rulebook.scoring.labels

    def label(priority: str) -> str:
        return page.language.text(labels.get(priority, priority))

    def named(scheme_id: str) -> str:
        option = next(option for option in ranked if option.scheme.id == scheme_id)
        return f"{page.language.country(option.scheme.destination)}, {page.language.text(option.scheme.title)}"

    page.line(page.text(N_("Points are weighed for what matters most: {priority}"), priority=label(weighing.priority)))
    first = min(ranked, key=lambda option: option.rank or len(ranked)).scheme.id
    others: dict[str, list[str]] = {}
    for priority, scheme_id in weighing.leaders.items():
        if scheme_id != first and priority != weighing.priority:
            others.setdefault(scheme_id, []).append(label(priority))
    for scheme_id, priorities in others.items():
        text = N_("If this matters most ({priority}), another comes first: {option}")
        page.line(page.text(text, priority=", ".join(priorities), option=named(scheme_id)), 2, "·")
    if weighing.alike:
        one, other = map(named, weighing.alike)
        page.line(
            page.text(N_("By what is known these two cannot be told apart: {one}; {other}"), one=one, other=other),
            2,
            "·",
        )
    supposed_shock(page, decision)
    page.space()


def supposed_shock(page: Page, decision: Decision) -> bool:
    """The supposed shock, with the country it hits, what it did to the person's home, and the source; false where none is."""
    name = decision.weighing.shock if decision.weighing else None
    if name is None:
        return False
    shock = decision.rulebook.shock(name)
    fall = shock.fall_at(str(decision.person.value("nationality"))) if shock else None
    if shock is None or fall is None:
        page.line(page.text(N_("No such shock is known for the person's home; nothing was changed.")), 2, "·")
        return True
    told = page.text(
        N_("Supposed again ({years}): {shock} Country: {country}. What is left there is counted lower by {fall}."),
        years=years(fall.period),
        shock=page.told(shock, {}),
        country=page.language.country(shock.destination),
        fall=page.language.percent(fall.fall),
    )
    unsure = doubt(page.language, fall.provenance)
    page.line(f"{told} ({unsure})" if unsure else told, 2, "▲", "yellow")
    page.line(page.source(fall.provenance), 4, style="dim")
    return True
