"""The terms of an agreement as they are typed."""

from typing import Any

from django import forms

from rounds.core.edits import EditForm
from rounds.core.fields import DateField, TextField
from rounds.mentorships.agreements.values.terms import (
    INTERVALS,
    LABELS,
    LONGEST_TERM,
    PROPOSERS,
    Terms,
    said_interval,
    said_minutes,
)

LENGTHS = (15, 30, 45, 60, 90)
LONG = frozenset({"confidential", "own_words"})
COUNTED = ("interval_days", "minutes", "review_on")


class TermsForm(EditForm, forms.Form):
    """All terms, filled in; whoever reads them changes what matters."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @property
    def is_edit(self) -> bool:
        """Tell whether usual terms are changed; of a proposal `seen` says what its page knew."""
        return "seen" not in self.initial

    def __init__(self, *args: Any, terms: Terms, **kwargs: Any) -> None:
        kwargs["initial"] = {**terms.to_json(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        intervals = INTERVALS | {terms.interval_days: said_interval(terms.interval_days)}
        self.fields["interval_days"] = _choice(LABELS["interval_days"], intervals.items())
        lengths = sorted({*LENGTHS, terms.minutes})
        self.fields["minutes"] = _choice(LABELS["minutes"], [(one, said_minutes(one)) for one in lengths])
        for name, label in LABELS.items():
            if name not in COUNTED:
                self.fields[name] = _text(label, is_long=name in LONG)
        self.fields["proposes"] = _proposer(terms.proposes)
        self.fields["review_on"] = DateField(label=LABELS["review_on"])

    def terms(self) -> Terms:
        """Return the terms of a valid form."""
        return Terms(**{name: self.cleaned_data[name] for name in LABELS})


def _choice(label: Any, choices: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, choices=list(choices), coerce=int)


def _proposer(said: str) -> forms.ChoiceField:
    """Return the choice of who proposes times; words of one's own stay a choice."""
    words = list(dict.fromkeys([*(str(known) for known in PROPOSERS.values()), *filter(None, [said])]))
    return forms.ChoiceField(label=LABELS["proposes"], choices=[(one, one) for one in words], required=False)


def _text(label: Any, *, is_long: bool) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 4 if is_long else 2})
    return TextField(label=label, required=False, max_length=LONGEST_TERM, widget=widget)
