"""Input about a budget: planned quantities, prices, what was spent."""

from decimal import Decimal
from typing import Any, cast

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rounds.core.edits import EditForm
from rounds.core.fields import DateField, EntryForm, NumberField, TextField
from rounds.people.enums import Tier
from rounds.rollout.services.budget import Booked
from rounds.rollout.values.budget import PRICES, TYPED

MOST = Decimal("99999999.99")


def _money(label: Promise | str, **options: Any) -> NumberField:
    return NumberField(
        label=cast(str, label),
        max_value=MOST,
        max_digits=11,
        decimal_places=2,
        error_messages={
            "required": _("Enter an amount, such as 120.50."),
            "invalid": _("Enter an amount, such as 120.50."),
        },
        **options,
    )


class BudgetForm(EditForm, forms.Form):
    """Planned quantities, and the price of each thing; a price may stay empty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, (label, _default) in TYPED.items():
            self.fields[key] = forms.IntegerField(
                label=cast(str, label),
                min_value=0,
                max_value=99999,
                error_messages={
                    "required": _("Enter how many; 0 where there is none."),
                    "invalid": _("Enter a number, such as 7."),
                },
            )
        tiers = {f"rate_{one.value}" for one in Tier}
        for key, price in PRICES.items():
            name = str(_("An hour: %(tier)s") % {"tier": price} if key in tiers else price)
            self.fields[f"price_{key}"] = _money(name, required=False, min_value=Decimal(0))

    def typed(self) -> dict[str, int]:
        """Return the planned quantities."""
        return {key: self.cleaned_data[key] for key in TYPED}

    def prices(self) -> dict[str, Decimal | None]:
        """Return the prices; None where nobody has said."""
        return {key: self.cleaned_data[f"price_{key}"] for key in PRICES}


class SpendingForm(EntryForm):
    """What was spent, on which day, for which line."""

    line = forms.ChoiceField(label=_("For what"), error_messages={"required": _("Choose for what.")})
    booked_on = DateField(label=_("On which day"), error_messages={"required": _("Say on which day.")})
    amount = _money(_("Amount"), help_text=_("With a minus: what was booked by mistake is booked back."))
    words = TextField(label=_("Which bill"), max_length=200, required=False)

    def __init__(self, *args: Any, lines: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["line"]).choices = [("", _("Choose…")), *lines]

    def booked(self) -> Booked:
        """Return what was entered."""
        return Booked(**{name: self.cleaned_data[name] for name in Booked.__dataclass_fields__})
