"""What is known of boxes and drafts, and the answers once they are released."""

import hashlib
from datetime import date
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.conf import settings
from django.db import connection

from rounds.surveys.box import keys, sealing
from rounds.surveys.enums import BoxKind, BoxState, KindOfItem, Mode, WaveState
from rounds.surveys.kinds import Question, longest_answers, packed
from rounds.surveys.models import (
    AnonymousAnswer,
    AnonymousText,
    BlindDraft,
    Box,
    InstrumentVersion,
    Item,
    Request,
    Round360,
    Scale,
    Wave,
)

# What is typed in somebody's own words, kept apart from what is ticked.
IN_OWN_WORDS = (KindOfItem.TEXT, KindOfItem.OWN_AREAS)
LONGEST_CATEGORY = 60


def locked_box(box_id: UUID) -> Box:
    """Return a box that nobody else changes, nor puts a ballot into, until the transaction ends."""
    found: Box = Box.objects.select_for_update(of=("self",)).select_related("wave").get(id=box_id)
    return found


def box_shared_with(box_id: UUID) -> Box:
    """Return a box whose state stays while ballots are put into it, by many at once."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM surveys_box WHERE id = %s FOR SHARE", [box_id])
    found: Box = Box.objects.select_related("wave").get(id=box_id)
    return found


def open_box_of(wave: Wave, *, day: date) -> Box | None:
    """Return the box that takes ballots of a wave on a day: the main one, then the late one, then none."""
    boxes = Box.objects.filter(wave=wave, state=BoxState.OPEN).select_related("wave")
    ready = [box for box in boxes if not is_full(box, day=day)]
    return min(ready, key=lambda box: box.kind != BoxKind.MAIN, default=None)


def key_of(box: Box) -> X25519PrivateKey:
    """Return the key that opens a box; raises KeyGone when a half is missing or is not this box's."""
    file_half = keys.read_file_half(settings.BOX_KEYS, box.id)
    key = keys.private_key(file_half=file_half, db_half=bytes(box.db_half or b""), box_id=box.id)
    if keys.public_bytes(key) != bytes(box.public_key):
        raise keys.KeyGone(f"The halves of the key of {box.id} don't belong together.")
    return key


def is_full(box: Box, *, day: date) -> bool:
    """Tell whether a box takes no more ballots: its day is past, or its wave was closed or stopped."""
    closed = box.kind == BoxKind.MAIN and box.wave.state == WaveState.CLOSED
    return closed or is_due(box, day=day)


def last_day_of(box: Box) -> date:
    """Return the last day on which a box takes ballots."""
    wave = box.wave
    return wave.late_until if box.kind == BoxKind.LATE and wave.late_until else wave.closes_on


def is_in_time(request: Request, wave: Wave) -> bool:
    """Tell whether a request was answered before its wave closed."""
    return request.answered_on is not None and request.answered_on <= wave.closes_on


def is_due(box: Box, *, day: date) -> bool:
    """Tell whether a box is to be opened: not before the day that was promised, though its wave was closed early."""
    wave = box.wave
    if box.kind == BoxKind.LATE:
        return wave.late_until is None or day > wave.late_until
    return wave.state == WaveState.STOPPED or day > wave.closes_on


def waves_without_box(*, day: date) -> list[tuple[Wave, BoxKind]]:
    """Return the anonymous waves that are asked, or may be answered late, and have no box for it yet."""
    ready = Box.objects.exclude(state__in=[BoxState.OPENING, BoxState.LOST]).values_list("wave_id", "kind")
    have = set(ready)
    waves = Wave.objects.filter(mode=Mode.ANONYMOUS).select_related("version")
    asked = waves.filter(state=WaveState.SENT, closes_on__gte=day)
    late = waves.filter(state__in=[WaveState.SENT, WaveState.CLOSED], late_until__gte=day)
    return [(wave, BoxKind.MAIN) for wave in asked if (wave.id, BoxKind.MAIN) not in have] + [
        (wave, BoxKind.LATE)
        for wave in late
        if (wave.id, BoxKind.LATE) not in have and (wave.state == WaveState.CLOSED or day > wave.closes_on)
    ]


def subject_of(wave: Wave) -> UUID | None:
    """Return about whom a wave of feedback from all around asks; None for every other wave."""
    about: UUID | None = Round360.objects.filter(raters=wave).values_list("subject_id", flat=True).first()
    return about


def questions_of(version: InstrumentVersion) -> list[Question]:
    """Return what a version asks, its texts in all languages."""
    points = dict(Scale.objects.filter(version=version).values_list("key", "points"))
    return [
        Question(
            key=item.key,
            kind=item.kind,
            text=packed(item.text).decode(),
            points=tuple((point[0], packed(point[1]).decode()) for point in points.get(item.scale_key, [])),
            missing=packed(item.missing_label).decode() if item.missing else "",
            low=item.low,
            high=item.high,
        )
        for item in Item.objects.filter(version=version).order_by("position", "key")
    ]


def length_of_ballots(version: InstrumentVersion, *, cuts: int) -> int:
    """Return the one length of all ballots and drafts of a version."""
    return sealing.length_for(longest_answers(questions_of(version)), cuts=cuts)


def words_digest(version: InstrumentVersion) -> bytes:
    """Return the digest of what a version asks, in all its languages."""
    rows = [[one.key, one.kind, one.text, one.points, one.missing] for one in questions_of(version)]
    return hashlib.sha256(packed(rows)).digest()


def keys_in_own_words(version: InstrumentVersion) -> frozenset[str]:
    """Return the items that are answered in somebody's own words."""
    return frozenset(
        Item.objects.filter(version=version, kind__in=IN_OWN_WORDS).values_list("key", flat=True)
    )


def cuts_of(request: Request, wave: Wave) -> list[str]:
    """Return a person's category in each cut that the wave declared, in their order."""
    return [str(request.cuts.get(cut, ""))[:LONGEST_CATEGORY] for cut in wave.cuts]


def draft_for(key: bytes) -> dict[str, Any]:
    """Return what the browser with this key has answered so far; nothing where there is no such draft."""
    row = BlindDraft.objects.filter(digest=sealing.draft_id(key)).first()
    if row is None:
        return {}
    try:
        answers: dict[str, Any] = sealing.open_draft(bytes(row.sealed), key=key, box_id=row.box_id)
    except sealing.Unreadable:
        return {}
    return answers


def list_answers(wave: Wave, kind: BoxKind = BoxKind.MAIN) -> list[tuple[dict[str, Any], dict[str, str]]]:
    """Return what was answered in time, or late, comments left out, each with its cuts; in the order of random ids."""
    rows = AnonymousAnswer.objects.filter(batch__box__wave=wave, batch__box__kind=kind).order_by("id")
    return [(row.opened(), row.cuts) for row in rows]


def list_texts(wave: Wave, item_key: str) -> list[Any]:
    """Return the comments to one question that came in time, in the order of random ids."""
    rows = AnonymousText.objects.filter(
        batch__box__wave=wave, batch__box__kind=BoxKind.MAIN, item_key=item_key
    ).order_by("id")
    return [row.opened() for row in rows]
