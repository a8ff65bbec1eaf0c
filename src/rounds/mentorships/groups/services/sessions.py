"""What a group's people enter: sessions logged once, who was there, notes.

That a note exists is private too: no audit row tells of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import institution_day, institution_today, now
from rounds.core.errors import DomainError, NotFound, OutOfOrder
from rounds.mentorships.enums import GroupAudience
from rounds.mentorships.groups.services.groups import lock_running_group
from rounds.mentorships.groups.services.planning import settle_meeting_of
from rounds.mentorships.models import (
    Attendance,
    GroupMeeting,
    GroupNote,
    GroupSession,
    GroupSignIn,
    MentorGroup,
)

LONGEST_NOTE = 20_000


class GroupNoteChanged(OutOfOrder):
    """Another window has saved the note since; `theirs` is its text, and nothing was overwritten."""

    def __init__(self, note: GroupNote) -> None:
        super().__init__(_("This note was changed in another window. Both texts are kept."))
        self.theirs, self.version = note.text, note.version


@dataclass(frozen=True, kw_only=True)
class Session:
    """What is said of a session that took place; `present` are people, `entry_id` is made with the form."""

    entry_id: UUID
    held_on: date
    minutes: int
    present: frozenset[UUID]
    mode: str = ""
    note: str = ""
    audience: str = GroupAudience.PRIVATE


@transaction.atomic
def log_session(*, group_id: UUID, session: Session, by: Viewer) -> GroupSession:
    """Log a session of a group by its mentor: one row, and one for each mentee who was there; sent twice is one.

    Raises DomainError for a day outside the group's time, or when nobody was there.
    """
    group = lock_running_group(group_id)
    if group.mentor_id != by.own_id:
        raise NotFound
    entered: GroupSession | None = group.sessions.filter(entry_id=session.entry_id).first()
    if entered is not None:
        return entered
    _check_day(group, session.held_on)
    inside = set(group.members.filter(left_at=None).values_list("person_id", flat=True))
    if not session.present & inside:
        raise DomainError(_("Say who was there: a session has at least one mentee."), field="present")
    made: GroupSession = GroupSession.objects.create(
        group=group,
        held_on=session.held_on,
        minutes=session.minutes,
        mode=session.mode,
        logged_by_id=by.own_id,
        entry_id=session.entry_id,
    )
    _attend(made, session.present & inside)
    if session.note.strip():
        _write(made, session.note, session.audience, session.entry_id, by)
    settle_meeting_of(made)
    audit.record("group.session_logged", by=by, kind="group", object_id=group.id, minutes=session.minutes)
    return made


@transaction.atomic
def take_back_session(*, session_id: UUID, by: Viewer) -> None:
    """Take back what one logged by mistake: it counts for nobody."""
    session = GroupSession.objects.get(id=session_id)
    group = lock_running_group(session.group_id)
    if session.logged_by_id != by.own_id or session.taken_back_at is not None:
        raise OutOfOrder(_("Only whoever logged it can take this back. Open the log to see its state."))
    GroupSession.objects.filter(id=session_id).update(taken_back_at=now())
    GroupMeeting.objects.filter(session_id=session_id).update(session=None)
    audit.record("group.session_taken_back", by=by, kind="group", object_id=group.id)


@transaction.atomic
def put_session_back(*, session_id: UUID, by: Viewer) -> GroupSession:
    """Let a session count again that one has taken back. Pressed twice, it counts once."""
    session: GroupSession = GroupSession.objects.get(id=session_id)
    group = lock_running_group(session.group_id)
    session.refresh_from_db()
    if session.logged_by_id != by.own_id:
        raise NotFound
    if session.taken_back_at is not None:
        session.taken_back_at = None
        session.save(update_fields=["taken_back_at"])
        settle_meeting_of(session)
        audit.record("group.session_put_back", by=by, kind="group", object_id=group.id)
    return session


@transaction.atomic
def sign_in(*, meeting_id: UUID, is_here: bool, by: Viewer) -> None:
    """Let a member say on the day of a planned session: I am here, or take that back.

    Raises OutOfOrder on another day, and once the session is logged or called off.
    """
    meeting = GroupMeeting.objects.get(id=meeting_id)
    group = lock_running_group(meeting.group_id)
    meeting.refresh_from_db()
    if group.mentor_id == by.own_id:
        raise OutOfOrder(
            _("You hold this group, so you are there. Tick who was there when you log the session.")
        )
    if not group.members.filter(person_id=by.own_id, left_at=None).exists():
        raise NotFound
    if not meeting.is_planned:
        raise OutOfOrder(
            _(
                "This session is logged or called off. In the log of the group you can say whether you were there."
            )
        )
    if institution_day(meeting.starts_at) != institution_today():
        day = date_format(institution_day(meeting.starts_at), "j M Y")
        raise OutOfOrder(
            _("You can say that you are here on the day of the session, %(day)s.") % {"day": day}
        )
    if is_here:
        GroupSignIn.objects.get_or_create(meeting=meeting, person_id=by.own_id)
    else:
        GroupSignIn.objects.filter(meeting=meeting, person_id=by.own_id).delete()
    audit.record("group.signed_in", by=by, kind="group", object_id=group.id, about_person_id=by.own_id)


@transaction.atomic
def say_attendance(*, session_id: UUID, is_there: bool, by: Viewer) -> None:
    """Let a member say of oneself that one was there, or was not."""
    session = GroupSession.objects.get(id=session_id)
    group = lock_running_group(session.group_id)
    if group.mentor_id == by.own_id:
        raise OutOfOrder(
            _("You hold this group, so you were there. Take the session back if it was not held.")
        )
    if not group.members.filter(person_id=by.own_id, left_at=None).exists():
        raise NotFound
    if is_there:
        Attendance.objects.get_or_create(session=session, person_id=by.own_id)
    else:
        Attendance.objects.filter(session=session, person_id=by.own_id).delete()
    audit.record(
        "group.attendance_corrected", by=by, kind="group", object_id=group.id, about_person_id=by.own_id
    )


@transaction.atomic
def write_group_note(
    *, session_id: UUID, text: str, audience: str, entry_id: UUID, by: Viewer
) -> GroupNote | None:
    """Keep what one of the group wrote about a session; a form sent twice is one note, an empty one is none."""
    session = GroupSession.objects.get(id=session_id)
    group = lock_running_group(session.group_id)
    if group.mentor_id != by.own_id and not group.members.filter(person_id=by.own_id, left_at=None).exists():
        raise NotFound
    kept: GroupNote | None = session.notes.filter(author_id=by.own_id, entry_id=entry_id).first()
    if kept is not None or not text.strip():
        return kept
    return _write(session, text, audience, entry_id, by)


@transaction.atomic
def change_group_note(*, note: GroupNote, text: str, audience: str, version: int, by: Viewer) -> GroupNote:
    """Change one's own note, or who reads it; `version` is the one that was loaded.

    Raises GroupNoteChanged when another window has saved it since, OutOfOrder when the writer is in the group no more.
    """
    group = lock_running_group(note.session.group_id)
    if group.mentor_id != by.own_id and not group.members.filter(person_id=by.own_id, left_at=None).exists():
        raise OutOfOrder(_("You are not in this group now. What you wrote stays as it is, and readable."))
    row: GroupNote = GroupNote.objects.select_for_update().get(id=note.id, author_id=by.own_id)
    if row.version != version:
        raise GroupNoteChanged(row)
    row.seal_value({"text": _checked(text)})
    row.audience, row.version, row.changed_at = audience, version + 1, now()
    row.save(update_fields=["sealed", "audience", "version", "changed_at"])
    return row


def _checked(text: str) -> str:
    if len(text) > LONGEST_NOTE:
        raise DomainError(
            _("This note has %(count)s characters; %(most)s fit. Shorten it or make two of it.")
            % {"count": len(text), "most": LONGEST_NOTE},
            field="note",
        )
    return text


def _write(session: GroupSession, text: str, audience: str, entry_id: UUID, by: Viewer) -> GroupNote:
    note = GroupNote(session=session, author_id=by.own_id, audience=audience, entry_id=entry_id)
    note.seal_value({"text": _checked(text)})
    note.save()
    return note


def _attend(session: GroupSession, people: Iterable[UUID]) -> None:
    Attendance.objects.bulk_create([Attendance(session=session, person_id=one) for one in sorted(people)])


def _check_day(group: MentorGroup, day: date) -> None:
    if day > institution_today():
        raise DomainError(
            _("%(day)s is still to come. Log a session on its day or afterward.")
            % {"day": date_format(day, "j M Y")},
            field="held_on",
        )
    if day < institution_day(group.opened_at):
        raise DomainError(
            _("This group began on %(day)s. Choose that day or a later one.")
            % {"day": date_format(institution_day(group.opened_at), "j M Y")},
            field="held_on",
        )
