"""What is known of the figures and papers of roll-outs: figures of the house's own, what was issued, signed, decided."""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import UUID

from django.db.models import Max, QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rounds.insights.models import Cut, DecisionRecord
from rounds.rollout.enums import Kind, Status
from rounds.rollout.models import DocumentVersion, Objective, ObjectiveSet, PilotPlan, PitchFigure
from rounds.rollout.selectors.facts.here import Fact, Here
from rounds.rollout.selectors.signing import is_endorsed, signatures_of
from rounds.rollout.values.objectives import MOST


def freeze(here: Here) -> dict[UUID, Fact]:
    """Return whether figures stand that were made after the end of the pilot."""
    newest = Cut.objects.aggregate(newest=Max("as_of"))["newest"]
    if newest is None:
        return dict.fromkeys(here.launches, Fact(False, _("No figures are made yet")))
    words = _("The newest figures are of %(day)s") % {"day": date_format(newest, "j M Y")}
    return {one: Fact(newest >= launch.ends_on, words) for one, launch in here.launches.items()}


def gate(here: Here) -> dict[UUID, Fact]:
    """Return whether something is decided since the end of the pilot."""
    rows: QuerySet[Any, Any] = (
        DecisionRecord.objects.filter(cycle__program_id__in=here.launches)
        .order_by("written_at")
        .values_list("cycle__program_id", "written_at", "written_by")
    )
    found = dict.fromkeys(here.launches, Fact(False, _("Nothing is decided since the end of the pilot")))
    for program_id, written_at, name in rows:
        if localtime(written_at).date() >= here.launches[program_id].ends_on:
            known = {"day": date_format(localtime(written_at), "j M Y"), "name": name}
            found[program_id] = Fact(True, _("Decided %(day)s, written down by %(name)s") % known)
    return found


def local_figures(here: Here) -> dict[UUID, Fact]:
    """Return how many figures of a pitch are of the house."""
    rows = PitchFigure.objects.filter(
        program_id__in=here.launches, status=Status.LOCAL, year__isnull=False, is_shown=True
    ).exclude(value="")
    counted = Counter(rows.exclude(source="").values_list("program_id", flat=True))
    words = _("%(count)s figures of our own with source and year")
    return {one: Fact(counted[one] >= 2, words % {"count": counted[one]}) for one in here.launches}


def pitch(here: Here) -> dict[UUID, Fact]:
    """Return whether a pitch is issued."""
    found = dict.fromkeys(here.launches, Fact(False, _("No pitch is issued in Rounds")))
    rows = DocumentVersion.objects.filter(program_id__in=here.launches, kind=Kind.PITCH).order_by("number")
    for one in rows:
        known = {"number": one.number, "day": date_format(localtime(one.issued_at), "j M Y")}
        found[one.program_id] = Fact(True, _("Version %(number)s, issued %(day)s") % known)
    return found


def endorsement(here: Here) -> dict[UUID, Fact]:
    """Return whether the endorsement is signed by those whom it needs."""
    rows = DocumentVersion.objects.filter(program_id__in=here.launches, kind=Kind.ENDORSEMENT)
    newest = {one.program_id: one for one in rows.order_by("number")}
    signed = signatures_of(newest.values())
    found = dict.fromkeys(here.launches, Fact(False, _("No endorsement is issued in Rounds")))
    for program_id, one in newest.items():
        known = {"number": one.number, "count": sum(row.counts for row in signed[one.id])}
        words = _("Version %(number)s has %(count)s signatures") % known
        found[program_id] = Fact(is_endorsed(signed[one.id]), words)
    return found


def objectives(here: Here) -> dict[UUID, Fact]:
    """Return whether each tier that has objectives has one to three."""
    rows = Objective.objects.filter(of__cycle__program_id__in=here.launches)
    counted: dict[UUID, Counter[str]] = {one: Counter() for one in here.launches}
    for program_id, tier in rows.values_list("of__cycle__program_id", "tier"):
        counted[program_id][tier] += 1
    found = {}
    for program_id, tiers in counted.items():
        known = {"count": sum(tiers.values()), "tiers": len(tiers)}
        words = ngettext(
            "%(count)s objectives for %(tiers)s tier are written in Rounds",
            "%(count)s objectives for %(tiers)s tiers are written in Rounds",
            len(tiers),
        )
        found[program_id] = Fact(bool(tiers) and max(tiers.values()) <= MOST, words % known)
    return found


def locked(here: Here) -> dict[UUID, Fact]:
    """Return whether two people have locked the objectives."""
    found = dict.fromkeys(here.launches, Fact(False, _("No objectives are locked in Rounds")))
    rows = ObjectiveSet.objects.filter(cycle__program_id__in=here.launches, locked_at__isnull=False)
    for one in rows.select_related("cycle").order_by("locked_at"):
        known = {
            "day": date_format(localtime(one.locked_at), "j M Y"),
            "asked": one.asked_by,
            "locked": one.locked_by,
        }
        found[one.cycle.program_id] = Fact(True, _("Locked %(day)s by %(asked)s and %(locked)s") % known)
    return found


def plan(here: Here) -> dict[UUID, Fact]:
    """Return whether the plan of the pilot is locked."""
    found = dict.fromkeys(here.launches, Fact(False, _("No plan is locked in Rounds")))
    for one in PilotPlan.objects.filter(program_id__in=here.launches, locked_at__isnull=False):
        known = {"day": date_format(localtime(one.locked_at), "j M Y"), "name": one.locked_by}
        found[one.program_id] = Fact(True, _("Locked %(day)s by %(name)s") % known)
    return found
