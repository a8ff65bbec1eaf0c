"""Fit notes: what the program office knows about two people."""

from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.database.once import made_before
from rounds.core.errors import DomainError
from rounds.matching.decisions.selectors.pairs import Pair, enrollments_of
from rounds.matching.models import FitNote
from rounds.programs.models import Cohort


@transaction.atomic
def add_fit_note(
    *, cohort: Cohort, pair: Pair, text: str, by: Viewer, entry_id: UUID | None = None
) -> FitNote:
    """Note something about two people, for coordinators and directors alone; one page sent twice is one note."""
    text = text.strip()
    if not text:
        raise DomainError(_("The note is empty."), field="note")
    if len(text) > 1000:
        raise DomainError(_("A note has at most 1,000 characters."), field="note")
    mentee, mentor = enrollments_of(cohort, pair)
    same, note_id = made_before(FitNote, entry_id, mentee=mentee, mentor=mentor)
    if same is not None and same.opened() == text:
        return same
    note = FitNote(id=uuid4() if same else note_id, mentee=mentee, mentor=mentor, by_name=by.name)
    note.seal_value(text)
    note.save(force_insert=True)
    audit.record(
        "fit_note.added", by=by, kind="fit_note", object_id=note.id, program_id=cohort.cycle.program_id
    )
    return note
