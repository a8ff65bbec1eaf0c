"""The surveys of a program's year, as a table."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rounds.mentorships.audiences.selectors import PlannedRow
from rounds.mentorships.audiences.services import SurveyChange
from rounds.mentorships.audiences.values import FURTHEST, WITHIN

_ENTER = {False: _("Enter a day within a year."), True: _("Enter 0 to 7 days.")}


class SurveyPlanForm(forms.Form):
    """Which surveys are asked, and on which day of the year."""

    prefix = "survey"

    def __init__(self, *args: Any, rows: Sequence[PlannedRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._rows = rows
        for one in rows:
            self.fields[f"{one.row.key}_on"] = forms.BooleanField(
                label=_("Asked"), required=False, initial=one.is_on
            )
            if one.row.is_offered:
                continue  # it has no day: once a quarter, whenever they have talked
            self.fields[f"{one.row.key}_day"] = forms.IntegerField(
                label=_("Days after") if one.row.is_rolling else _("Opens, day"),
                initial=one.day,
                min_value=0 if one.row.is_rolling else -FURTHEST,
                max_value=WITHIN if one.row.is_rolling else FURTHEST,
                error_messages={
                    "required": _("Enter a day."),
                    "invalid": _("Enter the day as a number."),
                    "min_value": _ENTER[one.row.is_rolling],
                    "max_value": _ENTER[one.row.is_rolling],
                },
            )

    def rows(self) -> list[tuple[PlannedRow, list[forms.BoundField]]]:
        """Return the fields of each survey."""
        names = [(one, (f"{one.row.key}_on", f"{one.row.key}_day")) for one in self._rows]
        return [(one, [self[name] for name in both if name in self.fields]) for one, both in names]

    def wanted(self) -> dict[str, SurveyChange]:
        """Return each survey as it was entered."""
        said = self.cleaned_data
        return {
            one.row.key: SurveyChange(said[f"{one.row.key}_on"], said.get(f"{one.row.key}_day", one.day))
            for one in self._rows
        }
