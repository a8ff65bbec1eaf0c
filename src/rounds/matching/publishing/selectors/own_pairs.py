"""The pairs of a participant: the other person as that one may see them, what is asked, and why the two fit.

They hang on the mentorship: one that was imported or handed over by the office has no offer, and is a pair all the same.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from rounds.core.access import Viewer
from rounds.matching.models import Offer
from rounds.matching.publishing.selectors.answers import offers_of
from rounds.matching.review.selectors.people import stage_words
from rounds.matching.runs.selectors import reasons_between
from rounds.matching.runs.values.reasons import Reasons
from rounds.mentorships.models import Mentorship
from rounds.mentorships.selectors import list_own_mentorships, own_mentorship_for
from rounds.people.models import CareerStage, Person
from rounds.people.selectors import current_stages
from rounds.programs.models import IntroductionCard


@dataclass(frozen=True)
class OwnPair:
    """One pair of the reader, and the other person as the reader may see them."""

    pair: Mentorship
    offer: Offer | None
    name: str
    meta: str
    headline: str
    about: str
    ask_me_about: str
    i_am_mentor: bool

    @property
    def asks_me(self) -> bool:
        reader = self.pair.mentor_id if self.i_am_mentor else self.pair.mentee_id
        return self.offer is not None and self.pair.waits_for(reader)


def own_pairs(viewer: Viewer) -> list[OwnPair]:
    """Return every pair that the viewer may know of, without cards: what asks first, what goes on, what is over; a panel last."""
    shown = _shown_to(viewer, list_own_mentorships(viewer), with_cards=False)
    return sorted(shown, key=lambda one: (not one.asks_me, one.pair.is_over, one.pair.is_on_panel))


def own_pair_for(viewer: Viewer, mentorship_id: UUID) -> OwnPair:
    """Return a pair to one of its two people, as soon as that one may know of it; NotFound otherwise."""
    return _shown_to(viewer, [own_mentorship_for(viewer, mentorship_id)])[0]


def reasons_of(own: OwnPair) -> Reasons | None:
    """Return why these two fit; None without an offer, or when one of them was not in its run."""
    if own.offer is None:
        return None
    return reasons_between(own.offer.run, str(own.pair.mentee_id), str(own.pair.mentor_id))


def _shown_to(viewer: Viewer, pairs: Iterable[Mentorship], *, with_cards: bool = True) -> list[OwnPair]:
    """Return the other side of each pair; three queries for any number, two without introduction cards.

    Who was once a partner is not shown the other's stage and card of today.
    """
    pairs = list(pairs)
    open_ = [_other_of(pair, viewer) for pair in pairs if not pair.is_over]
    offers = offers_of(pairs)
    stages = current_stages(person.id for person, _enrollment in open_)
    cards = _approved_cards([enrollment for _person, enrollment in open_]) if with_cards else {}
    found = []
    for pair in pairs:
        person, enrollment = _other_of(pair, viewer)
        today = (None, None) if pair.is_over else (stages.get(person.id), cards.get(enrollment))
        found.append(_own_pair(pair, offers.get(pair.id), person, *today, viewer=viewer))
    return found


def _approved_cards(enrollment_ids: list[UUID]) -> dict[UUID, IntroductionCard]:
    if not enrollment_ids:
        return {}
    cards = IntroductionCard.objects.filter(enrollment_id__in=enrollment_ids, approved_at__isnull=False)
    return {card.enrollment_id: card for card in cards}


def _other_of(pair: Mentorship, viewer: Viewer) -> tuple[Person, UUID]:
    if pair.mentor_id == viewer.person_id:
        return pair.mentee, pair.mentee_enrollment_id
    return pair.mentor, pair.mentor_enrollment_id


def _own_pair(
    pair: Mentorship,
    offer: Offer | None,
    other: Person,
    stage: CareerStage | None,
    card: IntroductionCard | None,
    *,
    viewer: Viewer,
) -> OwnPair:
    return OwnPair(
        pair=pair,
        offer=offer,
        name=other.display_name,
        meta=stage_words(stage),
        headline=card.headline if card else "",
        about=card.about if card else "",
        ask_me_about=card.ask_me_about if card else "",
        i_am_mentor=pair.mentor_id == viewer.person_id,
    )
