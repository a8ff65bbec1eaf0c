"""Sealing of sensitive fields: AES-256-GCM, a key per institution, the row's id as associated data.

The promise in words: no page shows it to an administrator; whoever runs the server and holds the key
could read it. Format: key id, "." and base64 of nonce and ciphertext.
"""

import base64
import json
import os
from functools import lru_cache
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

NONCE_BYTES = 12


class CannotOpen(RuntimeError):
    """A sealed value does not open: wrong key, or moved to another row."""


def seal(value: Any, *, institution_id: UUID, row_id: UUID) -> str:
    """Encrypt a JSON value for one row of one institution with the newest key."""
    key_id = next(iter(_master_keys(settings.FIELD_KEYS)))
    nonce = os.urandom(NONCE_BYTES)
    plain = json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()
    secret = _cipher(settings.FIELD_KEYS, key_id, institution_id).encrypt(nonce, plain, row_id.bytes)
    return f"{key_id}.{base64.b64encode(nonce + secret).decode()}"


def unseal(sealed: str, *, institution_id: UUID, row_id: UUID) -> Any:
    """Decrypt what `seal` made; raises CannotOpen for another row, institution or key."""
    key_id, _, payload = sealed.partition(".")
    raw = base64.b64decode(payload)
    try:
        cipher = _cipher(settings.FIELD_KEYS, key_id, institution_id)
        plain = cipher.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], row_id.bytes)
    except (InvalidTag, KeyError) as error:
        raise CannotOpen(
            f"A value sealed with key {key_id!r} does not open. Is that key in ROUNDS_FIELD_KEYS?"
        ) from error
    return json.loads(plain)


def key_id_of(sealed: str) -> str:
    """Return which key sealed a value."""
    return sealed.partition(".")[0]


def newest_key_id() -> str:
    """Return the key that new values are sealed with."""
    return next(iter(_master_keys(settings.FIELD_KEYS)))


def check_keys(setting: str) -> None:
    """Raise ImproperlyConfigured when a setting is not a list of keys."""
    _master_keys(setting)


@lru_cache(maxsize=4)
def _master_keys(setting: str) -> dict[str, bytes]:
    keys = {}
    for part in filter(None, (part.strip() for part in setting.split(","))):
        key_id, separator, encoded = part.partition(":")
        try:
            key = base64.b64decode(encoded, validate=True)
        except ValueError:
            key = b""
        if not separator or not key_id or "." in key_id or len(key) != 32:
            raise ImproperlyConfigured(
                f"ROUNDS_FIELD_KEYS: {key_id!r} is not `id:base64 of 32 bytes`. `rounds setup` makes a real one."
            )
        keys[key_id] = key
    if not keys:
        raise ImproperlyConfigured("ROUNDS_FIELD_KEYS is empty. `rounds setup` makes a real one.")
    return keys


@lru_cache(maxsize=256)
def _cipher(setting: str, key_id: str, institution_id: UUID) -> AESGCM:
    master = _master_keys(setting)[key_id]
    derived = HKDF(
        algorithm=hashes.SHA256(), length=32, salt=institution_id.bytes, info=b"rounds field key"
    ).derive(master)
    return AESGCM(derived)
