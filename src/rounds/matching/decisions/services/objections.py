"""A program director (PD) objects to no more of a run's pairs, and may take that back until they are approved."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.errors import OutOfOrder
from rounds.matching.decisions.selectors.vetoes import trainees_pairs
from rounds.matching.enums import RunState
from rounds.matching.models import MatchRun, NoObjection


@transaction.atomic
def record_no_objection(*, run_id: UUID, by: Viewer) -> NoObjection:
    """Object to none of own trainees' pairs but those that were vetoed."""
    run = _open(run_id)
    if by.person_id is None:
        raise OutOfOrder(_("Nobody is signed in."))
    standing: NoObjection | None = NoObjection.objects.filter(
        run=run, by_id=by.person_id, undone_at=None
    ).first()
    if standing is not None:
        return standing
    rest = sum(
        pair.run.id == run.id and pair.veto is None and not pair.is_running for pair in trainees_pairs(by)
    )
    found: NoObjection = NoObjection.objects.create(run=run, by_id=by.person_id, by_name=by.name, pairs=rest)
    _record("objection.none", run, by, pairs=rest)
    return found


@transaction.atomic
def take_back_no_objection(*, run_id: UUID, by: Viewer) -> None:
    """Take back that there is no objection."""
    run = _open(run_id)
    changed = NoObjection.objects.filter(run=run, by_id=by.person_id, undone_at=None).update(undone_at=now())
    if not changed:
        raise OutOfOrder(_("There is nothing to take back: you have not answered for these pairs."))
    _record("objection.open", run, by)


def _open(run_id: UUID) -> MatchRun:
    run: MatchRun = (
        MatchRun.objects.select_for_update(of=("self",), no_key=True)
        .select_related("cohort__cycle")
        .get(id=run_id)
    )
    if run.state != RunState.IN_REVIEW:
        raise OutOfOrder(
            _("These pairs are %(state)s now, so your answer stands as it is. Ask the program office.")
            % {"state": run.get_state_display()}
        )
    return run


def _record(action: str, run: MatchRun, by: Viewer, *, pairs: int = 0) -> None:
    audit.record(
        action, by=by, kind="run", object_id=run.id, program_id=run.cohort.cycle.program_id, pairs=pairs
    )
