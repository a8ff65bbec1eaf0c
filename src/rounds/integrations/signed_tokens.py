"""Every check on a token that another system has signed: of an organization's sign-in, and of a learning platform.

OpenID Connect Core 1.0, 3.1.3.7; LTI 1.3 asks for the same.
"""

import time
from collections.abc import Callable, Mapping
from typing import Any

import jwt

# Signatures with a public key only: with HS256 anybody who knows the public key could sign, with none everybody.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
LEEWAY_SECONDS = 60
SMALLEST_RSA_BITS = 2048
NEEDED_CLAIMS = ["exp", "iat", "iss", "aud", "sub", "nonce"]


class Refused(Exception):
    """What came back is not to be trusted; the reason is one word for the log."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def header_of(token: str) -> Mapping[str, Any]:
    """Return the header of a token, which nobody has checked yet."""
    try:
        return jwt.get_unverified_header(token)
    except (jwt.PyJWTError, ValueError, TypeError) as error:
        raise Refused(type(error).__name__) from error


def verify(
    token: str,
    *,
    keys: list[dict[str, Any]],
    issuer: str,
    client_id: str,
    is_nonce: Callable[[str], bool],
    oldest_seconds: int,
    longest_subject: int,
) -> tuple[dict[str, Any], jwt.PyJWK]:
    """Return the claims of a token and the key that signed it, after every check; Refused at the first that fails."""
    try:
        header = jwt.get_unverified_header(token)
        key = _key_for(header, keys)
        claims: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=[header["alg"]],
            audience=client_id,
            issuer=issuer,
            leeway=LEEWAY_SECONDS,
            options={"require": NEEDED_CLAIMS},
        )
    except (jwt.PyJWTError, ValueError, TypeError, RecursionError) as error:
        raise Refused(type(error).__name__) from error
    if claims["aud"] not in (client_id, [client_id]):
        raise Refused("aud")
    if claims.get("azp", client_id) != client_id:
        raise Refused("azp")
    if not is_nonce(str(claims["nonce"])):
        raise Refused("nonce")
    if claims["iat"] < time.time() - oldest_seconds - LEEWAY_SECONDS:
        raise Refused("age")
    if not isinstance(claims["sub"], str) or not 0 < len(claims["sub"]) <= longest_subject:
        raise Refused("sub")
    return claims, key


def _key_for(header: Mapping[str, Any], keys: list[dict[str, Any]]) -> jwt.PyJWK:
    """Return the one published key that a header names; keys inside the header (jwk, jku, x5u) count for nothing."""
    algorithm, kid = header.get("alg"), header.get("kid")
    if algorithm not in ALGORITHMS:
        raise Refused("alg")
    found = [
        key
        for key in keys
        if key.get("kid") == kid and key.get("use", "sig") == "sig" and key.get("alg", algorithm) == algorithm
    ]
    if not kid or len(found) != 1:
        raise Refused("kid")
    key = jwt.PyJWK(found[0], algorithm=algorithm)
    if getattr(key.key, "key_size", SMALLEST_RSA_BITS) < SMALLEST_RSA_BITS and key.key_type == "RSA":
        raise Refused("key_size")
    return key
