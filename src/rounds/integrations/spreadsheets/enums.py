"""Kinds and states of imports."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ImportKind(TextChoices):
    """What the rows of a file are."""

    MENTEES = "mentees", _("Mentees")
    MENTORS = "mentors", _("Mentors")
    BOTH = "both", _("Mentees and mentors, a column says which")
    ROSTER = "roster", _("Roster with lines of authority")
    PAIRS = "pairs", _("Pairs that already run")
    SCHEDULE = "schedule", _("Rotation schedule")
    OUTCOMES = "outcomes", _("Personnel history or outcomes")


# What the page for people's spreadsheets takes; a schedule and a history have pages of their own.
TABLE_KINDS = (ImportKind.MENTEES, ImportKind.MENTORS, ImportKind.BOTH, ImportKind.ROSTER, ImportKind.PAIRS)


class Way(TextChoices):
    """How a question of a check is answered."""

    ONCE = "once"  # one answer for all rows
    ORDER = "order"  # whether month or day comes first
    TEXT = "text"  # one answer for all rows with the same words
    ROW = "row"  # row by row
    SAID = "said"  # only said: the file or the records have to change


class ImportState(TextChoices):
    """The state of an import."""

    STAGED = "staged", _("being checked")
    WRITTEN = "written", _("imported")
    UNDONE = "undone", _("undone")


IMPORT_TRANSITIONS = {
    ImportState.STAGED: {ImportState.WRITTEN},
    ImportState.WRITTEN: {ImportState.UNDONE},
    ImportState.UNDONE: set(),
}
