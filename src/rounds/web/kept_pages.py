"""Whole pages that are kept while nothing that they show has changed: people come back to the same few.

A page that was opened before is sent again when everything that it asked of the database is answered as before
(`rounds.core.database.unchanged`). One that asked for the moment is kept for that minute, one that asked for the day
alone for a quarter of an hour, at whose edges days begin in every zone. For pages that only read: whoever opens what
is noted in a record of openings is noted each time, so such pages are never kept.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import wraps
from hashlib import sha256
from typing import Any

import structlog
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import get_language

from rounds.core.access import viewer_of
from rounds.core.clock import noting_moments, now, standing_clock
from rounds.core.database.unchanged import ChangesSomething, Known, Store, known_now, worked_out
from rounds.core.database.writes import current_state
from rounds.web.shell import SHORTCUTS_COOKIE, THEME_COOKIE

log = structlog.get_logger()

View = Callable[..., HttpResponse]
# Pages of one process, of 10 to 40 kB each.
KEPT, OK = 300, 200
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
QUARTER, MINUTE = timedelta(minutes=15), timedelta(minutes=1)
# The mark of a session, which is another for each; the mark of a form that is sent once, another for each page.
TOKEN, ENTRY = re.compile(rb'(name="csrfmiddlewaretoken" value=")\w*'), b'name="entry"'
_pages = Store(KEPT)


def kept_page(view: View) -> View:
    """Declare that a page only reads: it is drawn again only when it would be another."""

    @wraps(view)
    def kept(request: HttpRequest, **arguments: Any) -> HttpResponse:
        if request.method != "GET" or viewer_of(request) is None or len(get_messages(request)):
            return view(request, **arguments)
        try:
            with standing_clock():
                return _kept(request, lambda: view(request, **arguments))
        except ChangesSomething as error:
            # who reads gets the page all the same
            log.error("kept_page_writes", page=request.path, error=str(error))
            return view(request, **arguments)

    return kept


def forget_pages() -> None:
    """Draw every page anew from now on."""
    _pages.clear()


def _kept(request: HttpRequest, draw: Callable[[], HttpResponse]) -> HttpResponse:
    answers: list[HttpResponse] = []
    moment = now()

    def work() -> tuple[bytes, bool, datetime]:
        with noting_moments() as told:
            answers.append(draw())
        return answers[0].content, bool(told), moment

    _pages.begin((moment - EPOCH) // QUARTER)  # what was drawn stays in memory no longer than it can be shown
    key = _key_of(request)
    known, state = _pages.get(key), current_state()
    if known is None or not _is_of_now(known, moment):
        known = worked_out(work, moment)
    elif not known.was_true_at(state):
        known = known_now(known, work, moment)
    if answers and not _can_be_kept(answers[0]):
        return answers[0]
    _pages.put(key, known, state)
    return answers[0] if answers else HttpResponse(_with_token(request, known.result[0]))


def _can_be_kept(answer: HttpResponse) -> bool:
    has_more = bool(answer.cookies) or answer.headers.keys() != {"Content-Type"}
    return answer.status_code == OK and not has_more and ENTRY not in answer.content


def _is_of_now(known: Known, moment: datetime) -> bool:
    _body, was_told, drawn_at = known.result
    span = MINUTE if was_told else QUARTER
    return bool((moment - EPOCH) // span == (drawn_at - EPOCH) // span)


def _key_of(request: HttpRequest) -> tuple[Any, ...]:
    """Return all that a page depends on beside the database and the clock; what was read before it, as a digest."""
    before: Any = request
    rows = [
        [getattr(row, field.attname) for field in row._meta.concrete_fields]
        for row in (before.institution, before.user)
    ]
    return (
        request.get_full_path(),
        viewer_of(request),
        sha256(repr(rows).encode(errors="surrogatepass")).digest(),
        get_language(),
        get_current_timezone_name(),
        request.COOKIES.get(THEME_COOKIE),
        request.COOKIES.get(SHORTCUTS_COOKIE),
    )


def _with_token(request: HttpRequest, body: bytes) -> bytes:
    if not TOKEN.search(body):
        return body
    return TOKEN.sub(rb"\g<1>" + get_token(request).encode(), body)
