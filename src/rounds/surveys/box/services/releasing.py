"""The end of a box: all ballots are opened at once or none ever, and the key is destroyed."""

from contextlib import suppress
from datetime import timedelta
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.conf import settings
from django.db import transaction

from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.surveys.box import keys, sealing
from rounds.surveys.box.mixing import merge_cuts, merge_groups
from rounds.surveys.box.selectors import is_due, key_of, keys_in_own_words, locked_box
from rounds.surveys.box.services.losing import AGAIN_DAYS, end_box, lost, record
from rounds.surveys.enums import BoxState, RoundState, WaveState
from rounds.surveys.models import (
    AnonymousAnswer,
    AnonymousText,
    Ballot,
    Batch,
    BlindDraft,
    Box,
    Round360,
    Wave,
)
from rounds.surveys.scores import NOT_ASKED, SKIPPED

# Until then last night's copy of the database may have to be put back, and released again.
KEPT_DAYS = 3
BATCH = 500
ENDED = (BoxState.UNREAD, BoxState.LOST, BoxState.DESTROYED)


def release_box(*, box_id: UUID, by: Viewer) -> BoxState:
    """Open all ballots of a box that is due, or none; return where it stands. A second time does nothing.

    Fewer than the wave's floor: all are deleted unread and the key is destroyed. A key that is gone: the box is lost.
    """
    state = _release(box_id, by)
    if state in ENDED:
        keys.destroy_file_half(settings.BOX_KEYS, box_id)
    return state


@transaction.atomic
def _release(box_id: UUID, by: Viewer) -> BoxState:
    box = locked_box(box_id)
    if box.state != BoxState.OPEN or not is_due(box, day=institution_today()):
        return BoxState(box.state)
    ballots = list(Ballot.objects.filter(box=box).only("request_id", "sealed"))
    if box.wave.state == WaveState.STOPPED:  # whatever is in it was called off
        return end_box(box, BoxState.UNREAD, by=by)
    if len(ballots) < box.wave.k:
        if _extend(box, by=by):
            return BoxState.OPEN
        return end_box(box, BoxState.UNREAD, by=by)
    try:
        key = key_of(box)
    except keys.KeyGone:
        return lost(box, by=by)
    opened = _open_all(ballots, box, key)
    _write(box, opened)
    BlindDraft.objects.filter(box=box).delete()
    box.state, box.ended_on = BoxState.RELEASED, institution_today()
    box.save(update_fields=["state", "ended_on"])
    record("box.released", box, by, n=len(opened), unreadable=len(ballots) - len(opened))
    return BoxState.RELEASED


def _open_all(ballots: list[Ballot], box: Box, key: X25519PrivateKey) -> list[Any]:
    """Return what is in the ballots; one that was changed in the database holds up no other's.

    Raises Unreadable where too few are left: then something else is wrong, and nothing is deleted for it.
    """
    opened = []
    for ballot in ballots:
        bound = sealing.binding(
            box_id=box.id, request_id=ballot.request_id, version_digest=bytes(box.version_digest)
        )
        with suppress(sealing.Unreadable):
            opened.append(sealing.open_ballot(bytes(ballot.sealed), key=key, bound_to=bound))
    if len(opened) < box.wave.k:
        raise sealing.Unreadable(f"{len(opened)} of {len(ballots)} ballots open.")
    return opened


def _write(box: Box, opened: list[Any]) -> None:
    """Write answers and comments down, each in the order of random ids: no place and no number tells who came first."""
    batch = Batch.objects.create(box=box, n=len(opened), released_on=institution_today())
    cuts = _merged(box, [tuple(one["cuts"]) for one in opened])
    own_words = keys_in_own_words(box.wave.version)
    answers, texts = [], []
    for one, merged in zip(opened, cuts, strict=True):
        ticked = {key: value for key, value in one["answers"].items() if key not in own_words}
        row = AnonymousAnswer(batch=batch, cuts=dict(zip(box.wave.cuts, merged, strict=True)))
        row.seal_value(ticked)
        answers.append(row)
        for key in own_words & one["answers"].keys():
            if one["answers"][key] not in ("", None, [], SKIPPED, NOT_ASKED):
                text = AnonymousText(batch=batch, item_key=key)
                text.seal_value(one["answers"][key])
                texts.append(text)
    AnonymousAnswer.objects.bulk_create(sorted(answers, key=lambda row: row.id), batch_size=BATCH)
    AnonymousText.objects.bulk_create(sorted(texts, key=lambda row: row.id), batch_size=BATCH)


def _merged(box: Box, cuts: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Return the cuts as they may be written down; groups around one person join the smallest other, never an "other"."""
    if box.subject_id is None:
        return merge_cuts(cuts, floor=box.wave.k)
    return [(group,) for group in merge_groups([group for (group,) in cuts], floor=box.wave.k)]


def _extend(box: Box, *, by: Viewer) -> bool:
    """Give the raters of one person 14 days more, once, where too few have answered; tell whether that was done."""
    rounds = Round360.objects.filter(raters_id=box.wave_id, state=RoundState.RUNNING, extended_on=None)
    today = institution_today()
    longer = today + timedelta(days=AGAIN_DAYS)
    if box.subject_id is None or not rounds.update(extended_on=today, closes_on=longer):
        return False
    campaign = Wave.objects.filter(campaign_id=box.wave.campaign_id, state=WaveState.SENT)
    campaign.update(closes_on=longer)
    record("box.extended", box, by)
    return True


def destroy_box(*, box_id: UUID, by: Viewer) -> BoxState:
    """Destroy the key of a box that was released three days ago, and its ballots; return where it stands."""
    box = Box.objects.get(id=box_id)
    if box.state == BoxState.RELEASED and box.ended_on + timedelta(days=KEPT_DAYS) <= institution_today():
        keys.destroy_file_half(settings.BOX_KEYS, box_id)
        return _destroy(box_id, by)
    return BoxState(box.state)


@transaction.atomic
def _destroy(box_id: UUID, by: Viewer) -> BoxState:
    box = locked_box(box_id)
    return end_box(box, BoxState.DESTROYED, by=by) if box.state == BoxState.RELEASED else BoxState(box.state)


def sweep_keys() -> int:
    """Unlink halves of keys whose box has ended here, left behind by a worker that died; return how many.

    Halves of boxes that are not known here stay: they may be another's, or an older copy of the database was put back for a while.
    """
    here = keys.list_box_ids(settings.BOX_KEYS)
    dead = list(Box.objects.filter(id__in=here, state__in=ENDED).values_list("id", flat=True))
    for box_id in dead:
        keys.destroy_file_half(settings.BOX_KEYS, box_id)
    return len(dead)
