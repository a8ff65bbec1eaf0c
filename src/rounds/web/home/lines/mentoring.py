"""What a mentor alone has at home: the promised time of this month, and the offer of a talk that waits for an answer."""

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from rounds.core.access import Request
from rounds.core.clock import institution_today
from rounds.core.enums import Role
from rounds.insights.selectors.help import own_offer
from rounds.mentorships.hours.selectors import MonthOfTime, month_of
from rounds.mentorships.models import Mentorship
from rounds.web.addresses import address
from rounds.web.home.slots import Block, Card
from rounds.web.words.hours import month_words

PLACE = 80


def cards_of(request: Request) -> list[Card]:
    """Return a card for an offer that has no answer yet; one query, for mentors alone."""
    offer = own_offer(request.viewer) if request.viewer.has_anywhere(Role.MENTOR) else None
    if offer is None or offer.offered_at is None or offer.answer:
        return []
    day = date_format(localtime(offer.offered_at), "j M Y")
    words = _("%(name)s offered it on %(day)s. Talk, not now, or this is wrong: one press.")
    return [
        Card(
            _("Mentoring"),
            _("Would a talk help you?"),
            words % {"name": offer.offered_by, "day": day},
            _("Look and answer"),
            address(request, "record:talk"),
            is_next=True,
            tone="wait",
        )
    ]


def blocks_of(request: Request, pairs: list[Mentorship]) -> list[Block]:
    """Return a card for each program in which the reader mentors; three queries for any number."""
    me = request.viewer.own_id
    places = {pair.mentor_enrollment_id: pair for pair in pairs if pair.mentor_id == me}
    if not places:
        return []
    months = month_of(list(places), institution_today())
    return [_block(request, pair, months[place], is_one=len(places) == 1) for place, pair in places.items()]


def _block(request: Request, pair: Mentorship, month: MonthOfTime, *, is_one: bool) -> Block:
    program = pair.cycle.program.name
    return Block(
        key=f"time-{pair.mentor_enrollment_id}",
        title=_("Protected time") if is_one else _("Protected time, %(program)s") % {"program": program},
        place=PLACE,
        text=month_words(month),
        value=min(month.used_hours, float(month.promised or 0)),
        most=float(month.promised or 0),
        link=_("Report lost time"),
        href=address(request, "pairs:lost_time", mentor_enrollment_id=pair.mentor_enrollment_id),
    )
