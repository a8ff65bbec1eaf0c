"""The groups that somebody holds or is in, a card each."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rounds.core.access import Request
from rounds.core.clock import now
from rounds.mentorships.groups.selectors import OwnGroup, list_own_groups, planned_in_groups
from rounds.mentorships.models import GroupMeeting, Mentorship
from rounds.web.addresses import address
from rounds.web.home.slots import Block, Item
from rounds.web.words.times import here_words

PLACE = 70
# So many planned sessions stand on the card.
MOST_SHOWN = 2


def blocks_of(request: Request, pairs: list[Mentorship]) -> list[Block]:
    """Return a card for each group with what is planned; one query for who has none, three for any number."""
    groups = list_own_groups(request.viewer)
    planned = planned_in_groups(request.viewer) if groups else {}
    return [_block(request, one, planned.get(one.group.id, [])) for one in groups]


def _block(request: Request, own: OwnGroup, planned: list[GroupMeeting]) -> Block:
    over = [one for one in planned if one.starts_at <= now()] if own.i_am_mentor else []
    to_come = [one for one in planned if one.starts_at > now()]
    count = len(own.members)
    if own.i_am_mentor:
        text = ngettext("Your group of %(count)s mentee.", "Your group of %(count)s mentees.", count)
    else:
        text = ngettext(
            "With %(mentor)s, a group of %(count)s mentee.",
            "With %(mentor)s, a group of %(count)s mentees.",
            count,
        )
    return Block(
        key=f"group-{own.group.id}",
        title=own.group.name,
        place=PLACE,
        text=text % {"count": count, "mentor": own.group.mentor.display_name},
        items=tuple(_item(request, one, is_over=one in over) for one in [*over, *to_come][:MOST_SHOWN]),
        waits=bool(over),
        link=_("Log of the group"),
        href=address(request, "groups:group", group_id=own.group.id),
    )


def _item(request: Request, one: GroupMeeting, *, is_over: bool) -> Item:
    """Return a planned session: when, and of one that is over the question how it went."""
    href = address(request, "groups:meeting", group_meeting_id=one.id)
    meta = _("How did it go?") if is_over else _("next session")
    return Item(here_words([one.starts_at]), meta=meta, href=href)
