"""The names of allauth's inside that we use, looked for in every module. It is pinned exactly: a version that moves one fails here, by name.

What is public in its documentation may move as well as what is called internal, so everything is listed.
"""

import ast
import importlib
import inspect
import pkgutil
import tomllib
from pathlib import Path

import rounds.web

ROOT = Path(__file__).parents[2]
NAMES = {
    "allauth.account.adapter": {"DefaultAccountAdapter", "get_adapter"},
    "allauth.account.auth_backends": {"AuthenticationBackend"},
    "allauth.account.forms": {"ConfirmLoginCodeForm", "LoginForm", "RequestLoginCodeForm"},
    "allauth.account.internal.flows.login": {
        *("get_authentication_records", "perform_login", "record_authentication"),
    },
    "allauth.account.internal.flows.logout": {"logout"},
    "allauth.account.internal.userkit": {"filter_users_by_email"},
    "allauth.account.models": {"EmailAddress", "Login"},
    "allauth.account.signals": {"user_logged_in"},
    "allauth.account.views": {"ConfirmLoginCodeView", "LoginView", "RequestLoginCodeView"},
    "allauth.core.context": {"request"},
    "allauth.core.internal.ratelimit": {"RateLimitUsage", "consume", "get_ip", "respond_429"},
    "allauth.core.ratelimit": {"consume"},
    "allauth.mfa.adapter": {"DefaultMFAAdapter", "get_adapter"},
    "allauth.mfa.base.forms": {"AuthenticateForm"},
    "allauth.mfa.base.internal.flows": {"post_authentication"},
    "allauth.mfa.base.views": {"AuthenticateView"},
    "allauth.mfa.models": {"Authenticator"},
    "allauth.mfa.recovery_codes.internal.auth": {"RecoveryCodes"},
    "allauth.mfa.recovery_codes.internal.flows": {"generate_recovery_codes"},
    "allauth.mfa.signals": {"authenticator_added", "authenticator_removed", "authenticator_reset"},
    "allauth.mfa.totp.forms": {"ActivateTOTPForm"},
    "allauth.mfa.totp.internal.flows": {"deactivate_totp"},
    "allauth.mfa.totp.views": {"ActivateTOTPView"},
    "allauth.socialaccount.adapter": {
        *("DefaultSocialAccountAdapter", "_build_apps_from_settings", "get_adapter"),
    },
    "allauth.socialaccount.internal.statekit": {"STATE_TTL", "unstash_state"},
    "allauth.socialaccount.models": {"SocialAccount"},
    "allauth.socialaccount.providers.oauth2.client": {"OAuth2Error"},
    "allauth.socialaccount.providers.openid_connect.views": {"OpenIDConnectOAuth2Adapter"},
    "allauth.usersessions.models": {"UserSession"},
}
# what classes of ours take the place of: a method that moved would be called by nobody, without an error
REPLACED = {
    "StrictAdapter": {"openid_config"},
    "Activate": {"get_success_url"},
    "AccountAdapter": {
        *("add_message", "error_messages", "generate_login_code", "is_open_for_signup", "is_safe_url"),
        *("_get_login_attempts_cache_key", "pre_authenticate", "send_mail", "send_notification_mail"),
    },
    "SecondFactorAdapter": {"decrypt", "encrypt", "error_messages"},
    "OrganizationAdapter": {
        "generate_state_param",
        "get_requests_session",
        "is_open_for_signup",
        "list_apps",
    },
    "RequestCodeForm": {"clean_email"},
    "SignInCodeForm": {"clean_code"},
    "RequestCode": {"form_valid"},
    "ConfirmCode": {"_resend_form_valid", "_verify_form_valid"},
}
OF_EVERY_FORM = {"base_fields", "declared_fields", "media"}


def names_used():
    """Return every name that the product takes from a module of allauth, by module."""
    used: dict[str, set[str]] = {}
    for path in sorted((ROOT / "src/rounds").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        modules = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "allauth":
                for name in node.names:
                    if is_module(f"{node.module}.{name.name}"):
                        modules[name.asname or name.name] = f"{node.module}.{name.name}"
                    else:
                        used.setdefault(str(node.module), set()).add(name.name)
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Attribute)
                and isinstance(node.value, ast.Name)
                and node.value.id in modules
            ):
                used.setdefault(modules[node.value.id], set()).add(node.attr)
    return used


def is_module(name):
    try:
        importlib.import_module(name)
    except ImportError:
        return False
    return True


def classes_over_allauth():
    """Yield each class of ours that stands on one of allauth's, with those."""
    for found in pkgutil.walk_packages(rounds.web.__path__, "rounds.web."):
        module = importlib.import_module(found.name)
        for one in vars(module).values():
            if inspect.isclass(one) and one.__module__ == found.name:
                theirs = [base for base in one.__mro__[1:] if base.__module__.startswith("allauth")]
                if theirs:
                    yield one, theirs


def methods_replaced():
    replaced = {
        ours.__name__: {
            name
            for name in vars(ours)
            if not name.startswith("__")
            and name not in OF_EVERY_FORM
            and any(name in vars(base) for base in theirs)
        }
        for ours, theirs in classes_over_allauth()
    }
    return {name: names for name, names in replaced.items() if names}


def test_every_name_of_allauth_is_listed():
    assert names_used() == NAMES


def test_every_listed_name_is_where_it_was():
    moved = [
        f"{module}.{name} is gone: find where this version of allauth has it"
        for module, names in NAMES.items()
        for name in sorted(names)
        if not is_module(module) or not hasattr(importlib.import_module(module), name)
    ]

    assert moved == []


def test_what_our_classes_replace_is_still_called_so():
    assert methods_replaced() == REPLACED


def test_our_methods_take_what_allauth_gives():
    differ = []
    for ours, theirs in classes_over_allauth():
        for name in REPLACED.get(ours.__name__, ()):
            mine, original = vars(ours)[name], next(vars(base)[name] for base in theirs if name in vars(base))
            if inspect.isfunction(mine) and inspect.isfunction(original):
                asked, takes = inspect.signature(original).parameters, inspect.signature(mine).parameters
                if [*asked] != [*takes] and not {"args", "kwargs"} & {*takes}:
                    differ.append(f"{ours.__name__}.{name} takes {[*takes]}, and allauth gives {[*asked]}")

    assert differ == []


def test_allauth_is_pinned_exactly():
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]

    [allauth] = [one for one in declared if one.startswith("django-allauth")]
    assert "==" in allauth
