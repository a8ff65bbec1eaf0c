"""What came back after publishing: answers, refusals, and whom to ask next."""

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.errors import NotFound
from rounds.matching.enums import Answer
from rounds.matching.models import MatchRun, Offer
from rounds.matching.selectors import result_of
from rounds.mentorships.enums import OPEN
from rounds.mentorships.models import Mentorship
from rounds.mentorships.selectors import own_mentorships, pairs_not_again, places_taken
from rounds.people.models import Person
from rounds.programs.enums import Side
from rounds.programs.models import Enrollment

PROPOSALS = 3


@dataclass(frozen=True)
class AnswerLine:
    """One published pair and what both said."""

    offer: Offer
    mentee: str
    mentor: str
    state: str


@dataclass(frozen=True)
class Waiting:
    """A mentee without a mentor after publishing, with the next proposals: (person id, name, score, free places)."""

    mentee_id: UUID
    mentee: str
    proposals: list[tuple[str, str, int, int]]


@dataclass(frozen=True)
class Answers:
    lines: list[AnswerLine]
    waiting: list[Waiting]
    counts: dict[str, int]


def answers_of(run: MatchRun) -> Answers:
    """Return the answers to a published run, and its waiting list."""
    offers = run.offers.select_related("mentorship__mentee", "mentorship__mentor").order_by(
        "mentorship__mentee__family_name", "mentorship__mentee__given_name", "id"
    )
    lines = [
        AnswerLine(
            offer, offer.mentorship.mentee.full_name, offer.mentorship.mentor.display_name, _state(offer)
        )
        for offer in offers
    ]
    return Answers(lines, _waiting(run), dict(Counter(line.state for line in lines)))


def _state(offer: Offer) -> str:
    if Answer.DECLINED in (offer.mentor_answer, offer.mentee_answer):
        return "declined"
    if offer.mentee_answer == Answer.ACCEPTED:
        return "begun"
    return "mentee" if offer.mentor_answer == Answer.ACCEPTED else "mentor"


def _waiting(run: MatchRun) -> list[Waiting]:
    """Mentees of the cohort without an open mentorship, with mentors of the run who have a place now."""
    enrolled = Enrollment.objects.filter(cohort_id=run.cohort_id, state="enrolled").select_related("person")
    mentors = {str(one.person_id): one for one in enrolled if one.side == Side.MENTOR}
    paired = set(
        Mentorship.objects.filter(mentee_enrollment__cohort_id=run.cohort_id, state__in=OPEN).values_list(
            "mentee_id", flat=True
        )
    )
    taken = places_taken(one.person_id for one in mentors.values())
    free = {
        person: max(0, (one.capacity or 0) - one.outside_mentees) - taken.get(one.person_id, 0)
        for person, one in mentors.items()
    }
    ranked = result_of(run).mentors_for
    alone = [one.person for one in enrolled if one.side == Side.MENTEE and one.person_id not in paired]
    not_again = pairs_not_again(person.id for person in alone)
    return [
        Waiting(person.id, person.full_name, _proposals(person, ranked, mentors, free, not_again))
        for person in sorted(alone, key=lambda person: person.sort_name)
    ]


def _proposals(
    person: Person,
    ranked: dict[str, list[tuple[str, int]]],
    mentors: dict[str, Enrollment],
    free: dict[str, int],
    not_again: set[tuple[UUID, UUID]],
) -> list[tuple[str, str, int, int]]:
    found = [
        (other, mentors[other].person.display_name, score, free[other])
        for other, score in ranked.get(str(person.id), [])
        if other in mentors and free[other] > 0 and (person.id, UUID(other)) not in not_again
    ]
    return found[:PROPOSALS]


# what the two themselves see


def own_offer_for(viewer: Viewer, offer_id: UUID) -> Offer:
    """Return an offer to one of its two people, as soon as that one may know of it."""
    offer: Offer | None = (
        Offer.objects.filter(id=offer_id, mentorship__in=own_mentorships(viewer))
        .select_related("mentorship__mentee", "mentorship__mentor", "run__cohort__cycle__program")
        .first()
    )
    if offer is None or offer.mentorship.shown_from_at > now():
        raise NotFound
    return offer


def own_offers(viewer: Viewer) -> list[Offer]:
    """Return the viewer's own pairs, newest first."""
    return list(
        Offer.objects.filter(mentorship__in=own_mentorships(viewer))
        .select_related("mentorship__mentee", "mentorship__mentor", "run__cohort__cycle__program")
        .order_by("-mentorship__created_at")
    )
