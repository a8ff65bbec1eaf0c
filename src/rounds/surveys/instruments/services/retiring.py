"""A set of questions is retired: no new survey asks by it; and brought back."""

from uuid import UUID

from django.db import transaction

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.surveys.models import Instrument


@transaction.atomic
def retire_instrument(*, instrument_id: UUID, by: Viewer) -> None:
    """Ask by a set in no new survey; what is planned or open goes on, and what was answered stays. Twice is once."""
    row = Instrument.objects.select_for_update().get(id=instrument_id)
    if row.retired_on is None:
        row.retired_on = institution_today()
        row.save(update_fields=["retired_on"])
        audit.record("instrument.retired", by=by, kind="instrument", object_id=row.id)


@transaction.atomic
def bring_back_instrument(*, instrument_id: UUID, by: Viewer) -> None:
    """Let new surveys ask by a retired set again. Twice is once."""
    row = Instrument.objects.select_for_update().get(id=instrument_id)
    if row.retired_on is not None:
        row.retired_on = None
        row.save(update_fields=["retired_on"])
        audit.record("instrument.brought_back", by=by, kind="instrument", object_id=row.id)
