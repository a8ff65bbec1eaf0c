"""Reads of conversations: what the two see, each with own notes; what the program office sees, never a note."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet, UUIDField

from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.database.bulk_rows import among
from rounds.core.database.prepared import Ask, Ids, Prepared, reading_once
from rounds.core.database.together import ask_ahead
from rounds.core.errors import NotFound
from rounds.mentorships.enums import Audience, ConversationState
from rounds.mentorships.growth.selectors.goals import ReadGoal, goals_of_pair, goals_touched
from rounds.mentorships.models import Action, AgreementVersion, Conversation, Mentorship, Note
from rounds.mentorships.models.conversations import COUNTS, ConversationCorrection
from rounds.mentorships.models.groups import UNDO_TIME
from rounds.mentorships.selectors import office_mentorships, own_mentorships


@dataclass(frozen=True)
class Corrected:
    """What a conversation said until it was corrected; its goals as the reader may read them."""

    row: ConversationCorrection
    goals: tuple[ReadGoal, ...]


@dataclass(frozen=True)
class Entry:
    """One conversation as one of the two sees it."""

    conversation: Conversation
    notes: list[Note] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    # Goals that were talked about, as the reader may read them.
    goals: list[ReadGoal] = field(default_factory=list)
    # What was on record before, oldest first, of this log.
    corrections: list[Corrected] = field(default_factory=list)


@dataclass(frozen=True)
class Contact:
    """A pair at a glance: the next conversation, the one whose day has passed, what was agreed, the days held.

    What was agreed are the lines of the last conversation and all older ones that are not done.
    """

    upcoming: Conversation | None
    held_on: tuple[date, ...]
    agreed: tuple[Action, ...]

    @property
    def last_held_on(self) -> date | None:
        return max(self.held_on, default=None)


def own_conversation_for(viewer: Viewer, conversation_id: UUID) -> Conversation:
    """Return a conversation to one of the two; NotFound to everybody else."""
    found = _own(viewer, Conversation.objects.filter(id=conversation_id)).select_related(
        "mentorship__mentee", "mentorship__mentor", "logged_by"
    )
    return _the_one(found)


def taken_back_conversation_for(viewer: Viewer, taken_back_conversation_id: UUID) -> Conversation:
    """Return a conversation to who has taken it out of the log less than a day ago; NotFound to everybody else."""
    return _the_one(_own(viewer, _taken_back_lately(viewer)).filter(id=taken_back_conversation_id))


def taken_back_lately_of(pair: Mentorship, viewer: Viewer) -> list[Conversation]:
    """Return what the viewer has taken out of the log of a running pair less than a day ago, and can put back."""
    if not pair.is_running:
        return []
    return list(_taken_back_lately(viewer).filter(mentorship=pair).order_by("-taken_back_at"))


def _taken_back_lately(viewer: Viewer) -> QuerySet[Conversation]:
    return Conversation.objects.filter(
        state=ConversationState.HELD,
        logged_by_id=viewer.own_id,
        by_office=False,
        taken_back_at__gte=now() - UNDO_TIME,
    )


def office_conversation_for(viewer: Viewer, conversation_id: UUID) -> Conversation:
    """Return a conversation that the office has entered for a pair of one of its programs; NotFound otherwise."""
    pairs = office_mentorships(viewer).order_by().values("id")
    found = Conversation.objects.filter(id=conversation_id, by_office=True)
    return _the_one(found.filter(mentorship_id__in=pairs))


def own_note_for(viewer: Viewer, note_id: UUID) -> Note:
    """Return a note to its author; NotFound to everybody else, its other reader included."""
    return _the_one(_own(viewer, Note.objects.filter(id=note_id, author_id=viewer.own_id)))


def own_action_for(viewer: Viewer, action_id: UUID) -> Action:
    """Return a line that was agreed to one of the two; NotFound to everybody else."""
    return _the_one(_own(viewer, Action.objects.filter(id=action_id)))


def _own(viewer: Viewer, rows: QuerySet) -> QuerySet:  # type: ignore[type-arg]
    return rows.filter(mentorship_id__in=own_mentorships(viewer).order_by().values("id"))


def _the_one(rows: QuerySet):  # type: ignore[no-untyped-def,type-arg]
    found = rows.first()
    if found is None:
        raise NotFound
    return found


def list_entries(pair: Mentorship, viewer: Viewer) -> list[Entry]:
    """Return the log of an own pair, newest first: every conversation, own notes, shared notes, agreed lines."""
    of_pair, of_reader = {"pair_id": pair.id}, {"pair_id": pair.id, "reader_id": viewer.own_id}
    with reading_once():
        ask_ahead(
            _logged.asked(**of_pair), _readable_notes.asked(**of_reader), _actions.asked(pair_ids=[pair.id])
        )
        rows = _logged(**of_pair)
        notes = _by_conversation(_readable_notes(**of_reader))
        actions = _by_conversation(_actions(pair_ids=[pair.id]))
    readable = {goal.id: goal for goal in goals_of_pair(viewer, pair)}
    touched = goals_touched(rows) if readable else {}
    corrected = _corrections_of(rows, readable)
    entries = [
        Entry(
            one,
            notes.get(one.id, []),
            actions.get(one.id, []),
            [readable[goal_id] for goal_id in touched.get(one.id, ()) if goal_id in readable],
            corrected.get(one.id, []),
        )
        for one in rows
    ]
    return sorted(entries, key=lambda one: _when(one.conversation), reverse=True)


def _corrections_of(
    rows: list[Conversation], readable: Mapping[UUID, ReadGoal]
) -> dict[UUID, list[Corrected]]:
    """Return what stood before, by conversation; no query where nothing was corrected."""
    logged = {one.id: one.logged_at for one in rows if one.corrected_at is not None}
    found: dict[UUID, list[Corrected]] = {}
    corrections = ConversationCorrection.objects.filter(conversation_id__in=list(logged))
    for row in corrections.select_related("corrected_by").order_by("corrected_at") if logged else ():
        if row.corrected_at >= logged[row.conversation_id]:
            goals = tuple(readable[UUID(one)] for one in row.was_goals if UUID(one) in readable)
            found.setdefault(row.conversation_id, []).append(Corrected(row, goals))
    return found


def _notes_for(pair_id: UUID, reader_id: UUID) -> QuerySet[Note]:
    """Return what a reader may read: own notes, and the other's that are for both."""
    mine = Q(author_id=reader_id) | Q(audience=Audience.PAIR)
    return Note.objects.filter(mine, mentorship_id=pair_id).select_related("author").order_by("written_at")


