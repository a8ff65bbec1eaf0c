"""What is typed in a debrief: how long, and four prompts that may each stay empty."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from rounds.core.edits import EditForm
from rounds.mentorships.conversations.forms import HeldForm
from rounds.mentorships.debriefs.values import PROMPTS


def _prompt_field(key: str) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=str(PROMPTS[key]), required=False, widget=widget, strip=False)


class PromptsForm(forms.Form):
    """The four prompts."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key in PROMPTS:
            self.fields[key] = _prompt_field(key)

    @property
    def prompts(self) -> list[forms.BoundField]:
        """Return the prompts, in their order."""
        return [self[key] for key in PROMPTS]

    def answers(self) -> dict[str, str]:
        """Return what was written."""
        return {key: self.cleaned_data.get(key, "") for key in PROMPTS}


class ChangeDebriefForm(EditForm, PromptsForm):
    """What one wrote, to be changed: where another window has changed the same prompt, both texts are shown."""

    @property
    def is_edit(self) -> bool:
        return True


class DebriefForm(PromptsForm, HeldForm):
    """Day and minutes as in any log, and the prompts; where a conversation counts already the first are not asked."""

    def __init__(self, *args: Any, is_logged: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_logged:
            for name in ("held_on", "minutes", "other_minutes"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if "minutes" not in self.fields and not any(data.get(key, "").strip() for key in PROMPTS):
            self.add_error(
                None, _("Write something to one of the prompts: the conversation is logged already.")
            )
        return data
