"""The quick search finds a person's match: pairs of the reader's programs by the name of either."""

from django.utils.translation import gettext as _

from rounds.core.access import Request, holds
from rounds.core.enums import Role
from rounds.mentorships.selectors import PairsFilter, filter_pairs
from rounds.web.addresses import address
from rounds.web.frame.search import SOURCES, Found

MOST = 10
in_office = holds(Role.COORDINATOR, Role.DIRECTOR)


def find_pairs(request: Request, words: str) -> list[Found]:
    """Answer the quick search with the pairs that run or wait, as the office's list has them."""
    viewer = request.viewer
    if not in_office.test(viewer, None):
        return []
    return [
        Found(
            _("%(mentee)s with %(mentor)s")
            % {"mentee": pair.mentee.full_name, "mentor": pair.mentor.display_name},
            f"{pair.cycle.program.name}, {pair.get_state_display()}",
            address(request, "year:pair", mentorship_id=pair.id),
            "calendar3",
        )
        for pair in filter_pairs(viewer, PairsFilter(words=words))[:MOST]
    ]


SOURCES.append(find_pairs)
