"""What is tapped when somebody rates."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rounds.framework.models import Indicator
from rounds.mentorships.growth.values.scale import CLEARED, NOT_SEEN, STEPS, Ratings, said_step, written


class RatingForm(forms.Form):
    """A row of eleven numbers for each indicator; a mentor finds "not seen yet" before them."""

    def __init__(
        self,
        *args: Any,
        indicators: Iterable[Indicator],
        before: Ratings,
        domains: dict[str, str],
        with_not_seen: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.indicators = list(indicators)
        self.domains = domains
        numbers = [(written(step), said_step(step)) for step in STEPS]
        first = [(NOT_SEEN, _("not seen yet"))] if with_not_seen else []
        for one in self.indicators:
            clear = [(CLEARED, _("take it away"))] if one.key in before and not with_not_seen else []
            field = forms.ChoiceField(
                label=one.text,
                choices=[*first, *numbers, *clear],
                widget=forms.RadioSelect,
                required=False,
                initial=_first(one.key, before),
            )
            field.in_a_row = True  # type: ignore[attr-defined]
            self.fields[one.key] = field

    def rows(self, tier: str = "") -> list[tuple[str, Indicator, forms.BoundField]]:
        """Return each indicator of a tier with its domain and its field."""
        return [
            (self.domains.get(one.domain_key, one.domain_key), one, self[one.key])
            for one in self.indicators
            if not tier or one.tier == tier
        ]

    def ratings(self) -> Ratings:
        """Return what a valid form says; rows without a tap say nothing."""
        said = ((one.key, self.cleaned_data.get(one.key, "")) for one in self.indicators)
        return {
            key: None if value == NOT_SEEN else Decimal(value)
            for key, value in said
            if value not in ("", CLEARED)
        }

    def cleared(self) -> frozenset[str]:
        """Return the rows whose rating is taken away."""
        return frozenset(one.key for one in self.indicators if self.cleaned_data.get(one.key) == CLEARED)


def _first(key: str, before: Ratings) -> str:
    """Return what was said of an indicator before."""
    if key not in before:
        return ""
    said = before[key]
    return NOT_SEEN if said is None else written(said)


class AskRatingForm(forms.Form):
    """Which indicators the mentor is asked to rate."""

    def __init__(self, *args: Any, indicators: Iterable[Indicator], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["indicators"] = forms.MultipleChoiceField(
            label=_("What your mentor may have seen"),
            choices=[(one.key, one.text) for one in indicators],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Choose at least one line that your mentor may have seen.")},
        )
