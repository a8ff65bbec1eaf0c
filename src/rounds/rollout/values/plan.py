"""The plan of a pilot: the words that it begins with, what it can show, and its facts as they are frozen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rounds.rollout.values.gate import CRITERIA, Criterion
from rounds.rollout.values.objectives import power_words
from rounds.rollout.values.power import exact_share, power_of, share_to_see

SHARE, SEEN = 0.1, 0.8


@dataclass(frozen=True)
class Plan:
    """What the plan of a pilot says."""

    question: str
    scope: str
    mentees: int
    mentors: int
    measures: str
    comparison: str
    groups: str
    readers: str
    stop_rules: str
    analysis_on: date
    spread: Decimal


def begins_with(ends_on: date) -> dict[str, Any]:
    """Return the words of a new plan; the analysis day is that of the pilot's end until it is chosen."""
    return {
        "question": _("Can a mentor be kept for every mentee, and does confidence to lead rise?"),
        "scope": _("One department, 12 mentors and 20 mentees, six months."),
        "mentees": 20,
        "mentors": 12,
        "measures": _(
            "Baseline at intake; a pulse every two months; at the end the same questions, and how it was before as seen now; projects; hours."
        ),
        "comparison": _("The same people’s baseline. Others only from HR data, as association."),
        "groups": _(
            "Mentors and mentees apart, two groups each of five to eight, led from outside the office."
        ),
        "readers": _("The office reads counts from five on; nobody reads a single person’s answers."),
        "stop_rules": _("Harm; a report unanswered for two days; over a quarter of the pairs ended."),
        "analysis_on": ends_on,
        "spread": Decimal("1.8"),
    }


def what_it_shows(plan: Plan) -> list[str]:
    """Return in words what the pilot can show, the most important first."""
    power = power_of(plan.mentees, spread=float(plan.spread), mentors=plan.mentors)
    found = [power_words(power)]
    if power is None:
        return found
    if power.effective < plan.mentees:
        words = _("Mentees who share a mentor count less: %(n)s count as %(effective)s.")
        found.append(words % {"n": plan.mentees, "effective": f"{power.effective:.1f}"})
    yes = round(SEEN * plan.mentees)
    low, high = exact_share(yes, plan.mentees)
    words = _("%(yes)s of %(n)s reads as %(low)s to %(high)s%%.")
    found.append(words % {"yes": yes, "n": plan.mentees, "low": round(100 * low), "high": round(100 * high)})
    other = share_to_see(SHARE, plan.mentees)
    if other is not None:
        words = _("Between two groups of %(n)s, 10%% must become about %(other)s%% to be seen.")
        found.append(words % {"n": plan.mentees, "other": round(100 * other)})
    return found


def facts_of_plan(program: str, plan: Plan, *, is_late: bool) -> dict[str, Any]:
    """Return what of a plan is frozen as it is locked."""
    when = _("Locked after the kick-off.") if is_late else _("Locked before the kick-off.")
    said: tuple[tuple[str, str, list[str]], ...] = (
        (_("The question"), plan.question, []),
        (_("Who"), plan.scope, []),
        (_("What is asked when"), plan.measures, []),
        (_("Compared with"), plan.comparison, []),
        (_("What it can show"), "", what_it_shows(plan)),
        (_("Focus groups"), plan.groups, []),
        (_("Who sees what"), plan.readers, []),
        (_("When one stops early"), plan.stop_rules, []),
        (_("Analysis day"), date_format(plan.analysis_on, "j M Y"), []),
        (
            _("The gate"),
            when,
            [f"{one.kind.label}: {one.words}{_limit(one)}" for one in CRITERIA],
        ),
    )
    sections = [
        {"number": number, "title": title, "text": text, "figures": figures}
        for number, (title, text, figures) in enumerate(said, start=1)
    ]
    return {"program": program, "sections": sections, "one_sided": ""}


def _limit(one: Criterion) -> str:
    if one.says_limit:
        return ""
    if one.least is not None:
        return _(", at least %(percent)s%%") % {"percent": round(100 * one.least)}
    return "" if one.most is None else _(", at most %(percent)s%%") % {"percent": round(100 * one.most)}
