"""Reads of releases: what a resident has released and who opened it; what a director was given, and nothing beside it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from rounds.core.access import Viewer
from rounds.core.clock import institution_day, institution_today, now
from rounds.core.database.dated import open_on
from rounds.core.enums import Role
from rounds.core.errors import NotFound, OutOfOrder
from rounds.core.models import AuditEvent
from rounds.mentorships.milestones.selectors import list_reports
from rounds.mentorships.models import (
    Debrief,
    GoalEvidence,
    Mentorship,
    MilestoneFeedback,
    MilestoneRequirement,
    Release,
)
from rounds.mentorships.releases.values import Packet, packet_from
from rounds.mentorships.selectors import mentorships_known_to
from rounds.people.enums import DIRECTING, TrainingKind
from rounds.people.models import Person, RoleAssignment, TrainingProgram, TrainingProgramMember

OPENED = "release.opened"
# Kinds of pieces in which another than the resident may have written.
KINDS = ("report", "goal", "debrief")


class Differs(OutOfOrder):
    """What is stored of a release is not what was released, so it is not shown."""

    def __init__(self) -> None:
        super().__init__(
            _("What is stored is not what was released, so it is not shown. Tell a site administrator.")
        )


@dataclass(frozen=True)
class Opened:
    """Who has opened a release, and when first."""

    name: str
    on: date


@dataclass(frozen=True)
class Given:
    """A release as the resident sees it in the list of what is out."""

    row: Release
    opened: tuple[Opened, ...]


def own_residencies(viewer: Viewer) -> list[TrainingProgram]:
    """Return the residencies and fellowships in which the viewer trains today."""
    members = TrainingProgramMember.objects.filter(
        open_on(institution_today()), person_id=viewer.own_id, kind=TrainingKind.RESIDENT
    )
    return list(TrainingProgram.objects.filter(id__in=members.values("training_program_id")).order_by("name"))


def readers_of_residencies(programs: Iterable[TrainingProgram]) -> dict[UUID, list[Person]]:
    """Return who reads what is released to some residencies: those who direct them and have the role today, by name."""
    ids, today = [one.id for one in programs], institution_today()
    directing = TrainingProgramMember.objects.filter(
        open_on(today),
        kind__in=DIRECTING,
        person_id=OuterRef("person_id"),
        training_program_id=OuterRef("scope_id"),
    )
    rows = RoleAssignment.objects.filter(
        open_on(today), Exists(directing), role=Role.RESIDENCY_DIRECTOR, scope_id__in=ids
    ).filter(person__merged_into=None)
    found: dict[UUID, list[Person]] = {}
    for row in rows.select_related("person").order_by("person__folded_family", "person__folded_given"):
        if row.scope_id is not None:
            found.setdefault(row.scope_id, []).append(row.person)
    return found


def own_releases(viewer: Viewer) -> QuerySet[Release]:
    """Return what the viewer has released, the newest first."""
    rows = Release.objects.filter(person_id=viewer.own_id).select_related("training_program", "person")
    return rows.order_by("-released_at", "id")


def list_given(viewer: Viewer) -> list[Given]:
    """Return what the viewer has released, with who has opened it; two queries."""
    rows = list(own_releases(viewer))
    opened: dict[UUID, dict[str, Opened]] = {}
    events = AuditEvent.objects.filter(action=OPENED, object_id__in=[row.id for row in rows]).order_by(
        "number"
    )
    for name, object_id, at in events.values_list("by_name", "object_id", "at"):
        if object_id is not None:
            opened.setdefault(object_id, {}).setdefault(name, Opened(name, institution_day(at)))
    return [Given(row, tuple(opened.get(row.id, {}).values())) for row in rows]


def releases_of(person_id: UUID, piece: str) -> list[Release]:
    """Return the releases in which a piece went out. Whoever calls this has found the piece for its reader."""
    rows = Release.objects.filter(person_id=person_id).order_by("released_at")
    return [row for row in rows.select_related("training_program") if piece in row.pieces]


@dataclass(frozen=True)
class Lent:
    """Words of another in a release: whose, of which pair, and the report, goal or debrief that they are about."""

    pair: Mentorship
    person_id: UUID
    # one of KINDS
    kind: str
    about_id: UUID
    # the answer itself, the line of evidence itself, the debrief itself
    thing_id: UUID


def lent_words_in(release: Release) -> list[Lent]:
    """Return the words that others than the resident wrote, of those that a release holds."""
    ids = {kind: [UUID(key.split()[1]) for key in release.pieces if key.startswith(kind)] for kind in KINDS}
    answers = MilestoneFeedback.objects.filter(report_id__in=ids["report"]).select_related(
        "report__mentorship"
    )
    found = [Lent(one.report.mentorship, one.by_id, "report", one.report_id, one.id) for one in answers]
    lines = GoalEvidence.objects.filter(goal_id__in=ids["goal"], added_at__lte=release.released_at)
    # What was taken away before is not in the packet; what was taken away since is in it for good.
    lines = lines.exclude(taken_away_at__lte=release.released_at).exclude(added_by_id=release.person_id)
    pairs = {one.mentor_id: one for one in Mentorship.objects.filter(mentee_id=release.person_id)}
    found += [
        Lent(pairs[one.added_by_id], one.added_by_id, "goal", one.goal_id, one.id)
        for one in lines
        if one.added_by_id in pairs
    ]
    debriefs = Debrief.objects.filter(id__in=ids["debrief"]).exclude(by_id=release.person_id)
    found += [
        Lent(one.mentorship, one.by_id, "debrief", one.id, one.id)
        for one in debriefs.select_related("mentorship")
    ]
    return found


def own_release_for(viewer: Viewer, own_release_id: UUID) -> Release:
    """Return an own release; NotFound otherwise."""
    found = own_releases(viewer).filter(id=own_release_id).first()
    if found is None:
        raise NotFound
    return found


def packet_in(release: Release) -> Packet:
    """Return the packet of a release as it was when it was released; raises Differs when the stored one is another."""
    packet = packet_from(release.opened())
    if packet.digest() != release.digest:
        raise Differs
    return packet


def pairs_as_mentee(viewer: Viewer) -> Iterable[Mentorship]:
    """Return the pairs of somebody as a mentee, of which they may know."""
    return mentorships_known_to(viewer.own_id, at=now()).filter(mentee_id=viewer.own_id)


def done_days(viewer: Viewer) -> list[date]:
    """Return the days on which the viewer's reports were answered: what "requirement done" may say."""
    answered = list_reports([pair.id for pair in pairs_as_mentee(viewer)])
    return sorted({institution_day(one.feedback.given_at) for one in answered if one.feedback})


