"""The outcomes of a cycle are closed as its objectives are begun, and opened once."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.errors import DomainError
from rounds.insights.models import OutcomeSeal
from rounds.programs.models import Cycle


@transaction.atomic
def close_outcomes(*, cycle: Cycle, by: Viewer) -> OutcomeSeal:
    """Close the outcomes of a cycle to everybody; one that was opened stays open."""
    seal: OutcomeSeal
    seal, is_new = OutcomeSeal.objects.get_or_create(cycle=cycle, defaults={"closed_by": by.name[:200]})
    if is_new:
        audit.record("outcomes.closed", by=by, kind="cycle", object_id=cycle.id, program_id=cycle.program_id)
    return seal


@transaction.atomic
def open_outcomes(*, cycle: Cycle, by: Viewer, digest: str = "", reason: str = "") -> OutcomeSeal | None:
    """Open the outcomes of a cycle, by the digest of its objectives or with the reason why there are none; once."""
    if not digest and not reason.strip():
        raise DomainError(_("Say why no objectives were fixed: later reports print it."), field="reason")
    seal: OutcomeSeal | None = OutcomeSeal.objects.select_for_update(of=("self",)).filter(cycle=cycle).first()
    if seal is None or seal.opened_at is not None:
        return seal
    seal.opened_at, seal.opened_by, seal.digest, seal.reason = now(), by.name[:200], digest, reason.strip()
    seal.save(update_fields=["opened_at", "opened_by", "digest", "reason"])
    audit.record(
        "outcomes.opened",
        by=by,
        kind="cycle",
        object_id=cycle.id,
        program_id=cycle.program_id,
        with_objectives=bool(digest),
    )
    return seal
