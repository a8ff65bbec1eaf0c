"""Reads of one's own requests and answers."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery, Sum, UUIDField

from rounds.core.access import Viewer
from rounds.core.clock import institution_today, now
from rounds.core.database.prepared import Ask, Prepared
from rounds.core.errors import NotFound
from rounds.core.models import Institution
from rounds.surveys.box.selectors import draft_for
from rounds.surveys.campaigns.selectors import is_open_to
from rounds.surveys.enums import FEEDBACK360, Mode, RequestState, WaveState
from rounds.surveys.models import Item, LinkHash, Request, Response
from rounds.surveys.scores import NOT_ASKED, SKIPPED

# So long an answer is offered again instead of being asked for.
SAID_LATELY = timedelta(days=30)
# so long a home leads to one's own answers beside those of others
COMPARED = timedelta(days=30)
MENTOR_SELF = "mentor_self"
NEVER_SHOWN = (RequestState.NOT_ASKED, RequestState.DECLINED)


def request_for(viewer: Viewer, request_id: UUID) -> Request:
    """Return a request of the viewer's own; NotFound to everybody else, and before it was asked."""
    return _shown(Request.objects.filter(id=request_id, person_id=viewer.own_id))


def declined_for(viewer: Viewer, request_id: UUID) -> Request:
    """Return a request of the viewer's own that asks them no more, as they erased it or said no; NotFound otherwise."""
    rows = Request.objects.filter(id=request_id, person_id=viewer.own_id, state=RequestState.DECLINED)
    found: Request | None = rows.select_related("wave__campaign").first()
    if found is None:
        raise NotFound
    return found


def request_by_id(request_id: UUID) -> Request:
    """Return a request that a link has opened; NotFound for one that asks nothing."""
    return _shown(Request.objects.filter(id=request_id))


def request_of_token(token: str) -> Request:
    """Return the request that a link leads to; NotFound for an unknown one, after closing and once its person has left."""
    link = LinkHash.objects.filter(token_hash=hash_of(token)).first()
    if link is None:
        raise NotFound
    found = request_by_id(link.request_id)
    left_on = found.person.left_on if found.person else None
    if not is_open_to(found) or (left_on is not None and left_on <= institution_today()):
        raise NotFound
    return found


def hash_of(token: str) -> str:
    """Return what is kept of a link's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def _shown(rows: Any) -> Request:
    row = (
        rows.exclude(state__in=NEVER_SHOWN)
        .filter(wave__state__in=(WaveState.SENT, WaveState.CLOSED), wave__stop_until__lte=now())
        .select_related("wave__campaign__instrument", "wave__version", "subject", "person")
        .first()
    )
    if row is None:
        raise NotFound
    found: Request = row
    return found


def answers_of(request: Request, key: bytes = b"") -> dict[str, Any]:
    """Return what was answered so far, {item key: answer or code}; only its own person's page may ask.

    In an anonymous wave this is what the browser with this key has typed and not sent yet.
    """
    if request.wave.mode == Mode.ANONYMOUS:
        return draft_for(key)
    response = Response.objects.filter(request=request).first()
    return response.opened() if response else {}


def _seconds() -> Subquery:
    """Return how long the questions of a request's version take."""
    items = Item.objects.filter(version_id=OuterRef("wave__version_id")).order_by()
    return Subquery(items.values("version_id").annotate(total=Sum("seconds")).values("total"))


_waiting = Prepared(
    lambda person_id: (
        Request.objects.filter(
            person_id=person_id,
            state__in=(RequestState.WAITING, RequestState.ASKED, RequestState.ANSWERED),
            wave__state=WaveState.SENT,
        )
        .annotate(seconds=_seconds())
        .select_related("wave__campaign__instrument", "subject")
        .order_by("wave__closes_on")
    ),
    person_id=UUIDField(),
)


