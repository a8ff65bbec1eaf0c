"""Kinds and states of imports."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ImportKind(TextChoices):
    """What the rows of a file are."""

    MENTEES = "mentees", _("Mentees")
    MENTORS = "mentors", _("Mentors")
    ROSTER = "roster", _("Roster with lines of authority")
    PAIRS = "pairs", _("Pairs that already run")


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
