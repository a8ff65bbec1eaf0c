"""Queueing messages and stopping them."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.database.bulk_rows import among
from rounds.core.errors import DomainError
from rounds.core.fields import is_mail_address
from rounds.core.mail.held import release
from rounds.core.models import Institution, OutgoingMail, User

STOP_MINUTES = 15
# In rehearsal, for whom a message was meant whose address is not known yet.
NOBODY_YET = "–"
STOPPABLE = (OutgoingMail.State.WAITING, OutgoingMail.State.HELD)
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
    ids: Mapping[str, object] | None = None,
    told_as: UUID | None = None,
) -> OutgoingMail:
    """Queue one message in the caller's transaction; the same `key` is queued once.

    `from_name` and `reply_to` default to the institution's. While the institution rehearses, the message
    goes to the one who sends it, unless it is `even_in_rehearsal` (somebody's own sign-in code). What is
    secret (a code, a way in) goes to whom it is meant for or to nobody, and its body is forgotten once it
    is sent or stopped. A message to a person whose address is none, or missing, is held until it is corrected, so
    that one bad address stops nobody else's; an address without a person that is none raises DomainError. What a
    writer fills in later is found by `ids`; `body` then says only that, and is what the log of mail shows.
    Messages with the same `told_as` are one line there, without their readers.
    """
    existing: OutgoingMail | None = OutgoingMail.everywhere.filter(
        institution_id=by.institution_id, key=key
    ).first()
    if existing is not None:
        return existing
    is_held = to_person_id is not None and not is_mail_address(to_address)
    if not is_held:
        _check_address(to_address)
    institution = Institution.objects.get(id=by.institution_id)
    # an address for answers that is none stops nobody's mail
    answers_to = next((one for one in (reply_to, institution.reply_to) if is_mail_address(one)), "")
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
            "meant_for": (to_address or NOBODY_YET) if rehearsal else "",
            "reply_to": answers_to,
            "from_name": one_line(from_name or institution.name)[:200],
            "subject": one_line(subject)[:300],
            "body": body if address or not is_secret else "",
            "send_after": send_after or (batch.leaves_at if batch else now()),
            "by_user_id": by.user_id,
            "is_secret": is_secret,
            "told_as": told_as,
            "ids": {name: str(value) for name, value in (ids or {}).items()},
            "state": _first_state(address, is_held=is_held, rehearsal=rehearsal),
            "problem": problem or (_no_address(to_address) if is_held else ""),
        },
    )
    return mail


def _first_state(address: str, *, is_held: bool, rehearsal: bool) -> OutgoingMail.State:
    """Return the state of a new message; what goes nowhere in rehearsal is over."""
    if rehearsal and not address:
        return OutgoingMail.State.STOPPED
    return OutgoingMail.State.HELD if is_held else OutgoingMail.State.WAITING


def _no_address(address: str) -> str:
    if not address:
        return str(_("No e-mail address is recorded. It leaves once there is one."))
    words = _("“%(address)s” is not an e-mail address. It leaves once that is corrected.")
    return str(words % {"address": one_line(address)[:100]})


@transaction.atomic
def send_again(*, mail: OutgoingMail, by: Viewer) -> bool:
    """Try a message again that came back, to the address that is known now; False while there is no usable one."""
    state = OutgoingMail.State
    OutgoingMail.objects.filter(id=mail.id, state=state.BOUNCED).update(state=state.HELD, send_after=now())
    went = bool(release(mail.id))
    if went:
        audit.record("mail.again", by=by, kind="mail", object_id=mail.id, program_id=mail.program_id)
    return went


def stop_waiting(people: Collection[UUID], *, kind: str) -> None:
    """Stop messages of a kind to people that wait for an address: they get another one now."""
    held = OutgoingMail.objects.filter(
        kind=kind, state=OutgoingMail.State.HELD, to_person_id__in=among(people)
    )
    held.update(state=OutgoingMail.State.STOPPED, body="")


def stop_batch(batch_id: UUID, *, by: Viewer) -> int:
    """Stop what of a batch has not left; return how many messages that were."""
    with transaction.atomic():
        waiting = OutgoingMail.objects.filter(batch_id=batch_id, state__in=STOPPABLE)
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
