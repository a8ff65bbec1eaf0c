"""What production refuses to start with."""

from django.core.exceptions import ImproperlyConfigured

PLACEHOLDER_KEY = "not-a-secret-for-development-only-0123456789-abcdefghij"
PLACEHOLDER_FIELD_KEYS = "dev:" + "A" * 43 + "="


def check_production(*, debug: bool, secret_key: str, field_keys: str) -> None:
    """Raise, in words, when debugging is on or a key is missing or the one for development."""
    if debug:
        raise ImproperlyConfigured("ROUNDS_DEBUG is on. Production does not start with it; unset it.")
    if len(secret_key) < 50 or secret_key == PLACEHOLDER_KEY:
        raise ImproperlyConfigured(
            "ROUNDS_SECRET_KEY is missing or a placeholder. `rounds setup` makes a real one."
        )
    if not field_keys or field_keys == PLACEHOLDER_FIELD_KEYS:
        raise ImproperlyConfigured(
            "ROUNDS_FIELD_KEYS is missing or a placeholder. `rounds setup` makes a real one."
        )
