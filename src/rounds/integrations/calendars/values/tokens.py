"""What is kept of a secret address."""

import hashlib


def digest_of(token: str) -> str:
    """Return what is kept of a token: it has 256 random bits, so one round of hashing hides it."""
    return hashlib.sha256(token.encode()).hexdigest()
