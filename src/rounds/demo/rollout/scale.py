"""After the pilot: two departments come next, and why the year to come is set up otherwise."""

from datetime import timedelta
from uuid import uuid4

from rounds.core.access import Viewer
from rounds.programs.models import Program
from rounds.rollout.models import Launch
from rounds.rollout.selectors.differences import differences_of
from rounds.rollout.services.scale import Department, give_reason, issue_timeline, plan_wave

NEXT = (
    ("Pediatrics", "Dr. Samuel Osei", 30, 14, 9, 42),
    ("Surgery", "Dr. Ingrid Halvorsen", 24, 12, 11, 70),
)
REASON = "Six months showed whether pairs meet; a goal of a year needs its year."
EVIDENCE = "Minutes of the council, and the pulse of the pilot"


def scale_up(by: Viewer, pilot: Program, year: Program) -> None:
    """Enter who comes next, issue the timeline, and say why the year is longer than the pilot."""
    ends_on = Launch.objects.get(program=pilot).ends_on
    for department, sponsor, hours, places, found, days in NEXT:
        said = Department(department, sponsor, hours, places, found, ends_on + timedelta(days=days))
        plan_wave(program=pilot, department=said, entry_id=uuid4(), by=by)
    issue_timeline(program=pilot, by=by)
    if any(one.key == "settings:months" for one in differences_of(year, pilot)):
        give_reason(program=year, pilot=pilot, key="settings:months", reason=REASON, evidence=EVIDENCE, by=by)
