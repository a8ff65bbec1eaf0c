"""What a platform says of itself when it registers us, what we say of ourselves, and what it answers (LTI Dynamic Registration 1.0)."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from rounds.integrations.lti.values.launches import DEEP_LINK, LONGEST_SUBJECT, SCORE
from rounds.integrations.lti.values.platform import Platform
from rounds.integrations.outgoing import NotAllowed, place_of
from rounds.integrations.signed_tokens import Refused

TOOL = "https://purl.imsglobal.org/spec/lti-tool-configuration"
MEMBERS = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"
LONGEST_CLIENT, LONGEST_ISSUER = 200, 250
ENDS = {
    "login_url": "authorization_endpoint",
    "token_url": "token_endpoint",
    "keys_url": "jwks_uri",
    "registers_at": "registration_endpoint",
}


def host_of(address: str) -> str:
    """Return the host of an address that may be asked; Refused for any other."""
    try:
        return place_of(address).host
    except NotAllowed as error:
        raise Refused("address") from error


def read_configuration(said: Mapping[str, Any], asked: str) -> dict[str, str]:
    """Return issuer and addresses of a platform; Refused where it speaks for another host than the one that was asked."""
    issuer = said.get("issuer")
    if not isinstance(issuer, str) or not 0 < len(issuer) <= LONGEST_ISSUER:
        raise Refused("iss")
    found = {name: _text(said, key) for name, key in ENDS.items()}
    for address in found.values():
        host_of(address)
    # who registers is whoever answers at this host: it must be the issuer's, and the token goes nowhere else
    if urlsplit(issuer).hostname != host_of(asked) or host_of(found["registers_at"]) != host_of(asked):
        raise Refused("host")
    return {"issuer": issuer, **found}


def our_words(*, name: str, login: str, launch: str, keys: str) -> dict[str, Any]:
    """Return what we say of ourselves: two scopes and no more, no claim of a name or an address."""
    return {
        "application_type": "web",
        "grant_types": ["client_credentials", "implicit"],
        "response_types": ["id_token"],
        "initiate_login_uri": login,
        "redirect_uris": [launch],
        "client_name": name,
        "jwks_uri": keys,
        "token_endpoint_auth_method": "private_key_jwt",
        "scope": f"{SCORE} {MEMBERS}",
        TOOL: {
            "domain": urlsplit(launch).netloc,
            "target_link_uri": launch,
            "claims": ["iss", "sub"],
            "messages": [{"type": DEEP_LINK, "target_link_uri": launch, "label": name}],
        },
    }


def read_registration(said: Mapping[str, Any], platform: Mapping[str, str]) -> Platform:
    """Return the platform as it will sign launches for us; without a deployment where it names none yet."""
    client, tool = said.get("client_id"), said.get(TOOL)
    if not isinstance(client, str) or not 0 < len(client.strip()) <= LONGEST_CLIENT or "\0" in client:
        raise Refused("client_id")
    named = tool.get("deployment_id") if isinstance(tool, dict) else None
    is_one = isinstance(named, str) and 0 < len(named) <= LONGEST_SUBJECT and named.isprintable()
    return Platform(
        issuer=platform["issuer"],
        client_id=client.strip(),
        deployments=(str(named),) if is_one else (),
        login_url=platform["login_url"],
        token_url=platform["token_url"],
        keys_url=platform["keys_url"],
    )


def _text(said: Mapping[str, Any], key: str) -> str:
    value = said.get(key)
    if not isinstance(value, str):
        raise Refused(key)
    return value
