"""Who is to be followed, whose page a link opens, and how many answer."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Max, QuerySet

from rounds.core.clock import institution_today
from rounds.core.errors import NotFound
from rounds.core.models import Institution, OutgoingMail
from rounds.insights.enums import Kind, Level, Plain, Why
from rounds.insights.models import FollowUp
from rounds.insights.selectors.leaving_out import left_out
from rounds.insights.selectors.outcomes import Row, live_outcomes, outcomes_of
from rounds.insights.values.following import GOAL, GOAL_YEAR, YEARS, year_due
from rounds.insights.values.library import OUTCOME_FLOOR
from rounds.mentorships.enums import RUNNING
from rounds.mentorships.models import Mentorship
from rounds.people.enums import ConsentKind
from rounds.people.models import Consent, Person
from rounds.programs.enums import CycleState

KIND = "follow_up"
LINES = 4
FLOOR = 5
# what of somebody's working life stands on the page: facts of public life
PUBLIC = (
    *(Kind.PROMOTION, Kind.ROLE, Kind.SEAT, Kind.CREDENTIAL, Kind.GRANT_AWARDED, Kind.AWARD),
    Kind.PUBLICATION,
)


@dataclass(frozen=True)
class Due:
    """Somebody whose yearly request is due."""

    person: Person
    program_id: UUID
    year: int
    version: str


@dataclass(frozen=True)
class Coverage:
    """How many were asked in one year after their program, and how many of them answered; None where too few were asked."""

    year: int
    asked: int
    answered: int | None

    @property
    def share(self) -> float | None:
        """Return the share who answered."""
        return None if self.answered is None else self.answered / self.asked

    @property
    def goal(self) -> float | None:
        """Return what share is aimed at in that year."""
        return GOAL if self.year == GOAL_YEAR else None


def agreed() -> QuerySet[Consent, Consent]:
    """Return the consents to follow-up that stand."""
    return Consent.objects.filter(
        kind=ConsentKind.FOLLOW_UP, withdrawn_at=None, person__merged_into=None
    ).select_related("person")


def followed_now(today: date) -> Iterator[Due]:
    """Yield whose request is due: took part, agreed, confirmed an address of their own, is not in a program now, lives."""
    ended = _ended()
    here = _in_a_program(list(ended))
    silent = set(left_out().values_list("person_id", flat=True))
    died = set(live_outcomes().filter(kind=Kind.DEPARTURE, why=Why.DEATH).values_list("person_id", flat=True))
    for consent in agreed().order_by("person_id"):
        person = consent.person
        if person.id not in ended or person.id in here or person.id in died | silent or not reachable(person):
            continue
        ended_on, program_id = ended[person.id]
        year = year_due(ended_on, today, consent.version)
        if year is not None:
            yield Due(person, program_id, year, consent.version)


def reachable(person: Person) -> bool:
    """Tell whether somebody has confirmed an address of their own at which no message came back."""
    if person.personal_confirmed_at is None or not person.personal_email:
        return False
    came_back = OutgoingMail.objects.filter(
        kind=KIND,
        to_person_id=person.id,
        to_address__iexact=person.personal_email,
        state=OutgoingMail.State.BOUNCED,
    )
    return not came_back.exists()


def _ended() -> dict[UUID, tuple[date, UUID]]:
    """Return when the last program of everybody ended who had a pair in one, and which it was."""
    found: dict[UUID, tuple[date, UUID]] = {}
    rows = Mentorship.objects.filter(cycle__state=CycleState.CLOSED, opened_on__isnull=False).order_by()
    for side in ("mentee_id", "mentor_id"):
        ends = rows.values_list(side, "cycle__program_id").annotate(last=Max("cycle__ends_on"))
        for person_id, program_id, last in ends:
            if person_id is not None and (person_id not in found or last > found[person_id][0]):
                found[person_id] = (last, program_id)
    return found


def _in_a_program(people: list[UUID]) -> set[UUID]:
    pairs = Mentorship.objects.filter(state__in=RUNNING).order_by()
    return {one for both in pairs.values_list("mentee_id", "mentor_id") for one in both} & set(people)


def hash_of(token: str) -> str:
    """Return what is kept of a link's word."""
    return hashlib.sha256(token.encode()).hexdigest()


