"""Organizations whose own sign-in (OpenID Connect) counts here, from the environment.

`ROUNDS_OIDC=mercy,partner` names them; each is then described by `ROUNDS_OIDC_MERCY_NAME`, `_SERVER`, `_CLIENT_ID`,
`_CLIENT_SECRET` and `_INSTITUTIONS` (the slugs of the institutions that it may sign people in for).
"""

import re
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from environs import Env

NAME = re.compile(r"[a-z][a-z0-9-]{0,39}")


def read_organizations(env: Env, *, only_https: bool) -> list[dict[str, Any]]:
    """Return allauth's description of each organization; raise ImproperlyConfigured on one that is incomplete."""
    names = _list(env, "ROUNDS_OIDC")
    if len(set(names)) < len(names):
        raise ImproperlyConfigured("ROUNDS_OIDC names an organization twice. Name each once.")
    return [_read(env, name, only_https=only_https) for name in names]


def _read(env: Env, name: str, *, only_https: bool) -> dict[str, Any]:
    if not NAME.fullmatch(name):
        raise ImproperlyConfigured(
            f"ROUNDS_OIDC holds {name!r}; a name is small letters, digits and dashes, as in mercy-health."
        )
    prefix = f"ROUNDS_OIDC_{name.upper().replace('-', '_')}_"
    values = {key: env.str(prefix + key, "") for key in ("NAME", "SERVER", "CLIENT_ID", "CLIENT_SECRET")}
    institutions = _list(env, prefix + "INSTITUTIONS")
    missing = [prefix + key for key, value in {**values, "INSTITUTIONS": institutions}.items() if not value]
    if missing:
        raise ImproperlyConfigured(f"ROUNDS_OIDC names {name}, but {', '.join(missing)} is not set.")
    if only_https and not values["SERVER"].startswith("https://"):
        raise ImproperlyConfigured(f"{prefix}SERVER must begin with https://.")
    return {
        "provider_id": name,
        "name": values["NAME"],
        "client_id": values["CLIENT_ID"],
        "secret": values["CLIENT_SECRET"],
        "settings": {"server_url": values["SERVER"].rstrip("/"), "institutions": institutions},
    }


def _list(env: Env, name: str) -> list[str]:
    return [part.strip() for part in env.str(name, "").split(",") if part.strip()]
