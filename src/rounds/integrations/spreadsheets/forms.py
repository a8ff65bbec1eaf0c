"""What a coordinator chooses to start an import."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rounds.integrations.spreadsheets.enums import TABLE_KINDS, ImportKind
from rounds.integrations.spreadsheets.services.plans.enrollments import SIDES
from rounds.sheets import LIMITS

NO_PROGRAM = "none"
MOST_MB = LIMITS.file_bytes // (1024 * 1024)


class FileForm(forms.Form):
    """A file, what its rows are, and where they go."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("An .xlsx or .csv file of at most 10 MB, with any column names."),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("The file is empty. Choose the file that holds the rows."),
        },
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv"}),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("The rows are"),
        choices=[(kind.value, kind.label) for kind in TABLE_KINDS],
        widget=forms.RadioSelect,
    )
    cohort = forms.ChoiceField(
        label=gettext_lazy("They join"),
        required=False,
        help_text=gettext_lazy("Rosters join no program."),
    )
    dictionary = forms.FileField(
        label=gettext_lazy("REDCap data dictionary"),
        required=False,
        help_text=gettext_lazy("Beside a REDCap export: it gives checkbox columns and codes their words."),
        widget=forms.FileInput(attrs={"accept": ".csv"}),
    )

    def __init__(self, *args: Any, cohorts: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cohort: Any = self.fields["cohort"]
        none = (NO_PROGRAM, _("No program: people only"))
        # the only program is proposed; which of several is meant has to be said
        unsaid = [("", _("Choose…"))] if len(cohorts) > 1 else []
        cohort.choices = [*unsaid, *cohorts, none]
        cohort.initial = "" if unsaid else cohorts[0][0] if cohorts else NO_PROGRAM
        self.fields["kind"].initial = ImportKind.MENTEES

    def clean_file(self) -> Any:
        return small_enough(self.cleaned_data["file"])

    def clean_dictionary(self) -> Any:
        found = self.cleaned_data.get("dictionary")
        return small_enough(found) if found else None

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        kind, cohort = cleaned.get("kind"), cleaned.get("cohort", "")
        if kind == ImportKind.PAIRS and cohort in ("", NO_PROGRAM):
            self.add_error("cohort", _("Choose the program that the pairs belong to."))
        elif kind in SIDES and not cohort and "cohort" not in self.errors:
            self.add_error("cohort", _("Say which program they join, or choose “No program”."))
        cleaned["cohort"] = cohort if kind in (*SIDES, ImportKind.PAIRS) and cohort != NO_PROGRAM else ""
        return cleaned


class AgainForm(forms.Form):
    """The same file once more, to include a column that was left out."""

    target = forms.ChoiceField(
        label=gettext_lazy("The column is"),
        error_messages={"required": gettext_lazy("Say what the column is, or leave it out.")},
    )
    file = forms.FileField(
        label=gettext_lazy("The same file again"),
        help_text=gettext_lazy("Columns that stay out were not kept, so the file is needed once more."),
        error_messages={"required": gettext_lazy("Choose the same file again.")},
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv"}),
    )

    dictionary = forms.FileField(
        label=gettext_lazy("The REDCap data dictionary again"),
        error_messages={"required": gettext_lazy("Choose the data dictionary that came with the file.")},
        widget=forms.FileInput(attrs={"accept": ".csv"}),
    )

    def __init__(
        self, *args: Any, targets: list[tuple[str, str]], with_dictionary: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        target: Any = self.fields["target"]
        target.choices = [("", _("Choose…")), *targets]
        if not with_dictionary:
            del self.fields["dictionary"]

    def clean_file(self) -> Any:
        return small_enough(self.cleaned_data["file"])

    def clean_dictionary(self) -> Any:
        return small_enough(self.cleaned_data["dictionary"])


class SheetForm(forms.Form):
    """The same workbook once more, to read another of its sheets."""

    sheet = forms.ChoiceField(label=gettext_lazy("Sheet"))
    file = forms.FileField(
        label=gettext_lazy("The same file again"),
        help_text=gettext_lazy("Other sheets were not kept, so the file is needed once more."),
        error_messages={"required": gettext_lazy("Choose the same file again.")},
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )

    def __init__(self, *args: Any, sheets: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sheet: Any = self.fields["sheet"]
        sheet.choices = [(name, name) for name in sheets]

    def clean_file(self) -> Any:
        return small_enough(self.cleaned_data["file"])


def small_enough(file: Any, fix: str = "") -> Any:
    """Return an uploaded file; raise ValidationError, with what to do, if it is larger than any import may be."""
    if file.size > LIMITS.file_bytes:
        told = _("The file has %(size)s MB; %(limit)s MB are allowed.")
        fix = fix or _("Delete pictures and unused sheets, or split the rows over two files.")
        said = told % {"size": f"{file.size / 1024 / 1024:.1f}", "limit": MOST_MB}
        raise forms.ValidationError(f"{said} {fix}")
    return file
