"""What a coordinator answers about a schedule: a form for each question, and one for each word."""

from datetime import date
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from rounds.core.fields import AddressField, DateField, TextField
from rounds.integrations.schedules.selectors import person_by_address
from rounds.integrations.spreadsheets.forms import small_enough
from rounds.programs.enums import RotationKind
from rounds.sheets.schedules import FREE, NOBODY, Answers, Blocks, Said

LEAVE_OUT: Final = "none"
PARTS: Final = 3
SHOWN_CELLS: Final = 6
NO_ROTATION = (FREE, gettext_lazy("no rotation"))


class ScheduleFileForm(forms.Form):
    """A file with a schedule, in whatever layout."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "An .xlsx, .csv or calendar file (.ics) of at most 10 MB: a line or entry for each rotation, or residents down and weeks across."
        ),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("The file is empty. Choose the file that holds the schedule."),
        },
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv,.ics"}),
    )

    def clean_file(self) -> Any:
        return small_enough(self.cleaned_data["file"], _("Split it by year or by program."))


class Asked(forms.Form):
    """One question; a form that nobody touched says nothing."""

    def __init__(self, data: Any, *, question: dict[str, Any], people: dict[str, str], prefix: str) -> None:
        super().__init__(data, prefix=prefix, initial=self.first(question))
        self.question = question
        self.prepare(people)

    @staticmethod
    def first(question: dict[str, Any]) -> dict[str, Any]:
        """Return what is filled in before anybody types."""
        return {}

    def prepare(self, people: dict[str, str]) -> None:
        """Fit the fields to the question."""

    def said(self) -> Answers:
        """Return the answer."""
        raise NotImplementedError

    @property
    def name(self) -> str:
        """Return the cause, by which questions stand together."""
        return str(self.question["cause"])

    @property
    def shown_cells(self) -> list[str]:
        """Return the first cells that wait for the answer."""
        return list(self.question["cells"][:SHOWN_CELLS])

    @property
    def more_cells(self) -> int:
        """Return how many more do."""
        return max(0, len(self.question["cells"]) - SHOWN_CELLS)


class YearAsked(Asked):
    """In which year the first date of the file lies."""

    year = forms.IntegerField(
        label=gettext_lazy("The first date is in the year"), required=False, min_value=2000, max_value=2100
    )

    def said(self) -> Answers:
        return Answers(year=self.cleaned_data["year"])


class BlocksAsked(Asked):
    """When numbered blocks begin, how long they are, and when the last one ends."""

    first_on = DateField(label=gettext_lazy("Block 1 begins on"), required=False)
    days = forms.IntegerField(
        label=gettext_lazy("Days of a block"), required=False, min_value=1, max_value=120
    )
    last_on = DateField(label=gettext_lazy("The last block ends on"), required=False)

    @staticmethod
    def first(question: dict[str, Any]) -> dict[str, Any]:
        return {"days": 28}

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        for name in ("first_on", "days", "last_on"):
            if not data.get(name) and name not in self.errors:
                self.add_error(name, _("All three are needed to know when the blocks are."))
        if data.get("first_on") and data.get("last_on") and data["last_on"] <= data["first_on"]:
            self.add_error("last_on", _("The last block can't end before the first one begins."))
        return data

    def said(self) -> Answers:
        data = self.cleaned_data
        return Answers(blocks=Blocks(data["first_on"], data["days"], data["last_on"]))


class WhoAsked(Asked):
    """Whom a name means: one of those who may be meant, somebody else by address, or nobody."""

    who = forms.ChoiceField(label=gettext_lazy("This is"), required=False)
    address = AddressField(
        label=gettext_lazy("Or somebody else on record, by e-mail address"), required=False, max_length=254
    )

    def prepare(self, people: dict[str, str]) -> None:
        field: Any = self.fields["who"]
        options = [(key, people.get(key, key)) for key in self.question["options"]]
        field.choices = [("", _("Choose…")), *options, (LEAVE_OUT, _("Leave out: no resident on record"))]

    def clean_address(self) -> str:
        given: str = self.cleaned_data["address"]
        if not given:
            return ""
        found = person_by_address(given)
        if not found:
            raise forms.ValidationError(
                _("Nobody on record has the address %(address)s. Correct it, or import the roster first.")
                % {"address": given}
            )
        return found

    def said(self) -> Answers:
        who = self.cleaned_data["address"] or self.cleaned_data["who"]
        return Answers(who={self.question["key"]: NOBODY if who == LEAVE_OUT else who} if who else {})


class CellAsked(Asked):
    """What a cell holds: up to three rotations with their days, or none."""

    is_none = forms.BooleanField(label=gettext_lazy("No rotation: leave the cell out"), required=False)

    @staticmethod
    def first(question: dict[str, Any]) -> dict[str, Any]:
        first, last = (date.fromisoformat(day) if day else None for day in question["days"])
        words = [word.strip() for word in question["text"].replace(";", "/").split("/")][:PARTS]
        found: dict[str, Any] = {f"word{number}": word for number, word in enumerate(words, 1)}
        if question["cause"] == "when":
            found = {"word1": question["text"].split(" | ")[-1]}
        return {**found, "first1": first, f"last{max(1, len(words))}": last}

    def prepare(self, people: dict[str, str]) -> None:
        for number in range(1, PARTS + 1):
            self.fields[f"word{number}"] = TextField(label=_("Rotation"), required=False, max_length=120)
            for name, label in (("first", _("First day")), ("last", _("Last day"))):
                self.fields[f"{name}{number}"] = DateField(label=label, required=False)

    @property
    def parts(self) -> list[list[Any]]:
        """Return the fields line by line."""
        return [
            [self[f"{name}{number}"] for name in ("word", "first", "last")] for number in range(1, PARTS + 1)
        ]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("is_none"):
            return data
        lines = [number for number in range(1, PARTS + 1) if self._given(data, number)]
        if not lines:
            self.add_error("is_none", _("Say what the cell holds, or that it is no rotation."))
        for number in lines:
            self._check_line(data, number)
        return data

    @staticmethod
    def _given(data: dict[str, Any], number: int) -> bool:
        return any(data.get(f"{name}{number}") for name in ("word", "first", "last"))

    def _check_line(self, data: dict[str, Any], number: int) -> None:
        words = {
            "word": _("Type the rotation."),
            "first": _("Give its first day."),
            "last": _("Give its last day."),
        }
        for name, sentence in words.items():
            if not data.get(f"{name}{number}") and f"{name}{number}" not in self.errors:
                self.add_error(f"{name}{number}", sentence)
        first, last = data.get(f"first{number}"), data.get(f"last{number}")
        if first and last and last < first:
            self.add_error(f"last{number}", _("The last day comes before the first."))

    def said(self) -> Answers:
        data = self.cleaned_data
        found = (
            []
            if data["is_none"]
            else [
                Said(data[f"word{number}"], data[f"first{number}"], data[f"last{number}"])
                for number in range(1, PARTS + 1)
                if data[f"word{number}"]
            ]
        )
        return Answers(cells={self.question["key"]: tuple(found)})


class KindAsked(Asked):
    """What a word counts as; where a legend doesn't know it, its name too."""

    kind = forms.ChoiceField(label=gettext_lazy("counts as"), required=False)
    name_of = TextField(label=pgettext_lazy("a rotation's", "name"), required=False, max_length=120)

    def prepare(self, people: dict[str, str]) -> None:
        field: Any = self.fields["kind"]
        field.choices = [("", _("Choose…")), *RotationKind.choices, NO_ROTATION]
        if self.question["cause"] != "word":
            del self.fields["name_of"]

    @staticmethod
    def first(question: dict[str, Any]) -> dict[str, Any]:
        return {"kind": question.get("kind", "")}

    def said(self) -> Answers:
        key, kind = self.question["key"], self.cleaned_data["kind"]
        name = self.cleaned_data.get("name_of", "")
        return Answers(kinds={key: kind} if kind else {}, names={key: name} if name and kind else {})


