"""Sending what is due, one message at a time, each claimed before it leaves."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from copy import copy
from dataclasses import replace
from datetime import timedelta
from email.utils import formataddr, parseaddr
from smtplib import SMTPRecipientsRefused, SMTPResponseException
from typing import cast
from uuid import UUID

import structlog
from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from rounds.core.clock import now
from rounds.core.database.scope import scope
from rounds.core.mail.contents import (
    Contents,
    Letter,
    NotYet,
    add_contents,
    kinds_read_ahead,
    writer_of,
)
from rounds.core.mail.held import release_held
from rounds.core.mail.looks import SaidAlready, look_of
from rounds.core.models import Institution, OutgoingMail

log = structlog.get_logger()

# A message that was being sent when its worker died is tried again after this time.
IN_FLIGHT = timedelta(seconds=60)
TRIES = 8
# What so many messages need is read together: few enough that it is of these seconds.
AT_ONCE = 25
State = OutgoingMail.State
# What is filled in only when a message leaves, so that it waits in no queue: step(message) -> text.
Filling = Callable[[OutgoingMail], str]
_fillings: list[Filling] = []


def add_filling(step: Filling) -> None:
    """Register step(message), which returns the text of a message that is about to leave."""
    _fillings.append(step)


def send_waiting(*, limit: int = 100) -> int:
    """Send the messages whose time has come, oldest first; return how many left."""
    release_held()
    due = Q(state=State.WAITING, send_after__lte=now()) | Q(
        state=State.SENDING, claimed_at__lt=now() - IN_FLIGHT
    )
    waiting = OutgoingMail.everywhere.filter(due).order_by("send_after", "queued_at")
    ids = list(waiting.values_list("id", flat=True)[:limit])
    connection = (
        get_connection()
    )  # kept for all of them: a handshake a message is slow, and servers count them
    sent = 0
    try:
        for first in range(0, len(ids), AT_ONCE):
            some = ids[first : first + AT_ONCE]
            with _reading_ahead(some):
                sent += sum(_claim_and_send(mail_id, due, connection) for mail_id in some)
    finally:
        _hang_up(connection)
    return sent


def message_id_of(mail: OutgoingMail) -> str:
    """Return the Message-ID of a message, the same at every try."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{mail.id}@{domain}>"


def record_bounce(mail_id: UUID, *, problem: str) -> None:
    """Note that a message came back."""
    OutgoingMail.everywhere.filter(id=mail_id).update(state=State.BOUNCED, problem=problem[:300])


@contextmanager
def _reading_ahead(ids: Sequence[UUID]) -> Iterator[None]:
    """Read at once what messages of one kind and institution need; where that fails, each is written by itself."""
    steps = kinds_read_ahead()
    groups: dict[tuple[UUID, str], list[OutgoingMail]] = {}
    rows = OutgoingMail.everywhere.filter(id__in=ids, kind__in=list(steps)) if len(ids) > 1 else ()
    for mail in rows:
        groups.setdefault((cast(UUID, mail.institution_id), mail.kind), []).append(mail)
    institutions = Institution.objects.in_bulk({institution for institution, _kind in groups})
    with ExitStack() as stack:
        for (institution_id, kind), mails in groups.items():
            institution = institutions[institution_id]
            try:
                with scope(institution.id, institution.timezone), timezone.override(institution.timezone):
                    stack.enter_context(steps[kind](mails))
            except Exception as error:
                log.warning("mail_not_read_ahead", kind=kind, error=type(error).__name__, exc_info=True)
        yield


def _claim_and_send(mail_id: UUID, due: Q, connection: BaseEmailBackend) -> bool:
    claimed = OutgoingMail.everywhere.filter(due, id=mail_id).update(state=State.SENDING, claimed_at=now())
    if not claimed:  # stopped, or another worker was first
        return False
    mail = OutgoingMail.everywhere.get(id=mail_id)
    try:
        contents = _contents_of(mail)
        if contents is None:
            _note(mail, state=State.STOPPED, problem=_("When its time came there was nothing left to say."))
            return False
        connection.open()
        connection.send_messages([_message_of(mail, contents)])
    except NotYet as later:
        _note(mail, state=State.WAITING, send_after=later.until)
        return False
    except SaidAlready as said:
        _note(mail, state=State.STOPPED, problem=str(said)[:300], body="" if mail.is_secret else mail.body)
        return False
    except (SMTPRecipientsRefused, ValueError) as error:
        # Refused for good; a header that Django refuses (ValueError) will not improve either.
        _note(mail, state=State.BOUNCED, problem=_words(error))
        return False
    except Exception as error:
        _hang_up(connection)  # the next message begins with a fresh one
        log.warning("mail_not_sent", mail=str(mail.id), error=type(error).__name__, attempt=mail.attempts + 1)
        _later(mail, error)
        return False
    _note(mail, state=State.SENT, sent_at=now(), body="" if mail.is_secret else mail.body, problem="")
    return True


def _contents_of(mail: OutgoingMail) -> Contents | None:
    """Return what a message says as it leaves; None when there is nothing left to say."""
    institution = Institution.objects.get(id=cast(UUID, mail.institution_id))
    with scope(institution.id, institution.timezone), timezone.override(institution.timezone):
        contents = _written(mail)
        if contents is None:
            return None
        for step in _fillings:
            filled = copy(mail)
            filled.body = contents.text
            contents = replace(contents, text=step(filled))
    return contents


def _written(mail: OutgoingMail) -> Contents | None:
    """Return what a message says: written now where its kind has a writer, else as it waited and is still true."""
    if writer := writer_of(mail.kind):
        return writer(mail)
    look = look_of(mail.kind)
    text = look(mail) if look else mail.body
    if text is None:
        return None
    mail.body = text
    return Contents(text)


def _hang_up(connection: BaseEmailBackend) -> None:
    """Close a connection, whatever state it is in."""
    with suppress(Exception):
        connection.close()


def _message_of(mail: OutgoingMail, contents: Contents) -> Letter:
    address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    answers_to = contents.reply_to or mail.reply_to
    letter = Letter(
        subject=" ".join(contents.subject.split()) or mail.subject,
        body=contents.text,
        from_email=formataddr((contents.from_name or mail.from_name, address)),
        to=[mail.to_address],
        reply_to=[answers_to] if answers_to else None,
        headers={
            **contents.headers,
            "Message-ID": message_id_of(mail),
            "Auto-Submitted": "auto-generated",
        },
    )
    add_contents(letter, contents)
    return letter


def _later(mail: OutgoingMail, error: Exception) -> None:
    attempts = mail.attempts + 1
    state = State.BOUNCED if attempts >= TRIES else State.WAITING
    _note(
        mail,
        state=state,
        attempts=attempts,
        send_after=now() + timedelta(seconds=30 * 2**attempts),
        problem=_words(error),
    )


def _note(mail: OutgoingMail, **changes: object) -> None:
    OutgoingMail.everywhere.filter(id=mail.id, state=State.SENDING, claimed_at=mail.claimed_at).update(
        **changes
    )


def _words(error: Exception) -> str:
    """Return what the mail server said, without addresses of our own making."""
    if isinstance(error, SMTPRecipientsRefused):
        code, text = next(iter(error.recipients.values()), (0, b""))
        return f"{code} {_decoded(text)}"[:300]
    if isinstance(error, SMTPResponseException):
        return f"{error.smtp_code} {_decoded(error.smtp_error)}"[:300]
    return type(error).__name__


def _decoded(text: bytes | str) -> str:
    return text.decode(errors="replace") if isinstance(text, bytes) else text
