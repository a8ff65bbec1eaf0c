"""From facts to figures, by the engine of evidence: what is stored is plain JSON, with what is too small left out and said."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from rounds.evidence import Result
from rounds.evidence.answers.changes import from_published
from rounds.evidence.answers.shares import share
from rounds.insights.values.acts import ACTS, acts
from rounds.insights.values.careers import credential, promotion, retention
from rounds.insights.values.facts import Change, CycleFacts, House, PairFact
from rounds.insights.values.having import in_time, met_targets, stayed_on
from rounds.insights.values.library import MEASURES, PROCESS_FLOOR
from rounds.insights.values.told import Told, rounded, told
from rounds.insights.values.units import units

SMALL = "hidden: fewer than {least}"
NOT_BEGUN = "The program begins on {day:%-d %b %Y}."
REVEALS = "hidden: would reveal another"


def figures_of(house: House) -> Iterator[tuple[str, str | None, Told]]:
    """Yield each figure: its measure, its cycle (None: the whole institution), what is stored."""
    for cycle_id, facts in house.cycles.items():
        for key, compute in OF_CYCLE.items():
            yield key, cycle_id, compute(facts)
    yield "retention", None, retention(house.faculty, house.as_of)
    yield "promotion", None, promotion(house.faculty, house.as_of)
    yield "credential", None, credential(house.faculty, house.as_of)
    yield "qi_met", None, met_targets(house.faculty, house.as_of)
    yield "stayed_on", None, stayed_on(house.graduates, house.as_of)
    for key in ACTS:
        yield key, None, acts(key, house.faculty, house.as_of)
    yield "safety", None, units(house.units)


def canonical(result: Told) -> str:
    """Return a figure in the one form that its digest is taken of."""
    return json.dumps(result, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest_of(result: Told) -> str:
    """Return the digest of a figure."""
    return hashlib.sha256(canonical(result).encode()).hexdigest()


def flow(facts: CycleFacts) -> Told:
    """Return how many of the mentees came how far."""
    stages = facts.stages
    if stages.invited < PROCESS_FLOOR:
        return {"hidden": SMALL.format(least=PROCESS_FLOOR)}
    if facts.begins_on is not None and not stages.met:
        # nobody is missing before time begins
        return {"hidden": NOT_BEGUN.format(day=facts.begins_on)}
    counts = [stages.invited, stages.intake, stages.paired, stages.met]
    result = share(stages.met, stages.invited)
    return {"stages": counts, **told(result)}


def contact(facts: CycleFacts) -> Told:
    """Return conversations held and agreed by department; with one department hidden, a second one is."""
    found: dict[str, list[PairFact]] = {}
    for pair in facts.pairs:
        found.setdefault(pair.department, []).append(pair)
    if not found:
        return {"hidden": "No pair has begun yet."}
    by_size = sorted(found.items(), key=lambda one: (len(one[1]), one[0]))
    hidden = {
        name: SMALL.format(least=PROCESS_FLOOR) for name, pairs in by_size if len(pairs) < PROCESS_FLOOR
    }
    if hidden and len(hidden) < len(found) and sum(len(found[name]) for name in hidden) < PROCESS_FLOOR:
        hidden[by_size[len(hidden)][0]] = REVEALS
    rows = [
        {"label": name, "hidden": hidden[name]}
        if name in hidden
        else {"label": name, "pairs": len(pairs), **_held(pairs)}
        for name, pairs in sorted(found.items(), key=lambda one: (one[0] == "", one[0]))
    ]
    return {"rows": rows, "n": len(facts.pairs)}


def _held(pairs: Iterable[PairFact]) -> dict[str, int]:
    pairs = list(pairs)
    return {"held": sum(one.held for one in pairs), "agreed": round(sum(one.agreed for one in pairs))}


def confidence(facts: CycleFacts) -> Told:
    """Return the mean changes that came through the door, with intervals where the spread is out too."""
    if not facts.changes:
        return {"hidden": "Confidence was not asked twice yet."}
    rows = [_change(one) for one in facts.changes]
    return {"rows": rows, "answered_on": _day(facts.answered_on)}


def _change(one: Change) -> dict[str, Any]:
    least = MEASURES["confidence"].least
    if one.mean is None or one.spread is None or one.people < least:
        return {"label": one.label, "hidden": SMALL.format(least=least)}
    result: Result = from_published(one.people, one.mean, one.spread)
    if result.is_refused:
        return {"label": one.label, "hidden": result.reason}
    found = result["mean"]
    ends = {"value": rounded(found.value), "low": rounded(found.low), "high": rounded(found.high)}
    return {"label": one.label, "n": one.people, **ends}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def agreement(facts: CycleFacts) -> Told:
    """Return how many pairs had signed by day 30."""
    return in_time(facts.agreed, "No pair began here 30 days ago or more.")


def asks(facts: CycleFacts) -> Told:
    """Return how many questions between conversations were answered within a week."""
    return in_time(facts.asks, "No question was put 7 days ago or more.")


OF_CYCLE: dict[str, Callable[[CycleFacts], Told]] = {
    "flow": flow,
    "contact": contact,
    "agreement": agreement,
    "asks": asks,
    "confidence": confidence,
}
