"""Introduction cards: written, and approved by their owner."""

from dataclasses import dataclass

from django.db import transaction

from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.programs.models import Enrollment, IntroductionCard
from rounds.programs.services.recording import record_enrollment


@dataclass(frozen=True, kw_only=True)
class CardWords:
    """The text of an introduction card, and whether its owner approves it."""

    headline: str = ""
    about: str = ""
    ask_me_about: str = ""
    approve: bool = False


@transaction.atomic
def save_card(*, by: Viewer, enrollment: Enrollment, words: CardWords) -> IntroductionCard:
    """Write an introduction card; only its owner can approve it, and a change by others needs it again."""
    card: IntroductionCard
    card, _made = IntroductionCard.objects.get_or_create(enrollment=enrollment)
    new = (words.headline.strip(), words.about.strip(), words.ask_me_about.strip())
    is_owner = by.person_id == enrollment.person_id
    changed = new != (card.headline, card.about, card.ask_me_about)
    card.headline, card.about, card.ask_me_about = new
    if changed:
        card.changed_at, card.approved_at = now(), None
    if words.approve and is_owner and any(new):
        card.approved_at = card.approved_at or now()
    elif is_owner:
        card.approved_at = None
    card.save()
    record_enrollment(
        "programs.card.approved" if card.approved_at else "programs.card.written",
        by=by,
        enrollment=enrollment,
    )
    return card
