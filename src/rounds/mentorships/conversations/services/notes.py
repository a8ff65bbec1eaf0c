"""What the two write: notes, and lines that were agreed. No audit row tells of them, since their being is private too."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.errors import DomainError, OutOfOrder
from rounds.mentorships.enums import Audience
from rounds.mentorships.growth.services.marks import TickedStep, touch_goals
from rounds.mentorships.models import Action, Conversation, Note
from rounds.mentorships.services.limits import locked_pair

LONGEST_NOTE = 20_000
LONGEST_LINE = 280


class NoteChanged(OutOfOrder):
    """Another window has saved the note since; `theirs` is its text, and nothing was overwritten."""

    def __init__(self, note: Note) -> None:
        super().__init__(_("This note was changed in another window. Both texts are kept."))
        self.theirs, self.version = note.text, note.version


@dataclass(frozen=True)
class Line:
    """One line that was agreed: whose it is, and until when."""

    text: str
    owner_id: UUID
    due_on: date | None = None


@dataclass(frozen=True)
class Writing:
    """What goes with a conversation: a note with its readers, lines that were agreed, goals that were touched."""

    note: str = ""
    audience: str = Audience.PRIVATE
    agreed: tuple[Line, ...] = field(default=())
    # Goals that were talked about, and steps of them that are done.
    goals: frozenset[UUID] = frozenset()
    steps: frozenset[TickedStep] = frozenset()
    # Made with the form.
    entry_id: UUID | None = None


def write_down(conversation: Conversation, writing: Writing, by: Viewer) -> None:
    """Keep what was written about a conversation, in the caller's transaction."""
    if writing.note.strip():
        note = Note(
            mentorship_id=conversation.mentorship_id,
            conversation=conversation,
            author_id=by.own_id,
            audience=writing.audience,
            entry_id=writing.entry_id,
        )
        note.seal_value({"text": _checked(writing.note)})
        note.save()
    for line in writing.agreed:
        action = Action(
            mentorship_id=conversation.mentorship_id,
            conversation=conversation,
            owner_id=line.owner_id,
            due_on=line.due_on,
            entry_id=writing.entry_id,
        )
        action.seal_value({"text": line.text.strip()[:LONGEST_LINE]})
        action.save()
    if writing.goals or writing.steps:
        touch_goals(conversation=conversation, goal_ids=writing.goals, steps=writing.steps, by=by)


@transaction.atomic
def change_note(*, note: Note, text: str, version: int, by: Viewer) -> Note:
    """Change one's own note; `version` is the one that was loaded. Raises NoteChanged when the stored one is another."""
    if not locked_pair(note.mentorship_id).is_running:
        raise OutOfOrder(_("This pair does not run now. What you wrote stays as it is, and readable."))
    row: Note = Note.objects.select_for_update().get(id=note.id, author_id=by.own_id)
    if row.version != version:
        raise NoteChanged(row)
    row.seal_value({"text": _checked(text)})
    row.version, row.changed_at = version + 1, now()
    row.save(update_fields=["sealed", "version", "changed_at"])
    return row


@transaction.atomic
def set_done(*, action: Action, done_on: date | None, by: Viewer) -> None:
    """Tick a line that was agreed, or take the tick away; each of the two may, while the pair runs."""
    if not locked_pair(action.mentorship_id).is_running:
        raise OutOfOrder(_("This pair does not run now. What you agreed stays as it is, and readable."))
    Action.objects.filter(id=action.id).update(done_on=done_on)


@transaction.atomic
def add_to_conversation(*, conversation: Conversation, writing: Writing, by: Viewer) -> None:
    """Keep what one wrote about a conversation that the other has logged; a form sent twice is kept once.

    Raises OutOfOrder when the pair has ended.
    """
    pair = locked_pair(conversation.mentorship_id)
    if not pair.is_running:
        raise OutOfOrder(_("This pair does not run now, so nothing can be entered."))
    of_form = {"conversation": conversation, "entry_id": writing.entry_id}
    if writing.entry_id and any(kind.objects.filter(**of_form).exists() for kind in (Note, Action)):
        return
    write_down(conversation, writing, by)


def _checked(text: str) -> str:
    if len(text) > LONGEST_NOTE:
        raise DomainError(
            _("This note has %(count)s characters; %(most)s fit. Shorten it or make two of it.")
            % {"count": len(text), "most": LONGEST_NOTE},
            field="note",
        )
    return text
