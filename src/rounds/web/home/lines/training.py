"""What a mentor has at home of training: the invitations that wait for an answer."""

from django.utils.translation import gettext as _

from rounds.core.access import Request
from rounds.core.enums import Role
from rounds.development.enums import PlaceState
from rounds.development.selectors.training import own_places
from rounds.web.addresses import address
from rounds.web.home.slots import Card
from rounds.web.words.times import here_words


def cards_of(request: Request) -> list[Card]:
    """Return a card for each invitation without an answer; one query for mentors, none for others."""
    if not request.viewer.has_anywhere(Role.MENTOR):
        return []
    words = _("%(when)s, %(room)s; %(name)s leads.")
    return [
        Card(
            _("Mentor training"),
            one.title,
            words
            % {
                "when": here_words([one.place.session.starts_at]),
                "room": one.place.session.room,
                "name": one.place.session.led_by,
            },
            _("Look and answer"),
            address(request, "development:mine"),
            is_next=True,
            tone="wait",
            state=_("Waits"),
        )
        for one in own_places(request.viewer)
        if one.place.state == PlaceState.INVITED
    ]
