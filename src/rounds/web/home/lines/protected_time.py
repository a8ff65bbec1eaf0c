"""A mentor's promised time of this month: used for talking, lost, and two presses to say that more was lost."""

from django.utils.translation import gettext as _

from rounds.core.access import Request
from rounds.core.clock import institution_today
from rounds.mentorships.hours.selectors import MonthOfTime, month_of
from rounds.mentorships.models import Mentorship
from rounds.web.addresses import address
from rounds.web.home.slots import Block
from rounds.web.words.hours import month_words

PLACE = 80


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
