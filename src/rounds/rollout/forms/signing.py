"""Input about an endorsement: its terms, and who signs it how."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from rounds.core.edits import EditForm
from rounds.core.fields import AddressField, DateField, EntryForm, TextField
from rounds.rollout.enums import Capacity
from rounds.rollout.services.links import Asked
from rounds.rollout.services.signing import Signature
from rounds.rollout.values.endorsement import Terms


class EndorsementForm(EditForm, forms.Form):
    """What sponsor and DIO put their names under; it begins with what was issued before."""

    ask = TextField(
        label=_("What is asked"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say what is asked, in a sentence or two.")},
    )
    sponsor = TextField(
        label=_("Sponsor"),
        max_length=200,
        help_text=_("Who answers for the program above the office, by name and office."),
        error_messages={"required": _("Name the sponsor.")},
    )
    hours = TextField(
        label=_("Hours of mentors, by department and month"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say how many hours of whom: without them nobody has time.")},
    )
    money = TextField(
        label=_("Money"),
        max_length=500,
        help_text=_("The sum, and from which budget; “none” is an answer."),
        error_messages={"required": _("Say how much, or “none”.")},
    )
    until_on = DateField(label=_("Until"), error_messages={"required": _("Say until when.")})

    SAID = ("ask", "sponsor", "hours", "money", "until_on")

    def terms(self) -> Terms:
        """Return what was entered."""
        return Terms(**{name: self.cleaned_data[name] for name in self.SAID})


class SignForm(forms.Form):
    """As what somebody signs, and the digest of the version that was on the page."""

    capacity = forms.ChoiceField(
        label=_("You sign as"),
        choices=[("", _("Choose…")), *Capacity.choices],
        error_messages={"required": _("Say as what you sign.")},
    )
    digest = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, capacities: Sequence[Capacity], **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        field = cast(forms.ChoiceField, self.fields["capacity"])
        field.choices = [("", _("Choose…")), *((one.value, one.label) for one in capacities)]


class PaperForm(EntryForm):
    """A signature that was given on paper."""

    name = TextField(
        label=_("Who signed"), max_length=200, error_messages={"required": _("Enter the name on the paper.")}
    )
    capacity = forms.ChoiceField(
        label=_("As"),
        choices=[("", _("Choose…")), *Capacity.choices],
        error_messages={"required": _("Say as what they signed.")},
    )
    signed_on = DateField(label=_("Signed on"), error_messages={"required": _("Enter the day on the paper.")})
    digest = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def signature(self) -> Signature:
        """Return what was entered."""
        given = self.cleaned_data
        return Signature(given["name"], given["capacity"], given["signed_on"])


class AskForm(EntryForm):
    """Who without an account is asked by mail to sign, and as what."""

    name = TextField(
        label=_("Who is asked"), max_length=200, error_messages={"required": _("Enter the signer’s name.")}
    )
    email = AddressField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("Their own: whoever reads this mailbox can sign."),
        error_messages={"required": _("Enter the signer’s own address.")},
    )
    capacity = forms.ChoiceField(
        label=_("Signs as"),
        choices=[("", _("Choose…")), *Capacity.choices],
        error_messages={"required": _("Say as what they sign.")},
    )
    digest = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def asked(self) -> Asked:
        """Return who is asked."""
        given = self.cleaned_data
        return Asked(given["name"], given["capacity"], given["email"])


class LinkForm(forms.Form):
    """The digest of the version that was on the page of a link."""

    digest = forms.CharField(max_length=64, widget=forms.HiddenInput)


class TakeBackForm(forms.Form):
    """Why a signature on paper is taken back."""

    reason = TextField(
        label=_("Why it is taken back"),
        max_length=300,
        help_text=_("Such as a name that was mistyped. The signature and this reason stay readable."),
        error_messages={"required": _("Say why: it stays beside the signature.")},
    )
