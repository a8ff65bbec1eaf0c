"""The forms of sign-in: allauth's, with our words, our limits and hashed codes."""

from typing import Any

from allauth.account import forms as allauth_forms
from allauth.account.adapter import get_adapter
from allauth.account.internal.userkit import filter_users_by_email
from allauth.core import context, ratelimit
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from rounds.core.fields import AddressField
from rounds.core.models import User
from rounds.core.reading import read_digits
from rounds.web.account.sign_in.codes import is_code, redeem_code
from rounds.web.account.sign_in.device import is_known_device_of

# A code counts for its own half minute and the ones beside it: it is remembered longer than that.
SECONDS_USED = 120

EMAIL = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
DIGITS = {"autocomplete": "one-time-code", "inputmode": "numeric", "size": "9"}


def code_field(label: Any, help_text: Any = "") -> forms.CharField:
    """Return a field for six digits; it takes spaces and dashes too."""
    return forms.CharField(
        label=label, help_text=help_text, max_length=40, widget=forms.TextInput(attrs=DIGITS)
    )


class RequestCodeForm(allauth_forms.RequestLoginCodeForm):  # type: ignore[misc]
    """Ask for a mailed code. Known and unknown addresses get the same answer."""

    email = AddressField(
        label=_("E-mail address"),
        help_text=_("The one to which your invitation was sent."),
        max_length=254,
        widget=forms.EmailInput(attrs=EMAIL),
    )

    # the address whose codes were asked for too often
    used_up: str | None = None

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        users = filter_users_by_email(email, is_active=True, prefer_verified=True, for_login=True)
        self._user = users[0] if users else None
        device = is_known_device_of(context.request, email)
        action, key = ("known_device", f"code:{device.id}") if device else ("request_login_code", email)
        if not ratelimit.consume(context.request, action=action, key=key):
            self.used_up = email
            raise get_adapter().validation_error("too_many_login_attempts")
        return email


class SignInCodeForm(allauth_forms.ConfirmLoginCodeForm):  # type: ignore[misc]
    """Type the mailed code; the session holds only its hash."""

    code = code_field(_("Six-digit code"))
    remember = forms.BooleanField(
        label=_("Remember this device for 30 days"),
        help_text=_("Only on a phone or computer that nobody else uses."),
        required=False,
    )

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if not is_code(code, self.expected_code or ""):
            raise get_adapter().validation_error("incorrect_code")
        return code


class PasswordForm(allauth_forms.LoginForm):  # type: ignore[misc]
    """Sign in with a password; a second factor follows where one is set up."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = AddressField(
            label=_("E-mail address"), max_length=254, widget=forms.EmailInput(attrs=EMAIL)
        )
        self.fields["password"] = forms.CharField(
            label=_("Password"),
            max_length=1000,
            strip=False,
            widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        )
        self.order_fields(["login", "password"])


class SingleUse:
    """A code of an authenticator app counts once."""

    user: User

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]
        digits = read_digits(code)
        if not cache.add(f"second-factor:{self.user.pk}:{digits}", 1, timeout=SECONDS_USED):
            raise get_adapter().validation_error("incorrect_code")
        return code


class SecondFactorForm(SingleUse, AuthenticateForm):  # type: ignore[misc]
    """Type the code of the authenticator app, or a recovery code."""

    code = code_field(_("Code"), _("Six digits from your authenticator app, or one of your recovery codes."))


class ActivateForm(SingleUse, ActivateTOTPForm):  # type: ignore[misc]
    """Prove that the authenticator app was set up."""

    code = code_field(_("Code that the app shows"))


class ConfirmCodeForm(forms.Form):
    """Type the mailed code that this session waits for."""

    code = code_field(_("Six-digit code"))

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if redeem_code(self.request, "confirm", code) is None:
            raise get_adapter().validation_error("incorrect_code")
        return code


class NewAddressForm(forms.Form):
    """Choose another sign-in address."""

    new_address = AddressField(
        label=_("New sign-in address"),
        help_text=_("We mail a code there. Until you have typed it, nothing changes."),
        max_length=254,
        widget=forms.EmailInput(attrs={**EMAIL, "autocomplete": "email"}),
    )


class PersonalAddressForm(forms.Form):
    """An address that stays one's own."""

    address = AddressField(
        label=_("Personal e-mail"),
        max_length=254,
        help_text=_("One that stays yours when you change hospitals. We mail a code there."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Write the address to which the code goes."),
            "invalid": _("This is not an e-mail address. Write it as name@example.org."),
        },
    )


class ProveAddressForm(forms.Form):
    """Type the code that went to the new address."""

    code = code_field(_("Six-digit code"))


class ConfirmPasswordForm(forms.Form):
    """Type the password again."""

    password = forms.CharField(
        label=_("Password"),
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not ratelimit.consume(self.request, action="confirm", key=f"password:{self.request.user.pk}"):
            raise get_adapter().validation_error("too_many_login_attempts")
        if not self.request.user.check_password(password):
            raise forms.ValidationError(_("That is not the password. Check it and try again."))
        return password


class NewPasswordForm(forms.Form):
    """Choose a password."""

    password = forms.CharField(
        label=_("New password"),
        help_text=_(
            "At least 12 characters. Four unrelated words are good; spaces and any sign are allowed."
        ),
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.user)
        return password
