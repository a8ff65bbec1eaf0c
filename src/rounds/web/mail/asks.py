"""What the mail of the day says of short questions: that there is one, never which."""

from typing import cast
from uuid import UUID

from django.utils.translation import gettext as _

from rounds.core.models import DayMail, Institution
from rounds.mentorships.growth.selectors.asks import asks_told_on
from rounds.mentorships.models import Mentorship
from rounds.people.models import Person
from rounds.web import mail
from rounds.web.mail.day import Told


def words_of_asks(person: Person, day: DayMail) -> list[Told]:
    """Write a line for each pair in which a question waits for a person."""
    institution = Institution.objects.get(id=cast(UUID, day.institution_id))
    pairs = {ask.mentorship_id: ask.mentorship for ask in asks_told_on(person.id, day.on)}
    return [_told(pair, person, institution) for pair in pairs.values()]


def _told(pair: Mentorship, person: Person, institution: Institution) -> Told:
    other = pair.mentee.full_name if pair.mentor_id == person.id else pair.mentor.display_name
    return Told(
        _("%(other)s asks you a short question") % {"other": other},
        _("A line is enough, and letting it go is fine too."),
        _("You two read question and answer, nobody of the program office."),
        mail.link(institution, "growth:asks", mentorship_id=pair.id),
    )
