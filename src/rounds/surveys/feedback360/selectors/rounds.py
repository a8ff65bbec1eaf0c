"""Which rounds somebody sees, as what: the office, the person themselves, the one who debriefs."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from rounds.core.access import Viewer
from rounds.core.audit.log import last_deed
from rounds.core.clock import institution_today, now
from rounds.core.errors import NotFound
from rounds.surveys.enums import NominationState, RaterGroup, RequestState, RoundState
from rounds.surveys.feedback360.selectors.lines import RUNS, came_by, has_say_over, runs_round
from rounds.surveys.feedback360.values.limits import ANOTHER_AFTER
from rounds.surveys.models import Nomination, Release360, Request, Round360

WITH = ("subject", "debriefer", "line_manager", "campaign", "release", "raters", "own", "supervisor")


def _rounds() -> QuerySet[Round360]:
    return Round360.objects.select_related(*WITH)


def list_rounds(viewer: Viewer) -> list[Round360]:
    """Return the rounds that the viewer runs, newest first: those of the viewer's scopes, and nobody's with power over them."""
    if viewer.person_id is None:
        return []
    scopes = viewer.scopes(*RUNS)
    rounds = _rounds()
    if None not in scopes:
        rounds = rounds.filter(scope_id__in=[one for one in scopes if one])
    found = [one for one in rounds[:200] if viewer.person_id not in (one.subject_id, one.line_manager_id)]
    if not found:
        return []
    inside = has_say_over(viewer.own_id, {one.subject_id for one in found})
    behind = came_by(viewer.own_id, {key for one in found for key in (one.subject_id, one.line_manager_id)})
    return [
        one
        for one in found
        if one.subject_id not in inside and not behind & {one.subject_id, one.line_manager_id}
    ]


def round_for(viewer: Viewer, round_id: UUID) -> Round360:
    """Return a round that the viewer runs; NotFound for everybody else, those with power over its person too."""
    found = _rounds().filter(id=round_id).first()
    if found is None or not runs_round(viewer, found):
        raise NotFound
    return found


def own_round_for(viewer: Viewer, own_round_id: UUID) -> Round360:
    """Return a round about the viewer."""
    return _one(_rounds().filter(id=own_round_id, subject_id=viewer.own_id))


def debrief_for(viewer: Viewer, debriefed_id: UUID) -> Round360:
    """Return a round that the viewer debriefs now."""
    return _one(
        _rounds().filter(id=debriefed_id, debriefer_id=viewer.own_id).exclude(state=RoundState.STOPPED)
    )


def _one(rows: QuerySet[Round360]) -> Round360:
    found = rows.first()
    if found is None:
        raise NotFound
    return found


def own_rounds(viewer: Viewer) -> list[Round360]:
    """Return the rounds about the viewer, newest first."""
    return list(_rounds().filter(subject_id=viewer.own_id).exclude(state=RoundState.STOPPED))


def own_debriefs(viewer: Viewer) -> list[Round360]:
    """Return the rounds that the viewer debriefs and that were sent, newest first."""
    mine = _rounds().filter(debriefer_id=viewer.own_id)
    return list(mine.filter(state__in=[RoundState.RUNNING, RoundState.READY]))


def release_of(found: Round360) -> Release360 | None:
    """Return the frozen report of a round; None before it has closed."""
    release: Release360 | None = getattr(found, "release", None)
    return release


def opened_at(found: Round360) -> datetime | None:
    """Return when a round's report was opened for its person; None as long as it is not."""
    release = release_of(found)
    return release.opened_at if release else None


def needs_another_debriefer(found: Round360) -> bool:
    """Tell whether 14 days went by without a debrief."""
    release = release_of(found)
    if release is None or release.opened_at is not None:
        return False
    is_booked = release.booked_at is not None and release.booked_at > now()
    return not is_booked and institution_today() >= release.frozen_on + ANOTHER_AFTER


def is_endable(found: Round360) -> bool:
    """Tell whether a round can be called off though its mail has left: it runs, and takes answers today."""
    wave = found.raters
    is_running = found.state == RoundState.RUNNING and institution_today() <= found.closes_on
    return is_running and wave is not None and wave.stop_until is not None and wave.stop_until <= now()


def called_off(found: Round360) -> tuple[str, datetime] | None:
    """Return by whom a round was called off, and when; None for one that was not."""
    if found.state != RoundState.STOPPED:
        return None
    return last_deed(found.id, "feedback360.called_off", "feedback360.ended")


def told_when_ended(found: Round360) -> QuerySet[Request]:
    """Return the requests of a round that reached somebody: they are told when it is called off."""
    reached = [RequestState.ASKED, RequestState.ANSWERED]
    rows = Request.objects.filter(wave__campaign_id=found.campaign_id, state__in=reached)
    return rows.select_related("person", "outside").order_by("id")


@dataclass(frozen=True)
class GroupCount:
    """How many of a group are proposed, asked, in reserve."""

    group: str
    proposed: int
    approved: int
    reserve: int


def groups_of(found: Round360) -> list[GroupCount]:
    """Return the groups of a round with how many are in each."""
    rows = Nomination.objects.filter(round=found).order_by().values_list("group", "state")
    counted = Counter(rows.annotate(n=Count("id")).values_list("group", "state", "n"))
    sizes = {(group, state): n for group, state, n in counted}
    return [
        GroupCount(
            group,
            *(
                sizes.get((group, state), 0)
                for state in (NominationState.PROPOSED, NominationState.APPROVED, NominationState.RESERVE)
            ),
        )
        for group in (RaterGroup.SUPERVISOR, *found.groups)
    ]


def progress_of(found: Round360) -> tuple[int, int]:
    """Return how many raters are asked and how many had answered as of last night: never who, never of which group."""
    asked = Request.objects.filter(wave__in=[wave for wave in (found.raters, found.supervisor) if wave])
    asked = asked.exclude(state__in=[RequestState.NOT_ASKED, RequestState.DECLINED])
    told = Q(state=RequestState.ANSWERED, answered_on__lt=institution_today())
    return asked.count(), asked.filter(told).count()