_readable_notes = Prepared(_notes_for, pair_id=UUIDField(), reader_id=UUIDField())
_logged = Prepared(
    lambda pair_id: Conversation.objects.filter(mentorship_id=pair_id, taken_back_at=None).select_related(
        "logged_by"
    ),
    pair_id=UUIDField(),
)
_actions = Prepared(
    lambda pair_ids: (
        Action.objects.filter(mentorship_id__in=among(pair_ids)).select_related("owner").order_by("agreed_at")
    ),
    pair_ids=Ids(),
)
_planned = Prepared(
    lambda pair_ids: Conversation.objects.filter(
        mentorship_id__in=among(pair_ids), state=ConversationState.PLANNED
    ).order_by("starts_at"),
    pair_ids=Ids(),
)
_held: Prepared[tuple[UUID, date, UUID]] = Prepared(
    lambda pair_ids: (
        Conversation.objects.filter(COUNTS, mentorship_id__in=among(pair_ids))
        .order_by("held_on", "logged_at")
        .values_list("mentorship_id", "held_on", "id")
    ),
    pair_ids=Ids(),
)


def _by_conversation(rows: Iterable) -> dict[UUID, list]:  # type: ignore[type-arg]
    found: dict[UUID, list] = {}  # type: ignore[type-arg]
    for row in rows:
        found.setdefault(row.conversation_id, []).append(row)
    return found


