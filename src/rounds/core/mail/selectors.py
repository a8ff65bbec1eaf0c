"""What pages show of outgoing mail."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Min, Q

from rounds.core.access import Viewer
from rounds.core.clock import day_begins, institution_today, now
from rounds.core.enums import Role
from rounds.core.errors import NotFound
from rounds.core.models import OutgoingMail
from rounds.core.reading import read_search

UNDELIVERED = "undelivered"
NOT_ARRIVED = (OutgoingMail.State.BOUNCED, OutgoingMail.State.HELD)
LISTED = Q(told_as=None) | Q(state__in=NOT_ARRIVED)


@dataclass(frozen=True)
class BatchState:
    """Messages that go out together, and whether Stop still helps."""

    id: UUID
    kind: str
    leaves_at: datetime
    waiting: int
    sent: int
    stopped: int

    @property
    def can_be_stopped(self) -> bool:
        return self.waiting > 0


def list_mail(viewer: Viewer, *, state: str = "", words: str = "", program_id: UUID | None = None) -> Any:
    """Return the messages that the viewer may read about, newest first: their programs', or one's, and their own.

    What is told as one line is among them only where it has not arrived: an address has to be mended by its name.
    """
    mail = OutgoingMail.objects.filter(_visible_to(viewer), LISTED).order_by("-queued_at", "id")
    if program_id:
        mail = mail.filter(program_id=program_id)
    if state:
        mail = mail.filter(state__in=NOT_ARRIVED if state == UNDELIVERED else (state,))
    if words := read_search(words):
        mail = mail.filter(
            Q(to_address__icontains=words) | Q(meant_for__icontains=words) | Q(subject__icontains=words)
        )
    return mail


LOOKED_AT = timedelta(days=30)


@dataclass(frozen=True)
class OneLine:
    """Messages whose readers nobody is told: how many people are written to, since when, how many came back."""

    subject: str
    people: int
    not_arrived: int
    leaves_at: datetime

    @property
    def has_begun(self) -> bool:
        return self.leaves_at <= now()


def list_lines(viewer: Viewer, *, words: str = "") -> list[OneLine]:
    """Return what is told as one line, newest first; whether each has left is not told, for that would tell who answered."""
    mail = OutgoingMail.objects.filter(_visible_to(viewer), told_as__isnull=False).order_by()
    if words := read_search(words):
        mail = mail.filter(subject__icontains=words)
    rows = mail.values("told_as").annotate(
        subject=Max("subject"),
        people=Count("id"),
        not_arrived=Count("id", filter=Q(state__in=NOT_ARRIVED)),
        leaves_at=Min("send_after"),
        stopped=Count("id", filter=Q(state=OutgoingMail.State.STOPPED)),
    )
    found = [row for row in rows.order_by("-leaves_at")[:LINES] if row.pop("stopped") < row["people"]]
    return [OneLine(**{name: row[name] for name in OneLine.__annotations__}) for row in found]


LINES = 50


def list_undelivered(viewer: Viewer, program_id: UUID | None = None) -> Any:
    """Return what came back or waits for an address, for thirty days; of a program, with what is of none."""
    mail = list_mail(viewer).filter(
        state__in=NOT_ARRIVED, queued_at__gte=day_begins(institution_today() - LOOKED_AT)
    )
    return mail.filter(Q(program_id=program_id) | Q(program_id=None)) if program_id else mail


def mail_for(viewer: Viewer, mail_id: UUID) -> OutgoingMail:
    """Return one message that the viewer may read about."""
    mail: OutgoingMail | None = list_mail(viewer).filter(id=mail_id).first()
    if mail is None:
        raise NotFound
    return mail


def batch_for(viewer: Viewer, batch_id: UUID) -> BatchState:
    """Return the state of a batch."""
    mail = OutgoingMail.objects.filter(_visible_to(viewer), batch_id=batch_id)
    states = Counter(mail.order_by().values_list("state", flat=True))
    if not states:
        raise NotFound
    still = Q(state__in=("waiting", "held"))
    first = mail.aggregate(
        leaves_at=Min("send_after"), still_leaves_at=Min("send_after", filter=still), kind=Min("kind")
    )
    return BatchState(
        batch_id,
        first["kind"],
        # what was stopped or has left says nothing of the rest
        first["still_leaves_at"] or first["leaves_at"],
        waiting=states["waiting"] + states["held"],
        sent=states["sent"] + states["sending"],
        stopped=states["stopped"],
    )


@dataclass(frozen=True)
class Waiting:
    """Messages that have not left: to their readers, and those that rehearsal leads to who sends them."""

    to_readers: int
    to_senders: int


def count_waiting() -> Waiting:
    """Return how many messages of the institution wait to leave."""
    mail = OutgoingMail.objects.filter(state=OutgoingMail.State.WAITING)
    rehearsed = Count("id", filter=~Q(meant_for=""))
    found = mail.aggregate(all=Count("id"), rehearsed=rehearsed)
    return Waiting(found["all"] - found["rehearsed"], found["rehearsed"])


def _visible_to(viewer: Viewer) -> Q:
    own = Q(by_user_id=viewer.user_id) if viewer.user_id else Q(pk__in=[])
    scopes = viewer.scopes(Role.COORDINATOR, Role.DIRECTOR)
    if None in scopes:
        return Q()
    return own | Q(program_id__in=scopes)


@dataclass(frozen=True)
class Tries:
    """What became of a message that the office may send again: it left, it waits, so many were stopped or came back."""

    is_sent: bool = False
    waits: bool = False
    over: int = 0

    @property
    def can_be_sent(self) -> bool:
        """Tell whether nobody has got it and none is on its way."""
        return not (self.is_sent or self.waits)


GONE = (OutgoingMail.State.SENT, OutgoingMail.State.SENDING)
ON_ITS_WAY = (OutgoingMail.State.WAITING, OutgoingMail.State.HELD)


def tries_of(states: Collection[str]) -> Tries:
    """Return what became of one message from the states of all its tries."""
    return Tries(
        any(state in GONE for state in states),
        any(state in ON_ITS_WAY for state in states),
        sum(state not in (*GONE, *ON_ITS_WAY) for state in states),
    )


def tries_today(*, kind: str) -> dict[str, Tries]:
    """Return what became of each message of a kind that was queued today, by its key without the number of the try."""
    found: dict[str, list[str]] = defaultdict(list)
    queued = OutgoingMail.objects.filter(kind=kind, queued_at__gte=day_begins(institution_today()))
    for key, state in queued.values_list("key", "state"):
        found[key.rpartition(":")[0]].append(state)
    return {key: tries_of(states) for key, states in found.items()}


def people_told(*, kind: str, key_begins: str) -> set[UUID]:
    """Return to whom messages of a kind have left, of those whose key begins so."""
    left = OutgoingMail.objects.filter(
        kind=kind,
        key__startswith=key_begins,
        state__in=(OutgoingMail.State.SENT, OutgoingMail.State.SENDING),
    )
    return {person for person in left.values_list("to_person_id", flat=True) if person is not None}
