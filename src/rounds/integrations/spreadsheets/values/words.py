"""The words for what an import finds: causes of problems, reasons for leaving a column out, notes about a file."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from rounds.sheets import SENTENCES, SheetError

Text = str | Promise
SHOWN_NAMES: Final = 12

# cause -> heading, what to do
CAUSES: Final[dict[str, tuple[Text, Text]]] = {
    "missing": (gettext_lazy("%(field)s is missing"), gettext_lazy("Type it here, or leave the row out.")),
    "choice": (
        gettext_lazy("%(field)s is not one we know"),
        gettext_lazy("Say once what it means; every row follows."),
    ),
    "pgy": (
        gettext_lazy("%(field)s is not one we know"),
        gettext_lazy("Say once what it means; every row follows."),
    ),
    "tier_unsaid": (
        gettext_lazy("Tier is not said"),
        gettext_lazy("Say once which tier these rows belong to."),
    ),
    "range": (
        gettext_lazy("%(field)s is out of range"),
        gettext_lazy("Correct the number, or leave it empty."),
    ),
    "integer": (
        gettext_lazy("%(field)s is not a whole number"),
        gettext_lazy("Type the number, or leave it empty."),
    ),
    "number": (
        gettext_lazy("%(field)s is not a number"),
        gettext_lazy("Type the number, or leave it empty."),
    ),
    "yes_no": (
        gettext_lazy("%(field)s is neither yes nor no"),
        gettext_lazy("Say once what it means; every row follows."),
    ),
    "date": (
        gettext_lazy("%(field)s is not a date we can read"),
        gettext_lazy("Type it as 2026-07-01, or leave it empty."),
    ),
    "date_order": (
        gettext_lazy("%(field)s can be read two ways"),
        gettext_lazy("Say once whether the month or the day comes first."),
    ),
    "turned_to_date": (
        gettext_lazy("%(field)s was turned into a date by the spreadsheet program"),
        gettext_lazy("Type what it was."),
    ),
    "shortened": (
        gettext_lazy("%(field)s was shortened by the spreadsheet program"),
        gettext_lazy("Type all its digits."),
    ),
    "email": (gettext_lazy("%(field)s is not an e-mail address"), gettext_lazy("Type the address.")),
    "npi": (
        gettext_lazy("NPI does not check"),
        gettext_lazy("Its last digit is wrong. Type the ten digits again, or leave it empty."),
    ),
    "orcid": (
        gettext_lazy("ORCID does not check"),
        gettext_lazy("Its last character is wrong. Type it again, or leave it empty."),
    ),
    "name": (
        gettext_lazy("%(field)s can't be split into first and last name"),
        gettext_lazy("Type it as Last, First."),
    ),
    "name_two_ways": (
        gettext_lazy("%(field)s can be split two ways"),
        gettext_lazy("Check where the last name begins: Last, First."),
    ),
    "people": (
        gettext_lazy("%(field)s does not say where one name ends"),
        gettext_lazy("Put semicolons between the names."),
    ),
    "day_part": (
        gettext_lazy("%(field)s is not in words we know"),
        gettext_lazy("Type it as Mon AM, Tue PM, Wed evening, or “varies”."),
    ),
    "too_many": (
        gettext_lazy("%(field)s names too many"),
        gettext_lazy("Keep the first ones, separated by semicolons."),
    ),
    "too_long": (gettext_lazy("%(field)s is too long"), gettext_lazy("Shorten it.")),
    "error_cell": (
        gettext_lazy("%(field)s holds an error of the spreadsheet program"),
        gettext_lazy("Type the value, or leave it empty."),
    ),
    "shifted": (
        gettext_lazy("A row has more cells than there are columns"),
        gettext_lazy(
            "There is a comma in a cell without quotation marks. Correct the file, or save the sheet as .xlsx."
        ),
    ),
    "twice": (
        gettext_lazy("One person twice"),
        gettext_lazy("Say which row counts; the other one stays out."),
    ),
    "same_person": (
        gettext_lazy("Two rows mean one person"),
        gettext_lazy("Correct the file: they share an e-mail, number or NPI with one person here."),
    ),
    "two_people": (
        gettext_lazy("A row points at two people"),
        gettext_lazy(
            "Its e-mail and its numbers belong to different people here. Correct the file or the people."
        ),
    ),
    "person_unknown": (
        gettext_lazy("%(field)s: nobody by that name is here"),
        gettext_lazy("Type the e-mail of somebody who is here, or leave it empty and import them first."),
    ),
    "person_unclear": (
        gettext_lazy("%(field)s: several people have that name"),
        gettext_lazy("Type the e-mail of the one who is meant."),
    ),
    "oneself": (
        gettext_lazy("%(field)s is the person's own name"),
        gettext_lazy("Type another person's e-mail, or leave it empty."),
    ),
    "program_unsaid": (
        gettext_lazy("A director without a training program"),
        gettext_lazy("Name the column with the training program or department."),
    ),
    "already_paired": (
        gettext_lazy("The mentee has another mentor in this cycle"),
        gettext_lazy("End that pair first, or leave the row out."),
    ),
    "ends_first": (
        gettext_lazy("The pair ends before it starts"),
        gettext_lazy("Correct one of the two dates in the file, or leave the row out."),
    ),
    "future": (
        gettext_lazy("The pair has not started yet"),
        gettext_lazy("A pair that runs already started today or earlier. Correct the date."),
    ),
    "refused": (
        gettext_lazy("The program refuses this row"),
        gettext_lazy("Read the sentence, correct the value, or leave the row out."),
    ),
}
# causes whose texts mean the same thing in each row, so that one answer is enough for all of them
BY_TEXT: Final = frozenset(
    {
        "choice",
        "pgy",
        "tier_unsaid",
        "range",
        "integer",
        "number",
        "yes_no",
        "date",
        "turned_to_date",
        "shortened",
        "email",
        "npi",
        "orcid",
        "name",
        "name_two_ways",
        "people",
        "day_part",
        "too_many",
        "too_long",
        "error_cell",
        "person_unknown",
        "person_unclear",
        "oneself",
    }
)
REASONS: Final[dict[str, Text]] = {
    "identity": gettext_lazy("identity"),
    "health": gettext_lazy("health"),
    "birth": gettext_lazy("birth"),
    "government": gettext_lazy("official numbers and pay"),
    "home": gettext_lazy("home and family"),
    "free_text": gettext_lazy("free text about a person"),
    "phone": gettext_lazy("Rounds keeps no telephone numbers"),
    "note": gettext_lazy("Rounds takes no free notes from files"),
    "stamp": gettext_lazy("when the form was filled in"),
    "count": gettext_lazy("only counts the rows"),
    "repeats": gettext_lazy("says the same as first and last name"),
    "rival": gettext_lazy("two columns fit the same field"),
}
NOTES: Final[dict[str, Text]] = {
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
    "no_header": gettext_lazy("No line of column names was found; the columns go by their letters."),
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
LINE_WORDS: Final[dict[str, Text]] = {
    "line": gettext_lazy("line of authority"),
    "enrolled": gettext_lazy("joins the cohort"),
    "prefill": gettext_lazy("intake"),
}
EMPTY: Final = pgettext_lazy("a field's value before a change", "empty")


def sentence_of(error: SheetError) -> str:
    """Return a reader's refusal in the language of the page."""
    return _(SENTENCES[error.code]) % error.params


@dataclass(frozen=True)
class NoteLine:
    """A sentence about a file; the names that it has no room for are in `others`."""

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
