"""What the mail of the day says of sessions of mentor training to which somebody is invited."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from rounds.core.database.scope import current_zone
from rounds.core.models import DayMail, Institution
from rounds.development.models import SessionPlace
from rounds.development.selectors.invitations import invitations_told_on
from rounds.development.selectors.training import title_of
from rounds.web import mail
from rounds.web.mail.day import Told
from rounds.web.words.times import named_moment


def words_of_invitations(institution: Institution, days: Sequence[DayMail]) -> dict[UUID, list[Told]]:
    """Write a line for each invitation that still waits for the reader of a mail."""
    invited = invitations_told_on({(day.person_id, day.on) for day in days})
    return {
        day.id: [_told(one, institution) for one in invited.get((day.person_id, day.on), ())] for day in days
    }


def _told(place: SessionPlace, institution: Institution) -> Told:
    session = place.session
    known = {"module": title_of(session.module), "when": named_moment(session.starts_at, current_zone())}
    return Told(
        _("Mentor training: %(module)s, %(when)s") % known,
        _("You are invited; %(name)s leads, %(room)s.") % {"name": session.led_by, "room": session.room},
        _("Faculty developers read whether you come."),
        mail.link(institution, "development:mine"),
    )
