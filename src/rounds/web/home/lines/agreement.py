"""What a pair has agreed, in one line; whether both still have to sign, or to look at it again."""

from uuid import UUID

from django.utils.translation import gettext as _

from rounds.core.access import Request
from rounds.core.clock import institution_today
from rounds.mentorships.agreements.selectors import SignedTerms, signed_terms_of
from rounds.mentorships.agreements.values.terms import said_interval, said_minutes
from rounds.mentorships.models import Mentorship
from rounds.web.addresses import address
from rounds.web.home.slots import Line, Slot


def lines_of(request: Request, pairs: list[Mentorship]) -> dict[UUID, list[Line]]:
    """Return rhythm and length of each pair as both have signed them; one query."""
    signed = signed_terms_of([pair.id for pair in pairs])
    return {
        pair.id: [
            Line(
                Slot.TERMS,
                _words(signed.get(pair.id)),
                href=address(request, "pairs:agreement", mentorship_id=pair.id),
            )
        ]
        for pair in pairs
    }


def _words(signed: SignedTerms | None) -> str:
    if signed is None:
        return _("No agreement signed by both yet")
    if signed.review_on <= institution_today():
        return _("Is what you agreed still right?")
    return _("Agreed: %(length)s %(interval)s") % {
        "length": said_minutes(signed.minutes),
        "interval": said_interval(signed.interval_days),
    }
