"""Names that others ask the reader to lend to the second reminder of a survey."""

from collections.abc import Iterable

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rounds.core.access import Request
from rounds.surveys.naming.selectors import names_wanted_of
from rounds.web.addresses import address
from rounds.web.home.parts import Group


def names_wanted(request: Request) -> Iterable[Group]:
    """Return each survey whose second reminder is to bear the reader's name, until they have said yes or no."""
    for one in names_wanted_of(request.viewer):
        known = {"name": one.asked_by, "survey": one.wave.campaign.name}
        yield Group(
            key=f"name-{one.id}",
            icon="envelope",
            tone="wait",
            title=_("%(name)s asks for your name on a reminder of “%(survey)s”") % known,
            text=_("It closes on %(day)s. Until you say yes the reminder comes from Rounds.")
            % {"day": date_format(one.wave.closes_on, "j M Y")},
            action=_("Read and answer"),
            href=address(request, "surveys:name", lent_name_id=one.id),
        )
