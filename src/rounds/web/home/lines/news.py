"""What the other one did since the reader was here: an answer, a question let go, words released."""

from uuid import UUID

from rounds.core.access import Request
from rounds.mentorships.enums import NewsKind
from rounds.mentorships.models import Mentorship, News
from rounds.mentorships.news.selectors import news_of
from rounds.web.addresses import address
from rounds.web.home.slots import Line, Slot
from rounds.web.words.news import news_page, news_words, other_name


def lines_of(request: Request, pairs: list[Mentorship]) -> dict[UUID, list[Line]]:
    """Return the news of each pair that the reader has not opened; one query for any number."""
    news, by_id = news_of(request.viewer, pairs), {pair.id: pair for pair in pairs}
    return {
        # what is disputed stands on the home until it is settled, opened or not
        pair_id: [_line(request, row, by_id[pair_id]) for row in rows if row.kind != NewsKind.DISPUTED]
        for pair_id, rows in news.items()
    }


def _line(request: Request, row: News, pair: Mentorship) -> Line:
    name, arguments = news_page(row)
    words = news_words(row, other_name(pair, request.viewer.person_id))
    return Line(Slot.OPEN, words, href=address(request, name, **arguments))