def institution_of_token(token: str) -> Institution | None:
    """Return whose link it is; the institution is not in scope yet."""
    row = FollowUp.everywhere.filter(token_hash=hash_of(token)).select_related("institution").first()
    return row.institution if row else None


def follow_up_of_token(token: str) -> FollowUp:
    """Return the request that a link leads to, for ninety days and while its person agrees; NotFound otherwise."""
    row = FollowUp.objects.filter(token_hash=hash_of(token)).select_related("person", "program").first()
    return _still(row)


def follow_up_by_id(follow_up_id: UUID) -> FollowUp:
    """Return a request that a link has opened; NotFound once it is over."""
    return _still(FollowUp.objects.filter(id=follow_up_id).select_related("person", "program").first())


def _still(row: FollowUp | None) -> FollowUp:
    if row is None or row.expires_on is None or row.expires_on < institution_today() or not still_agrees(row):
        raise NotFound
    return row


def still_agrees(row: FollowUp) -> bool:
    """Tell whether the person of a request still agrees to be asked."""
    return agreed().filter(person_id=row.person_id).exists()


def lines_of(row: FollowUp) -> list[Row]:
    """Return what is asked about: first what a public file proposes, then the newest facts of public life."""
    rows = [one for one in outcomes_of(row.person_id) if one.event.kind in PUBLIC and not one.is_disputed]
    return sorted(rows, key=lambda one: not one.is_proposed)[:LINES]


def has_left(row: FollowUp) -> bool:
    """Tell whether it is known that somebody has left: then the page does not ask."""
    gone = row.person.left_on is not None and row.person.left_on <= institution_today()
    return gone or live_outcomes().filter(person_id=row.person_id, kind=Kind.DEPARTURE).exists()


def coverage() -> list[Coverage]:
    """Return of each year after the program how many were asked and answered, the first year first."""
    asked: dict[int, list[bool]] = {}
    rows = FollowUp.objects.filter(asked_on__isnull=False).order_by("year")
    for year, answered_at in rows.values_list("year", "answered_at"):
        asked.setdefault(year, []).append(answered_at is not None)
    return [
        Coverage(year, len(all_), sum(all_) if len(all_) >= FLOOR else None) for year, all_ in asked.items()
    ]


@dataclass(frozen=True)
class Today:
    """What those who answered say of today: how many of how many said so; None where fewer than ten said anything."""

    key: str
    said: int
    yes: int | None


def today_of() -> list[Today]:
    """Return the three items that may be left out, of everybody's newest page that was answered within a year."""
    since = institution_today() - timedelta(days=365)
    rows = FollowUp.objects.filter(answered_at__date__gte=since).order_by("answered_at")
    newest = {row.person_id: row for row in rows}.values()
    counts = {
        "certified": [one.certified == Plain.YES for one in newest if one.certified],
        "reach": [one.reach >= Level.INSTITUTION for one in newest if one.reach],
        "mentors": [one.mentors == Plain.YES for one in newest if one.mentors],
    }
    return [
        Today(key, len(said), sum(said) if len(said) >= OUTCOME_FLOOR else None)
        for key, said in counts.items()
    ]


@dataclass(frozen=True)
class Standing:
    """How many of those who took part agreed, for how long, and how many can be reached."""

    took_part: int
    agreed: int
    ten_years: int
    without_address: int
    came_back: int


def standing() -> Standing:
    """Return how many who took part in a program that has ended can be followed."""
    ended = _ended()
    rows = [one for one in agreed() if one.person_id in ended]
    back = set(
        OutgoingMail.objects.filter(kind=KIND, state=OutgoingMail.State.BOUNCED).values_list(
            "to_person_id", "to_address"
        )
    )
    return Standing(
        len(ended),
        len(rows),
        sum(YEARS.get(one.version, 0) > YEARS["1"] for one in rows),
        sum(one.person.personal_confirmed_at is None for one in rows),
        sum((one.person_id, one.person.personal_email) in back for one in rows),
    )
