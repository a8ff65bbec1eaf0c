"""What news of the other one of a pair says, and which page it leads to: the same on the home and in the mail."""

from typing import Any

from django.utils.translation import gettext as _

from rounds.mentorships.enums import NewsKind
from rounds.mentorships.models import Mentorship, News


def news_words(news: News, other: str) -> str:
    """Return one sentence, which names no text."""
    words = {
        NewsKind.ANSWERED: _("%(other)s has answered your question"),
        NewsKind.LET_GO: _("%(other)s has let your question go"),
        NewsKind.REPORT: _("%(other)s has answered your report"),
        NewsKind.RELEASED: _("%(other)s has released words of yours to the program director (PD)"),
        NewsKind.GOAL: _("%(other)s has released words of yours to the program director (PD)"),
        NewsKind.DEBRIEF: _("%(other)s has released words of yours to the program director (PD)"),
        NewsKind.DISPUTED: _("%(other)s says that a conversation which you logged was not so"),
        NewsKind.CORRECTED: _("%(other)s has corrected a conversation in your log"),
        # neither a mail nor a screen that others see says what was asked
        NewsKind.CHANGE: _("The program office has answered you"),
    }
    return words[NewsKind(news.kind)] % {"other": other}


def news_page(news: News) -> tuple[str, dict[str, Any]]:
    """Return the name of the page on which it is read, and its arguments."""
    pair = {"mentorship_id": news.mentorship_id}
    if news.kind in (NewsKind.REPORT, NewsKind.RELEASED):
        return "pairs:report", {"report_id": news.thing_id}
    if news.kind == NewsKind.GOAL:
        return "growth:goal", {"goal_id": news.thing_id}
    if news.kind == NewsKind.DEBRIEF:
        return "pairs:rotations", pair
    if news.kind in (NewsKind.DISPUTED, NewsKind.CORRECTED):
        return "pairs:conversations", pair
    if news.kind == NewsKind.CHANGE:
        return "pairs:ask_change", pair
    return "growth:asks", pair


def other_name(pair: Mentorship, person_id: Any) -> str:
    """Return the name of the other one, as one of the two says it."""
    name: str = pair.mentee.full_name if pair.mentor_id == person_id else pair.mentor.display_name
    return name
