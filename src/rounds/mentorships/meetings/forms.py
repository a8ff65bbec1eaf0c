"""What is typed when the two arrange a meeting."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rounds.core.fields import FIRST, LAST, AddressField, EntryForm, MomentField
from rounds.mentorships.conversations.forms import LENGTHS, MoveForm, NightForm, series_fields
from rounds.mentorships.conversations.values.series import Repeats
from rounds.mentorships.enums import Mode

OTHERS = ("other_1", "other_2", "other_3")


def read_moment(text: Any) -> datetime | None:
    """Return a moment as an address or a button says it, None for anything else and for a year out of bounds."""
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo and FIRST <= moment.date() <= LAST else None
    except (TypeError, ValueError, OverflowError):
        return None


class MomentsField(forms.MultipleChoiceField):
    """Moments to tick; any moment is taken, since the page may have been open for a while."""

    def valid_value(self, value: Any) -> bool:
        """Tell whether something is a moment."""
        return read_moment(value) is not None


class TimesForm(NightForm, EntryForm):
    """Up to three times: ticked among those that both have free, or written."""

    def __init__(
        self, *args: Any, choices: Sequence[tuple[str, str]], minutes: int = 30, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["times"] = MomentsField(
            label=_("Times that both of you have free"),
            choices=choices,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"invalid_choice": _("Choose times that are on the page, or write others.")},
        )
        for name, label in zip(OTHERS, (_("Another time"), _("Or"), _("Or")), strict=True):
            self.fields[name] = MomentField(label=label, required=False)
        self.fields["minutes"] = forms.TypedChoiceField(
            label=_("How long"),
            choices=[
                (one, _("%(minutes)s minutes") % {"minutes": one}) for one in sorted({*LENGTHS, minutes})
            ],
            coerce=int,
            initial=minutes,
        )
        self.fields["mode"] = forms.ChoiceField(
            label=_("How"), choices=Mode.choices, widget=forms.RadioSelect, required=False
        )
        self.fields["mode"].in_a_row = True  # type: ignore[attr-defined]

        self.fields["repeats"], self.fields["until"] = series_fields()

    def clean(self) -> dict[str, Any]:
        """Ask about times at night that were written."""
        data = super().clean() or {}
        for name in OTHERS:
            self.ask_about_night(name, data.get(name))
        return data

    def repeats(self) -> Repeats:
        """Return how often the times come again."""
        return Repeats(self.cleaned_data["repeats"])

    def wanted(self) -> list[datetime]:
        """Return the times of a valid form."""
        ticked = [read_moment(one) for one in self.cleaned_data["times"]]
        written = [self.cleaned_data[name] for name in OTHERS]
        return [one for one in (*ticked, *written) if one is not None]


class AssistantForm(forms.Form):
    """Whom somebody names as an assistant, by work address: nobody's name is shown to find them."""

    email = AddressField(label=_("Their work address"))


class MoveToForm(MoveForm):
    """Another time for a planned conversation: one that both have free, or any."""

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["starts_at"].required = not choices
        self.fields["slot"] = forms.ChoiceField(
            label=_("Times that both of you have free"),
            choices=choices,
            required=False,
            widget=forms.RadioSelect,
        )
        if not choices:
            del self.fields["slot"]
        self.order_fields(["slot", "starts_at"])

    def clean(self) -> dict[str, Any]:
        """Return what was typed; a time that is ticked counts, else the one that is written."""
        data = super().clean() or {}
        data["starts_at"] = read_moment(data.get("slot")) or data.get("starts_at")
        if data["starts_at"] is None and not self.errors:
            self.add_error("starts_at", _("Choose one of the times, or write another one."))
        return data
