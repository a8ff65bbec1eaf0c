"""What a mentee has at home of dossiers: a mentor who asks whether one may name them."""

from django.utils.translation import gettext as _

from rounds.core.access import Request
from rounds.rollout.selectors.dossiers.naming import asked_of
from rounds.web.addresses import address
from rounds.web.home.slots import Card


def cards_of(request: Request) -> list[Card]:
    """Return a card for each mentor who asks and has no answer; one query."""
    return [
        Card(
            _("Your name"),
            _("May %(name)s name you?") % {"name": one.mentor.display_name},
            _("In a dossier of their mentoring, for a promotion or a review. To say no has no consequence."),
            _("Answer"),
            address(request, "dossier:names"),
            is_next=True,
            tone="wait",
            state=_("Waits"),
        )
        for one in asked_of(request.viewer)
        if one.answered_at is None
    ]
