"""Objectives in words: three drafts for a tier, the sentence of each, and when a set can't be locked yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rounds.people.enums import Tier
from rounds.rollout.enums import Measured, Owner
from rounds.rollout.values.power import Power

# Of a tier; more are no objectives.
MOST = 3
# Too slow, too rare or too far from mentoring for a first year.
SLOW = (Measured.PROMOTION, Measured.RETENTION, Measured.SAFETY)


class Told(Protocol):
    """An objective as far as it is said."""

    tier: str
    measure: str
    baseline: str
    target: str
    describes_only: bool
    comparison: str
    least: int
    owner: str
    due_on: date


@dataclass(frozen=True)
class Goal:
    """What an objective is to say."""

    tier: str
    measure: str
    baseline: str
    target: str
    describes_only: bool
    comparison: str
    least: int
    owner: str
    due_on: date


def drafts_for(tier: Tier, due_on: date) -> list[Goal]:
    """Return three drafts of a tier: one with a target, one of work done, one that only describes."""
    before, owner = _("their own answers at the beginning"), str(Owner.DIRECTOR.label)
    slow = Measured.ROLE if tier.step < Tier.MID_CAREER.step else Measured.PROMOTION
    return [
        Goal(
            tier,
            Measured.CONFIDENCE,
            _("what the baseline shows"),
            _("1 point of 10 more"),
            False,
            before,
            12,
            owner,
            due_on,
        ),
        Goal(tier, Measured.PROJECT, _("none"), _("6 of 10 mentees"), False, before, 10, owner, due_on),
        Goal(tier, slow, "", "", True, _("nobody: it is described"), 10, owner, due_on),
    ]


def sentence(goal: Told) -> str:
    """Return an objective in one sentence, the same on each page and paper."""
    known = {
        "day": date_format(goal.due_on, "j M Y"),
        "tier": Tier(goal.tier).label,
        "measure": Measured(goal.measure).label,
        "baseline": goal.baseline or _("what is known"),
        "target": goal.target,
        "comparison": goal.comparison,
        "least": goal.least,
    }
    if goal.describes_only:
        words = _(
            "By %(day)s we describe how many %(tier)s mentees %(measure)s, if at least %(least)s are known; no target."
        )
    else:
        words = _(
            "By %(day)s, %(tier)s mentees will %(measure)s, from %(baseline)s to %(target)s, compared with %(comparison)s, if at least %(least)s are known."
        )
    return words % known


def refusals(goals: Sequence[Told], today: date) -> list[str]:
    """Return why a set can't be locked yet, a sentence each."""
    if not goals:
        return [_("There is no objective yet. Take three drafts of a tier, or write one.")]
    found = []
    for tier, count in Counter(one.tier for one in goals).items():
        if count > MOST:
            words = _("%(tier)s has %(count)s objectives: at most three are kept. Remove the weakest.")
            found.append(words % {"tier": str(Tier(tier).label).capitalize(), "count": count})
    past = sum(one.due_on <= today for one in goals)
    if past:
        words = ngettext(
            "The day of %(count)s objective has passed. Choose one to come.",
            "The days of %(count)s objectives have passed. Choose days to come.",
            past,
        )
        found.append(words % {"count": past})
    return found


def facts_of_objectives(program: str, cycle: str, goals: Sequence[Told], *, was_out: bool) -> dict[str, Any]:
    """Return what of a set is frozen as it is locked."""
    sections: list[dict[str, Any]] = []
    for tier in Tier:
        mine = [one for one in goals if one.tier == tier]
        if mine:
            owners = sorted({one.owner for one in mine})
            sections.append(
                {
                    "number": len(sections) + 1,
                    "title": str(tier.label).capitalize(),
                    "text": _("Owner: %(owners)s") % {"owners": ", ".join(owners)},
                    "figures": [sentence(one) for one in mine],
                }
            )
    beforehand = (
        _("Outcomes of this cycle were out before these objectives were written.")
        if was_out
        else _("Outcomes of this cycle were closed until these objectives were locked.")
    )
    sections.append(
        {"number": len(sections) + 1, "title": _("Beforehand"), "text": beforehand, "figures": []}
    )
    return {"program": program, "cycle": cycle, "sections": sections, "one_sided": ""}


def power_words(power: Power | None) -> str:
    """Return in words what so many people can show."""
    if power is None:
        return _("With fewer than five people nothing can be seen: only describe.")
    known = {
        "n": power.n,
        "points": f"{power.smallest_points:.1f}",
        "reach": f"{power.reach:.1f}",
        "d": f"{power.smallest:.2f}",
    }
    words = _(
        "If all %(n)s answer both times, a mean change in confidence of %(points)s points of 10 or more would be seen (%(d)s standard deviations, power 80%%), and a mean is known to ±%(reach)s points."
    )
    return f"{words % known} {_('Promotion, retention and safety can’t be judged.')}"
