"""The keys of a platform: read through the one way out, kept for an hour, read again once for a key that is new."""

import json
from typing import Any
from uuid import UUID

from django.core.cache import cache

from rounds.integrations.outgoing import Answer, NoAnswer, ask

KEPT_SECONDS = 60 * 60
AGAIN_SECONDS = 60  # the floor: a flood of tokens with invented keys asks a platform once a minute
MOST_KEYS = 50


class Waiting(Exception):
    """Nothing is held, and somebody has asked within the last minute."""


def keys_of(connection_id: UUID, keys_url: str, *, kid: str = "") -> list[dict[str, Any]]:
    """Return a platform's keys; asked anew after an hour, or when a key is named that is not among them.

    Raises NoAnswer or NotAllowed when they are needed and can't be read, Waiting when it is too early to ask again.
    """
    place = f"lti-keys:{connection_id}:{keys_url}"[:200]
    held: list[dict[str, Any]] | None = cache.get(place)
    if held is not None and (not kid or any(one.get("kid") == kid for one in held)):
        return held
    # whoever adds the mark asks; others make do with what is held
    if not cache.add(f"lti-asked:{connection_id}", 1, AGAIN_SECONDS):
        if held is None:
            raise Waiting
        return held
    found, _answer = read_keys(keys_url)
    cache.set(place, found, KEPT_SECONDS)
    return found


def read_keys(keys_url: str) -> tuple[list[dict[str, Any]], Answer]:
    """Ask a platform for its keys now."""
    answer = ask(keys_url, headers={"Accept": "application/json"})
    if answer.status != 200:
        raise NoAnswer("keys")
    try:
        found = json.loads(answer.body)["keys"]
        keys = [one for one in found if isinstance(one, dict)][:MOST_KEYS]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise NoAnswer("keys") from error
    return keys, answer
