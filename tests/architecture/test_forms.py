"""All forms of the product: one field for days, one for moments."""

import importlib
import pkgutil

from django import forms

import rounds
from rounds.core.fields import DateField, MomentField


def all_forms():
    """Return every form class of the product."""
    for module in pkgutil.walk_packages(rounds.__path__, "rounds."):
        if "forms" in module.name or module.name == "rounds.web.components":
            importlib.import_module(module.name)
    found, open_ = set(), [forms.BaseForm]
    while open_:
        below = open_.pop().__subclasses__()
        open_ += below
        found |= {
            form
            for form in below
            if form.__module__.startswith("rounds.") and hasattr(form, "base_fields")  # no mixin
        }
    return found


def test_every_day_and_moment_of_every_form_has_the_one_field():
    wrong = [
        f"{form.__module__}.{form.__name__}.{name}"
        for form in all_forms()
        for name, field in getattr(form, "base_fields", {}).items()
        if (isinstance(field, forms.DateField) and not isinstance(field, DateField))
        or (isinstance(field, forms.DateTimeField) and not isinstance(field, MomentField))
    ]

    assert wrong == []


def test_forms_are_found():
    days = [
        form for form in all_forms() if any(isinstance(one, DateField) for one in form.base_fields.values())
    ]

    assert len(days) >= 9
