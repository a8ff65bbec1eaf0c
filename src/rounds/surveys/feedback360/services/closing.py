"""A round closes: its report is frozen, or what was sent is deleted unread. Every step may be repeated."""

from collections import Counter
from functools import partial
from hashlib import sha256
from typing import Any
from uuid import UUID

import structlog
from django.db import transaction

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import institution_day, institution_today
from rounds.core.models import OutgoingMail
from rounds.surveys.box.selectors import list_answers, list_texts
from rounds.surveys.box.services.losing import key_of_message
from rounds.surveys.enums import BoxKind, BoxState, RequestState, RoundState
from rounds.surveys.feedback360.services.releasing import hand_over
from rounds.surveys.feedback360.services.sending import GROUP, KIND
from rounds.surveys.feedback360.values.limits import HANDED_OVER_AFTER
from rounds.surveys.feedback360.values.report import Behavior, Heard, figures_of
from rounds.surveys.instruments.selectors import named, spoken
from rounds.surveys.models import (
    Box,
    ExternalRater,
    Item,
    LinkHash,
    Release360,
    Request,
    Response,
    Round360,
    Score,
    Wave,
)

log = structlog.get_logger()
OWN_WORDS = ("start", "stop", "continue")


def keep_rounds(*, by: Viewer) -> None:
    """Freeze the reports of rounds whose box was opened, hand over those that nobody debriefed; one that fails holds up no other."""
    for round_id in Round360.objects.filter(state=RoundState.RUNNING).values_list("id", flat=True):
        _safely(partial(close_round, round_id=round_id, by=by))
    for release in Release360.objects.filter(opened_at=None):
        if institution_today() >= release.frozen_on + HANDED_OVER_AFTER:
            _safely(partial(hand_over, release_id=release.id, by=by))


def _safely(act: Any) -> None:
    try:
        act()
    except Exception as error:
        # no locals: they hold what was answered
        log.error("feedback360_failed", error=type(error).__name__)


@transaction.atomic
def close_round(*, round_id: UUID, by: Viewer) -> RoundState:
    """Freeze the report of a round whose box was opened, or end one whose box was deleted unread; return where it stands."""
    found = (
        Round360.objects.select_for_update(of=("self",), no_key=True)
        .select_related("subject", "raters", "own", "supervisor")
        .get(id=round_id)
    )
    boxes = Box.objects.filter(wave=found.raters, kind=BoxKind.MAIN).exclude(state=BoxState.LOST)
    box = boxes.first()
    if found.state != RoundState.RUNNING or box is None:
        return RoundState(found.state)
    if box.state in (BoxState.RELEASED, BoxState.DESTROYED):
        _freeze(found)
        found.state = RoundState.READY
    elif box.state == BoxState.UNREAD:
        Response.objects.filter(request__wave=found.supervisor).delete()
        found.state = RoundState.UNREAD
    else:
        return RoundState(found.state)
    found.save(update_fields=["state"])
    forget_outside(found)
    audit.record(
        f"feedback360.{found.state}", by=by, kind="round360", object_id=found.id, program_id=found.scope_id
    )
    return RoundState(found.state)


def _freeze(found: Round360) -> None:
    release = Release360(round=found, frozen_on=institution_today())
    release.seal_value(_report(found))
    release.digest = sha256(release.sealed.encode()).digest()
    release.save()


def _report(found: Round360) -> dict[str, Any]:
    """Return the whole report of a round whose box was opened."""
    wave = _raters(found)
    answers = list_answers(wave)
    own, over = _named(found.own), _named(found.supervisor)
    name = found.subject.display_name
    items = Item.objects.filter(version=wave.version, kind="scale")
    heard = Heard(
        behaviors=tuple(Behavior(one.key, one.domain_key, named(spoken(one.text), name)) for one in items),
        domains=tuple((one.key, spoken(one.name)) for one in Score.objects.filter(version=wave.version)),
        raters=[(cuts[GROUP], _codes(given)) for given, cuts in answers],
        own=_codes(own),
        supervisor=_codes(over),
        floor=wave.k,
    )
    return {
        "k": wave.k,
        "planned_on": institution_day(found.created_at).isoformat(),
        "closed_on": wave.closes_on.isoformat(),
        "asked": dict(_asked(found)),
        "answered": dict(Counter(cuts[GROUP] for _given, cuts in answers)),
        "all": len(answers),
        "has_self": bool(own),
        "supervisor": _sole(found, over),
        **figures_of(heard),
        "comments": {key: [str(text) for text in list_texts(wave, key)] for key in OWN_WORDS},
    }


def _raters(found: Round360) -> Wave:
    if found.raters is None:
        raise RuntimeError("A round that runs has a wave of raters.")
    return found.raters


def _asked(found: Round360) -> Counter[str]:
    """Return how many of each group were asked and did not decline."""
    rows = Request.objects.filter(wave=found.raters).exclude(
        state__in=[RequestState.DECLINED, RequestState.NOT_ASKED]
    )
    return Counter(cuts[GROUP] for cuts in rows.values_list("cuts", flat=True))


def _named(wave: Wave | None) -> dict[str, Any]:
    """Return what stands with a name, if it was sent."""
    sent = Response.objects.filter(request__wave=wave, request__state=RequestState.ANSWERED)
    response = sent.first() if wave else None
    return response.opened() if response else {}


def _sole(found: Round360, over: dict[str, Any]) -> dict[str, Any] | None:
    if found.supervisor is None:
        return None
    request = Request.objects.filter(wave=found.supervisor).select_related("person").first()
    person = request.person if request else None
    words = {key: str(over[key]) for key in OWN_WORDS if isinstance(over.get(key), str) and over[key]}
    return {"name": person.display_name if person else "", "answered": bool(over), "words": words}


def _codes(given: dict[str, Any]) -> dict[str, int]:
    return {key: value for key, value in given.items() if isinstance(value, int)}


def forget_outside(found: Round360) -> None:
    """Forget names and addresses of raters outside, in messages too, and the links that led in."""
    rows = ExternalRater.objects.filter(nomination__round=found, forgotten_on=None)
    requests = Request.objects.filter(outside__in=rows).values_list("id", flat=True)
    lost = Box.objects.filter(wave=found.raters, state=BoxState.LOST).values_list("id", flat=True)
    keys = [f"{KIND}:{found.id}:{request}" for request in requests]
    keys += [key_of_message(box, request) for box in lost for request in requests]
    OutgoingMail.objects.filter(key__in=keys).update(to_address="forgotten@invalid", meant_for="", body="")
    LinkHash.objects.filter(request__wave__campaign_id=found.campaign_id).delete()
    rows.update(name="", email="", forgotten_on=institution_today())
