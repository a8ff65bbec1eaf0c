"""What is typed for the local milestone: the report, and the answer in words."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rounds.core.fields import EntryForm


def _text(label: object, rows: int) -> forms.CharField:
    return forms.CharField(
        label=label,  # type: ignore[arg-type]
        widget=forms.Textarea(attrs={"rows": rows}),
        strip=False,
        error_messages={"required": _("This is empty. Write a sentence or two.")},
    )


class ReportForm(EntryForm):
    """A conflict in a team that the resident helped to resolve."""

    report = _text(_("A conflict in a team that you helped to resolve"), 10)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class FeedbackForm(forms.Form):
    """The mentor's answer: no level, no number."""

    saw = _text(_("What I saw"), 5)
    try_next = _text(_("What I would try next"), 5)
    version = forms.IntegerField(widget=forms.HiddenInput)
