"""A launch: the login that a platform begins, every check on what it then sends, and the way in."""

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core.clock import now
from rounds.integrations.connections.enums import ConnectionState
from rounds.integrations.connections.models import Connection
from rounds.integrations.connections.services import note_failure
from rounds.integrations.lti.models import LtiCourse, LtiEntry, LtiLogin
from rounds.integrations.lti.selectors import hash_of, identity_of, may_come_in, person_of_number
from rounds.integrations.lti.services.joining import join
from rounds.integrations.lti.services.keys import Waiting, keys_of
from rounds.integrations.lti.values.launches import LONGEST_SUBJECT, Launch, read_launch
from rounds.integrations.lti.values.platform import Platform
from rounds.integrations.outgoing import NoAnswer, NotAllowed
from rounds.integrations.signed_tokens import Refused, header_of, verify

LOGIN_WITHIN = timedelta(minutes=5)
ENTERS_WITHIN = timedelta(seconds=60)
LONGEST_HINT = 4_000
TOKEN_BYTES = 32
LONGEST_TOKEN = 32_768
ANSWERS = (ConnectionState.ON, ConnectionState.TRYING)


class NoCookie(Exception):
    """The browser kept no cookie of ours, as it does in frames: the login begins again in a window of its own."""

    def __init__(self, again: dict[str, str]) -> None:
        super().__init__()
        self.again = again


@dataclass(frozen=True)
class Ours:
    """The addresses of a connection on our side."""

    login: str
    launch: str
    keys: str


def begin_login(
    *, connection: Connection, given: Mapping[str, str], ours: Ours, browser: str
) -> tuple[str, str]:
    """Return the platform's address where a login goes on, and what the browser keeps; Refused for another's login."""
    platform = _answering(connection)
    if given.get("iss") != platform.issuer:
        raise Refused("iss")
    if given.get("client_id", platform.client_id) != platform.client_id:
        raise Refused("client_id")
    if "lti_deployment_id" in given and given["lti_deployment_id"] not in platform.deployments:
        raise Refused("deployment")
    if given.get("target_link_uri") != ours.launch:
        raise Refused("target")
    hint, message = given.get("login_hint", ""), given.get("lti_message_hint", "")
    if not hint or len(hint) > LONGEST_HINT or len(message) > LONGEST_HINT:
        raise Refused("login_hint")
    state, nonce = secrets.token_urlsafe(TOKEN_BYTES), secrets.token_urlsafe(TOKEN_BYTES)
    browser = browser if len(browser) == len(state) else secrets.token_urlsafe(TOKEN_BYTES)
    row = LtiLogin(
        connection=connection,
        state_hash=hash_of(state),
        nonce_hash=hash_of(nonce),
        browser_hash=hash_of(browser),
    )
    row.seal_value({"login_hint": hint, "lti_message_hint": message})
    row.save(force_insert=True)
    values = {
        "scope": "openid",
        "response_type": "id_token",
        "response_mode": "form_post",
        "prompt": "none",
        "client_id": platform.client_id,
        "redirect_uri": ours.launch,
        "login_hint": hint,
        "state": state,
        "nonce": nonce,
    } | ({"lti_message_hint": message} if message else {})
    return f"{platform.login_url}{'&' if '?' in platform.login_url else '?'}{urlencode(values)}", browser


def finish_launch(*, connection: Connection, state: str, token: str, ours: Ours, browser: str) -> Launch:
    """Return what a launch is for, after who came is joined where that is known; Refused at the first check that fails."""
    platform = _answering(connection)
    login = _login_of(connection, state, platform, ours, browser)
    if len(token) > LONGEST_TOKEN:
        raise Refused("length")
    claims, _signer = verify(
        token,
        keys=_keys(connection, platform, str(header_of(token).get("kid") or "")),
        issuer=platform.issuer,
        client_id=platform.client_id,
        is_nonce=lambda given: secrets.compare_digest(hash_of(given), login.nonce_hash),
        oldest_seconds=int(LOGIN_WITHIN.total_seconds()),
        longest_subject=LONGEST_SUBJECT,
    )
    if "\0" in claims["sub"]:
        raise Refused("sub")
    launch = read_launch(claims, platform, ours.launch)
    if connection.state == ConnectionState.ON:
        _join(connection, launch)
    return launch


