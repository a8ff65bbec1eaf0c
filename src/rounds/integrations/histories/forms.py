"""What starts the import of a history."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rounds.sheets import LIMITS

MOST_MB = LIMITS.file_bytes // (1024 * 1024)


class HistoryFileForm(forms.Form):
    """A personnel history, or a sheet of promotions, seats, grants."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "An .xlsx or .csv file of at most 10 MB. A history: Employee ID, Hired on, Left on, Reason. Outcomes: Employee ID, What, Date, Details."
        ),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("The file is empty. Choose the file that holds the rows."),
        },
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LIMITS.file_bytes:
            raise forms.ValidationError(
                _("The file has %(size)s MB; %(limit)s MB are allowed. Split it by department or by year.")
                % {"size": f"{file.size / 1024 / 1024:.1f}", "limit": MOST_MB}
            )
        return file
