"""Every change of an answer: make a link, keep a page, send, say no."""

import secrets
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rounds.core.access import Viewer
from rounds.core.clock import institution_today, now
from rounds.core.errors import OutOfOrder
from rounds.core.mail.sharing import take_day
from rounds.people.models import Person
from rounds.surveys.answering.selectors import hash_of, is_erasable
from rounds.surveys.box.selectors import draft_for, open_box_of
from rounds.surveys.box.services import drop_draft, keep_draft, seal_answers
from rounds.surveys.budget.services import charge_ask, merge_years
from rounds.surveys.campaigns.selectors import is_closed, is_open_to
from rounds.surveys.enums import BoxState, Mode, RequestState
from rounds.surveys.instruments.selectors import questions_of
from rounds.surveys.kinds import as_asked, kind_of
from rounds.surveys.models import Box, LinkHash, Publication, Request, Response, Wave
from rounds.surveys.scores import SKIPPED

TOKEN_BYTES = 32
LAUNCHES_WITHIN = timedelta(seconds=60)


def make_link(request: Request) -> str:
    """Return a new token that leads to a request; only its hash is kept. Called while its mail is sent."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    LinkHash.objects.create(request=request, token_hash=hash_of(token))
    return token


def launch_code(request: Request) -> str:
    """Return a code that leads to a request once, within a minute: for a system that has shown who its user is and redirects.

    Codes that were made before for the same request and not used are gone.
    """
    LinkHash.objects.filter(request=request, once_until__isnull=False).delete()
    code = secrets.token_urlsafe(TOKEN_BYTES)
    LinkHash.objects.create(request=request, token_hash=hash_of(code), once_until=now() + LAUNCHES_WITHIN)
    return code


def use_up(token: str) -> bool:
    """Use a code up as it leads somewhere; False for one that is past its minute or was used. Links of mails stay."""
    found = LinkHash.objects.filter(token_hash=hash_of(token))
    link = found.first()
    if link is None or link.once_until is None:
        return link is not None
    deleted, _each = found.delete()
    return bool(deleted) and now() < link.once_until


def note_asked(request: Request) -> None:
    """Remember the day on which somebody was asked, by mail or by a page, and charge their year for it; once."""
    if request.state != RequestState.WAITING:
        return
    if request.person_id is None:  # somebody outside has no year here
        waiting = Request.objects.filter(id=request.id, state=RequestState.WAITING)
        waiting.update(state=RequestState.ASKED, asked_on=institution_today())
    else:
        charge_ask(wave_id=request.wave_id, person_id=request.person_id)


@transaction.atomic
def ask_by_mail(*, person_id: UUID, requests: Sequence[Request], message_id: UUID, day: date) -> bool:
    """Ask a person by a message: that takes the one mail of their day. False where another mail was first today.

    Tried again, a message has its day already.
    """
    waiting = [one for one in requests if one.mail_id is None]
    if len(waiting) == len(requests) and not take_day(person_id, day):
        return False
    for one in waiting:
        note_asked(one)
    Request.objects.filter(id__in=[one.id for one in waiting]).update(mail_id=message_id)
    return True


@transaction.atomic
def keep_answers(*, request: Request, answers: dict[str, Any], key: bytes = b"") -> None:
    """Keep what was answered on one page; other pages stay as they are. Raises OutOfOrder once the wave has closed.

    In an anonymous wave it is sealed with the key of the browser, which must be given.
    """
    note_asked(request)
    row = _locked(request)
    if row.wave.mode == Mode.ANONYMOUS:
        keep_draft(box_id=_box_of(row).id, key=key, answers={**draft_for(key), **answers})
        return
    response = Response.objects.filter(request=request).first() or Response(request=request)
    held = response.opened() if response.sealed else {}
    response.seal_value({**held, **answers})
    response.language = (get_language() or "en")[:10]
    response.save()


@transaction.atomic
def send_answers(*, request: Request, key: bytes = b"") -> None:
    """Count what was kept as an answer of today; what no page was left with is left out. Twice is once.

    In an anonymous wave the answers are locked into its box, and the draft of the browser is forgotten.
    """
    note_asked(request)
    row = _locked(request)
    questions = questions_of(row.wave.version_id)
    asked = sorted(one.key for one in questions if kind_of(one).is_answered)
    if row.wave.mode == Mode.ANONYMOUS:
        held = draft_for(key)
        whole = as_asked({one: held.get(one, SKIPPED) for one in asked}, questions)
        seal_answers(box_id=_box_of(row).id, request_id=row.id, answers=whole, draft_key=key)
        return
    response = Response.objects.filter(request=request).first() or Response(request=request)
    held = response.opened() if response.sealed else {}
    response.seal_value(as_asked({one: held.get(one, SKIPPED) for one in asked}, questions))
    response.save()
    Request.objects.filter(id=row.id).update(
        state=RequestState.ANSWERED,
        asked_on=row.asked_on or institution_today(),
        answered_on=row.answered_on or institution_today(),
    )


def forget_draft(*, key: bytes) -> None:
    """Forget what a browser has typed and not sent in an anonymous wave."""
    drop_draft(key=key)


@transaction.atomic
def decline(*, request: Request, key: bytes = b"") -> None:
    """Ask no more about this; what was typed is forgotten. Who has answered stays as they are."""
    row = _locked(request)
    if row.state == RequestState.ANSWERED:
        raise OutOfOrder(_("You have answered this. Change your answers until it closes."))
    Response.objects.filter(request=row).delete()
    drop_draft(key=key)
    Request.objects.filter(id=row.id).update(state=RequestState.DECLINED)


@transaction.atomic
def erase_answers(*, request: Request) -> None:
    """Erase what somebody has answered, and ask them no more. Raises OutOfOrder where it is locked, or nothing is there.

    Figures and comments that are out stay: what changed in them would be theirs. Nothing new comes of the wave's answers.
    """
    row: Request = (
        Request.objects.select_for_update(of=("self",), no_key=True)
        .select_related("wave__campaign")
        .get(id=request.id)
    )
    if not is_erasable(row):
        raise OutOfOrder(_("Nothing of this can be erased here."))
    Response.objects.filter(request=row).delete()
    Request.objects.filter(id=row.id).update(state=RequestState.DECLINED, answered_on=None)


def merge_requests(keep: Person, other: Person, _by: Viewer) -> set[UUID]:
    """Leave one request of a wave to two records of one person: the answered one, else the kept record's.

    Where both have answered, the later answer counts as long as nothing is told of the wave: one person is one towards the
    floor, whatever their records. Once figures are out, what the other record said stays with it.
    """
    merge_years(keep, other)
    unmoved: set[UUID] = set()
    for gone in Request.objects.filter(person=other).select_related("wave"):
        kept = Request.objects.filter(person=keep, wave=gone.wave_id, subject=gone.subject_id).first()
        if kept is not None:
            _leave_one(kept, gone, unmoved)
    for gone in Request.objects.filter(subject=other).select_related("wave"):
        kept = Request.objects.filter(subject=keep, wave=gone.wave_id, person=gone.person_id).first()
        if kept is not None:
            _leave_one(kept, gone, unmoved)
    return unmoved


def _leave_one(kept: Request, gone: Request, unmoved: set[UUID]) -> None:
    if gone.state != RequestState.ANSWERED:
        gone.delete()
    elif kept.state != RequestState.ANSWERED:
        kept.delete()
    elif _is_untold(gone.wave):
        (kept if _answered_on(kept) < _answered_on(gone) else gone).delete()
    else:
        unmoved.add(gone.id)


def _answered_on(request: Request) -> date:
    return request.answered_on or date.min


def _is_untold(wave: Wave) -> bool:
    """Tell whether nobody has read an answer of a wave by name, as a figure, or out of its box."""
    if wave.mode == Mode.NAMED:
        return not is_closed(wave)
    opened = Box.objects.filter(wave=wave).exclude(state__in=(BoxState.OPENING, BoxState.OPEN))
    return not opened.exists() and not Publication.objects.filter(wave=wave).exists()


def _box_of(row: Request) -> Box:
    """Return the box that takes ballots of a wave now. Raises OutOfOrder where there is none."""
    box = open_box_of(row.wave, day=institution_today())
    if box is None:
        raise OutOfOrder(_("This survey can't take answers at the moment. Try again in a few minutes."))
    return box


def _locked(request: Request) -> Request:
    """Lock a request of an open wave. Raises OutOfOrder for one that takes no answers.

    The wave stays open until the answer is in: who closes it, or works out its figures, waits for that.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM surveys_wave WHERE id = %s FOR SHARE", [request.wave_id])
    row: Request = (
        Request.objects.select_for_update(of=("self",), no_key=True).select_related("wave").get(id=request.id)
    )
    if not is_open_to(row) or row.state in (RequestState.NOT_ASKED, RequestState.DECLINED):
        raise OutOfOrder(_("This survey is closed, so it takes no answers any more."))
    return row
