"""A mentor's own hours: promised until today, and talked."""

from django.utils.translation import gettext as _

from rounds.core.access import Request
from rounds.mentorships.figures.selectors import own_hours
from rounds.mentorships.models import Mentorship
from rounds.web.home.slots import Block
from rounds.web.words.figures import grouped


def blocks_of(request: Request, pairs: list[Mentorship]) -> list[Block]:
    """Return the hours of a mentor who said how many a month they can give; nothing for everybody else."""
    mine = {pair.cycle_id: pair.cycle for pair in pairs if pair.mentor_id == request.viewer.own_id}
    if not mine:
        return []
    hours = own_hours(request.viewer, list(mine.values()))
    if not hours.promised:
        return []
    words = _("%(used)s of %(promised)s hours that you promised until today went into conversations.")
    text = words % {"used": grouped(hours.used), "promised": grouped(hours.promised)}
    value = min(hours.used, hours.promised)
    return [Block("hours", _("Your time"), 60, text, value=value, most=hours.promised)]
