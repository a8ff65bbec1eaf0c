"""What the mail of the day says of news between the two: that there is some and of what kind, no word of it."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from rounds.core.models import DayMail, Institution
from rounds.mentorships.models import News
from rounds.mentorships.news.selectors import news_told_on
from rounds.web import mail
from rounds.web.mail.day import Told
from rounds.web.words.news import news_page, news_words, other_name


def words_of_news(institution: Institution, days: Sequence[DayMail]) -> dict[UUID, list[Told]]:
    """Write a line for each page on which there is news for the reader of a mail."""
    news = news_told_on({(day.person_id, day.on) for day in days})
    found = {}
    for day in days:
        told = [_told(row, institution) for row in news.get((day.person_id, day.on), ())]
        found[day.id] = list({one.title + one.link: one for one in told}.values())
    return found


def _told(row: News, institution: Institution) -> Told:
    name, arguments = news_page(row)
    return Told(
        news_words(row, other_name(row.mentorship, row.person_id)),
        _("You are told once; it stands on your home until you open it."),
        _("The page says who reads it."),
        mail.link(institution, name, **arguments),
    )
