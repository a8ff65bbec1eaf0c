"""Which way each pair goes when its phase ends."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from rounds.mentorships.phases.enums import Going
from rounds.mentorships.phases.selectors import PhasesOfYear


class NextPhaseForm(forms.Form):
    """One choice for each running pair of the phase; the usual one is set."""

    def __init__(self, *arguments: Any, year: PhasesOfYear, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._pairs = year.running
        for pair in year.running:
            self.fields[str(pair.id)] = forms.ChoiceField(
                label=_("What becomes of it"),
                choices=[(key, capfirst(words)) for key, words in Going.choices],
                initial=year.usual,
                widget=forms.Select(
                    attrs={"aria-label": f"{pair.mentee.full_name}, {pair.mentor.display_name}"}
                ),
                error_messages={"required": _("Choose what becomes of this pair.")},
            )

    def rows(self) -> list[tuple[Any, forms.BoundField]]:
        """Return each pair with its field."""
        return [(pair, self[str(pair.id)]) for pair in self._pairs]

    def choices(self) -> dict[UUID, Going]:
        """Return what was chosen, by pair."""
        return {pair.id: Going(self.cleaned_data[str(pair.id)]) for pair in self._pairs}
