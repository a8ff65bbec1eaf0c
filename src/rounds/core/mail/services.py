"""Queueing messages and stopping them."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.errors import DomainError
from rounds.core.models import Institution, OutgoingMail, User

STOP_MINUTES = 15
# Line ends of any kind, and other control characters: what could begin a header of its own.
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


@dataclass(frozen=True)
class Batch:
    """Messages that go out together; `leaves_at` is when Stop ends."""

    id: UUID
    leaves_at: datetime


def new_batch(*, minutes: int = STOP_MINUTES) -> Batch:
    """Return a batch to queue messages in; they wait so long that one can think again."""
    return Batch(uuid4(), now() + timedelta(minutes=minutes))


@transaction.atomic
def queue_mail(
    *,
    key: str,
    kind: str,
    to_address: str,
    subject: str,
    body: str,
    by: Viewer,
    to_person_id: UUID | None = None,
    program_id: UUID | None = None,
    batch: Batch | None = None,
    send_after: datetime | None = None,
    from_name: str = "",
    reply_to: str = "",
    even_in_rehearsal: bool = False,
    is_secret: bool = False,
) -> OutgoingMail:
    """Queue one plain-text message in the caller's transaction; the same `key` is queued once.

    `from_name` and `reply_to` default to the institution's. While the institution rehearses, the message
    goes to the one who sends it, unless it is `even_in_rehearsal` (somebody's own sign-in code). A
    secret body is forgotten once it is sent. Raises DomainError for an address that is none.
    """
    existing: OutgoingMail | None = OutgoingMail.everywhere.filter(
        institution_id=by.institution_id, key=key
    ).first()
    if existing is not None:
        return existing
    _check_address(to_address)
    if reply_to:
        _check_address(reply_to)
    institution = Institution.objects.get(id=by.institution_id)
    rehearsal = not (institution.mail_is_live or even_in_rehearsal)
    address = _rehearsal_address(institution, by) if rehearsal else to_address
    mail: OutgoingMail
    mail, _created = OutgoingMail.everywhere.get_or_create(
        institution_id=institution.id,
        key=key,
        defaults={
            "batch_id": batch.id if batch else None,
            "kind": kind,
            "to_person_id": to_person_id,
            "program_id": program_id,
            "to_address": address or to_address,
            "meant_for": to_address if rehearsal else "",
            "reply_to": reply_to or institution.reply_to,
            "from_name": one_line(from_name or institution.name)[:200],
            "subject": one_line(subject)[:300],
            "body": body,
            "send_after": send_after or (batch.leaves_at if batch else now()),
            "by_user_id": by.user_id,
            "is_secret": is_secret,
            "state": OutgoingMail.State.WAITING if address else OutgoingMail.State.STOPPED,
            "problem": ""
            if address
            else _(
                "Rehearsal: sent by Rounds itself, and the institution has no reply address to show it to."
            ),
        },
    )
    return mail


def stop_batch(batch_id: UUID, *, by: Viewer) -> int:
    """Stop what of a batch has not left; return how many messages that were."""
    with transaction.atomic():
        stopped = OutgoingMail.objects.filter(batch_id=batch_id, state=OutgoingMail.State.WAITING).update(
            state=OutgoingMail.State.STOPPED
        )
        if stopped:
            audit.record("mail.stopped", by=by, kind="mail_batch", object_id=batch_id, messages=stopped)
        return stopped


def one_line(text: str) -> str:
    """Return a text that cannot begin a new header."""
    return _CONTROLS.sub(" ", text).strip()


def _rehearsal_address(institution: Institution, by: Viewer) -> str:
    user = User.objects.filter(id=by.user_id).first() if by.user_id else None
    return user.email if user else institution.reply_to


def _check_address(address: str) -> None:
    try:
        validate_email(address)
    except ValidationError:
        raise DomainError(
            _("“%(address)s” is not an e-mail address. Correct it and try again.")
            % {"address": one_line(address)[:100]},
            field="email",
        ) from None
