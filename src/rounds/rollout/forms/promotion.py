"""Input about rules of promotion."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rounds.core.fields import DateField, EntryForm, TextField
from rounds.rollout.enums import Prompt
from rounds.rollout.services.promotion import Wording


class WordingForm(EntryForm):
    """What a department is asked to write into its rules: the institution's own words."""

    department = TextField(
        label=_("Department"), max_length=120, error_messages={"required": _("Name the department.")}
    )
    prompt = forms.ChoiceField(
        label=_("About"),
        choices=[("", _("Choose…")), *Prompt.choices],
        error_messages={"required": _("Choose what it is about.")},
    )
    step = TextField(
        label=_("Rank step"),
        max_length=120,
        help_text=_("Such as “assistant to associate professor”."),
        error_messages={"required": _("Say for which step it counts.")},
    )
    words = TextField(
        label=_("Wording"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Your own words, as they are to stand in the rule."),
        error_messages={"required": _("Write the wording.")},
    )
    counts = TextField(
        label=_("What counts"), max_length=500, error_messages={"required": _("Say what is counted.")}
    )

    def wording(self) -> Wording:
        """Return what was entered."""
        return Wording(
            *(self.cleaned_data[name] for name in ("department", "prompt", "step", "words", "counts"))
        )


class AdoptedForm(forms.Form):
    """When a wording was adopted, and from when on it holds."""

    adopted_on = DateField(label=_("Adopted"))
    in_force_on = DateField(label=_("In force from"))