@transaction.atomic
def enter(*, connection: Connection, launch: Launch) -> str:
    """Return a code that lets a browser in once, within a minute, after a launch that was checked."""
    LtiEntry.objects.filter(until__lt=now()).delete()
    code = secrets.token_urlsafe(TOKEN_BYTES)
    row = LtiEntry(connection=connection, code_hash=hash_of(code), until=now() + ENTERS_WITHIN)
    row.seal_value(
        {
            "subject": launch.subject,
            "wave": str(launch.wave_id or ""),
            "page": launch.page,
            "line_item": launch.line_item,
            "context": launch.context_id,
            "placing": asdict(launch.placing) if launch.placing else None,
        }
    )
    row.save(force_insert=True)
    if launch.course is not None:
        LtiCourse.objects.update_or_create(
            connection=connection,
            context_id=launch.course.context_id,
            defaults={"title": launch.course.title, "memberships_url": launch.course.memberships_url},
        )
    return code


def forget_old() -> None:
    """Forget logins and ways in that are over."""
    LtiLogin.objects.filter(begun_at__lt=now() - LOGIN_WITHIN).delete()
    LtiEntry.objects.filter(until__lt=now()).delete()


def use_entry(entry: LtiEntry) -> dict[str, Any] | None:
    """Use a way in up and return who came and where to; None where another press was first."""
    held: dict[str, Any] = entry.opened()
    deleted, _each = LtiEntry.objects.filter(id=entry.id).delete()
    return held if deleted else None


def _answering(connection: Connection) -> Platform:
    if connection.state not in ANSWERS:
        raise Refused("off")
    return Platform.of(connection.settings)


def _login_of(connection: Connection, state: str, platform: Platform, ours: Ours, browser: str) -> LtiLogin:
    """Return the login that a state belongs to, used up by now."""
    rows = LtiLogin.objects.filter(connection=connection, state_hash=hash_of(state))
    login: LtiLogin | None = rows.filter(begun_at__gt=now() - LOGIN_WITHIN).first()
    if login is None:
        raise Refused("state")
    if login.used_at is not None:
        raise Refused("state_twice")
    if not browser:
        again = {"iss": platform.issuer, "client_id": platform.client_id, "target_link_uri": ours.launch}
        raise NoCookie(again | {key: value for key, value in login.opened().items() if value})
    if not secrets.compare_digest(hash_of(browser), login.browser_hash):
        raise Refused("state_foreign")
    if not rows.filter(used_at=None).update(used_at=now()):
        raise Refused("state_twice")
    return login


def _keys(connection: Connection, platform: Platform, kid: str) -> list[dict[str, object]]:
    try:
        return keys_of(connection.id, platform.keys_url, kid=kid)
    except Waiting as error:  # was asked within this minute
        raise Refused("keys_wait") from error
    except (NoAnswer, NotAllowed) as error:
        note_failure(
            connection=connection,
            what="keys",
            problem=error.reason,
            sentence=_("The platform's keys could not be read, so a launch was refused."),
        )
        raise Refused(f"keys_{error.reason}") from error


def _join(connection: Connection, launch: Launch) -> None:
    """Look whether who was joined before is still here; join who is not by the number of a platform that is trusted."""
    known = identity_of(connection, launch.subject)
    if known is not None:
        if not may_come_in(known.person):
            raise Refused("left")
        return
    person = person_of_number(launch.number)
    if person is not None:
        join(connection=connection, subject=launch.subject, person=person, by_number=True)
