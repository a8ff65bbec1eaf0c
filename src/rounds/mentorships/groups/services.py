"""What is done with a group: opened and ended by the office, who is in it; sessions logged once, notes written.

That a note exists is private too: no audit row tells of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import institution_day, institution_today, now
from rounds.core.errors import DomainError, NotFound, OutOfOrder
from rounds.mentorships.enums import GroupAudience
from rounds.mentorships.models import Attendance, GroupMember, GroupNote, GroupSession, MentorGroup
from rounds.programs.models import Enrollment

LONGEST_NOTE = 20_000
UNDO_TIME = timedelta(hours=24)


@transaction.atomic
def open_group(*, mentor: Enrollment, name: str, size: int, by: Viewer) -> MentorGroup:
    """Open a group of a mentor in the cycle of the enrollment; it takes none of the places for pairs."""
    group: MentorGroup = MentorGroup.objects.create(
        cycle_id=mentor.cohort.cycle_id,
        mentor_enrollment=mentor,
        mentor_id=mentor.person_id,
        name=name.strip(),
        size=size,
    )
    audit.record("group.opened", by=by, kind="group", object_id=group.id)
    return group


@transaction.atomic
def add_member(*, group_id: UUID, mentee: Enrollment, by: Viewer) -> GroupMember:
    """Put a mentee into a group. Raises OutOfOrder when it is full or over, DomainError for who is in it already."""
    group = _locked_running(group_id)
    inside = set(group.members.filter(left_at=None).values_list("person_id", flat=True))
    if mentee.person_id in inside or mentee.person_id == group.mentor_id:
        raise DomainError(_("This person is in the group already. Choose another one."), field="mentee")
    if len(inside) >= group.size:
        raise OutOfOrder(
            ngettext(
                "This group is full: %(size)s mentee. Take one out first.",
                "This group is full: %(size)s mentees. Take one out first.",
                group.size,
            )
            % {"size": group.size}
        )
    member: GroupMember = GroupMember.objects.create(
        group=group, enrollment=mentee, person_id=mentee.person_id
    )
    audit.record("group.joined", by=by, kind="group", object_id=group.id, about_person_id=member.person_id)
    return member


@transaction.atomic
def remove_member(*, member_id: UUID, by: Viewer) -> bool:
    """Take a mentee out of a group: what was shared until now stays readable, what follows is not.

    Tells whether that can be taken back: who was put in today by mistake was never in, if no session came since.
    """
    member = GroupMember.objects.select_for_update(no_key=True).get(id=member_id)
    if member.left_at is not None:
        return False
    is_fresh = now() - member.joined_at <= UNDO_TIME
    was_in = not is_fresh or member.group.sessions.filter(logged_at__gte=member.joined_at).exists()
    if was_in:
        member.left_at = now()
        member.save(update_fields=["left_at"])
    else:
        member.delete()
    audit.record(
        "group.left", by=by, kind="group", object_id=member.group_id, about_person_id=member.person_id
    )
    return was_in


@transaction.atomic
def take_back_removal(*, member_id: UUID, by: Viewer) -> None:
    """Let a mentee be in the group as before. Raises OutOfOrder when the place is taken by now."""
    member = GroupMember.objects.get(id=member_id)
    group = _locked_running(member.group_id)
    others = group.members.filter(left_at=None)
    if others.filter(person_id=member.person_id).exists():
        return
    if others.count() >= group.size:
        raise OutOfOrder(_("This group is full by now. Take somebody out first."))
    GroupMember.objects.filter(id=member_id).update(left_at=None)
    audit.record("group.joined", by=by, kind="group", object_id=group.id, about_person_id=member.person_id)


@transaction.atomic
def end_group(*, group_id: UUID, by: Viewer) -> None:
    """End a group: nothing is added any more, and what it shared stays readable to who was in it."""
    group = _locked_running(group_id)
    group.ended_at = now()
    group.save(update_fields=["ended_at"])
    audit.record("group.ended", by=by, kind="group", object_id=group.id)


@transaction.atomic
def reopen_group(*, group_id: UUID, by: Viewer) -> None:
    """Let a group go on that was ended."""
    group = MentorGroup.objects.select_for_update(no_key=True).get(id=group_id)
    group.ended_at = None
    group.save(update_fields=["ended_at"])
    audit.record("group.goes_on", by=by, kind="group", object_id=group.id)


def leave_groups(*, enrollment_id: UUID, by: Viewer) -> None:
    """Take who no longer takes part out of the groups, and end those that one held."""
    for member in GroupMember.objects.filter(enrollment_id=enrollment_id, left_at=None):
        remove_member(member_id=member.id, by=by)
    for group in MentorGroup.objects.filter(mentor_enrollment_id=enrollment_id, ended_at=None):
        end_group(group_id=group.id, by=by)


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
    group = _locked_running(group_id)
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
    audit.record("group.session_logged", by=by, kind="group", object_id=group.id, minutes=session.minutes)
    return made


@transaction.atomic
def take_back_session(*, session_id: UUID, by: Viewer) -> None:
    """Take back what one logged by mistake: it counts for nobody."""
    session = GroupSession.objects.get(id=session_id)
    group = _locked_running(session.group_id)
    if session.logged_by_id != by.own_id or session.taken_back_at is not None:
        raise OutOfOrder(_("Only whoever logged it can take this back. Open the log to see its state."))
    GroupSession.objects.filter(id=session_id).update(taken_back_at=now())
    audit.record("group.session_taken_back", by=by, kind="group", object_id=group.id)


@transaction.atomic
def say_attendance(*, session_id: UUID, is_there: bool, by: Viewer) -> None:
    """Let a member say of oneself that one was there, or was not."""
    session = GroupSession.objects.get(id=session_id)
    group = _locked_running(session.group_id)
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
    group = _locked_running(session.group_id)
    if group.mentor_id != by.own_id and not group.members.filter(person_id=by.own_id, left_at=None).exists():
        raise NotFound
    kept: GroupNote | None = session.notes.filter(author_id=by.own_id, entry_id=entry_id).first()
    if kept is not None or not text.strip():
        return kept
    return _write(session, text, audience, entry_id, by)


def _write(session: GroupSession, text: str, audience: str, entry_id: UUID, by: Viewer) -> GroupNote:
    if len(text) > LONGEST_NOTE:
        raise DomainError(
            _("This note has %(count)s characters; %(most)s fit. Shorten it or make two of it.")
            % {"count": len(text), "most": LONGEST_NOTE},
            field="note",
        )
    note = GroupNote(session=session, author_id=by.own_id, audience=audience, entry_id=entry_id)
    note.seal_value({"text": text})
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


def _locked_running(group_id: UUID) -> MentorGroup:
    group: MentorGroup = MentorGroup.objects.select_for_update(no_key=True).get(id=group_id)
    if not group.is_running:
        raise OutOfOrder(_("This group has ended, so nothing is added. What it shared stays readable."))
    return group
