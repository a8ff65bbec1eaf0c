"""What one is asked about a pair itself: in the middle of its time, at its end, after a new tier."""

from uuid import UUID

from django.utils.translation import gettext as _

from rounds.core.access import Request
from rounds.mentorships.dues.selectors.questions import waiting_questions
from rounds.mentorships.enums import Occasion
from rounds.mentorships.models import Mentorship
from rounds.web.addresses import address
from rounds.web.home.slots import Line, Slot


def lines_of(request: Request, pairs: list[Mentorship]) -> dict[UUID, list[Line]]:
    """Return the questions that wait for the reader."""
    found = waiting_questions(pairs, request.viewer.own_id)
    return {
        pair_id: [
            Line(
                Slot.NEXT,
                _words(occasion),
                link=_("Answer, one press"),
                href=address(request, "pairs:question", mentorship_id=pair_id, occasion=occasion.value),
                waits=True,
            )
            for occasion in occasions
        ]
        for pair_id, occasions in found.items()
    }


def _words(occasion: Occasion) -> str:
    words = {
        Occasion.MID_POINT: _("Half of your time together is over. Is it right as it is?"),
        Occasion.CLOSING: _("Your time together ends soon. How do you go on?"),
        Occasion.TIER: _("One of you has a new career tier. Is the agreement still right?"),
    }
    return words[occasion]
