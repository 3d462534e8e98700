"""After the decision: money, points and ranks of the options that are open, and how firm the ranking is."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from destcompare.decision.doubt import draw
from destcompare.decision.measures import Measures
from destcompare.decision.money import Accounts
from destcompare.decision.result import STATUSES, WITHIN_REACH, Decision, Option, Standing, Weighing
from destcompare.decision.scope import Scopes
from destcompare.decision.score import Scores, weights_of

_FEW = 12
"""So many undecided ways at the most get the range of their points unasked."""


def weigh(
    decision: Decision,
    priority: str,
    changed: Mapping[str, float] | None = None,
    shock: str | None = None,
    *,
    destinations: Collection[str] = (),
    everything: bool = False,
) -> Decision:
    """The decision with money and points, its options ranked by them; `destinations` narrows it when any are named.

    Only what is eligible or reachable is ranked. What is not known yet gets the range of its points once few ways are left
    open: while many are, all ranges are wide, and they would take longer than the decision. The rest gets nothing, or its money
    alone. All of it is worked out when `everything` is asked for.
    """
    rulebook = decision.rulebook
    scopes = Scopes(rulebook, decision.person, decision.as_of)
    accounts, measures = Accounts(scopes, shock), Measures(scopes, decision.entry)
    weights = weights_of(rulebook.scoring, priority, changed or {})
    scores = Scores(rulebook.scoring, weights)
    options = []
    asked = [option for option in decision.options if option.status == "unknown"]
    few = everything or sum(not destinations or option.scheme.destination in destinations for option in asked) <= _FEW
    for option in decision.options:
        if destinations and option.scheme.destination not in destinations:
            continue
        near = option.status in WITHIN_REACH
        open_still = few and option.status == "unknown"
        if near or everything or open_still:
            cases, inputs = accounts.cases(option.scheme, option.changes, typical=near or everything)
            standing = None
            if weights and (near or open_still):
                measures.add_to(cases, option.scheme, option.changes)
                standing = (scores.standing if near else scores.reach)(option.scheme, cases)
            money = accounts.money(cases, inputs) if near or everything else None
            option = option.replaced(money=money, standing=standing)
        options.append(option)
    ranked = _by_score([option for option in options if option.status in WITHIN_REACH])
    ranked, first_beats_second = _with_doubt(ranked, weights, decision)
    others = [option for option in options if option.status not in WITHIN_REACH]
    shown = sorted((*ranked, *others), key=lambda option: STATUSES.index(option.status))
    apart = first_beats_second >= rulebook.scoring.apart
    return decision.replaced(
        options=tuple(shown),
        weighing=Weighing(
            priority=priority,
            weights=weights,
            shock=shock,
            leaders=_leaders(ranked, decision) if weights else {},
            alike=(ranked[0].scheme.id, ranked[1].scheme.id) if len(ranked) > 1 and weights and not apart else None,
        ),
    )


def _by_score(options: list[Option]) -> list[Option]:
    """The highest score first; equal ones in the order declared in the rules, in which they come."""
    ordered = sorted(options, key=lambda option: -(option.standing.score or 0.0) if option.standing else 0.0)
    return [option.replaced(rank=place) for place, option in enumerate(ordered, start=1)]


def _with_doubt(ranked: list[Option], weights: Mapping[str, float], decision: Decision) -> tuple[list[Option], float]:
    standings = {option.scheme.id: option.standing for option in ranked if option.standing is not None}
    if not standings:
        return ranked, 1.0
    scoring = decision.rulebook.scoring
    places = {scheme.id: place for place, scheme in enumerate(decision.rulebook.schemes)}
    drawn = draw(standings, weights, places, scoring.draws, scoring.spread)
    told = []
    for option in ranked:
        firmness, standing = drawn.firmness[option.scheme.id], standings[option.scheme.id]
        standing = standing.replaced(first_share=firmness.first_share, rank_interval=firmness.rank_interval)
        told.append(option.replaced(standing=standing))
    return told, drawn.first_beats_second


def _leaders(ranked: list[Option], decision: Decision) -> dict[str, str]:
    """The first option under each priority of the rules."""
    standings: dict[str, Standing] = {option.scheme.id: option.standing for option in ranked if option.standing}
    leaders = {}
    for priority in decision.rulebook.priorities if standings else ():
        weights = weights_of(decision.rulebook.scoring, priority, {})
        leaders[priority] = max(
            standings,
            key=lambda name: sum(weights[item] * worth.typical for item, worth in standings[name].worths.items()),
        )
    return leaders
