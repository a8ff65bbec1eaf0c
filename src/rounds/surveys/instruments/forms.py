"""What is typed for a set of questions: its name, questions pasted, all about one of them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rounds.core.fields import DateField, EntryForm, TextField
from rounds.surveys.enums import Missing, Source
from rounds.surveys.instruments.services.licensing import License
from rounds.surveys.instruments.values.content import Content, ItemContent
from rounds.surveys.instruments.values.files import SPOKEN
from rounds.surveys.instruments.values.writing import BOUNDED, POINTED, PRESSED, TURNED
from rounds.surveys.models import InstrumentVersion

LONGEST_NAME = 120
LONGEST_PASTE = 20_000
MOST_CHARACTERS = 2_000
MOST_BYTES = 5 * 1024 * 1024


class NewForm(forms.Form):
    """A set of the institution's own: its name, and what it begins with."""

    name = TextField(
        label=_("Name"), max_length=LONGEST_NAME, error_messages={"required": _("Give the set a name.")}
    )
    source = forms.ChoiceField(
        label=_("Whose questions"),
        choices=[
            (Source.OWN, _("written here")),
            (Source.OPEN, _("somebody else's, free to use with a credit line")),
            (Source.LICENSED, _("somebody else's, under a license that you have")),
        ],
        initial=Source.OWN,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whose questions they are.")},
    )
    credit = TextField(
        label=_("Credit line"),
        max_length=300,
        required=False,
        help_text=_("Stands beside the questions wherever they are shown."),
    )
    start = forms.ChoiceField(
        label=_("Begin with"),
        required=False,
        help_text=_("Copied questions keep what they mean: figures of both sets can stand in one line."),
    )

    def __init__(self, *args: Any, versions: Sequence[InstrumentVersion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._versions = {str(one.id): one for one in versions}
        field: Any = self.fields["start"]
        field.choices = [
            ("", _("nothing")),
            *((key, one.instrument.name) for key, one in self._versions.items()),
        ]

    def clean(self) -> dict[str, Any]:
        """Ask for the credit line that questions which are free to use come with."""
        data = super().clean() or self.cleaned_data
        if data.get("source") == Source.OPEN and not data.get("credit"):
            self.add_error("credit", _("Write the credit line that its authors ask for."))
        return data

    def copy_of(self) -> InstrumentVersion | None:
        """Return the version to copy, None for an empty set."""
        return self._versions.get(self.cleaned_data["start"])


class RedcapForm(forms.Form):
    """A data dictionary, and what becomes of it."""

    file = forms.FileField(
        label=_("Data dictionary"),
        help_text=_("As REDCap gives it: a CSV file with a line a field."),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("The file is empty. Choose another one."),
        },
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )
    form = TextField(
        label=_("Form of it"),
        max_length=100,
        required=False,
        help_text=_("Left empty, all forms are read. At most 60 questions fit in a set."),
    )
    name = TextField(
        label=_("Name of the set"),
        max_length=LONGEST_NAME,
        error_messages={"required": _("Give the set a name.")},
    )
    source = forms.ChoiceField(
        label=_("Whose questions"),
        choices=[
            (Source.OWN, _("written here")),
            (Source.OPEN, _("somebody else's, free to use with a credit line")),
        ],
        initial=Source.OWN,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Say whose questions they are."),
            "invalid_choice": _("Licensed questions are pasted once their license is entered."),
        },
    )
    credit = TextField(label=_("Credit line"), max_length=300, required=False)

    def clean_file(self) -> Any:
        """Refuse what is larger than any dictionary."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(
                _("It is larger than 5 MB, which no dictionary is. Choose another file.")
            )
        return file


class LicenseForm(forms.Form):
    """Who lets the institution ask these questions, until when, and what that allows."""

    holder = TextField(
        label=_("Who holds the rights"),
        max_length=200,
        error_messages={"required": _("Write who holds the rights.")},
    )
    reference = TextField(label=_("License or order number"), max_length=120, required=False)
    from_on = DateField(label=_("Counts from"), error_messages={"required": _("Choose its first day.")})
    until_on = DateField(label=_("Last day"), required=False, help_text=_("Left empty, it has no end."))
    most_uses = forms.IntegerField(
        label=_("How many people may be asked"),
        required=False,
        min_value=1,
        max_value=1_000_000,
        help_text=_("Left empty, as many as you like."),
    )
    may_export_words = forms.BooleanField(
        label=_("The words of the questions may stand in files that leave"), required=False
    )
    is_true = forms.BooleanField(
        label=_("We hold this license, and it covers what we do here"),
        error_messages={"required": _("Tick this if it is so: nothing is asked without it.")},
    )

    def clean_until_on(self) -> date | None:
        """Refuse a last day before the first."""
        last: date | None = self.cleaned_data["until_on"]
        first = self.cleaned_data.get("from_on")
        if last and first and last < first:
            raise forms.ValidationError(_("This is before its first day. Choose a later one."))
        return last

    def terms(self) -> License:
        """Return what was typed."""
        return License(**{name: one for name, one in self.cleaned_data.items() if name != "is_true"})


class AddForm(EntryForm):
    """Questions, a line each."""

    part = forms.ChoiceField(label=_("Page"), error_messages={"required": _("Choose the page.")})
    lines = TextField(
        label=_("Questions, a line each"),
        max_length=LONGEST_PASTE,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Type a question.")},
        help_text=_(
            "Question ; how it is answered (scale, 0 to 10, one of several, any of several or text) ; its answers, "
            "with | between them. For example: How safe is the handover? ; scale ; unsafe | rather safe | safe. "
            "Three columns copied from a sheet do as well."
        ),
    )

    def __init__(self, *args: Any, content: Content, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["part"]
        field.choices = [(one.key, one.title.get(SPOKEN) or one.key) for one in content.parts]


class QuestionForm(forms.Form):
    """What the table of questions has no room for."""

    missing = forms.ChoiceField(
        label=_("Press that leaves it out"), choices=Missing, required=False, widget=forms.RadioSelect
    )
    missing_label = TextField(
        label=_("Words of that press"),
        max_length=60,
        required=False,
        help_text=_("Left empty, they are “does not apply” or “not seen”."),
    )
    is_reverse = forms.BooleanField(
        label=_("Counts the other way: the last answer is the lowest"), required=False
    )
    low = forms.IntegerField(label=_("Lowest number"), required=False, min_value=0, max_value=1_000_000)
    high = forms.IntegerField(label=_("At most"), required=False, min_value=1, max_value=1_000_000)
    only_after = forms.MultipleChoiceField(
        label=_("Only asked after one of these answers"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Answers to earlier questions of the same page. Choose those of one question, or none."),
        error_messages={"invalid_choice": _("That answer is not on this page any more. Choose again.")},
    )
    goes_on = forms.BooleanField(
        label=_("Means the same as before: its trend goes on"),
        required=False,
        help_text=_("Take the tick away if the new words ask something else."),
    )

    def __init__(
        self, *args: Any, item: ItemContent, content: Content, before: ItemContent | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._before = before
        after: Any = self.fields["only_after"]
        after.choices = list(_answers_before(item, content))
        unused = {
            "missing": item.kind not in PRESSED,
            "missing_label": item.kind not in PRESSED,
            "is_reverse": item.kind not in TURNED,
            "low": item.kind != "number",
            "high": item.kind not in BOUNDED,
            "only_after": not after.choices,
            "goes_on": before is None,
        }
        for name in (name for name, is_unused in unused.items() if is_unused):
            del self.fields[name]

    def clean_high(self) -> int | None:
        """Refuse more characters than are ever kept."""
        high: int | None = self.cleaned_data["high"]
        if high is not None and "low" not in self.fields and high > MOST_CHARACTERS:
            raise forms.ValidationError(_("At most 2,000 fit. Write a smaller number."))
        return high

    def clean_only_after(self) -> list[str]:
        """Refuse answers of two questions."""
        chosen: list[str] = self.cleaned_data["only_after"]
        if len({one.partition("=")[0] for one in chosen}) > 1:
            raise forms.ValidationError(_("These are answers to several questions. Keep those of one."))
        return chosen


def _answers_before(item: ItemContent, content: Content) -> Any:
    for one in content.items:
        if one.key == item.key:
            return
        if one.part_key == item.part_key and one.kind in POINTED:
            for code, label in content.points_of(one):
                words = f"{one.text.get(SPOKEN, '')[:60]} – {label.get(SPOKEN, '')}"
                yield f"{one.key}={code}", words


def values_of(item: ItemContent, before: ItemContent | None) -> dict[str, Any]:
    """Return what the form of a question shows."""
    condition = item.show_if
    return {
        "missing": item.missing,
        "missing_label": item.missing_label.get(SPOKEN, ""),
        "is_reverse": item.is_reverse,
        "low": item.low,
        "high": item.high,
        "only_after": [f"{condition['item']}={code}" for code in condition.get("codes", ())]
        if condition
        else [],
        "goes_on": before is not None and before.bank_key == item.bank_key,
    }
