"""What starts the import of a history."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rounds.integrations.spreadsheets.forms import small_enough


class HistoryFileForm(forms.Form):
    """A personnel history, a sheet of promotions, seats, grants, or what units count by month."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "An .xlsx or .csv file of at most 10 MB. A history: Employee ID, Hired on, Left on, Reason. Outcomes: Employee ID, What, Date, Details."
            " Units: Unit, Indicator, Month, Count, and what it is divided by, as Patient days."
            " Public files: NIH RePORTER (.csv), an ORCID record (.json), PubMed (.nbib, .xml)."
        ),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("The file is empty. Choose the file that holds the rows."),
        },
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv,.json,.nbib,.xml"}),
    )

    def clean_file(self) -> Any:
        return small_enough(self.cleaned_data["file"], _("Split it by department or by year."))
