"""The times that somebody keeps for others, on an assistant's home."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from rounds.core.access import Request
from rounds.core.clock import now
from rounds.core.enums import Role
from rounds.mentorships.meetings.selectors import KeptTime, times_kept_by
from rounds.mentorships.models import Mentorship
from rounds.web.addresses import address
from rounds.web.home.slots import Block, Item
from rounds.web.words.times import at_words, zone_words

SHOWN = 6


def blocks_of(request: Request, pairs: Sequence[Mentorship]) -> list[Block]:
    """Return the next meetings of who named the reader; no query for who is nobody's assistant."""
    if not request.viewer.has_anywhere(Role.DELEGATE):
        return []
    items = [
        Item(
            f"{at_words(one.starts_at)}: {one.person.display_name}",
            meta=_with_words(one),
            href=address(request, "calendar:move", kept_id=one.id) if one.can_move else "",
        )
        for one in times_kept_by(request.viewer)[:SHOWN]
    ]
    return [
        Block(
            "keeping",
            _("Times that you keep"),
            place=0,
            text=zone_words(now(), timezone.get_current_timezone_name())
            if items
            else _("Nobody who named you has a meeting to come."),
            items=tuple(items),
            link=_("All of them, to move or call off"),
            href=address(request, "calendar:times"),
        )
    ]


def _with_words(one: KeptTime) -> str:
    if one.other is None:
        return _("with the group")
    name = {"name": one.other.display_name}
    return _("with the group of %(name)s") % name if one.is_of_group else _("with %(name)s") % name
