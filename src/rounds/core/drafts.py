"""Save and resume: what somebody typed is kept, sealed, and two tabs never overwrite each other in silence."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import CharField, UUIDField
from django.utils.translation import gettext as _

from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.database.prepared import Prepared
from rounds.core.errors import NotFound, OutOfOrder
from rounds.core.models import Draft

KEPT_DAYS = 30


@dataclass(frozen=True)
class SavedDraft:
    """A draft as its owner left it; send `version` back with the next save."""

    value: Any
    version: int
    saved_at: datetime


class DraftChanged(OutOfOrder):
    """Another tab or device has saved since; `theirs` is its text, and nothing was overwritten."""

    def __init__(self, theirs: SavedDraft) -> None:
        super().__init__(
            _("This was changed in another window. Both texts are kept: choose which one to go on with.")
        )
        self.theirs = theirs


def save_draft(*, by: Viewer, form_key: str, value: Any, version: int = 0) -> SavedDraft:
    """Keep a JSON value under a form's key; `version` is the one that was loaded, 0 for a new draft.

    Raises DraftChanged when the stored one is another.
    """
    with transaction.atomic():
        row = _rows(by, form_key).select_for_update().first()
        if row is None:
            return _create(by, form_key, value)
        if row.version != version:
            raise DraftChanged(_opened(row))
        row.seal_value(value)
        row.version += 1
        row.saved_at = now()
        changed = (
            _rows(by, form_key)
            .filter(version=version)
            .update(sealed=row.sealed, version=row.version, saved_at=row.saved_at)
        )
        if not changed:
            raise DraftChanged(_opened(_rows(by, form_key).get()))
        return SavedDraft(value, row.version, row.saved_at)


def load_draft(viewer: Viewer, form_key: str) -> SavedDraft | None:
    """Return what the viewer has typed there, None if nothing."""
    found = _drafts(owner_id=_owner_of(viewer), form_key=form_key)
    return _opened(found[0]) if found else None


_drafts = Prepared(
    lambda owner_id, form_key: Draft.objects.filter(owner_id=owner_id, form_key=form_key),
    owner_id=UUIDField(),
    form_key=CharField(),
)


def discard_draft(*, by: Viewer, form_key: str) -> None:
    """Forget a draft, once its form is submitted or its owner wants to start again."""
    _rows(by, form_key).delete()


def list_drafts(viewer: Viewer) -> list[Draft]:
    """Return all that the viewer has typed and not saved, the newest first."""
    return list(Draft.objects.filter(owner_id=_owner_of(viewer)).order_by("-saved_at", "id"))


def count_drafts(viewer: Viewer) -> int:
    """Return how many there are."""
    return Draft.objects.filter(owner_id=_owner_of(viewer)).count()


def own_draft_for(viewer: Viewer, draft_id: UUID) -> Draft:
    """Return a draft to its owner; NotFound to everybody else."""
    found: Draft | None = Draft.objects.filter(owner_id=_owner_of(viewer), id=draft_id).first()
    if found is None:
        raise NotFound
    return found


def _rows(viewer: Viewer, form_key: str) -> Any:
    return Draft.objects.filter(owner_id=_owner_of(viewer), form_key=form_key)


def _owner_of(viewer: Viewer) -> UUID:
    if viewer.user_id is None:
        raise ValueError("Drafts belong to somebody who is signed in.")
    return viewer.user_id


def _create(by: Viewer, form_key: str, value: Any) -> SavedDraft:
    row = Draft(owner_id=_owner_of(by), form_key=form_key)
    row.seal_value(value)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise DraftChanged(_opened(_rows(by, form_key).get())) from None
    return SavedDraft(value, row.version, row.saved_at)


def _opened(row: Draft) -> SavedDraft:
    return SavedDraft(row.opened(), row.version, row.saved_at)
