"""The words for what happened with columns and rows of a file."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, ngettext

SHOWN_NAMES: Final = 12

NOTES: Final[dict[str, str | Promise]] = {
    "folded": gettext_lazy("Checkbox columns were folded into lists: %(names)s."),
    "labelled": gettext_lazy("Codes were replaced by the dictionary's labels in: %(names)s."),
    "unknown_code": gettext_lazy("Codes that the dictionary doesn't know stay as they are: %(names)s."),
    "complete": gettext_lazy("REDCap's form states stay out: %(names)s."),
    "timestamp": gettext_lazy("REDCap's time stamps stay out: %(names)s."),
    "system": gettext_lazy("REDCap's own columns stay out: %(names)s."),
    "group": gettext_lazy("REDCap's access groups and survey identifiers stay out: %(names)s."),
    "event": gettext_lazy(
        "%(count)s rows of later events were joined to the first row of the same record (events: %(names)s)."
    ),
    "repeat": gettext_lazy("%(count)s rows of repeating instruments stay out: %(names)s."),
    "differs": gettext_lazy(
        "Differs between the events of one record, where the first event counts: %(names)s."
    ),
    "file": gettext_lazy("Files and descriptions stay out: %(names)s."),
    "calculated": gettext_lazy("Calculated fields stay out: %(names)s."),
    "filled": gettext_lazy("%(count)s cells took the value of a cell merged downwards."),
    "hidden_rows": gettext_lazy(
        "%(count)s rows are hidden in the spreadsheet program; they are read like the others."
    ),
    "no_result": gettext_lazy(
        "%(count)s cells hold formulas without a result and count as empty: %(names)s. Open the file, save it, and choose it again."
    ),
    "nobody": gettext_lazy("Lines that are nobody stay out (%(count)s): %(names)s."),
    "ticked": gettext_lazy("Ticks were read as the names of their columns: %(names)s."),
    "both_sides": gettext_lazy(
        "The column “%(names)s” says which side a row is on, so mentees and mentors are read together."
    ),
    "namesakes": gettext_lazy(
        "Named like somebody on record with another address, and taken for somebody new: %(names)s."
    ),
    "start_stays": gettext_lazy("On record already, with a start that stays as it is: %(names)s."),
    "answers_stay": gettext_lazy("Sent their own answers, which stay as they are: %(names)s."),
    "wishes_stay": gettext_lazy("Have wishes already, which stay as they are: %(names)s."),
    "exclusions_stay": gettext_lazy("Said already with whom not, which stays as it is: %(names)s."),
    "not_kept": gettext_lazy("Read, but nothing here keeps it: %(names)s."),
    "no_program": gettext_lazy(
        "No program was chosen, so what people say for matching is not kept: %(names)s."
    ),
    "listed_gaps": gettext_lazy(
        "Areas that are only listed count as 2 of 3; the mentee sees and corrects it."
    ),
    "listed_expertise": gettext_lazy(
        "Areas that are only listed count as 3 of 5; the mentor sees and corrects it."
    ),
    "ended_pairs": gettext_lazy(
        "Pairs that have ended come in as history, without a place: %(count)s. Whoever is not in the cohort is not enrolled by them."
    ),
    "new_department": gettext_lazy("New departments will be made: %(names)s."),
    "new_site": gettext_lazy("New sites will be made: %(names)s."),
    "new_training_program": gettext_lazy("New training programs will be made: %(names)s."),
}


@dataclass(frozen=True)
class NoteLine:
    """A sentence about a file; the names that it has no room for stand in `others`."""

    text: str
    others: tuple[str, ...] = ()


def note_lines(notes: Iterable[dict[str, Any]]) -> list[NoteLine]:
    """Return what happened with columns or rows of a file: a sentence for each kind of note, every name kept."""
    found: dict[str, tuple[int, list[str]]] = {}
    for note in notes:
        kind, count, names = note["kind"], note.get("count", 0), note.get("names", [])
        if kind == "differs":
            names = [
                ngettext("%(name)s (%(rows)s row)", "%(name)s (%(rows)s rows)", count)
                % {"name": name, "rows": count}
                for name in names
            ]
        earlier, listed = found.get(kind, (0, []))
        found[kind] = (earlier + count, [*listed, *names])
    return [
        NoteLine(
            str(NOTES[kind])
            % {
                "names": ", ".join(names[:SHOWN_NAMES]) + (" …" if len(names) > SHOWN_NAMES else ""),
                "count": count,
            },
            tuple(names[SHOWN_NAMES:]),
        )
        for kind, (count, names) in found.items()
    ]
