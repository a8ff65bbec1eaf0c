"""What the mail of the day says of news between the two: that there is some and of what kind, no word of it."""

from typing import cast
from uuid import UUID

from django.utils.translation import gettext as _

from rounds.core.models import DayMail, Institution
from rounds.mentorships.models import News
from rounds.mentorships.news.selectors import news_told_on
from rounds.people.models import Person
from rounds.web import mail
from rounds.web.mail.day import Told
from rounds.web.words.news import news_page, news_words, other_name


def words_of_news(person: Person, day: DayMail) -> list[Told]:
    """Write a line for each page on which there is news for a person."""
    institution = Institution.objects.get(id=cast(UUID, day.institution_id))
    told = {
        one.title + one.link: one for one in (_told(row, person, institution) for row in _rows(person, day))
    }
    return list(told.values())


def _rows(person: Person, day: DayMail) -> list[News]:
    return news_told_on(person.id, day.on)


def _told(row: News, person: Person, institution: Institution) -> Told:
    name, arguments = news_page(row)
    return Told(
        news_words(row, other_name(row.mentorship, person.id)),
        _("You are told once; it stands on your home until you open it."),
        _("The page says who reads it."),
        mail.link(institution, name, **arguments),
    )
