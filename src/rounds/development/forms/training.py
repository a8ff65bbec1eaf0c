"""Input about training, as clean values for the services."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rounds.core.fields import EntryForm, MomentField, TextField
from rounds.development.services.training import Plan
from rounds.development.values.modules import MODULES


class SessionForm(EntryForm):
    """A session: which module, when, where, who leads."""

    module = forms.ChoiceField(
        label=_("Module"),
        error_messages={
            "required": _("Choose a module."),
            "invalid_choice": _("Choose a module of the list."),
        },
    )
    starts_at = MomentField(
        label=_("Begins"), help_text=_("One that was held may be entered too, up to two years back.")
    )
    room = TextField(
        label=_("Where"),
        max_length=200,
        help_text=_("A room, or the address of a call."),
        error_messages={"required": _("Say where, so that people find it.")},
    )
    led_by = TextField(
        label=_("Who leads"), max_length=200, error_messages={"required": _("Name who leads the session.")}
    )

    def __init__(self, data: Any = None, *, titles: Mapping[str, str], initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        field = cast(forms.ChoiceField, self.fields["module"])
        field.choices = [
            ("", _("Choose…")),
            *(
                (
                    key,
                    gettext("%(title)s, %(minutes)s minutes")
                    % {"title": titles[key], "minutes": MODULES[key].minutes},
                )
                for key in MODULES
            ),
        ]

    def plan(self) -> Plan:
        """Return what was entered."""
        given = self.cleaned_data
        return Plan(given["module"], given["starts_at"], given["room"], given["led_by"])
