"""A box is opened before the first mail of its wave leaves."""

from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.errors import DomainError
from rounds.surveys.box import keys, sealing
from rounds.surveys.box.selectors import key_of, length_of_ballots, locked_box, words_digest
from rounds.surveys.enums import BoxKind, BoxState, Mode, RequestState
from rounds.surveys.models import Box, Request, Wave

# Who asks one real person and seven friends learns the one; below eight even that is cheap.
LEAST_INVITED = 8


def open_box(*, wave: Wave, by: Viewer, kind: BoxKind = BoxKind.MAIN, subject_id: UUID | None = None) -> Box:
    """Open a wave's box and return it; a second time, and after a worker that died half-way, the same one.

    Only a box in state OPEN takes ballots: its key is on the disk and has opened a ballot of trial.
    """
    _check(wave, kind)
    box = _begin(wave, kind, subject_id)
    if box.state == BoxState.OPENING:
        # outside the transaction: the file must be on the disk before the row says that it is
        file_half = keys.make_file_half(settings.BOX_KEYS, box.id)
        box = _finish(box.id, file_half, by)
    return box


def _check(wave: Wave, kind: BoxKind) -> None:
    if wave.mode != Mode.ANONYMOUS:
        raise DomainError(_("This wave is not anonymous: it has no box."))
    if kind == BoxKind.MAIN:
        asked = Request.objects.filter(wave=wave).exclude(state=RequestState.NOT_ASKED)
        check_invited(asked.values("person_id").distinct().count())


def check_invited(invited: int) -> None:
    """Raise DomainError where so few are asked that they can't be anonymous."""
    if invited < LEAST_INVITED:
        raise DomainError(
            _(
                "An anonymous survey needs at least %(least)s people who are asked; here are %(invited)s. Ask more people,"
                " or ask confidentially."
            )
            % {"least": LEAST_INVITED, "invited": invited}
        )


@transaction.atomic
def _begin(wave: Wave, kind: BoxKind, subject_id: UUID | None) -> Box:
    Wave.objects.select_for_update().get(id=wave.id)
    found: Box | None = (
        Box.objects.filter(wave=wave, kind=kind, subject_id=subject_id).exclude(state=BoxState.LOST).first()
    )
    if found is not None:
        return found
    length = length_of_ballots(wave.version, cuts=len(wave.cuts))
    made: Box = Box.objects.create(
        wave=wave, kind=kind, subject_id=subject_id, length=length, version_digest=words_digest(wave.version)
    )
    return made


@transaction.atomic
def _finish(box_id: UUID, file_half: bytes, by: Viewer) -> Box:
    box = locked_box(box_id)
    if box.state != BoxState.OPENING:
        return box
    db_half = keys.new_half()
    key = keys.private_key(file_half=file_half, db_half=db_half, box_id=box.id)
    box.db_half, box.public_key = db_half, keys.public_bytes(key)
    _try_trial_ballot(box)
    box.fingerprint = keys.fingerprint(box.public_key)
    box.state, box.opened_on = BoxState.OPEN, institution_today()
    box.save()
    audit.record("box.opened", by=by, kind="wave", object_id=box.wave_id, box=box.kind)
    return box


def _try_trial_ballot(box: Box) -> None:
    """Seal and open a ballot with what is on the disk; raises when it does not come back."""
    bound = sealing.binding(box_id=box.id, request_id=box.id, version_digest=bytes(box.version_digest))
    sealed = sealing.seal_ballot(
        {"trial": 1}, length=box.length, public=bytes(box.public_key), bound_to=bound
    )
    if sealing.open_ballot(sealed, key=key_of(box), bound_to=bound) != {"trial": 1}:
        raise sealing.Unreadable("The ballot of trial came back changed.")
