"""What the office types about a phase that has not begun."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rounds.core.edits import EditForm
from rounds.core.fields import TextField
from rounds.people.enums import Tier
from rounds.programs.enums import PhaseMatch
from rounds.programs.services.phases import PhaseChange
from rounds.programs.values.phases import PhaseSpec

LONGEST_NAME, LONGEST_TASK, MOST_TASKS = 80, 200, 10


class PhaseForm(EditForm, forms.Form):
    """The name, length, match, mentors and tasks of a phase."""

    name = TextField(label=_("Name"), max_length=LONGEST_NAME)
    months = forms.IntegerField(label=_("Months"), min_value=1, max_value=60)
    match = forms.ChoiceField(
        label=_("Its pairs"),
        choices=[(key, capfirst(words)) for key, words in PhaseMatch.choices],
        widget=forms.RadioSelect,
    )
    mentor_tiers = forms.MultipleChoiceField(
        label=_("Mentors come from"),
        choices=Tier.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("None chosen: as in the phase before."),
    )
    tasks = forms.CharField(
        label=_("Tasks"),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        help_text=_("One a line. Each mentee is offered them as goals."),
    )

    @classmethod
    def of(cls, spec: PhaseSpec, data: Any) -> "PhaseForm":
        """Return the form of a phase as it is kept."""
        initial = {
            "name": str(spec.name),
            "months": spec.months,
            "match": spec.match,
            "mentor_tiers": list(spec.mentor_tiers),
            "tasks": "\n".join(str(one) for one in spec.tasks),
        }
        return cls(data, initial=initial)

    def clean_tasks(self) -> str:
        """Refuse a task that is too long, or too many of them."""
        lines = _lines(self.cleaned_data["tasks"])
        if len(lines) > MOST_TASKS:
            raise forms.ValidationError(
                gettext("%(count)s tasks are written; at most %(most)s fit.")
                % {"count": len(lines), "most": MOST_TASKS}
            )
        for line in lines:
            if len(line) > LONGEST_TASK:
                raise forms.ValidationError(
                    gettext("“%(start)s…” has %(count)s characters; %(most)s fit.")
                    % {"start": line[:30], "count": len(line), "most": LONGEST_TASK}
                )
        return "\n".join(lines)

    def wanted(self) -> PhaseChange:
        """Return what the phase should be."""
        data = self.cleaned_data
        return PhaseChange(
            name=data["name"].strip(),
            months=data["months"],
            match=data["match"],
            mentor_tiers=tuple(data["mentor_tiers"]),
            tasks=tuple(_lines(data["tasks"])),
        )


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
