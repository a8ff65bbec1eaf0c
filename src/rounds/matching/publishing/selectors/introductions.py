"""What one of a pair may know of the other: the card that the other approved, and why the two fit."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from rounds.core.access import Viewer
from rounds.core.errors import NotFound
from rounds.matching.enums import Answer
from rounds.matching.models import Offer
from rounds.matching.review.selectors.people import stage_words
from rounds.matching.runs.selectors import reasons_between
from rounds.matching.runs.values.reasons import Reasons
from rounds.mentorships.enums import State
from rounds.people.models import CareerStage, Person
from rounds.people.selectors import current_stages
from rounds.programs.models import IntroductionCard


@dataclass(frozen=True)
class Introduction:
    """The other person as one may see them, and what is asked of the reader."""

    offer: Offer
    name: str
    meta: str
    headline: str
    about: str
    ask_me_about: str
    i_am_mentor: bool
    state: str

    @property
    def asks_me(self) -> bool:
        return self.state == ("mentor" if self.i_am_mentor else "mentee")

    @property
    def runs(self) -> bool:
        return self.state == "begun" and self.offer.mentorship.state in (State.ACTIVE, State.PAUSED)


def introduction_of(offer: Offer, viewer: Viewer) -> Introduction:
    """Return the other side of an offer, for the viewer who is one of the two."""
    if viewer.person_id not in (offer.mentorship.mentor_id, offer.mentorship.mentee_id):
        raise NotFound
    return introductions_of([offer], viewer)[0]


def introductions_of(offers: Iterable[Offer], viewer: Viewer) -> list[Introduction]:
    """Return the other side of each offer, for the viewer who is one of the two; two queries for any number."""
    others = [(offer, *_other_of(offer, viewer)) for offer in offers]
    if not others:
        return []
    stages = current_stages([person.id for _offer, person, _enrollment in others])
    cards = IntroductionCard.objects.filter(
        enrollment_id__in=[enrollment for _offer, _person, enrollment in others], approved_at__isnull=False
    )
    by_enrollment = {card.enrollment_id: card for card in cards}
    return [
        _introduction(offer, person, stages.get(person.id), by_enrollment.get(enrollment), viewer)
        for offer, person, enrollment in others
    ]


def _other_of(offer: Offer, viewer: Viewer) -> tuple[Person, UUID]:
    pair = offer.mentorship
    if pair.mentor_id == viewer.person_id:
        return pair.mentee, pair.mentee_enrollment_id
    return pair.mentor, pair.mentor_enrollment_id


def _introduction(
    offer: Offer, other: Person, stage: CareerStage | None, card: IntroductionCard | None, viewer: Viewer
) -> Introduction:
    return Introduction(
        offer=offer,
        name=other.display_name,
        meta=stage_words(stage),
        headline=card.headline if card else "",
        about=card.about if card else "",
        ask_me_about=card.ask_me_about if card else "",
        i_am_mentor=offer.mentorship.mentor_id == viewer.person_id,
        state=_state(offer),
    )


def reasons_of(offer: Offer) -> Reasons | None:
    """Return why these two fit, None when one of them was not in the run."""
    return reasons_between(offer.run, str(offer.mentorship.mentee_id), str(offer.mentorship.mentor_id))


def _state(offer: Offer) -> str:
    if Answer.DECLINED in (offer.mentor_answer, offer.mentee_answer) or offer.mentorship.state == State.ENDED:
        return "over"
    if offer.mentee_answer == Answer.ACCEPTED:
        return "begun"
    return "mentee" if offer.mentor_answer == Answer.ACCEPTED else "mentor"
