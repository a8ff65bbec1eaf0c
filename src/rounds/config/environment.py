"""What may stand in the environment: every setting with its kind and its range, all mistakes said at once.

The values themselves are read in `settings`; here they are held against a schema before anything is built on them.
"""

import difflib
from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from marshmallow import EXCLUDE, Schema, fields, validate

PREFIX = "ROUNDS_"
OF_ORGANIZATIONS = "ROUNDS_OIDC_"  # their names are the installation's own
NEAR = 0.86  # a name that is as near to a known one as this is a slip
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


def _text() -> fields.Field:
    return fields.String()


def _words(*words: str) -> fields.Field:
    said = f"it must be one of {', '.join(words)}"
    return fields.String(validate=validate.OneOf(words, error=said))


def _yes_no() -> fields.Field:
    said: dict[str, Any] = {"invalid": "it must be true or false (1 or 0, yes or no, on or off)"}
    return fields.Boolean(error_messages=said)


def _number(low: float, high: float, kind: Callable[..., fields.Field] = fields.Integer) -> fields.Field:
    whole = "a whole number" if kind is fields.Integer else "a number"
    said = f"it must be {whole} from {low:,} to {high:,}"
    messages: dict[str, Any] = {"invalid": said, "too_large": said, "special": said}
    return kind(validate=validate.Range(low, high, error=said), error_messages=messages)


def _address() -> fields.Field:
    said = "it must be an address such as https://rounds.example.org"
    return fields.String(validate=validate.Regexp(r"https?://[^\s/]+.*", error=said))


SETTINGS: dict[str, fields.Field] = {
    "ROUNDS_MODE": _words("production", "demo", "development"),
    "ROUNDS_DEBUG": _yes_no(),
    "ROUNDS_DATA": _text(),
    "ROUNDS_ENV_FILE": _text(),
    "ROUNDS_SECRET_KEY": _text(),
    "ROUNDS_FIELD_KEYS": _text(),
    "ROUNDS_HOSTS": _text(),
    "ROUNDS_ORIGINS": _text(),
    "ROUNDS_BASE_URL": _address(),
    "ROUNDS_BIND": _text(),
    "ROUNDS_PROCESSES": _number(1, 64),
    "ROUNDS_THREADS": _number(1, 64),
    "ROUNDS_HTTPS": _yes_no(),
    "ROUNDS_BEHIND_PROXY": _yes_no(),
    "ROUNDS_PROXIES": _number(0, 10),
    "ROUNDS_SECOND_FACTOR": _yes_no(),
    "ROUNDS_MAIL_BACKEND": _text(),
    "ROUNDS_MAIL_FROM": _text(),
    "ROUNDS_SMTP_HOST": _text(),
    "ROUNDS_SMTP_PORT": _number(1, 65_535),
    "ROUNDS_SMTP_USER": _text(),
    "ROUNDS_SMTP_PASSWORD": _text(),
    "ROUNDS_SMTP_TLS": _yes_no(),
    "ROUNDS_INSIDE_HOSTS": _text(),
    "ROUNDS_AUDIT_ANCHORS": _text(),
    "ROUNDS_BOX_KEYS": _text(),
    "ROUNDS_WEB_USER": _text(),
    "ROUNDS_AUDIT_MAIL": _text(),
    "ROUNDS_JOB_BEAT": _number(0.1, 600, fields.Float),
    "ROUNDS_JOB_LEASE": _number(0.2, 3_600, fields.Float),
    "ROUNDS_LOG_LEVEL": _words(*LEVELS),
    "ROUNDS_OIDC": _text(),
    # of the tests
    "ROUNDS_TEST_SQLITE": _text(),
    "ROUNDS_TEST_DATA": _text(),
    "ROUNDS_TEST_CLOCK": _text(),
    "ROUNDS_TEST_ZONE": _text(),
    "ROUNDS_LONG": _text(),
    "ROUNDS_PICTURES": _text(),
}


def check_environment(environment: Mapping[str, str]) -> None:
    """Raise ImproperlyConfigured with a sentence for each setting that can't be meant so."""
    # an empty text stands for "not set", as it does where the values are read
    given = {name: value for name, value in environment.items() if name.startswith(PREFIX) and value.strip()}
    wrong = Schema.from_dict(SETTINGS, name="Environment")(unknown=EXCLUDE).validate(given)
    said = [f"{name} is {given[name]!r}; {found[0]}." for name, found in wrong.items()]
    said += [
        f"{name} is no setting. Perhaps {guess} is meant."
        for name in given
        if name not in SETTINGS and not name.startswith(OF_ORGANIZATIONS) and (guess := _slip_of(name))
    ]
    if said:
        raise ImproperlyConfigured("\n".join(said))


def _slip_of(name: str) -> str:
    near = difflib.get_close_matches(
        name.removeprefix(PREFIX), [one.removeprefix(PREFIX) for one in SETTINGS], 1, NEAR
    )
    return PREFIX + near[0] if near else ""
