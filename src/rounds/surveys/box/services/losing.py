"""A box that ends, and one whose key is gone while it was open: whoever was asked is told, and can answer once more."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.mail import queue_mail
from rounds.surveys.box import keys
from rounds.surveys.box.selectors import is_due, locked_box
from rounds.surveys.enums import BoxKind, BoxState, RequestState, WaveState
from rounds.surveys.models import Ballot, BlindDraft, Box, Request, Wave

KIND = "survey_lost"
# So long people have to answer again when a key was lost after the wave had closed.
AGAIN_DAYS = 14


@transaction.atomic
def lose_box(*, box_id: UUID, by: Viewer) -> BoxState:
    """Give up a box whose key is gone while it was open: whoever has answered is asked once more; return where it stands."""
    box = locked_box(box_id)
    if box.state != BoxState.OPEN or keys.has_file_half(settings.BOX_KEYS, box_id):
        return BoxState(box.state)
    return lost(box, by=by)


def lost(box: Box, *, by: Viewer) -> BoxState:
    """Mark a box as lost, set back who had answered, give days where none are left, and tell all who were asked."""
    answered = Request.objects.filter(ballot__box=box, state=RequestState.ANSWERED)
    ids = list(answered.values_list("id", flat=True))
    end_box(box, BoxState.LOST, by=by)
    Request.objects.filter(id__in=ids).update(state=RequestState.ASKED, answered_on=None)
    if is_due(box, day=institution_today()):
        _give_days(box)
    _tell(box, by)
    return BoxState.LOST


def _give_days(box: Box) -> None:
    """Let people answer for two weeks more; what comes late has its days after those."""
    again = institution_today() + timedelta(days=AGAIN_DAYS)
    waves = Wave.objects.filter(id=box.wave_id)
    if box.kind == BoxKind.LATE:
        waves.update(late_until=again)
        return
    late_until = box.wave.late_until and again + (box.wave.late_until - box.wave.closes_on)
    waves.update(state=WaveState.SENT, closes_on=again, late_until=late_until)


def _tell(box: Box, by: Viewer) -> None:
    """Queue one plain message to each who was asked: only those who had answered would say who had."""
    asked = Request.objects.filter(wave_id=box.wave_id, state=RequestState.ASKED)
    for request in asked.select_related("person", "outside"):
        address = request.outside.email if request.outside else request.person.email if request.person else ""
        queue_mail(
            key=key_of_message(box.id, request.id),
            kind=KIND,
            to_address=address,
            subject=_("Please answer once more"),
            body=_("The words and the link are written as it leaves."),
            by=by,
            to_person_id=request.person_id,
            program_id=box.wave.campaign.scope_id,
            ids={"request": request.id},
            told_as=box.id,
        )
    asked.update(mail_id=None)


def key_of_message(box_id: UUID, request_id: UUID) -> str:
    """Return the key of the message that tells one who was asked of a box that was lost."""
    return f"{KIND}:{box_id}:{request_id}"


def end_box(box: Box, state: BoxState, *, by: Viewer) -> BoxState:
    """Delete the ballots and the half of the key that is here."""
    deleted = Ballot.objects.filter(box=box).delete()[0]
    BlindDraft.objects.filter(box=box).delete()
    day = institution_today()
    box.state, box.db_half, box.destroyed_on, box.ended_on = state, None, day, box.ended_on or day
    box.save(update_fields=["state", "db_half", "destroyed_on", "ended_on"])
    record(f"box.{state}", box, by, ballots=deleted)
    return state


def record(action: str, box: Box, by: Viewer, **facts: Any) -> None:
    """Write down what became of a box; never whose answers are in it."""
    audit.record(action, by=by, kind="wave", object_id=box.wave_id, box=box.kind, **facts)
