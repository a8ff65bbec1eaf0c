"""Reads of mentorships and of mentors' places."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, DateTimeField, Exists, F, OuterRef, Q, QuerySet, Subquery, UUIDField
from django.db.models.functions import Coalesce

from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.database.bulk_rows import among
from rounds.core.database.prepared import Ask, Prepared
from rounds.core.database.unchanged import kept_while_unchanged
from rounds.core.errors import NotFound
from rounds.mentorships.enums import NOT_AGAIN, OPEN, RUNNING, SERVED, State
from rounds.mentorships.models import MentorLoad, Mentorship
from rounds.mentorships.models.pairs import NEVER_WAS, NOT_ON_PANEL
from rounds.people.models import Person
from rounds.people.selectors import is_named
from rounds.programs.enums import EnrollmentState, Side
from rounds.programs.models import Enrollment
from rounds.programs.selectors import can_be_matched, programs_for


def list_open_mentorships(cohort_id: UUID) -> QuerySet[Mentorship]:
    """Return the pairs of a cohort that a match knows and that take a place, by mentee; a panel is no match."""
    return (
        Mentorship.objects.filter(NOT_ON_PANEL, mentee_enrollment__cohort_id=cohort_id, state__in=OPEN)
        .select_related("mentee", "mentor")
        .order_by("mentee__folded_family", "mentee__folded_given", "-is_primary", "id")
    )


@dataclass(frozen=True)
class MenteeCounts:
    """How many mentees have begun with a mentor, wait for an answer, and could be matched but have nobody.

    Who has come to the end with one has begun; a mentor on a panel is beside the one who is counted. `wanting` are those whom a match would look for somebody: who has nobody,
    and who asked for more than they have.
    """

    begun: int
    asked: int
    without: int
    wanting: int = 0

    @property
    def everybody(self) -> int:
        """Return all who have a mentor, are asked about, or could be matched: each is in one of the three."""
        return self.begun + self.asked + self.without


def count_mentees(cohort_ids: Iterable[UUID]) -> dict[UUID, MenteeCounts]:
    """Return the counts of cohorts; who only applied, or has left, and has no pair is nobody without a mentor."""
    ids = sorted(set(cohort_ids))
    nobody = {key: MenteeCounts(0, 0, 0) for key in ids}
    return nobody | dict(_mentees_of(tuple(ids)))


@kept_while_unchanged
def _mentees_of(cohort_ids: tuple[UUID, ...]) -> tuple[tuple[UUID, MenteeCounts], ...]:
    mentees = Enrollment.objects.filter(cohort_id__in=cohort_ids, side=Side.MENTEE).exclude(
        state=EnrollmentState.WITHDRAWN
    )
    pairs = Mentorship.objects.filter(NOT_ON_PANEL, mentee_enrollment=OuterRef("id"))
    here = Enrollment.objects.filter(
        can_be_matched(),
        side=Side.MENTOR,
        cohort_id=OuterRef("mentee_enrollment__cohort_id"),
        person_id=OuterRef("mentor_id"),
    )
    # a match keeps the pairs of mentors who are here, and looks for somebody in place of who has left
    stays = Q(Exists(here), state__in=OPEN) | Q(state__in=(State.COMPLETED, State.CONTINUED))
    stay = pairs.filter(stays).order_by().values("mentee_enrollment")
    taken = stay.annotate(all=Count("id"))
    can_be = Q(id__in=Enrollment.objects.filter(can_be_matched()).values("id"))
    counted = (
        mentees.annotate(
            has_begun=Exists(pairs.filter(state__in=SERVED)),
            is_asked=Exists(pairs.filter(state__in=OPEN)),
            taken=Coalesce(Subquery(taken.values("all")), 0),
            asks_for=Coalesce("demand", 1),
        )
        .order_by()
        .values("cohort_id")
        .annotate(
            begun=Count("id", filter=Q(has_begun=True)),
            asked=Count("id", filter=Q(has_begun=False, is_asked=True)),
            without=Count("id", filter=can_be & Q(has_begun=False, is_asked=False)),
            wanting=Count("id", filter=can_be & Q(taken__lt=F("asks_for"))),
        )
    )
    return tuple(
        (row["cohort_id"], MenteeCounts(row["begun"], row["asked"], row["without"], row["wanting"]))
        for row in counted
    )


def list_without_mentor(cohort_id: UUID) -> list[Enrollment]:
    """Return whom `MenteeCounts.without` counts in a cohort, by name."""
    nobody = ~Exists(Mentorship.objects.filter(mentee_enrollment=OuterRef("id"), state__in=(*OPEN, *SERVED)))
    found = Enrollment.objects.filter(can_be_matched(), nobody, cohort_id=cohort_id, side=Side.MENTEE)
    return list(
        found.select_related("person").order_by("person__folded_family", "person__folded_given", "id")
    )


@dataclass(frozen=True)
class PlaceCounts:
    """Places that mentors offer a cohort, less what others take, and still have; mentors who carry too many: never set off."""

    offered: int
    free: int
    over: int


@kept_while_unchanged
def count_places(cohort_id: UUID) -> PlaceCounts:
    """Return the places of a cohort's mentors in one query, mentor by mentor, as a match over it counts them."""
    mine = Enrollment.objects.filter(can_be_matched(), cohort_id=cohort_id)
    load = MentorLoad.objects.filter(mentor_id=OuterRef("person_id"))
    pairs = Mentorship.objects.filter(NOT_ON_PANEL, mentor_id=OuterRef("person_id"), state__in=OPEN)
    here = pairs.filter(mentee_enrollment__in=mine.filter(side=Side.MENTEE).values("id"))
    mentors = mine.filter(side=Side.MENTOR).annotate(
        taken=Coalesce(Subquery(load.values("active")), 0),
        here=Coalesce(
            Subquery(here.order_by().values("mentor_id").annotate(all=Count("id")).values("all")), 0
        ),
    )
    rows = mentors.order_by().values_list("capacity", "outside_mentees", "taken", "here")
    own = [(max(0, (most or 0) - outside), taken - here) for most, outside, taken, here in rows]
    left = [(most or 0) - outside - taken for most, outside, taken, _here in rows]
    return PlaceCounts(
        offered=sum(max(0, places - elsewhere) for places, elsewhere in own),
        free=sum(one for one in left if one > 0),
        over=sum(one < 0 for one in left),
    )


