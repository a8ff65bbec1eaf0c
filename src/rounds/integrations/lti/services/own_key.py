"""Our own key at a platform: one a connection, sealed; what is published of it anybody may read."""

import json
from typing import Any

import jwt
from django.db import transaction

from rounds.integrations.connections.models import Connection
from rounds.integrations.lti.selectors import hash_of

BITS = 2048


@transaction.atomic
def ensure_key(connection: Connection) -> None:
    """Make the key of a connection, once."""
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    row = Connection.objects.select_for_update(no_key=True).get(id=connection.id)
    if row.sealed:
        return
    key = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    row.seal_value({"key": key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()})
    row.save(update_fields=["sealed"])
    connection.sealed = row.sealed


def published_keys(connection: Connection) -> dict[str, Any]:
    """Return what anybody may know of the key, as platforms read it; nothing before there is one."""
    if not connection.sealed:
        return {"keys": []}
    public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(_key(connection).public_key()))
    return {"keys": [{**public, "kid": _kid(public), "use": "sig", "alg": "RS256"}]}


def sign(connection: Connection, claims: dict[str, Any]) -> str:
    """Return claims signed with our own key."""
    key = _key(connection)
    public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key()))
    return jwt.encode(claims, key, algorithm="RS256", headers={"kid": _kid(public)})


def _key(connection: Connection) -> Any:
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    return load_pem_private_key(connection.opened()["key"].encode(), None)


def _kid(public: dict[str, Any]) -> str:
    return hash_of(public["n"])[:16]
