"""Reads of mentorships and of mentors' places."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import DateTimeField, Q, QuerySet, UUIDField

from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.database.prepared import Prepared
from rounds.mentorships.enums import NOT_AGAIN, OPEN
from rounds.mentorships.models import MentorLoad, Mentorship


def list_open_mentorships(cohort_id: UUID) -> QuerySet[Mentorship]:
    """Return the mentorships that take a place in a cohort, by mentee."""
    return (
        Mentorship.objects.filter(mentee_enrollment__cohort_id=cohort_id, state__in=OPEN)
        .select_related("mentee", "mentor")
        .order_by("mentee__family_name", "mentee__given_name", "-is_primary", "id")
    )


def list_pairs_of_leavers(cohort_id: UUID) -> QuerySet[Mentorship]:
    """Return the open mentorships of a cohort in which one of the two leaves or has left the institution."""
    gone = Q(mentor__left_on__isnull=False) | Q(mentee__left_on__isnull=False)
    return list_open_mentorships(cohort_id).filter(gone)


def own_mentorship_for(viewer: Viewer, mentorship_id: UUID, *, at: datetime | None = None) -> Mentorship:
    """Return a mentorship to one of its two people, once it may be seen.

    A mentee sees it when the mentor has accepted; before, and after a refusal, it does not exist.
    """
    return own_mentorships(viewer, at=at).get(id=mentorship_id)


def own_mentorships(viewer: Viewer, *, at: datetime | None = None) -> QuerySet[Mentorship]:
    """Return what the viewer may know of own mentorships, newest first."""
    return mentorships_known_to(viewer.own_id, at=at or now())


def list_own_mentorships(viewer: Viewer) -> list[Mentorship]:
    """Return the same as a list."""
    return _known_now(person_id=viewer.own_id, at=now())


def mentorships_known_to(person_id: UUID, *, at: datetime) -> QuerySet[Mentorship]:
    """Return what a person may know at a moment of own mentorships, newest first."""
    as_mentor = Q(mentor_id=person_id)
    as_mentee = Q(mentee_id=person_id) & (
        Q(opened_on__isnull=False) | Q(state__in=[state for state in OPEN if state not in _BEFORE_MENTEE])
    )
    return (
        Mentorship.objects.filter(as_mentor | as_mentee, shown_from_at__lte=at)
        .exclude(state="proposed")
        .select_related("mentee", "mentor", "mentee_enrollment", "mentor_enrollment", "cycle")
        .order_by("-created_at", "id")
    )


_BEFORE_MENTEE = ("proposed", "offered")
_known_now = Prepared(mentorships_known_to, person_id=UUIDField(), at=DateTimeField())


def places_taken(mentor_ids: Iterable[UUID]) -> dict[UUID, int]:
    """Return how many places of each mentor are taken, over all programs; mentors without any are left out."""
    return dict(
        MentorLoad.objects.filter(mentor_id__in=list(mentor_ids), active__gt=0).values_list(
            "mentor_id", "active"
        )
    )


def is_open_pair(mentee_enrollment_id: UUID, mentor_enrollment_id: UUID) -> bool:
    """Tell whether two enrollments are a pair that takes a place now."""
    return Mentorship.objects.filter(
        mentee_enrollment_id=mentee_enrollment_id, mentor_enrollment_id=mentor_enrollment_id, state__in=OPEN
    ).exists()


def pairs_not_again(mentee_ids: Iterable[UUID]) -> set[tuple[UUID, UUID]]:
    """Return (mentee, mentor) of pairs that ended in a way after which they are not put together again."""
    return set(
        Mentorship.objects.filter(mentee_id__in=list(mentee_ids), end_reason__in=NOT_AGAIN).values_list(
            "mentee_id", "mentor_id"
        )
    )
