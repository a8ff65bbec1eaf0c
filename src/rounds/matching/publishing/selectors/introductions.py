"""What one of a pair may know of the other: the card that the other approved, and why the two fit."""

from dataclasses import dataclass

from rounds.core.access import Viewer
from rounds.core.errors import NotFound
from rounds.matching.enums import Answer
from rounds.matching.models import Offer
from rounds.matching.review.selectors.people import stage_words
from rounds.matching.runs.selectors import reasons_between
from rounds.matching.runs.values.reasons import Reasons
from rounds.mentorships.enums import State
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
    pair = offer.mentorship
    if viewer.person_id not in (pair.mentor_id, pair.mentee_id):
        raise NotFound
    i_am_mentor = pair.mentor_id == viewer.person_id
    other = pair.mentee if i_am_mentor else pair.mentor
    enrollment = pair.mentee_enrollment_id if i_am_mentor else pair.mentor_enrollment_id
    card = IntroductionCard.objects.filter(enrollment_id=enrollment, approved_at__isnull=False).first()
    return Introduction(
        offer=offer,
        name=other.display_name,
        meta=stage_words(current_stages([other.id]).get(other.id)),
        headline=card.headline if card else "",
        about=card.about if card else "",
        ask_me_about=card.ask_me_about if card else "",
        i_am_mentor=i_am_mentor,
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
