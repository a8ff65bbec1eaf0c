"""Who has earned a certificate by which rule, which are issued, and what a check of one may say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from uuid import UUID

from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.database.bulk_rows import among
from rounds.core.dates import months_after
from rounds.core.enums import Role
from rounds.core.errors import NotFound
from rounds.development.enums import BY_RULE, Honor
from rounds.development.models import Certificate
from rounds.development.selectors.training import mentors_of
from rounds.development.values.modules import CORE_HOURS
from rounds.mentorships.enums import SERVED
from rounds.mentorships.models import Conversation, Mentorship
from rounds.mentorships.models.conversations import COUNTS
from rounds.mentorships.models.pairs import NOT_ON_PANEL
from rounds.people.models import Person
from rounds.people.selectors.training import trained_of

# A year of service is nine months of a pair, and contact in each of its three quarters.
SERVICE_MONTHS, QUARTER = 9, 3
YEARS = 5
LATEST = 200


@dataclass(frozen=True)
class Earned:
    """Something that somebody has earned: for what, of which year or count, on which day."""

    person: Person
    honor: Honor
    of: str
    earned_on: date


@dataclass(frozen=True)
class HonorLine:
    """One honor: who has earned it and has no certificate yet, and how many are issued."""

    honor: Honor
    ready: tuple[Earned, ...]
    issued: int


def honors_for(viewer: Viewer) -> list[HonorLine]:
    """Return each honor with who is ready for it; the same rule for everybody, and nobody's opinion."""
    earned = earned_by_rule(viewer)
    known = set(Certificate.objects.values_list("person_id", "honor", "of"))
    issued: dict[str, int] = defaultdict(int)
    rows = Certificate.objects.filter(withdrawn_at=None)
    if not viewer.has(Role.FACULTY_DEVELOPER):
        rows = rows.filter(person_id__in=among(people_of(viewer)))
    for honor in rows.values_list("honor", flat=True):
        issued[honor] += 1
    return [
        HonorLine(
            honor,
            tuple(one for one in earned if one.honor == honor and _key(one) not in known),
            issued[honor],
        )
        for honor in BY_RULE
    ]


def _key(one: Earned) -> tuple[UUID, str, str]:
    return one.person.id, one.honor.value, one.of


def earned_by_rule(viewer: Viewer) -> list[Earned]:
    """Return all that the people whom a faculty developer looks after have earned, issued or not."""
    scopes = viewer.scopes(Role.FACULTY_DEVELOPER)
    return [*_trained(mentors_of(viewer)), *_served(scopes)] if scopes else []


def _trained(mentors: list[Person]) -> list[Earned]:
    known = trained_of([one.id for one in mentors])
    return [
        Earned(one, Honor.TRAINED, "8", known[one.id].last_on or institution_today())
        for one in mentors
        if known[one.id].is_trained and known[one.id].hours >= CORE_HOURS
    ]


def _served(scopes: frozenset[UUID | None]) -> list[Earned]:
    """Return years of service of mentors, five of them, and the years of mentees: three queries for any number."""
    today = institution_today()
    begun = Mentorship.objects.filter(
        NOT_ON_PANEL, state__in=SERVED, opened_on__lte=months_after(today, -SERVICE_MONTHS)
    )
    if None not in scopes:
        begun = begun.filter(cycle__program_id__in=scopes)
    rows = list(begun.order_by("opened_on", "id"))
    pairs = [
        one for one in rows if months_after(one.opened_on or today, SERVICE_MONTHS) <= (one.ended_on or today)
    ]
    held = _days_of(pairs)
    kept = [one for one in pairs if one.opened_on and _is_kept(one.opened_on, held[one.id])]
    people = Person.objects.in_bulk({one.mentor_id for one in kept} | {one.mentee_id for one in kept})
    found: dict[tuple[UUID, Honor, str], Earned] = {}
    years: dict[UUID, list[date]] = defaultdict(list)
    for pair in kept:
        begun_on = pair.opened_on or today
        day, year = months_after(begun_on, SERVICE_MONTHS), str(begun_on.year)
        for person_id, honor in ((pair.mentor_id, Honor.YEAR), (pair.mentee_id, Honor.LEARNER)):
            if (person_id, honor, year) in found or people[person_id].merged_into_id:
                continue
            found[person_id, honor, year] = Earned(people[person_id], honor, year, day)
            if honor == Honor.YEAR:
                years[person_id].append(day)
    five = [
        Earned(people[one], Honor.FIVE_YEARS, str(YEARS), sorted(days)[YEARS - 1])
        for one, days in years.items()
        if len(days) >= YEARS
    ]
    return [*found.values(), *five]


def _days_of(pairs: Iterable[Mentorship]) -> dict[UUID, list[date]]:
    ids = [one.id for one in pairs]
    days: dict[UUID, list[date]] = {one: [] for one in ids}
    rows = Conversation.objects.filter(COUNTS, mentorship_id__in=among(ids)).order_by()
    for pair_id, held_on in rows.values_list("mentorship_id", "held_on"):
        if held_on:
            days[pair_id].append(held_on)
    return days


def _is_kept(begun_on: date, days: list[date]) -> bool:
    """Tell whether the two talked in each of the three quarters."""
    edges = [months_after(begun_on, month) for month in range(0, SERVICE_MONTHS + 1, QUARTER)]
    return all(any(first <= day < last for day in days) for first, last in pairwise(edges))


def certificate_for(viewer: Viewer, certificate_id: UUID) -> Certificate:
    """Return a certificate to its person or a faculty developer; NotFound otherwise."""
    found = Certificate.objects.filter(id=certificate_id).select_related("person").first()
    if found is None or not (found.person_id == viewer.person_id or _looks_after(viewer, found)):
        raise NotFound
    return found


def _looks_after(viewer: Viewer, found: Certificate) -> bool:
    return viewer.has(Role.FACULTY_DEVELOPER) or found.person_id in people_of(viewer)


def people_of(viewer: Viewer) -> set[UUID]:
    """Return both sides of the pairs, and the mentors, of the programs that a faculty developer looks after."""
    scopes = viewer.scopes(Role.FACULTY_DEVELOPER)
    pairs = Mentorship.objects.filter(cycle__program_id__in=scopes - {None}).order_by()
    both = {one for pair in pairs.values_list("mentor_id", "mentee_id") for one in pair}
    return both | {one.id for one in mentors_of(viewer)} if scopes else set()


def own_certificates(viewer: Viewer) -> list[Certificate]:
    """Return the viewer's certificates that stand, the newest first."""
    return list(Certificate.objects.filter(person_id=viewer.own_id, withdrawn_at=None))


def issued_certificates(viewer: Viewer) -> list[Certificate]:
    """Return the latest certificates of the people whom a faculty developer looks after, the newest first."""
    rows = Certificate.objects.order_by("-issued_at", "name", "id")
    if not viewer.has(Role.FACULTY_DEVELOPER):
        rows = rows.filter(person_id__in=among(people_of(viewer)))
    return list(rows[:LATEST])


def certificate_of_code(code: str) -> Certificate | None:
    """Return the certificate under the address of a check, in the institution in scope; None for one that is not."""
    found: Certificate | None = Certificate.objects.filter(code=code).first()
    return found