def list_open_pairs_of(enrollment_id: UUID) -> list[Mentorship]:
    """Return what ends when an enrollment is withdrawn: its pairs that take a place, on either side."""
    either = Q(mentee_enrollment_id=enrollment_id) | Q(mentor_enrollment_id=enrollment_id)
    return list(Mentorship.objects.filter(either, state__in=OPEN).select_related("mentee", "mentor"))


def own_mentorship_for(viewer: Viewer, mentorship_id: UUID, *, at: datetime | None = None) -> Mentorship:
    """Return a mentorship to one of its two people, once it may be seen.

    A mentee sees it when the mentor has accepted; before, and after a refusal, it does not exist.
    """
    found = _known_one(person_id=viewer.own_id, at=at or now(), mentorship_id=mentorship_id)
    if not found:
        raise NotFound
    return found[0]


def own_mentorships(viewer: Viewer, *, at: datetime | None = None) -> QuerySet[Mentorship]:
    """Return what the viewer may know of own mentorships, newest first."""
    return mentorships_known_to(viewer.own_id, at=at or now())


def list_own_mentorships(viewer: Viewer) -> list[Mentorship]:
    """Return the same as a list."""
    return _known_now(person_id=viewer.own_id, at=now())


def ask_for_own_mentorships(viewer: Viewer) -> Ask:
    """Return what `list_own_mentorships` will ask."""
    return _known_now.asked(person_id=viewer.own_id, at=now())


def mentorships_known_to(person_id: UUID, *, at: datetime) -> QuerySet[Mentorship]:
    """Return what a person may know at a moment of own mentorships, newest first: what was taken back never was."""
    as_mentor = Q(mentor_id=person_id)
    as_mentee = Q(mentee_id=person_id) & (
        Q(opened_on__isnull=False) | Q(state__in=[state for state in OPEN if state not in _BEFORE_MENTEE])
    )
    return (
        Mentorship.objects.filter(as_mentor | as_mentee, shown_from_at__lte=at)
        .exclude(state="proposed")
        .exclude(Q(ended_at__lt=F("shown_from_at")) | NEVER_WAS)
        .select_related("mentee", "mentor", "mentee_enrollment", "mentor_enrollment", "cycle__program")
        .order_by("-created_at", "id")
    )


_BEFORE_MENTEE = ("proposed", "offered")
_known_now = Prepared(mentorships_known_to, person_id=UUIDField(), at=DateTimeField())
_known_one = Prepared(
    lambda person_id, at, mentorship_id: mentorships_known_to(person_id, at=at).filter(id=mentorship_id),
    person_id=UUIDField(),
    at=DateTimeField(),
    mentorship_id=UUIDField(),
)


