"""Sending: the answers are locked as they arrive. Nothing of them is written anywhere else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core.clock import institution_today
from rounds.core.errors import OutOfOrder
from rounds.surveys.box import sealing
from rounds.surveys.box.selectors import box_shared_with, cuts_of, is_full, is_in_time, last_day_of
from rounds.surveys.enums import BoxKind, BoxState, RequestState
from rounds.surveys.models import Ballot, BlindDraft, Box, Request

# who has not been mailed yet may come by a page
TAKEN = (RequestState.WAITING, RequestState.ASKED, RequestState.ANSWERED)


@dataclass(frozen=True)
class Receipt:
    """What everybody is told who has sent: the same for all of a wave, however often they send."""

    fingerprint: str
    opens_on: date


@transaction.atomic
def seal_answers(
    *, box_id: UUID, request_id: UUID, answers: Mapping[str, Any], draft_key: bytes | None = None
) -> Receipt:
    """Lock somebody's answers into a box; sent again before it closes, the last ones count. Drops their draft."""
    box = box_shared_with(box_id)
    if box.state != BoxState.OPEN or is_full(box, day=institution_today()):
        raise OutOfOrder(_("This survey is closed. Nothing that you answer now would be counted."))
    request = Request.objects.select_for_update(of=("self",), no_key=True).get(
        id=request_id, wave_id=box.wave_id
    )
    if request.state not in TAKEN:
        raise OutOfOrder(_("You are not asked in this survey any more."))
    if box.kind == BoxKind.LATE and is_in_time(request, box.wave):
        raise OutOfOrder(_("You answered in time, and that counts. Nothing more can be added."))
    Ballot.objects.update_or_create(
        request=request, defaults={"box": box, "sealed": _ballot(box, request, answers)}
    )
    Request.objects.filter(id=request.id).update(state=RequestState.ANSWERED, answered_on=institution_today())
    if draft_key is not None:
        drop_draft(key=draft_key)
    return Receipt(fingerprint=box.fingerprint, opens_on=last_day_of(box))


def _ballot(box: Box, request: Request, answers: Mapping[str, Any]) -> bytes:
    bound = sealing.binding(box_id=box.id, request_id=request.id, version_digest=bytes(box.version_digest))
    value = {"answers": dict(answers), "cuts": cuts_of(request, box.wave)}
    return sealing.seal_ballot(value, length=box.length, public=bytes(box.public_key), bound_to=bound)


@transaction.atomic
def keep_draft(*, box_id: UUID, key: bytes, answers: Mapping[str, Any]) -> None:
    """Keep what somebody has answered so far; it opens with the key in their browser alone."""
    box = box_shared_with(box_id)
    if box.state != BoxState.OPEN or is_full(box, day=institution_today()):
        raise OutOfOrder(_("This survey is closed. Nothing that you answer now would be counted."))
    sealed = sealing.seal_draft(dict(answers), length=box.length, key=key, box_id=box.id)
    BlindDraft.objects.update_or_create(
        digest=sealing.draft_id(key), defaults={"box": box, "sealed": sealed, "day": institution_today()}
    )


def drop_draft(*, key: bytes) -> None:
    """Forget a draft."""
    BlindDraft.objects.filter(digest=sealing.draft_id(key)).delete()
