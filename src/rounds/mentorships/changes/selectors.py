"""Reads of requests for a change: one's own, and those that somebody of the program office may answer."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.database.dated import open_on
from rounds.core.enums import Role
from rounds.core.errors import NotFound
from rounds.mentorships.models import ChangeRequest, Mentorship
from rounds.people.models import AuthorityLine, Person
from rounds.people.selectors.two_hats import is_judged_by, who_judges
from rounds.programs.selectors.office import holders_of

OFFICE = (Role.COORDINATOR, Role.DIRECTOR)


def own_change_request_of(viewer: Viewer, pair: Mentorship) -> ChangeRequest | None:
    """Return what the viewer asks for in an own pair, unless it was taken back."""
    rows = ChangeRequest.objects.filter(mentorship=pair, asked_by_id=viewer.own_id, withdrawn_at=None)
    found: ChangeRequest | None = rows.select_related("answered_by").first()
    return found


def pairs_asked_about(viewer: Viewer) -> set[UUID]:
    """Return the pairs of which the viewer asks for a change."""
    rows = ChangeRequest.objects.filter(asked_by_id=viewer.own_id, withdrawn_at=None)
    return set(rows.values_list("mentorship_id", flat=True))


def readers_of_change(pair: Mentorship) -> list[Person]:
    """Return who of the program's office reads that one of a pair asks for a change: whoever is not concerned, by name.

    Concerned is who is one of the two, who has a say in the mentee's training or reports to one who has, and between
    whom and one of the two there is a recorded line of authority.
    """
    two, day = (pair.mentee_id, pair.mentor_id), open_on(institution_today())
    lines = AuthorityLine.objects.filter(Q(over_id__in=two) | Q(subject_id__in=two), day)
    office = holders_of(pair.cycle.program_id, OFFICE)
    concerned = {*two, *who_judges(pair.mentee_id, [one.id for one in office])}
    for over_id, subject_id in lines.values_list("over_id", "subject_id"):
        concerned |= {over_id, subject_id}
    return [one for one in office if one.id not in concerned]


def is_concerned(viewer: Viewer, at: str = "") -> Q:
    """Return the condition that somebody is concerned by a pair, which is at the end of a path of columns."""
    me, day = viewer.own_id, open_on(institution_today())
    two = (f"{at}mentee_id", f"{at}mentor_id")
    lines = Q()
    for one in two:
        over = AuthorityLine.objects.filter(day, over_id=me, subject_id=OuterRef(one))
        under = AuthorityLine.objects.filter(day, subject_id=me, over_id=OuterRef(one))
        lines |= Q(Exists(over)) | Q(Exists(under))
    is_one = Q(**{two[0]: me}) | Q(**{two[1]: me})
    return is_one | lines | Q(is_judged_by(viewer, OuterRef(two[0])))


def answerable_changes(viewer: Viewer, program_ids: Iterable[UUID]) -> QuerySet[ChangeRequest]:
    """Return what was asked in programs and not taken back, as far as the viewer is not concerned, oldest first."""
    rows = ChangeRequest.objects.filter(
        withdrawn_at=None, mentorship__cycle__program_id__in=list(program_ids)
    )
    return rows.exclude(is_concerned(viewer, "mentorship__")).order_by("asked_at", "id")


def changes_in_pair(viewer: Viewer, pair: OuterRef) -> QuerySet[ChangeRequest]:
    """Return what of a row's pair waits for the office today, unless the viewer is concerned; the first to ask first."""
    due = Q(again_on=None) | Q(again_on__lte=institution_today())
    rows = ChangeRequest.objects.filter(due, withdrawn_at=None, mentorship_id=pair)
    return rows.exclude(is_concerned(viewer, "mentorship__")).order_by("asked_at", "id")


def change_request_for(viewer: Viewer, change_request_id: UUID) -> ChangeRequest:
    """Return what somebody asked to who of the program's office is not concerned; NotFound to everybody else."""
    row = (
        ChangeRequest.objects.filter(id=change_request_id)
        .select_related(
            "asked_by",
            "answered_by",
            "mentorship__mentee",
            "mentorship__mentor",
            "mentorship__cycle__program",
        )
        .first()
    )
    if row is None or not viewer.has(*OFFICE, scope_id=row.mentorship.cycle.program_id):
        raise NotFound
    if not answerable_changes(viewer, [row.mentorship.cycle.program_id]).filter(id=row.id).exists():
        raise NotFound
    return row


def changes_asked_in(viewer: Viewer, pair: Mentorship) -> list[ChangeRequest]:
    """Return what the two of a pair of the viewer's office ask for, as far as the viewer is not concerned; one query."""
    rows = answerable_changes(viewer, [pair.cycle.program_id]).filter(mentorship=pair)
    return list(rows.select_related("asked_by", "answered_by"))
