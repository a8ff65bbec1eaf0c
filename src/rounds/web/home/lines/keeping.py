"""The times that somebody keeps for others, on an assistant's home."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from rounds.core.access import Request
from rounds.core.enums import Role
from rounds.mentorships.meetings.selectors import times_kept_by
from rounds.mentorships.models import Mentorship
from rounds.web.addresses import address
from rounds.web.home.slots import Block, Item
from rounds.web.words.times import at_words

SHOWN = 6


def blocks_of(request: Request, pairs: Sequence[Mentorship]) -> list[Block]:
    """Return the next meetings of who named the reader; no query for who is nobody's assistant."""
    if not request.viewer.has_anywhere(Role.DELEGATE):
        return []
    kept = [one for one in times_kept_by(request.viewer) if one.conversation.starts_at]
    items = [
        Item(
            f"{at_words(one.conversation.starts_at)}: {one.person.display_name}",
            meta=_("with %(name)s") % {"name": one.other.display_name},
            href=address(request, "calendar:move", kept_id=one.conversation.id),
        )
        for one in kept[:SHOWN]
        if one.conversation.starts_at
    ]
    return [
        Block(
            "keeping",
            _("Times that you keep"),
            place=0,
            text="" if items else _("Nobody who named you has a meeting to come."),
            items=tuple(items),
            link=_("All of them, to move or call off"),
            href=address(request, "calendar:times"),
        )
    ]
