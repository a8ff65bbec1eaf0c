"""The groups that somebody holds or is in, a card each."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rounds.core.access import Request
from rounds.mentorships.groups.selectors import OwnGroup, list_own_groups
from rounds.mentorships.models import Mentorship
from rounds.web.addresses import address
from rounds.web.home.slots import Block

PLACE = 70


def blocks_of(request: Request, pairs: list[Mentorship]) -> list[Block]:
    """Return a card for each group; one query for who has none, two for any number."""
    return [_block(request, one) for one in list_own_groups(request.viewer)]


def _block(request: Request, own: OwnGroup) -> Block:
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
        link=_("Log of the group"),
        href=address(request, "groups:group", group_id=own.group.id),
    )
