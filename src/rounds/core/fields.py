"""Form fields of a day, of a moment, of a number and of an address, and the form that is sent once: the same everywhere."""

import re
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from rounds.core.clock import now
from rounds.core.dates import months_after
from rounds.core.reading import read_id
from rounds.sheets import is_address

# 72,000 and 7,5 as people write them.
THOUSANDS = re.compile(r"[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
COMMA = re.compile(r"[-+]?\d+,\d{1,2}")
# Whoever types a year outside these has made a slip of the hand.
FIRST, LAST = date(1900, 1, 1), date(2100, 12, 31)
# 06/30/27, 6/30/0027; a date box sends a year of two digits as 0027-06-30.
SHORT_LAST = re.compile(r"^(\d{1,2}[/.-]\d{1,2}[/.-])(?:00)?(\d\d)(?!\d)")
SHORT_FIRST = re.compile(r"^00(\d\d)(-\d{1,2}-\d{1,2})(?!\d)")


def is_mail_address(text: str) -> bool:
    """Tell whether a text is an address that mail can be sent to: one rule for imports, forms and the queue."""
    return is_address(text.lower())


def validate_mail_address(text: str) -> None:
    """Raise ValidationError for what is no address."""
    if not is_mail_address(text):
        raise forms.ValidationError(
            _("This is not an e-mail address. Write it as name@hospital.org."), code="invalid"
        )


class AddressField(forms.EmailField):
    """An address that mail can be sent to, by the one rule of all of Rounds."""

    default_validators = [validate_mail_address]  # noqa: RUF012  # as Django declares it


class TextField(forms.CharField):
    """A text of which nothing is cut: no browser stops it, and what is too long is refused with how much it is over."""

    def __init__(self, *, max_length: int, **options: Any) -> None:
        # Given to Django it would become the attribute by which browsers cut what is pasted, without a word.
        super().__init__(**options)
        self.longest = max_length

    def validate(self, value: Any) -> None:
        """Refuse what is too long, in words."""
        super().validate(value)
        over = len(value or "") - self.longest
        if over > 0:
            words = ngettext(
                "This is %(over)s character too long: at most %(most)s fit. Nothing is lost; shorten it here.",
                "This is %(over)s characters too long: at most %(most)s fit. Nothing is lost; shorten it here.",
                over,
            )
            params = {
                "over": number_format(over, force_grouping=True),
                "most": number_format(self.longest, force_grouping=True),
            }
            raise forms.ValidationError(words, code="max_length", params=params)


class NumberField(forms.DecimalField):
    """A number as people write it: with a dollar sign, thousands apart, a comma before the last two digits."""

    def __init__(self, **options: Any) -> None:
        words = {
            "min_value": _("Enter at least %(limit_value)s."),
            "max_value": _("Enter at most %(limit_value)s."),
        }
        options["error_messages"] = words | options.get("error_messages", {})
        super().__init__(**options)

    def to_python(self, value: Any) -> Any:
        """Return the number; what is not one is refused as before."""
        if isinstance(value, str):
            value = value.strip().removeprefix("$").strip()
            if THOUSANDS.fullmatch(value):
                value = value.replace(",", "")
            elif COMMA.fullmatch(value):
                value = value.replace(",", ".")
        return super().to_python(value)


def near_year(two_digits: int) -> int:
    """Return the year nearest to this one that ends in two digits."""
    this = now().year
    century = this - this % 100
    return min((century + step + two_digits for step in (-100, 0, 100)), key=lambda year: abs(year - this))


def with_whole_year(text: str) -> str:
    """Return a date as it was typed, its year of two digits read in the century that is near."""
    text = SHORT_LAST.sub(lambda found: f"{found[1]}{near_year(int(found[2]))}", text.strip())
    return SHORT_FIRST.sub(lambda found: f"{near_year(int(found[1]))}{found[2]}", text)


class DateInput(forms.DateInput):
    """The browser's date box, which wants the ISO form."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class MomentInput(forms.DateTimeInput):
    """The browser's box of a day with a time."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class Bounded:
    """A field whose day lies between two others; its errors say what to write."""

    error_messages: dict[str, Any]

    def __init__(self, *, first: date = FIRST, last: date = LAST, **options: Any) -> None:
        super().__init__(**options)
        self.first, self.last = first, last

    def to_python(self, value: Any) -> Any:
        """Return what was typed; a year of two digits is the near one."""
        return super().to_python(with_whole_year(value) if isinstance(value, str) else value)  # type: ignore[misc]

    def validate(self, value: Any) -> None:
        """Refuse a day out of bounds, in words."""
        super().validate(value)  # type: ignore[misc]
        day = value.date() if isinstance(value, datetime) else value
        if day and not self.first <= day <= self.last:
            bounds = {"first": date_format(self.first, "j M Y"), "last": date_format(self.last, "j M Y")}
            raise forms.ValidationError(self.error_messages["too_far"], code="too_far", params=bounds)


def from_a_year_ago(field: forms.Field, today: date) -> None:
    """Bound a day on which something begins for many: one that lies over a year back is a slip of the hand."""
    if isinstance(field, Bounded):
        field.first = months_after(today, -12)


TOO_FAR = _("Choose a day from %(first)s to %(last)s.")


class DateField(Bounded, forms.DateField):
    """A day."""

    widget = DateInput
    default_error_messages = {  # noqa: RUF012  (as Django has it)
        "invalid": _("This is not a date. Write it as 2027-07-01."),
        "required": _("The date is missing. Choose one."),
        "too_far": TOO_FAR,
    }


class MomentField(Bounded, forms.DateTimeField):
    """A day with its time, as clocks show it where the reader works."""

    widget = MomentInput
    default_error_messages = {  # noqa: RUF012  (as Django has it)
        "invalid": _("This is not a day and a time. Write it as 2027-07-01 14:30."),
        "required": _("The day and the time are missing. Choose both."),
        "too_far": TOO_FAR,
    }

    def to_python(self, value: Any) -> Any:
        """Return the moment; what clocks skip or show twice in its night is refused in a sentence that says so."""
        try:
            return super().to_python(value)
        except forms.ValidationError as error:
            odd = next((one for one in error.error_list if one.code == "ambiguous_timezone"), None)
            if odd is None or not odd.params:
                raise
            raise forms.ValidationError(_odd_night(odd.params["datetime"]), code=odd.code) from error


def _odd_night(meant: datetime) -> str:
    """Say that clocks skip a time in its night, or show it twice."""
    zone = timezone.get_current_timezone()
    first = meant.replace(tzinfo=zone, fold=0)
    is_skipped = first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != meant
    words = {"day": date_format(meant, "j M Y"), "time": date_format(meant, "g:i A")}
    if is_skipped:
        return (
            gettext("The clocks skip %(time)s on %(day)s, so nobody sees it. Choose a time before or after.")
            % words
        )
    return (
        gettext("The clocks show %(time)s twice on %(day)s. Choose a time before or after that hour.") % words
    )


class EntryForm(forms.Form):
    """A form that is sent once: its id is made with the page."""

    entry = forms.CharField(widget=forms.HiddenInput, required=False)

    @staticmethod
    def new_entry() -> str:
        """Return the id of a new page."""
        return str(uuid4())

    def entry_id(self) -> UUID:
        """Return the id that the page was made with; a new one when it came without."""
        return read_id(self.cleaned_data.get("entry")) or uuid4()