FORMS: Final[dict[str, type[Asked]]] = {
    "year": YearAsked,
    "blocks": BlocksAsked,
    "who": WhoAsked,
    "when": CellAsked,
    "cell": CellAsked,
    "overlap": CellAsked,
    "word": KindAsked,
    "kind": KindAsked,
}


def forms_for(data: Any, preview: dict[str, Any], people: dict[str, str]) -> list[Asked]:
    """Return a form for each question of a check, in its order; only those that somebody touched are bound."""
    return [
        _touched(FORMS[question["cause"]], data, question=question, people=people, prefix=f"q{number}")
        for number, question in enumerate(preview["questions"])
    ]


def word_forms(data: Any, preview: dict[str, Any]) -> list[Asked]:
    """Return a form for each word that is known by now, so that what it counts as can be corrected."""
    return [
        _touched(
            KindAsked,
            data,
            question={"cause": "known", "key": word, "name": name, "kind": kind, "count": count},
            people={},
            prefix=f"w{number}",
        )
        for number, (word, name, kind, count) in enumerate(preview["words"])
        if kind
    ]


def _touched(form: type[Asked], data: Any, **arguments: Any) -> Asked:
    bound = form(data, **arguments)
    return bound if data is None or bound.has_changed() else form(None, **arguments)
