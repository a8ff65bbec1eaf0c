"""What a checked token says, and the checks of LTI 1.3 that stand beside those of its signature."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from rounds.core.reading import read_id
from rounds.integrations.lti.values.platform import Platform
from rounds.integrations.outgoing import NotAllowed, place_of
from rounds.integrations.signed_tokens import Refused

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
DEEP = "https://purl.imsglobal.org/spec/lti-dl/claim/"
ENDPOINT = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
ROSTER = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"
SCORE = "https://purl.imsglobal.org/spec/lti-ags/scope/score"
LINK_TYPE = "ltiResourceLink"
VERSION = "1.3.0"
RESOURCE, DEEP_LINK = "LtiResourceLinkRequest", "LtiDeepLinkingRequest"
LONGEST_SUBJECT = 255
LONGEST_NUMBER = 60
TASKS = "tasks"
# pages of Rounds for whom one signs in there: a link opens them, and lets nobody in
PAGES = ("intake", "training")


@dataclass(frozen=True)
class Course:
    """Out of which course somebody came, with where the platform says who is in it."""

    context_id: str
    title: str
    memberships_url: str


@dataclass(frozen=True)
class Placing:
    """Where a link that is placed in a course is sent, and what goes back with it as it came."""

    return_url: str
    data: str
    deployment: str


@dataclass(frozen=True)
class Launch:
    """Who came and for what. Roles are not read: they grant nothing here."""

    subject: str
    # the employee number, where the connection trusts it; else ""
    number: str
    kind: str
    # of a survey; None: what waits for somebody
    wave_id: UUID | None
    # one of PAGES, with a module of training behind it ("training/3"); "" for what opens without signing in
    page: str = ""
    # where the platform wants to hear that somebody is done, where it does
    line_item: str = ""
    # the course, even where nobody may ask who is in it; "" where the platform names none
    context_id: str = ""
    course: Course | None = None
    placing: Placing | None = None


def read_launch(claims: Mapping[str, Any], platform: Platform, target: str) -> Launch:
    """Return what a launch is for; Refused where deployment, version, kind or target is not ours."""
    if claims.get(CLAIM + "deployment_id") not in platform.deployments:
        raise Refused("deployment")
    if claims.get(CLAIM + "version") != VERSION:
        raise Refused("version")
    kind = claims.get(CLAIM + "message_type")
    if kind not in (RESOURCE, DEEP_LINK):
        raise Refused("message_type")
    if claims.get(CLAIM + "target_link_uri", target) != target or (
        kind == RESOURCE and CLAIM + "target_link_uri" not in claims
    ):
        raise Refused("target")
    link = _mapping(claims, CLAIM + "resource_link")
    if kind == RESOURCE and not (isinstance(link.get("id"), str) and link["id"]):
        raise Refused("resource_link")
    custom = _mapping(claims, CLAIM + "custom")
    page = _page_of(custom)
    return Launch(
        subject=claims["sub"],
        number=_number_of(claims, platform),
        kind=kind,
        wave_id=None if page else _wave_of(custom),
        page=page,
        line_item=_line_item_of(claims),
        context_id=_context_of(claims),
        course=_course_of(claims),
        placing=_placing_of(claims) if kind == DEEP_LINK else None,
    )


def _mapping(claims: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = claims.get(name, {})
    return found if isinstance(found, dict) else {}


def _number_of(claims: Mapping[str, Any], platform: Platform) -> str:
    number = _mapping(claims, CLAIM + "lis").get("person_sourcedid") if platform.trusts_numbers else ""
    return number.strip() if isinstance(number, str) and len(number) <= LONGEST_NUMBER else ""


def _line_item_of(claims: Mapping[str, Any]) -> str:
    """Return where completions go, where the platform lets us tell them; it may name no other right."""
    ends = _mapping(claims, ENDPOINT)
    scopes, address = ends.get("scope"), ends.get("lineitem")
    return _address(address) if isinstance(scopes, list) and SCORE in scopes else ""


def _context_of(claims: Mapping[str, Any]) -> str:
    key = _mapping(claims, CLAIM + "context").get("id")
    is_one = isinstance(key, str) and 0 < len(key) <= LONGEST_SUBJECT and "\0" not in key
    return str(key) if is_one else ""


def _course_of(claims: Mapping[str, Any]) -> Course | None:
    context, service = _mapping(claims, CLAIM + "context"), _mapping(claims, ROSTER)
    key, address = _context_of(claims), _address(service.get("context_memberships_url"))
    if not key or not address:
        return None
    title = context.get("title") or context.get("label") or ""
    return Course(key, " ".join(str(title).replace("\0", "").split())[:200], address)


def _placing_of(claims: Mapping[str, Any]) -> Placing:
    asked = _mapping(claims, DEEP + "deep_linking_settings")
    address, data = _address(asked.get("deep_link_return_url")), asked.get("data", "")
    types = asked.get("accept_types")
    if not address or not isinstance(data, str) or not isinstance(types, list) or LINK_TYPE not in types:
        raise Refused("deep_linking_settings")
    return Placing(address, data, str(claims[CLAIM + "deployment_id"]))


def _address(value: Any) -> str:
    """Return an address that may be asked, as far as its spelling tells; "" for any other."""
    try:
        place_of(value if isinstance(value, str) else "")
    except NotAllowed:
        return ""
    return str(value)


def _page_of(custom: Mapping[str, Any]) -> str:
    named = custom.get("rounds_wave")
    kind, slash, module = named.partition("/") if isinstance(named, str) else ("", "", "")
    is_one = kind in PAGES and (not slash or (kind == "training" and len(module) == 1 and module.isalnum()))
    return str(named) if is_one else ""


def _wave_of(custom: Mapping[str, Any]) -> UUID | None:
    """Return the survey that a link was placed for; a platform that leaves it out leads to what waits."""
    named = custom.get("rounds_wave")
    if named in (None, "", TASKS) or (isinstance(named, str) and named.startswith("$")):
        return None
    wave_id = read_id(named) if isinstance(named, str) else None
    if wave_id is None:
        raise Refused("custom")
    return wave_id
