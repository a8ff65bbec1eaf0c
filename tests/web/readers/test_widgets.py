"""Fields of forms are drawn as Django draws them."""

import datetime

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import SafeString

from rounds.web.typed.widgets import DrawnWidgets

HOSTILE = '<b>"it\'s" & so</b>'
CHOICES = [
    ("", "Choose…"),
    ("a", HOSTILE),
    (HOSTILE, SafeString("<i>safe</i>")),
    (3, 4),
    ("Group", [("b", "B"), ("c", "C")]),
]


class Every(forms.Form):
    """One field of each kind."""

    text = forms.CharField(
        max_length=40, help_text="Why", widget=forms.TextInput(attrs={"data-on": True, "x": False})
    )
    long = forms.CharField(widget=forms.Textarea(attrs={"rows": 3, "placeholder": HOSTILE}))
    hidden = forms.CharField(widget=forms.HiddenInput)
    password = forms.CharField(widget=forms.PasswordInput)
    search = forms.CharField(widget=forms.SearchInput)
    phone = forms.CharField(widget=forms.TelInput)
    email = forms.EmailField()
    url = forms.URLField(assume_scheme="https")
    number = forms.IntegerField(min_value=1)
    part = forms.DecimalField()
    on = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))
    at = forms.DateTimeField()
    time = forms.TimeField()
    yes = forms.BooleanField()
    maybe = forms.NullBooleanField()
    one = forms.ChoiceField(choices=CHOICES)
    radio = forms.ChoiceField(choices=CHOICES, widget=forms.RadioSelect(attrs={"class": "row"}))
    several = forms.MultipleChoiceField(choices=CHOICES)
    boxes = forms.MultipleChoiceField(choices=CHOICES, widget=forms.CheckboxSelectMultiple)
    file = forms.FileField()
    split = forms.SplitDateTimeField()


VALUES = {
    "text": HOSTILE,
    "long": f"\n{HOSTILE}\n",
    "hidden": "0",
    "number": "12345",
    "on": "2026-03-02",
    "yes": "on",
    "maybe": "true",
    "one": HOSTILE,
    "radio": "a",
    "several": ["a", "c"],
    "boxes": ["b", HOSTILE],
}
FIRST = {
    "number": 12345,
    "part": 1.5,
    "on": datetime.date(2026, 3, 2),
    "text": 0,
    "long": HOSTILE,
    "one": 3,
    "radio": 3,
}


@pytest.mark.parametrize("data", [None, VALUES])
@pytest.mark.parametrize("id_", ["id_%s", False])
def test_widgets_letter_by_letter(data, id_):
    mine, django = (
        str(Every(data, initial=FIRST, auto_id=id_, renderer=kind()))
        for kind in (DrawnWidgets, DjangoTemplates)
    )

    assert mine == django


def test_each_option_alone():
    mine, django = (
        [str(option) + option.tag() for name in ("radio", "boxes", "one") for option in form[name]]
        for form in (Every(VALUES, renderer=kind()) for kind in (DrawnWidgets, DjangoTemplates))
    )

    assert mine == django
