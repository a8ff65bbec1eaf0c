"""The phases of a program's open cycle, and whom the end of the present one concerns."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.errors import NotFound
from rounds.mentorships.enums import OPEN, RUNNING, State
from rounds.mentorships.models import Conversation, Mentorship, PhaseOpening
from rounds.mentorships.phases.enums import Going
from rounds.programs.enums import CycleState, PhaseMatch
from rounds.programs.models import Cohort, Enrollment, Phase, Program
from rounds.programs.selectors import open_cycle_of, program_for
from rounds.programs.selectors.phases import list_phases

# How long the office can take an opening back.
UNDO_TIME = timedelta(hours=24)


@dataclass(frozen=True)
class PhasesOfYear:
    """The phases of the open cycle; of the one that runs its pairs, by mentee."""

    phases: list[Phase]
    now: Phase | None
    following: Phase | None
    running: list[Mentorship]
    # Offered or accepted, not begun: they begin in the phase for which they were made.
    not_begun: int

    @property
    def usual(self) -> Going:
        """Return what becomes of a pair unless the office says otherwise: the next phase says it."""
        spec = self.following.cycle.program.phase(self.following.number) if self.following else None
        if spec is None or spec.match == PhaseMatch.NONE:
            return Going.STOP
        return Going.GO_ON if spec.match == PhaseMatch.CARRIED else Going.MATCH


def phases_of_year(program: Program) -> PhasesOfYear:
    """Return the phases of a program's open cycle; three queries."""
    cycle = open_cycle_of(program)
    phases = list_phases(cycle.id) if cycle else []
    current = next((one for one in phases if one.state == CycleState.OPEN), None)
    following = next((one for one in phases if current and one.number == current.number + 1), None)
    pairs = (
        Mentorship.objects.filter(cycle_id=current.cycle_id, phase=current.number, state__in=OPEN)
        .select_related("mentee", "mentor")
        .order_by("mentee__folded_family", "mentee__folded_given", "id")
        if current
        else ()
    )
    rows = list(pairs)
    running = [one for one in rows if one.state in RUNNING]
    return PhasesOfYear(phases, current, following, running, len(rows) - len(running))


def tasks_of(pairs: Iterable[Mentorship]) -> list[str]:
    """Return what the phases of running pairs ask of their mentees; the programs of their cycles are loaded with them."""
    found: dict[str, None] = {}
    for pair in pairs:
        spec = pair.cycle.program.phase(pair.phase)
        found |= {str(task): None for task in (spec.tasks if spec else ())}
    return list(found)


def newest_opening(program: Program) -> PhaseOpening | None:
    """Return how the phase that runs was opened, while that can still be taken back; None afterward."""
    return (
        PhaseOpening.objects.filter(
            following__cycle__program=program,
            following__state=CycleState.OPEN,
            taken_back_at=None,
            opened_at__gte=now() - UNDO_TIME,
        )
        .select_related("ended", "following__cycle__program", "opened_by", "to_match")
        .first()
    )


def opening_for(viewer: Viewer, opening_id: UUID) -> PhaseOpening:
    """Return how a phase of a program of the viewer's office was opened; NotFound to everybody else."""
    found = PhaseOpening.objects.filter(id=opening_id).select_related(
        "ended", "following__cycle__program", "opened_by", "to_match"
    )
    opening: PhaseOpening | None = found.first()
    if opening is None:
        raise NotFound
    program_for(viewer, opening.following.cycle.program_id)
    return opening


def pairs_by_way(opening: PhaseOpening) -> dict[Going, list[Mentorship]]:
    """Return the pairs that a press concerned, by the way that each went, by mentee."""
    pairs = Mentorship.objects.filter(id__in=list(opening.ways)).select_related("mentee", "mentor")
    found: dict[Going, list[Mentorship]] = {}
    for pair in pairs.order_by("mentee__folded_family", "mentee__folded_given", "id"):
        found.setdefault(Going(opening.ways[str(pair.id)]["going"]), []).append(pair)
    return found


def why_it_stays(opening: PhaseOpening) -> list[str]:
    """Say in sentences what has happened since a phase was opened; nothing, while it can be taken back."""
    words = []
    if now() - opening.opened_at > UNDO_TIME or opening.following.state != CycleState.OPEN:
        words.append(_("A phase can be taken back for a day while it runs; this day is over."))
    begun = Mentorship.objects.filter(
        cycle_id=opening.following.cycle_id, phase=opening.following.number, created_at__gte=opening.opened_at
    ).count()
    if begun:
        words.append(
            ngettext(
                "%(count)s pair was made for it since.", "%(count)s pairs were made for it since.", begun
            )
            % {"count": begun}
        )
    words += [_changed(pair) for pair in _changed_pairs(opening)]
    if opening.to_match is not None and _is_used(opening.to_match, len(_gathered(opening))):
        words.append(
            _("%(cohort)s is at work: somebody was added, answered or matched.")
            % {"cohort": opening.to_match.name}
        )
    return words


def _changed(pair: Mentorship) -> str:
    return _("%(mentee)s with %(mentor)s has done something in it since.") % {
        "mentee": pair.mentee.full_name,
        "mentor": pair.mentor.display_name,
    }


def _changed_pairs(opening: PhaseOpening) -> list[Mentorship]:
    """Return the pairs that are not as the press left them, or that have logged or planned a conversation since."""
    talked = set(
        Conversation.objects.filter(
            mentorship_id__in=list(opening.ways), logged_at__gte=opening.opened_at
        ).values_list("mentorship_id", flat=True)
    )
    found = []
    for going, pairs in pairs_by_way(opening).items():
        for pair in pairs:
            left_as = (
                (opening.ways[str(pair.id)]["state"], opening.following.number)
                if going == Going.GO_ON
                else (State.COMPLETED, opening.ended.number)
            )
            if (pair.state, pair.phase) != left_as or pair.id in talked:
                found.append(pair)
    return found


def _gathered(opening: PhaseOpening) -> set[UUID]:
    return {pair.mentee_id for pair in pairs_by_way(opening).get(Going.MATCH, ())}


def _is_used(cohort: Cohort, gathered: int) -> bool:
    """Tell whether anything of any domain hangs on a cohort but the people who were gathered into it."""
    enrollments = Enrollment.objects.filter(cohort=cohort)
    if enrollments.count() != gathered:
        return True
    ids = list(enrollments.values_list("id", flat=True))
    hangs: list[tuple[Any, dict[str, Any]]] = [
        (relation, {relation.field.name: cohort.id})
        for relation in cohort._meta.related_objects
        if relation.related_model not in (Enrollment, PhaseOpening)
    ]
    hangs += [
        (relation, {f"{relation.field.name}__in": ids}) for relation in Enrollment._meta.related_objects
    ]
    return any(relation.related_model.objects.filter(**where).exists() for relation, where in hangs)
