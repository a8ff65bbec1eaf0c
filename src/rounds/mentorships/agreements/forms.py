"""The terms of an agreement as they are typed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rounds.core.fields import DateField
from rounds.mentorships.agreements.values.terms import LABELS, LONGEST_TERM, Terms

INTERVALS = (
    (14, _("every two weeks")),
    (30, _("every month")),
    (45, _("every six weeks")),
    (60, _("every two months")),
    (90, _("every three months")),
)
LENGTHS = (15, 30, 45, 60, 90)
LONG = frozenset({"confidential", "own_words"})
COUNTED = ("interval_days", "minutes", "review_on")


class TermsForm(forms.Form):
    """All terms, filled in; whoever reads them changes what matters."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, terms: Terms, **kwargs: Any) -> None:
        kwargs["initial"] = {**terms.to_json(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        intervals = dict(INTERVALS) | {
            terms.interval_days: dict(INTERVALS).get(
                terms.interval_days, _("every %(days)s days") % {"days": terms.interval_days}
            )
        }
        self.fields["interval_days"] = _choice(_("How often"), intervals.items())
        lengths = sorted({*LENGTHS, terms.minutes})
        self.fields["minutes"] = _choice(
            _("How long"), [(one, _("%(minutes)s minutes") % {"minutes": one}) for one in lengths]
        )
        for name, label in LABELS.items():
            if name not in COUNTED:
                self.fields[name] = _text(label, is_long=name in LONG)
        self.fields["review_on"] = DateField(label=LABELS["review_on"])

    def terms(self) -> Terms:
        """Return the terms of a valid form."""
        return Terms(**{name: self.cleaned_data[name] for name in LABELS})


def _choice(label: Any, choices: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, choices=list(choices), coerce=int)


def _text(label: Any, *, is_long: bool) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 4 if is_long else 2})
    return forms.CharField(label=label, required=False, max_length=LONGEST_TERM, widget=widget)