def _when(one: Conversation) -> tuple[str, str]:
    day = one.held_on.isoformat() if one.held_on else ""
    return (day or (one.starts_at.isoformat()[:10] if one.starts_at else ""), one.logged_at.isoformat())


@dataclass(frozen=True)
class WrittenCounts:
    """How much of each kind somebody has with a pair: own notes, agreed lines, conversations, versions proposed."""

    private: int
    shared: int
    lines: int
    held: int
    versions: int


def written_counts(viewer: Viewer, pair_ids: Collection[UUID]) -> dict[UUID, WrittenCounts]:
    """Return the counts of own pairs; four queries for any number."""
    ids = list(pair_ids)
    notes = Note.objects.filter(mentorship_id__in=ids, author_id=viewer.own_id)
    by_audience = {
        (pair, audience): count
        for pair, audience, count in notes.order_by()
        .values_list("mentorship_id", "audience")
        .annotate(Count("id"))
    }
    lines, held, versions = (
        dict(rows.filter(mentorship_id__in=ids).order_by().values_list("mentorship_id").annotate(Count("id")))
        for rows in (
            Action.objects.all(),
            Conversation.objects.filter(COUNTS),
            AgreementVersion.objects.all(),
        )
    )
    return {
        pair: WrittenCounts(
            by_audience.get((pair, Audience.PRIVATE), 0),
            by_audience.get((pair, Audience.PAIR), 0),
            lines.get(pair, 0),
            held.get(pair, 0),
            versions.get(pair, 0),
        )
        for pair in ids
    }


def contacts_of(pairs: Iterable[Mentorship], *, with_agreed: bool = True) -> dict[UUID, Contact]:
    """Return the contact of own pairs; three queries for any number, two without what was agreed."""
    ids = [pair.id for pair in pairs]
    if not ids:
        return {}
    upcoming: dict[UUID, Conversation] = {}
    for one in _planned(pair_ids=ids):
        upcoming.setdefault(one.mentorship_id, one)
    held: dict[UUID, list[tuple[date, UUID]]] = {}
    for pair_id, day, conversation_id in _held(pair_ids=ids):
        held.setdefault(pair_id, []).append((day, conversation_id))
    last = {days[-1][1] for days in held.values()}
    every = {conversation_id for days in held.values() for _day, conversation_id in days}
    agreed: dict[UUID, list[Action]] = {}
    for action in _actions(pair_ids=ids) if with_agreed else ():
        is_open = action.done_on is None and action.conversation_id in every
        if is_open or action.conversation_id in last:
            agreed.setdefault(action.mentorship_id, []).append(action)
    return {
        pair_id: Contact(
            upcoming.get(pair_id),
            tuple(day for day, _id in held.get(pair_id, ())),
            tuple(agreed.get(pair_id, ())),
        )
        for pair_id in ids
    }


def asks_for_contacts(pairs: Iterable[Mentorship], *, with_agreed: bool = True) -> list[Ask]:
    """Return what `contacts_of` will ask."""
    ids = [pair.id for pair in pairs]
    return [one.asked(pair_ids=ids) for one in (_planned, _held, *([_actions] if with_agreed else []))]


def planned_pairs_of(pairs: Iterable[Mentorship]) -> set[UUID]:
    """Return which of the pairs have a conversation planned, to come or not yet told of; one query."""
    ids = [pair.id for pair in pairs]
    return {one.mentorship_id for one in _planned(pair_ids=ids)} if ids else set()


def list_contact(pair: Mentorship) -> list[Conversation]:
    """Return what the program office sees of a pair's conversations, newest first: when, how long, state; no notes.

    One that was taken back is none.
    """
    rows = Conversation.objects.filter(mentorship=pair, taken_back_at=None).exclude(
        state=ConversationState.PLANNED
    )
    return sorted(rows, key=_when, reverse=True)
