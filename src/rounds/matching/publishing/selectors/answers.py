"""What came back after publishing: answers, refusals, pair by pair."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from rounds.core.clock import now
from rounds.core.database.bulk_rows import among
from rounds.core.database.prepared import Ask, Ids, Prepared
from rounds.matching.enums import Answer
from rounds.matching.models import MatchRun, Offer
from rounds.mentorships.enums import OPEN, State
from rounds.mentorships.models import Mentorship


@dataclass(frozen=True)
class AnswerLine:
    """One published pair and what both said."""

    offer: Offer
    mentee: str
    mentor: str
    state: str

    @property
    def can_stop(self) -> bool:
        """Tell whether the pair was asked for one mentee after publishing, and nobody was told yet."""
        pair = self.offer.mentorship
        leaves_at = self.offer.run.mail_leaves_at
        is_single = leaves_at is not None and pair.shown_from_at > leaves_at
        return pair.state in OPEN and pair.shown_from_at > now() and is_single


@dataclass(frozen=True)
class Answers:
    lines: list[AnswerLine]
    counts: dict[str, int]

    @property
    def begun(self) -> int:
        """Return how many pairs have begun, whatever became of them since."""
        return sum(
            line.state != "declined" and line.offer.mentee_answer == Answer.ACCEPTED for line in self.lines
        )


def answers_of(run: MatchRun) -> Answers:
    """Return the answers to a published run, pair by pair."""
    offers = run.offers.select_related("mentorship__mentee", "mentorship__mentor").order_by(
        "mentorship__mentee__folded_family", "mentorship__mentee__folded_given", "id"
    )
    lines = [
        AnswerLine(
            offer, offer.mentorship.mentee.full_name, offer.mentorship.mentor.display_name, _state(offer)
        )
        for offer in offers
    ]
    return Answers(lines, dict(Counter(line.state for line in lines)))


def _state(offer: Offer) -> str:
    if Answer.DECLINED in (offer.mentor_answer, offer.mentee_answer):
        return "declined"
    if offer.mentorship.state == State.ENDED:
        return "ended"
    if offer.mentee_answer == Answer.ACCEPTED:
        return "begun"
    return "mentee" if offer.mentor_answer == Answer.ACCEPTED else "mentor"


def offers_of(pairs: Iterable[Mentorship]) -> dict[UUID, Offer]:
    """Return the offers from which pairs came, by pair; imported pairs have none."""
    ids = [pair.id for pair in pairs]
    return {offer.mentorship_id: offer for offer in _offers(pair_ids=ids)} if ids else {}


def ask_for_offers(pairs: Iterable[Mentorship]) -> Ask:
    """Return what `offers_of` will ask."""
    return _offers.asked(pair_ids=[pair.id for pair in pairs])


_offers = Prepared(lambda pair_ids: Offer.objects.filter(mentorship__in=among(pair_ids)), pair_ids=Ids())
