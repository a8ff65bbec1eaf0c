"""What a platform's administrator copies here."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rounds.core.edits import EditForm
from rounds.core.fields import TextField
from rounds.integrations.lti.values.platform import Platform
from rounds.integrations.outgoing import LONGEST, NotAllowed, place_of

PLAIN = _("This address can't be used: it must begin with https://.")
INSIDE = _(
    "This address can't be used: it is not one that is open to the internet. If the system stands inside your"
    " hospital, whoever runs Rounds lists its host in ROUNDS_INSIDE_HOSTS first."
)


class OutsideField(TextField):
    """An address that Rounds may ask, as far as its spelling tells."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=LONGEST, **options)

    def clean(self, value: Any) -> str:
        """Return the address; refuse one of the inside, in words."""
        text: str = super().clean(value)
        try:
            place_of(text)
        except NotAllowed as error:
            words = PLAIN if error.reason == "scheme" else INSIDE
            raise forms.ValidationError(words, code="address") from None
        return text


class PlatformForm(EditForm, forms.Form):
    """What the platform says of itself once Rounds is registered there."""

    issuer = TextField(
        label=_("Issuer"),
        max_length=250,
        help_text=_("Also called platform ID; often the platform's own address."),
    )
    client_id = TextField(label=_("Client ID"), max_length=200)
    deployments = TextField(
        label=_("Deployment ID"), max_length=600, help_text=_("Several: with commas between them.")
    )
    login_url = OutsideField(
        label=_("Where sign-in begins"),
        help_text=_("Also called authentication request or authorization address."),
    )
    token_url = OutsideField(label=_("Where access tokens are given"))
    keys_url = OutsideField(
        label=_("Where the platform's keys are"), help_text=_("Also called keyset or JWKS address.")
    )
    trusts_numbers = forms.BooleanField(
        label=_("The person ID that it sends (lis.person_sourcedid) is the employee number here"),
        required=False,
        help_text=_(
            "Tick it only if people can't choose that ID themselves. Otherwise each person joins once, by a code that is"
            " mailed to the address on record."
        ),
    )

    def clean_deployments(self) -> str:
        """Return the deployments, each once."""
        found = _one_by_one(self.cleaned_data["deployments"])
        if not found:
            raise forms.ValidationError(_("Enter the deployment ID that the platform shows."))
        return ", ".join(found)

    def platform(self) -> Platform:
        """Return what was entered."""
        data = self.cleaned_data
        return Platform(**{**data, "deployments": _one_by_one(data["deployments"])})

    @classmethod
    def of(cls, platform: Platform) -> dict[str, Any]:
        """Return what the form shows of a platform that was entered before."""
        return {**platform.as_settings(), "deployments": ", ".join(platform.deployments)}


def _one_by_one(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.strip() for one in text.split(",") if one.strip()))
