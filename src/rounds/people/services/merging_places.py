"""Two departments, or two sites, become one; the name that goes leads on, and for a day it can be taken back."""

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.database.bulk_rows import among
from rounds.core.errors import DomainError, OutOfOrder
from rounds.people.models import Department, MergedPlace, Site
from rounds.people.selectors.merged_places import MODELS, keys_to_place

CAN_BE_UNDONE: Final = timedelta(hours=24)


@transaction.atomic
def merge_places(*, gone: Department | Site, into: Department | Site, by: Viewer) -> MergedPlace:
    """Move everything from one department or site to another and take the first off the list."""
    if type(gone) is not type(into):
        raise DomainError(_("A department and a site can't become one. Choose two of the same kind."))
    if gone.id == into.id:
        raise DomainError(_("These are the same. Choose two."))
    # locked whole, so that nobody is put there meanwhile
    rows = {row.id: row for row in type(gone).objects.select_for_update().filter(id__in=[gone.id, into.id])}
    if len(rows) < 2:
        raise OutOfOrder(_("One of the two is off the list already. Open the list again."))
    gone, into = rows[gone.id], rows[into.id]
    moved = {}
    for key in keys_to_place(type(gone)):
        found = key.model.objects.filter(**{key.name: gone})
        moved[key.label] = [str(row_id) for row_id in found.values_list("id", flat=True)]
        found.update(**{key.name: into})
    merged: MergedPlace = MergedPlace.objects.create(
        kind=gone._meta.model_name or "",
        gone_id=gone.id,
        into_id=into.id,
        name=gone.name,
        code=getattr(gone, "code", ""),
        timezone=getattr(gone, "timezone", ""),
        moved=moved,
    )
    type(gone).objects.filter(id=gone.id).delete()
    counts = {label: len(ids) for label, ids in moved.items()}
    audit.record(
        "structure.merge",
        by=by,
        kind=merged.kind,
        object_id=into.id,
        name=merged.name,
        into=into.name,
        moved=counts,
    )
    return merged


@transaction.atomic
def undo_place_merge(*, merged: MergedPlace, by: Viewer) -> Department | Site:
    """Put a place that was merged within a day back on the list, with everything that came from it and is still there."""
    locked = MergedPlace.objects.select_for_update(no_key=True).get(id=merged.id)
    if locked.undone_at or locked.merged_at <= now() - CAN_BE_UNDONE:
        raise OutOfOrder(_("This can't be undone any more. Change people one by one."))
    model = MODELS[locked.kind]
    if model.objects.filter(name__iexact=locked.name).exists():
        raise DomainError(
            _("%(name)s is on the list again. Rename that one first, then undo.") % {"name": locked.name}
        )
    back = model(id=locked.gone_id, name=locked.name)
    if isinstance(back, Department):
        back.code = locked.code
    else:
        back.timezone = locked.timezone
    back.save(force_insert=True)
    for key in keys_to_place(model):
        came = locked.moved.get(key.label, [])
        still = key.model.objects.filter(id__in=among(came), **{key.name: locked.into_id})
        still.update(**{key.name: back})
    locked.undone_at = now()
    locked.save(update_fields=["undone_at"])
    audit.record(
        "structure.merge_undone", by=by, kind=locked.kind, object_id=locked.gone_id, name=locked.name
    )
    return back
