"""Ballots and drafts: sealed, each as long as any other of its version, so that a length tells nothing.

A ballot is sealed by RFC 9180 (X25519, HKDF-SHA256, AES-256-GCM) to the public key of its box and is bound to the box, the
request and the words of the version: moved to another row it does not open. A draft is sealed with a key that the browser
alone has; the database knows it by the digest of that key.
"""

import json
import os
from hashlib import sha256
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
# What the sealing adds: the sender's public key and the mark that shows a change.
SEAL_BYTES = 32 + 16
SIZE_BYTES = 4
STEP = 1024
# {"answers":...,"cuts":[...]}, and the longest name of a category
AROUND, BYTES_A_CUT = 64, 400
KEY_BYTES = 32
NONCE_BYTES = 12


class TooLong(ValueError):
    """What was answered does not fit into the length that all ballots have."""


class Unreadable(Exception):
    """A ballot does not open: another key, another row, or it was changed."""


def length_for(longest: int, *, cuts: int) -> int:
    """Return the one length of all ballots of a version whose longest answers, packed, take so many bytes."""
    return -(-(SIZE_BYTES + AROUND + longest + cuts * BYTES_A_CUT) // STEP) * STEP


def pack(value: Any, *, length: int) -> bytes:
    """Return a JSON value in exactly so many bytes; raises TooLong."""
    plain = json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()
    if len(plain) + SIZE_BYTES > length:
        raise TooLong(f"{len(plain)} bytes don't fit into {length - SIZE_BYTES}.")
    return (len(plain).to_bytes(SIZE_BYTES) + plain).ljust(length, b"\0")


def unpack(packed: bytes) -> Any:
    """Return the value that `pack` has packed."""
    size = int.from_bytes(packed[:SIZE_BYTES])
    return json.loads(packed[SIZE_BYTES : SIZE_BYTES + size])


def seal_ballot(value: Any, *, length: int, public: bytes, bound_to: bytes) -> bytes:
    """Return a value sealed for a box; nobody reads it before the box is opened, neither do we."""
    return SUITE.encrypt(pack(value, length=length), X25519PublicKey.from_public_bytes(public), info=bound_to)


def open_ballot(sealed: bytes, *, key: X25519PrivateKey, bound_to: bytes) -> Any:
    """Return what was sealed; raises Unreadable."""
    try:
        return unpack(SUITE.decrypt(sealed, key, info=bound_to))
    except (InvalidTag, ValueError) as error:
        raise Unreadable("A ballot does not open with this box's key.") from error


def binding(*, box_id: UUID, request_id: UUID, version_digest: bytes) -> bytes:
    """Return what a ballot is bound to: its box, its request, the words that were answered."""
    return b"rounds ballot 1" + box_id.bytes + request_id.bytes + sha256(version_digest).digest()


def new_draft_key() -> bytes:
    """Return a key that is given to a browser and kept nowhere else."""
    return os.urandom(KEY_BYTES)


def draft_id(key: bytes) -> str:
    """Return the name by which the database knows a draft: of it no key can be made."""
    return sha256(key).hexdigest()


def seal_draft(value: Any, *, length: int, key: bytes, box_id: UUID) -> bytes:
    """Return a draft sealed with a browser's key."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, pack(value, length=length), box_id.bytes)


def open_draft(sealed: bytes, *, key: bytes, box_id: UUID) -> Any:
    """Return a draft; raises Unreadable."""
    try:
        return unpack(AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], box_id.bytes))
    except (InvalidTag, ValueError) as error:
        raise Unreadable("A draft does not open with this browser's key.") from error
