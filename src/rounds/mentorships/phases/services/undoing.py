"""Taking back that a phase was opened: every pair as it was, nobody gathered, the phase before open again."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.errors import OutOfOrder
from rounds.mentorships.models import Mentorship, PhaseOpening
from rounds.mentorships.phases.enums import Going
from rounds.mentorships.phases.selectors import why_it_stays
from rounds.mentorships.services import limits
from rounds.mentorships.services.limits import Opening
from rounds.programs.models import Enrollment
from rounds.programs.services.phases import go_back_to_phase


@transaction.atomic
def take_back_opening(*, opening: PhaseOpening, by: Viewer) -> PhaseOpening:
    """Let a phase be as if it had not been opened. Raises OutOfOrder saying what has happened in it since."""
    locked = list(limits.locked_pairs(opening.ways))
    row: PhaseOpening = PhaseOpening.objects.select_for_update(no_key=True).get(id=opening.id)
    if row.taken_back_at is not None:
        raise OutOfOrder(_("This was taken back already. Load the page again."))
    reasons = why_it_stays(row)
    if reasons:
        raise OutOfOrder(" ".join(reasons))
    again = [pair for pair in locked if row.ways[str(pair.id)]["going"] != Going.GO_ON]
    _take_places_again(again)
    for pair in locked:
        _put_back(pair, row.ways[str(pair.id)], phase=row.ended.number)
    if row.to_match is not None:
        cohort, row.to_match = row.to_match, None
        row.save(update_fields=["to_match"])
        Enrollment.objects.filter(cohort=cohort).delete()
        cohort.delete()
    go_back_to_phase(opened=row.following, before=row.ended, mentor_tiers=row.mentor_tiers)
    row.taken_back_at = now()
    row.save(update_fields=["taken_back_at"])
    audit.record(
        "programs.phase.taken_back",
        by=by,
        kind="program",
        object_id=row.following.cycle.program_id,
        program_id=row.following.cycle.program_id,
        phase=row.following.number,
        pairs=len(locked),
    )
    return row


def _take_places_again(pairs: list[Mentorship]) -> None:
    openings = [
        Opening(
            mentee_enrollment_id=pair.mentee_enrollment_id,
            mentor_enrollment_id=pair.mentor_enrollment_id,
            mentee_id=pair.mentee_id,
            mentor_id=pair.mentor_id,
            places=None,
            is_primary=pair.is_primary,
            purpose=pair.purpose,
        )
        for pair in pairs
    ]
    if openings:
        limits.take_places(openings)
        limits.refuse_second_primaries(openings, pairs[0].cycle_id)


def _put_back(pair: Mentorship, way: Mapping[str, Any], *, phase: int) -> None:
    pair.phase = phase
    pair.state = way["state"]
    pair.planned_end_on = date.fromisoformat(way["planned_end_on"]) if way["planned_end_on"] else None
    pair.ended_on = None
    pair.save(update_fields=["phase", "state", "planned_end_on", "ended_on"])
