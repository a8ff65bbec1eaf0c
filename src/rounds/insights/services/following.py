"""Follow-up: requests queued once a year, the one answer to each, and stopping it."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import institution_today, now
from rounds.core.errors import NotFound
from rounds.core.mail import queue_mail
from rounds.core.mail.choices import choice_of
from rounds.core.mail.sharing import take_day
from rounds.insights.enums import Checker, Source
from rounds.insights.models import FollowUp, OutcomeEvent, Sighting
from rounds.insights.selectors.following import KIND, Due, follow_up_by_id, followed_now, hash_of, reachable
from rounds.insights.services.outcomes import Fact, check_outcome, columns_of
from rounds.insights.values.following import LINK_DAYS, message_due
from rounds.people.enums import ConsentKind
from rounds.people.models import Person
from rounds.people.services.consents import give_consent, withdraw_consent

# 128 bits
TOKEN_BYTES = 16


@dataclass(frozen=True)
class Answer:
    """What somebody said on the yearly page: of each line, where they are, what is new, whether it may go on."""

    lines: Mapping[UUID, tuple[str, str]] = field(default_factory=dict)
    is_here: bool = False
    left: Fact | None = None
    new: Sequence[Fact] = ()
    goes_on: bool = False
    # by column: the items that may be left out
    more: Mapping[str, str | int] = field(default_factory=dict)


def ask_who_is_due(*, by: Viewer) -> int:
    """Queue the request, or the next reminder, of everybody whose time has come; return how many messages that were."""
    today, queued = institution_today(), 0
    for due in followed_now(today):
        queued += _ask(due, by)
    return queued


def _ask(due: Due, by: Viewer) -> int:
    today = institution_today()
    try:
        with transaction.atomic():
            row, _made = FollowUp.objects.get_or_create(
                person=due.person,
                program_id=due.program_id,
                year=due.year,
                defaults={"consent_version": due.version},
            )
            is_over = row.answered_at is not None or (row.expires_on is not None and row.expires_on <= today)
            if row.messages and choice_of(due.person.id).stopped_at:
                return 0  # wants no reminders
            if is_over or not message_due(row.asked_on, row.messages, today):
                return 0
            queue_mail(
                key=f"{KIND}:{row.id}:{row.messages}",
                kind=KIND,
                to_address=due.person.personal_email,
                subject=_("Once a year: what has become of it?"),
                body=_("The words and the link are written as it leaves."),
                by=by,
                to_person_id=due.person.id,
                program_id=row.program_id,
                ids={"follow_up": row.id},
            )
            FollowUp.objects.filter(id=row.id).update(messages=row.messages + 1)
    except IntegrityError:  # another worker was first
        return 0
    return 1


def can_be_asked(row: FollowUp, address: str) -> bool:
    """Tell whether a message that leaves now may still ask: its address is the person's own, and no message came back."""
    return row.person.personal_email == address and reachable(row.person)


def take_mail_of_day(row: FollowUp, *, message_id: UUID) -> bool:
    """Take the one mail of the day for a message; False where another mail was first. Tried again, it has its day."""
    return row.told_by == message_id or take_day(row.person_id, institution_today())


def make_link(row: FollowUp, *, message_id: UUID) -> str:
    """Return the word of a year's link, the same in each message: it opens for ninety days from the first; only its hash is kept."""
    token = urlsafe_b64encode(salted_hmac(KIND, str(row.id), algorithm="sha256").digest()[:TOKEN_BYTES])
    word = token.decode().rstrip("=")
    asked_on = row.asked_on or institution_today()
    FollowUp.objects.filter(id=row.id).update(
        token_hash=hash_of(word),
        told_by=message_id,
        asked_on=asked_on,
        expires_on=asked_on + timedelta(days=LINK_DAYS),
    )
    return word


@transaction.atomic
def answer_follow_up(*, follow_up_id: UUID, answer: Answer, by: Viewer) -> FollowUp:
    """Keep what somebody said, as checks, sightings and events; a page that is sent twice is one answer."""
    FollowUp.objects.select_for_update().filter(id=follow_up_id).first()
    row = follow_up_by_id(follow_up_id)
    if row.person_id != by.own_id:
        raise NotFound
    if row.answered_at is not None:
        return row
    for event_id, (said, words) in answer.lines.items():
        check_outcome(event_id=event_id, said=said, checker=Checker.OWNER, by=by, words=words)
    if answer.is_here:
        Sighting.objects.get_or_create(person=row.person, on=institution_today(), source=Source.PERSON)
    told = [*([answer.left] if answer.left else []), *answer.new]
    for number, fact in enumerate(told):
        OutcomeEvent.objects.create(
            person=row.person,
            source=Source.PERSON,
            source_key=f"{row.id}:{number}",
            entered_by_id=row.person_id,
            **columns_of(fact, by),
        )
    if answer.goes_on:
        give_consent(person=row.person, kind=ConsentKind.FOLLOW_UP, by=by)
    row.answered_at = now()
    FollowUp.objects.filter(id=row.id).update(answered_at=row.answered_at, **answer.more)
    audit.record("follow_up.answered", by=by, kind="follow_up", object_id=row.id, year=row.year)
    return row


def stop_follow_up(*, row: FollowUp, by: Viewer) -> None:
    """Ask somebody no more, in any year: what they agreed to is withdrawn."""
    withdraw_consent(person=row.person, kind=ConsentKind.FOLLOW_UP, by=by)


def merge_follow_ups(keep: Person, other: Person, by: Viewer) -> set[UUID]:
    """Return the requests of a year that both records of one person got: they stay with the record that goes."""
    had = set(FollowUp.objects.filter(person=keep).values_list("program_id", "year"))
    rows = FollowUp.objects.filter(person=other).values_list("id", "program_id", "year")
    return {row_id for row_id, program_id, year in rows if (program_id, year) in had}