def scopes_that_asked(person_id: UUID) -> set[UUID]:
    """Return whose surveys have reached somebody."""
    rows = Request.objects.filter(person_id=person_id, wave__campaign__scope_id__isnull=False)
    reached = rows.exclude(state=RequestState.NOT_ASKED)
    return set(reached.values_list("wave__campaign__scope_id", flat=True))


def minutes_of_request(row: Request) -> int:
    """Return how many minutes a request of `own_requests` takes."""
    return max(1, round((getattr(row, "seconds", 0) or 0) / 60))


def own_requests(viewer: Viewer) -> list[Request]:
    """Return the viewer's requests of waves that are open now, the one that closes first ahead."""
    return [row for row in _waiting(person_id=viewer.own_id) if is_open_to(row)]


def own_compared(viewer: Viewer) -> list[Request]:
    """Return what the viewer answered about themselves in waves that closed lately: it can be read beside what others say."""
    since = institution_today() - COMPARED
    return [
        row
        for row in _waiting(person_id=viewer.own_id)
        if row.state == RequestState.ANSWERED
        and row.wave.campaign.instrument.key == MENTOR_SELF
        and since <= row.wave.closes_on < institution_today()
    ]


def ask_for_own_requests(viewer: Viewer) -> Ask:
    """Return what `own_requests` will ask."""
    return _waiting.asked(person_id=viewer.own_id)


def institution_of_token(token: str) -> Institution | None:
    """Return in whose institution a link leads somewhere: asked before any institution is known."""
    link = LinkHash.everywhere.filter(token_hash=hash_of(token)).select_related("institution").first()
    return link.institution if link else None


@dataclass(frozen=True)
class Earlier:
    """What somebody answered lately to questions that mean the same: {item key: answer}, and when the latest was."""

    answers: dict[str, Any]
    on: date


def answered_lately(request: Request, keys: Collection[str]) -> Earlier | None:
    """Return what the person of a request answered within a month to the same questions, about the same one.

    Nothing for an anonymous wave: what is kept with a name must not fill what has none.
    """
    if request.wave.mode == Mode.ANONYMOUS or request.person_id is None:
        return None
    since = institution_today() - SAID_LATELY
    rows = Request.objects.filter(
        person_id=request.person_id, subject_id=request.subject_id, answered_on__gte=since
    )
    rows = rows.exclude(id=request.id).exclude(wave__mode=Mode.ANONYMOUS)
    earlier = list(rows.select_related("wave", "response").order_by("answered_on", "id"))
    versions = {one.wave.version_id for one in earlier}
    if not versions:
        return None
    asked = {one.key: _meaning(one) for one in _items(request.wave.version_id) if one.key in keys}
    found: dict[str, Any] = {}
    on = since
    for one in earlier:
        held = one.response.opened() if hasattr(one, "response") else {}
        said = {_meaning(item): held.get(item.key) for item in _items(one.wave.version_id)}
        same = {key: said[meaning] for key, meaning in asked.items() if is_answered(said.get(meaning))}
        found.update(same)
        on = one.answered_on if same and one.answered_on else on
    return Earlier(found, on) if found else None


def _items(version_id: UUID) -> QuerySet[Item]:
    return Item.objects.filter(version_id=version_id).exclude(bank_key="")


def _meaning(item: Item) -> tuple[str, str, str]:
    """Return what makes two questions the same: their word in the bank, asked in the same way."""
    return (item.bank_key, item.kind, item.scale_key)


def is_erasable(request: Request) -> bool:
    """Tell whether its person can erase what they answered: never where nobody knows which answers are theirs.

    In feedback from all around it is part of a report that somebody reads by now.
    """
    is_apart = request.wave.mode == Mode.ANONYMOUS or request.wave.campaign.audience == FEEDBACK360
    return request.state == RequestState.ANSWERED and not is_apart


def is_answered(answer: Any) -> bool:
    """Tell whether something was said, a press of "does not apply" among it."""
    return answer not in (None, "", [], SKIPPED, NOT_ASKED)
