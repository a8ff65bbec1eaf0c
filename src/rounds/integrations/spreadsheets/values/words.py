"""The words for what an import finds: causes of problems, reasons for leaving a column out, notes about a file."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from rounds.sheets import SENTENCES, SheetError

Text = str | Promise

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
    "far_date": (
        gettext_lazy("%(field)s lies far from today"),
        gettext_lazy("Type the right day as 2026-07-01, or leave it empty."),
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
    "tail": (
        gettext_lazy("Letters after a name that we don't know"),
        gettext_lazy("Say once whether they are a degree or title, or part of the name; it is remembered."),
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
            "A comma stands in a cell without quotation marks. Correct the file, or save the sheet as .xlsx."
        ),
    ),
    "next_names": (
        gettext_lazy("A second list stands below the first, under other headings"),
        gettext_lazy("Save these rows as a file of their own, and import it too."),
    ),
    "twice": (
        gettext_lazy("One person twice"),
        gettext_lazy("Say which row counts; the other one stays out."),
    ),
    "shared": (
        gettext_lazy("%(field)s is the same for different people"),
        gettext_lazy("Type each person's own, or leave it empty."),
    ),
    "who": (
        gettext_lazy("%(field)s belongs to somebody with another name here"),
        gettext_lazy("Say whom the row means. Somebody else keeps what is on record."),
    ),
    "number_differs": (
        gettext_lazy("%(field)s is another one than on record"),
        gettext_lazy("The one on record stands in the field and stays. Type the new one if it changed."),
    ),
    "new_place": (
        gettext_lazy("%(field)s is not on record here"),
        gettext_lazy(
            "Say once what each word means; it is remembered. A new one is made only if you say so."
        ),
    ),
    "person_unknown": (
        gettext_lazy("%(field)s: nobody by that name is here"),
        gettext_lazy("Type the e-mail of somebody who is here, or leave it empty and import them first."),
    ),
    "family_only": (
        gettext_lazy("%(field)s: a family name alone"),
        gettext_lazy("Who has that name stands in the field. If somebody else is meant, type their e-mail."),
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
# what to do where one answer counts for every row
ONCE_FIX: Final = gettext_lazy("Say it once here; it counts for all of these rows.")
NO_COLUMN_FIX: Final = gettext_lazy(
    "No column is known as %(field)s. If the file has one, say so among the columns; else type it here."
)
# causes whose texts stand for the same thing in each row, so that one answer settles all of them
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
        "number_differs",
        "name",
        "name_two_ways",
        "tail",
        "new_place",
        "far_date",
        "people",
        "day_part",
        "too_many",
        "too_long",
        "error_cell",
        "person_unknown",
        "person_unclear",
        "family_only",
        "oneself",
    }
)
REASONS: Final[dict[str, Text]] = {
    "identity": gettext_lazy("identity"),
    "health": gettext_lazy("health"),
    "birth": gettext_lazy("birth"),
    "secret": gettext_lazy("passwords and secrets"),
    "government": gettext_lazy("official numbers and pay"),
    "home": gettext_lazy("home and family"),
    "free_text": gettext_lazy("free text about a person"),
    "phone": gettext_lazy("Rounds keeps no telephone numbers"),
    "note": gettext_lazy("Rounds takes no free notes from files"),
    "stamp": gettext_lazy("when the form was filled in"),
    "count": gettext_lazy("only counts the rows"),
    "record": gettext_lazy("counts the records of one project and names nobody outside it"),
    "repeats": gettext_lazy("says the same as first and last name"),
    "rival": gettext_lazy("two columns fit the same field"),
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