def requirements_of(program_ids: Iterable[UUID]) -> dict[UUID, MilestoneRequirement]:
    """Return the milestones that residencies require today, by residency."""
    rows = MilestoneRequirement.objects.filter(training_program_id__in=list(program_ids), ended_at=None)
    return {row.training_program_id: row for row in rows}


# what a director of a residency sees


def _directed(viewer: Viewer) -> frozenset[UUID]:
    return frozenset(one for one in viewer.scopes(Role.RESIDENCY_DIRECTOR) if one is not None)


def list_received(viewer: Viewer) -> QuerySet[Release]:
    """Return what residents released to the residencies that the viewer directs, the newest first."""
    rows = Release.objects.filter(training_program_id__in=_directed(viewer))
    return rows.select_related("person", "training_program").order_by("-released_at", "id")


def received_for(viewer: Viewer, release_id: UUID) -> Release:
    """Return one of them; NotFound otherwise."""
    found = list_received(viewer).filter(id=release_id).first()
    if found is None:
        raise NotFound
    return found


def directed_programs(viewer: Viewer) -> list[TrainingProgram]:
    """Return the residencies that the viewer directs, by name."""
    return list(TrainingProgram.objects.filter(id__in=_directed(viewer)).order_by("name"))


def directed_program_for(viewer: Viewer, residency_id: UUID) -> TrainingProgram:
    """Return one of them; NotFound otherwise."""
    found = next((one for one in directed_programs(viewer) if one.id == residency_id), None)
    if found is None:
        raise NotFound
    return found
