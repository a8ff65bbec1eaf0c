"""What the mail of the day says of short questions: that there is one, never which."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from rounds.core.models import DayMail, Institution
from rounds.mentorships.growth.selectors.asks import asks_told_on
from rounds.mentorships.models import Mentorship
from rounds.web import mail
from rounds.web.mail.day import Told


def words_of_asks(institution: Institution, days: Sequence[DayMail]) -> dict[UUID, list[Told]]:
    """Write a line for each pair in which a question waits for the reader of a mail."""
    asked = asks_told_on({(day.person_id, day.on) for day in days})
    found = {}
    for day in days:
        asks = asked.get((day.person_id, day.on), ())
        pairs = {ask.mentorship_id: ask.mentorship for ask in asks}
        found[day.id] = [_told(pair, day.person_id, institution) for pair in pairs.values()]
    return found


def _told(pair: Mentorship, person_id: UUID, institution: Institution) -> Told:
    other = pair.mentee.full_name if pair.mentor_id == person_id else pair.mentor.display_name
    return Told(
        _("%(other)s asks you a short question") % {"other": other},
        _("A line is enough, and letting it go is fine too."),
        _("You two read question and answer, nobody of the program office."),
        mail.link(institution, "growth:asks", mentorship_id=pair.id),
    )
