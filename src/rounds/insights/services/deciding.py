"""Writing down what was decided about a cycle."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.errors import DomainError
from rounds.insights.models import DecisionRecord
from rounds.insights.selectors.figures import figures_of_cycle, newest_cut
from rounds.programs.models import Cycle


@dataclass(frozen=True)
class Decision:
    """What is to be written down."""

    saw: str
    changes: str
    stays: str
    look_again_on: date


@transaction.atomic
def write_decision(*, cycle: Cycle, decision: Decision, entry_id: UUID, by: Viewer) -> DecisionRecord:
    """Write a decision with the figures that are out now. A form sent twice is one; another decision is a further record."""
    found: DecisionRecord | None = DecisionRecord.objects.filter(cycle=cycle, entry_id=entry_id).first()
    if found is not None:
        return found
    if decision.look_again_on <= institution_today():
        raise DomainError(
            _("This day has passed. Choose the day on which you look again."), field="look_again_on"
        )
    figures = figures_of_cycle(by, cycle.id)
    record: DecisionRecord = DecisionRecord.objects.create(
        cycle=cycle,
        saw=decision.saw.strip(),
        changes=decision.changes.strip(),
        stays=decision.stays.strip(),
        look_again_on=decision.look_again_on,
        cut=newest_cut() if figures else None,
        figures=[[key, str(one.id), one.digest] for key, one in sorted(figures.items())],
        written_by=by.name[:200],
        entry_id=entry_id,
    )
    audit.record("decision.written", by=by, kind="decision", object_id=record.id, program_id=cycle.program_id)
    return record
