"""What allauth asks us: codes, mails, safe addresses, limits, secrets at rest."""

import logging
import secrets
from typing import Any
from uuid import UUID, uuid4

import requests
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, _build_apps_from_settings
from django.conf import settings
from django.contrib import messages
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from rounds.core.access import system
from rounds.core.audit import INSTALLATION
from rounds.core.encryption import seal, unseal
from rounds.core.mail import queue_mail
from rounds.core.models import Institution, User
from rounds.web.account.sign_in.codes import hash_code, new_code
from rounds.web.account.sign_in.device import is_known_device_of
from rounds.web.account.sign_in.places import is_own_address

log = logging.getLogger(__name__)

NO_ROW = UUID(int=0)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up by themselves; mails are ours; only our own addresses are led to."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _(
            "The e-mail address or the password is not right. Check both and try again."
        ),
        "incorrect_code": _(
            "That is not the code in our latest mail. Check the six digits, or ask for a new code."
        ),
        "too_many_login_attempts": _("Too many tries in a short time. Wait a few minutes, then try again."),
        "rate_limited": _("Too many tries in a short time. Wait a few minutes, then try again."),
    }

    _login_failed_rl_usage: Any = None

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str) -> bool:
        return is_own_address(url)

    def generate_login_code(self) -> str:
        """Return the code's hash, which allauth keeps in the session; the mail gets the code itself."""
        code = new_code()
        context.request.mailed_code = code
        return hash_code(code)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        if template_prefix == "account/email/login_code":
            context = {**context, "code": self.request.mailed_code}
        send_account_mail(self.request, template_prefix, email, context)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        send_notice(
            self.request, user, NOTICES.get(template_prefix, _("Something about your sign-in was changed."))
        )

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count tries per account, but those from the owner's remembered device apart."""
        email = credentials.get("email", "")
        device = is_known_device_of(request, email)
        if not device:
            super().pre_authenticate(request, **credentials)
            # many network addresses together may not try without end either
            more = ratelimit.consume(
                request, app="allauth.account", action="login_failed_account", key=email.lower()
            )
            if not more:
                raise self.validation_error("too_many_login_attempts")
            # given back with the other count when the password is right
            self._login_failed_rl_usage.usage.extend(more.usage)
            return
        self._login_failed_rl_usage = ratelimit.consume(
            request, app="allauth.account", action="known_device", key=f"password:{device.id}"
        )
        if not self._login_failed_rl_usage:
            raise self.validation_error("too_many_login_attempts")

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Return the key of tries that fail: from one network address on one account, so that others don't count."""
        tried: str = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{ratelimit.get_ip(request)}:{tried}"

    def add_message(
        self, request: HttpRequest, level: int, *args: Any, message: str | None = None, **kwargs: Any
    ) -> None:
        """Leave out allauth's own remarks; our pages say what happened."""
        if message:
            messages.add_message(request, level, message)


NOTICES = {
    "account/email/password_changed": _("The password was changed."),
    "account/email/password_set": _("A password was chosen."),
    "mfa/email/totp_activated": _("An authenticator app was added as second factor."),
    "mfa/email/totp_deactivated": _("The authenticator app was removed as second factor."),
    "mfa/email/recovery_codes_generated": _("New recovery codes were made; the old ones no longer work."),
}


def send_notice(request: HttpRequest, user: User, what: str) -> None:
    """Tell an account's owner what was changed about it."""
    send_account_mail(request, "account/email/notice", user.email, {"what": what})


def send_account_mail(
    request: HttpRequest, template_prefix: str, email: str, context: dict[str, Any]
) -> None:
    """Send one mail about signing in, at once: it must not wait in a table with its code readable.

    In the demo no mail leaves: it is put where the demo's mails are read.
    """
    values = {"site": request.get_host(), **context}
    subject = " ".join(render_to_string(f"{template_prefix}_subject.txt", values).split())
    body = render_to_string(f"{template_prefix}_message.txt", values).strip() + "\n"
    if settings.DEMO:
        _show_in_demo(email, subject, body)
        return
    try:
        EmailMessage(subject, body, None, [email]).send()
    except OSError as error:  # SMTP errors are OSErrors too
        log.error("mail about signing in was not sent: %s", type(error).__name__)
        messages.error(
            request,
            _("The mail server did not take our mail. Try again in a minute, or ask your program office."),
        )


def _show_in_demo(email: str, subject: str, body: str) -> None:
    institution = Institution.objects.first()
    if institution:
        queue_mail(
            key=f"sign-in:{uuid4()}",
            kind="sign_in",
            to_address=email,
            subject=subject,
            body=body,
            by=system(institution.id),
            even_in_rehearsal=True,
            is_secret=True,
        )


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of authenticator apps are sealed in the database."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _(
            "That code is not right, or it was used before. Wait for the next one and type it."
        ),
    }

    def encrypt(self, text: str) -> str:
        return seal(text, institution_id=INSTALLATION, row_id=NO_ROW)

    def decrypt(self, encrypted_text: str) -> str:
        return str(unseal(encrypted_text, institution_id=INSTALLATION, row_id=NO_ROW))


class OrganizationAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Organizations come from the settings alone. Who they sign in is decided in `organization.py`."""

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> Any:
        found = _build_apps_from_settings(provider=provider, client_id=client_id)
        return [app for apps in found.values() for app in apps]

    def generate_state_param(self, state: dict[str, Any]) -> str:
        return secrets.token_urlsafe(32)

    def get_requests_session(self) -> requests.Session:
        """Follow no redirect: secrets go to the address that was configured, or nowhere."""
        session: requests.Session = super().get_requests_session()
        session.max_redirects = 0
        return session

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False


def note_authentication(request: HttpRequest, method: str) -> None:
    """Remember in the session that its owner has just proven who they are."""
    record_authentication(request, request.user, method=method, reauthenticated=True)