def places_taken(mentor_ids: Iterable[UUID]) -> dict[UUID, int]:
    """Return how many places of each mentor are taken, over all programs; mentors without any are left out."""
    return dict(
        MentorLoad.objects.filter(mentor_id__in=list(mentor_ids), active__gt=0).values_list(
            "mentor_id", "active"
        )
    )


def mentees_with_primary(mentee_ids: Iterable[UUID], cycle_id: UUID) -> set[UUID]:
    """Return who of these has a primary mentor in a cycle, in whichever cohort."""
    primary = Mentorship.objects.filter(cycle_id=cycle_id, is_primary=True, state__in=OPEN)
    return set(primary.filter(mentee_id__in=among(mentee_ids)).values_list("mentee_id", flat=True))


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


@dataclass(frozen=True)
class PairsFilter:
    """What a list of pairs is narrowed to: a program, a state, words of a name."""

    program_id: UUID | None = None
    show: str = ""
    words: str = ""


# Running and paused ones are those of which homes and reports count agreements and contact; a panel is beside them.
SHOWN_BY: dict[str, Q] = {
    "running": Q(NOT_ON_PANEL, state=State.ACTIVE),
    "paused": Q(NOT_ON_PANEL, state=State.PAUSED),
    "panel": Q(~NOT_ON_PANEL, state__in=RUNNING),
    "asked": Q(state__in=(State.PROPOSED, State.OFFERED, State.ACCEPTED)),
    "ended": Q(state__in=(State.ENDED, State.COMPLETED, State.CONTINUED)),
}


def office_mentorships(viewer: Viewer) -> QuerySet[Mentorship]:
    """Return the pairs of the programs whose office the viewer belongs to, by mentee."""
    programs = [program.id for program in programs_for(viewer)]
    return (
        Mentorship.objects.filter(cycle__program_id__in=programs)
        .select_related("mentee", "mentor", "cycle__program")
        .order_by("mentee__folded_family", "mentee__folded_given", "-created_at", "id")
    )


def list_pairs_of(person: Person, viewer: Viewer) -> list[Mentorship]:
    """Return the pairs of a person on either side, in the programs whose office the viewer belongs to; open first."""
    either = Q(mentee=person) | Q(mentor=person)
    pairs = office_mentorships(viewer).filter(either).exclude(NEVER_WAS).order_by("-created_at", "id")
    return sorted(pairs, key=lambda pair: pair.is_over)


def office_mentorship_for(viewer: Viewer, mentorship_id: UUID) -> Mentorship:
    """Return a pair of a program whose office the viewer belongs to; NotFound otherwise."""
    pair = office_mentorships(viewer).filter(id=mentorship_id).first()
    if pair is None:
        raise NotFound
    return pair


def filter_pairs(viewer: Viewer, wanted: PairsFilter) -> QuerySet[Mentorship]:
    """Return the office's pairs that a filter leaves: what takes a place, unless ended ones are asked for."""
    return _narrowed(viewer, wanted).filter(SHOWN_BY.get(wanted.show, Q(state__in=OPEN)))


def _narrowed(viewer: Viewer, wanted: PairsFilter) -> QuerySet[Mentorship]:
    """Return the office's pairs in any state that a program and words leave."""
    pairs = office_mentorships(viewer).exclude(NEVER_WAS)
    if wanted.program_id:
        pairs = pairs.filter(cycle__program_id=wanted.program_id)
    for word in wanted.words.split():
        pairs = pairs.filter(is_named(word, at="mentee__") | is_named(word, at="mentor__"))
    return pairs


def count_pairs(viewer: Viewer, wanted: PairsFilter) -> dict[str, int]:
    """Return how many pairs each word of the filter would show, all else being equal."""
    counts = {show: Count("id", filter=condition) for show, condition in SHOWN_BY.items()}
    return dict(_narrowed(viewer, wanted).order_by().aggregate(**counts))


def running_as_mentee(person_id: UUID, program_id: UUID | None) -> list[Mentorship]:
    """Return the running pairs of a mentee in a program, the primary mentor first."""
    rows = Mentorship.objects.filter(mentee_id=person_id, cycle__program_id=program_id, state__in=RUNNING)
    return list(rows.select_related("mentor").order_by("-is_primary", "mentor__folded_family"))
