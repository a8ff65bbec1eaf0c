"""OpenID Connect with an organization's sign-in: the way there, and every check on what comes back.

allauth keeps the state, makes PKCE and redeems the code. It neither verifies the signature of a token that it fetched
itself nor knows a nonce, so all of the token is verified (OpenID Connect Core 1.0, 3.1.3.7; RFC 9207 for `iss`).
"""

import base64
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import jwt
import requests
from allauth.socialaccount.internal import statekit
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest

from rounds.integrations.signed_tokens import Refused, verify

OLDEST_SECONDS = statekit.STATE_TTL
LONGEST_SUBJECT = 191
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class Unreachable(Exception):
    """The organization's sign-in does not answer."""


@dataclass(frozen=True)
class Identity:
    """Who somebody is at an organization. The key is provider, issuer and subject; an address is no key."""

    provider: str
    issuer: str
    subject: str
    # Only where the organization says that it has proven it.
    verified_email: str


class StrictAdapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """allauth's adapter, which believes a configuration only of the server that was asked for."""

    @property
    def openid_config(self) -> dict[str, Any]:
        if not hasattr(self, "_openid_config"):
            try:
                config = super().openid_config
            except (requests.RequestException, ValueError) as error:
                raise Unreachable from error
            server = self.get_provider().app.settings["server_url"]
            if not isinstance(config, dict) or str(config.get("issuer", "")).rstrip("/") != server:
                raise Refused("configuration_issuer")
            scheme = "https://" if server.startswith("https://") else ("https://", "http://")
            if not all(str(config.get(name, "")).startswith(scheme) for name in ENDPOINTS):
                raise Refused("configuration_endpoints")
            self._openid_config = config
        return dict(self._openid_config)


def begin(request: HttpRequest, provider_id: str, *, process: str, onward: str) -> str:
    """Remember what was begun in the session, and return the address of the organization's sign-in."""
    adapter = StrictAdapter(request, provider_id)
    provider = adapter.get_provider()
    config = adapter.openid_config
    nonce, pkce = secrets.token_urlsafe(32), provider.get_pkce_params()
    state = provider.stash_redirect_state(
        request,
        process,
        onward,
        pkce_code_verifier=pkce.pop("code_verifier"),
        nonce=nonce,
        user=str(request.user.pk or ""),
    )
    values = {
        "client_id": provider.app.client_id,
        "redirect_uri": adapter.get_callback_url(request, provider.app),
        "scope": " ".join(provider.get_scope()),
        "response_type": "code",
        "state": state,
        "nonce": nonce,
        **pkce,
    }
    endpoint = config["authorization_endpoint"]
    return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(values)}"


def finish(request: HttpRequest, provider_id: str) -> tuple[Identity, dict[str, Any]]:
    """Return who came back and what was begun; Refused, Unreachable, or OAuth2Error when they stopped there."""
    adapter = StrictAdapter(request, provider_id)
    provider = adapter.get_provider()
    state = statekit.unstash_state(
        request, provider_id=provider.sub_id, state_id=request.GET.get("state", "")
    )
    if state is None:
        raise Refused("state")
    config = adapter.openid_config
    _check_sender(request.GET, config)
    if "error" in request.GET:
        raise OAuth2Error(request.GET["error"][:100])
    if not request.GET.get("code"):
        raise Refused("code")
    answer = _redeem(adapter, provider, state)
    claims = verify_id_token(
        str(answer.get("id_token") or ""),
        keys=_keys(adapter),
        issuer=config["issuer"],
        client_id=provider.app.client_id,
        nonce=state["nonce"],
        access_token=str(answer["access_token"]),
    )
    is_verified = claims.get("email_verified") is True and isinstance(claims.get("email"), str)
    email = claims["email"].strip().lower() if is_verified else ""
    return Identity(provider.sub_id, claims["iss"], claims["sub"], email), state


def _check_sender(given: Mapping[str, str], config: Mapping[str, Any]) -> None:
    """Refuse the answer of another server (mix-up), where servers name themselves."""
    is_named = "iss" in given or config.get("authorization_response_iss_parameter_supported") is True
    if is_named and given.get("iss") != config["issuer"]:
        raise Refused("response_issuer")


def _redeem(adapter: StrictAdapter, provider: Any, state: Mapping[str, Any]) -> dict[str, Any]:
    client = adapter.get_client(adapter.request, provider.app)
    try:
        answer = adapter.get_access_token_data(
            adapter.request, provider.app, client, pkce_code_verifier=state["pkce_code_verifier"]
        )
    except OAuth2Error as error:
        raise Refused("token") from error
    except (requests.RequestException, ValueError) as error:
        raise Unreachable from error
    if not isinstance(answer, dict):
        raise Refused("token")
    return answer


def _keys(adapter: StrictAdapter) -> list[dict[str, Any]]:
    from allauth.socialaccount.adapter import get_adapter

    try:
        with get_adapter().get_requests_session() as session:
            answer = session.get(adapter.openid_config["jwks_uri"])
            answer.raise_for_status()
            keys = answer.json()["keys"]
    except requests.RequestException as error:
        raise Unreachable from error
    except (ValueError, TypeError, KeyError) as error:
        raise Refused("keys") from error
    return [key for key in keys if isinstance(key, dict)]


def verify_id_token(
    token: str, *, keys: list[dict[str, Any]], issuer: str, client_id: str, nonce: str, access_token: str
) -> dict[str, Any]:
    """Return the claims of an ID token after every check; raise Refused at the first that fails."""
    claims, key = verify(
        token,
        keys=keys,
        issuer=issuer,
        client_id=client_id,
        is_nonce=lambda given: secrets.compare_digest(given.encode(), nonce.encode()),
        oldest_seconds=OLDEST_SECONDS,
        longest_subject=LONGEST_SUBJECT,
    )
    if "at_hash" in claims and claims["at_hash"] != _half_hash(access_token, key):
        raise Refused("at_hash")
    return claims


def _half_hash(access_token: str, key: jwt.PyJWK) -> str:
    """Return the left half of the token's hash, as at_hash has it (OpenID Connect Core, 3.1.3.6)."""
    digest = hashlib.new(f"sha{key.algorithm_name[-3:]}", access_token.encode()).digest()
    return base64.urlsafe_b64encode(digest[: len(digest) // 2]).rstrip(b"=").decode()


def organizations() -> list[dict[str, Any]]:
    """Return the organizations that people may sign in with, as the settings describe them."""
    described: Any = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]
    return list(described["APPS"])


def organization_for(provider_id: str) -> dict[str, Any] | None:
    """Return one organization's description, None if there is none of that name."""
    return next((one for one in organizations() if one["provider_id"] == provider_id), None)


def institutions_of_organization(provider_id: str) -> frozenset[str]:
    """Return the slugs of the institutions for which an organization's sign-in counts."""
    organization = organization_for(provider_id)
    return frozenset(organization["settings"]["institutions"]) if organization else frozenset()
