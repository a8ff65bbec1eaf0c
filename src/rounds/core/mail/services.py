"""Queueing messages and stopping them."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.database.bulk_rows import among
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


# Keys of messages that were stopped: what they carried counts no more.
StopStep = Callable[[Collection[str]], None]
_stop_steps: list[StopStep] = []


def add_stop_step(step: StopStep) -> None:
    """Register step(keys), called in the transaction that stops messages."""
    _stop_steps.append(step)


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
    goes to the one who sends it, unless it is `even_in_rehearsal` (somebody's own sign-in code). What is
    secret (a code, a way in) goes to whom it is meant for or to nobody, and its body is forgotten once it
    is sent or stopped. Raises DomainError for an address that is none.
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
    address, problem = to_address, ""
    if rehearsal:
        address, problem = (
            ("", str(_SECRET_IN_REHEARSAL)) if is_secret else _rehearsal_address(institution, by)
        )
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
            "body": body if address or not is_secret else "",
            "send_after": send_after or (batch.leaves_at if batch else now()),
            "by_user_id": by.user_id,
            "is_secret": is_secret,
            "state": OutgoingMail.State.WAITING if address else OutgoingMail.State.STOPPED,
            "problem": problem,
        },
    )
    return mail


def stop_batch(batch_id: UUID, *, by: Viewer) -> int:
    """Stop what of a batch has not left; return how many messages that were."""
    with transaction.atomic():
        waiting = OutgoingMail.objects.filter(batch_id=batch_id, state=OutgoingMail.State.WAITING)
        # locked, so that what the worker claims meanwhile is not counted as stopped
        keys = dict(waiting.select_for_update(no_key=True).order_by("id").values_list("id", "key"))
        caught = OutgoingMail.objects.filter(batch_id=batch_id, id__in=among(keys))
        caught.filter(is_secret=True).update(body="")
        caught.update(state=OutgoingMail.State.STOPPED)
        for step in _stop_steps if keys else ():
            step(keys.values())
        if keys:
            audit.record("mail.stopped", by=by, kind="mail_batch", object_id=batch_id, messages=len(keys))
        return len(keys)


def one_line(text: str) -> str:
    """Return a text that cannot begin a new header."""
    return _CONTROLS.sub(" ", text).strip()


def is_mail_address(text: str) -> bool:
    """Tell whether a text is an address that mail can be sent to."""
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


_SECRET_IN_REHEARSAL = gettext_lazy(
    "Rehearsal: what opens an account goes to its owner or to nobody. Nothing was sent."
)


def _rehearsal_address(institution: Institution, by: Viewer) -> tuple[str, str]:
    """Return where a message goes in rehearsal; for one of Rounds itself without an address, why it goes nowhere."""
    user = User.objects.filter(id=by.user_id).first() if by.user_id else None
    address = user.email if user else institution.reply_to
    words = _("Rehearsal: sent by Rounds itself, and the institution has no reply address to show it to.")
    return address, "" if address else words


def _check_address(address: str) -> None:
    if not is_mail_address(address):
        raise DomainError(
            _("“%(address)s” is not an e-mail address. Correct it and try again.")
            % {"address": one_line(address)[:100]},
            field="email",
        )
