"""Placing a link in a course: what goes back to the platform after somebody of the office has chosen."""

import time
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from rounds.integrations.connections.models import Connection
from rounds.integrations.lti.services.own_key import sign
from rounds.integrations.lti.values.launches import CLAIM, DEEP, LINK_TYPE, TASKS, VERSION, Placing
from rounds.integrations.lti.values.platform import Platform

SECONDS = 5 * 60


@dataclass(frozen=True)
class Link:
    """What is placed: what waits for each person, one survey, which can be completed, or a page of PAGES."""

    title: str
    wave_id: UUID | None = None
    page: str = ""


def answer_with(*, connection: Connection, placing: Placing, link: Link, target: str) -> str:
    """Return the signed answer that puts a link into a course; it opens in a window of its own."""
    platform, moment = Platform.of(connection.settings), int(time.time())
    item: dict[str, Any] = {
        "type": LINK_TYPE,
        "title": link.title,
        "url": target,
        "window": {"targetName": "_blank"},
        "custom": {"rounds_wave": str(link.wave_id or link.page or TASKS)},
    }
    if link.wave_id is not None:
        item["lineItem"] = {"scoreMaximum": 1, "label": link.title, "resourceId": str(link.wave_id)}
    claims = {
        "iss": platform.client_id,
        "aud": [platform.issuer],
        "iat": moment,
        "exp": moment + SECONDS,
        "nonce": str(uuid4()),
        CLAIM + "deployment_id": placing.deployment,
        CLAIM + "message_type": "LtiDeepLinkingResponse",
        CLAIM + "version": VERSION,
        DEEP + "content_items": [item],
    } | ({DEEP + "data": placing.data} if placing.data else {})
    return sign(connection, claims)
