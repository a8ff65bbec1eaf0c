"""After the pilot: two departments come next, and why the year to come is set up otherwise."""

from datetime import timedelta
from uuid import uuid4

from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.programs.models import Program
from rounds.rollout.models import Launch
from rounds.rollout.selectors.differences import differences_of
from rounds.rollout.services.promotion import Wording, adopt_rule, propose_rule
from rounds.rollout.services.scale import Department, give_reason, issue_timeline, plan_wave

NEXT = (
    ("Pediatrics", "Dr. Samuel Osei", 30, 14, 9, 42),
    ("Emergency Medicine", "Dr. Ingrid Halvorsen", 24, 12, 11, 70),
)
REASON = "Six months showed whether pairs meet; a goal of a year needs its year."
EVIDENCE = "Minutes of the council, and the pulse of the pilot"


WORDINGS = (
    Wording(
        "Internal Medicine",
        "hours",
        "assistant to associate professor",
        "Mentoring in the leadership program counts as service, twelve held hours a year at least.",
        "Hours of conversations that were held",
    ),
    Wording(
        "Internal Medicine",
        "training",
        "assistant to associate professor",
        "A finished mentor training counts as faculty development.",
        "Modules 1 and 6",
    ),
    Wording(
        "Pediatrics",
        "hours",
        "clinical track, all steps",
        "Hours of mentoring are listed under service with their number.",
        "Hours promised and held",
    ),
)


def word_promotion(by: Viewer) -> None:
    """Propose three wordings to two departments; one has adopted its first."""
    rows = [propose_rule(wording=one, entry_id=uuid4(), by=by) for one in WORDINGS]
    day = institution_today()
    adopt_rule(
        rule_id=rows[0].id,
        adopted_on=day - timedelta(days=20),
        in_force_on=day + timedelta(days=60),
        by=by,
    )


def scale_up(by: Viewer, pilot: Program, year: Program) -> None:
    """Enter who comes next, issue the timeline, and say why the year is longer than the pilot."""
    ends_on = Launch.objects.get(program=pilot).ends_on
    for department, sponsor, hours, places, found, days in NEXT:
        said = Department(department, sponsor, hours, places, found, ends_on + timedelta(days=days))
        plan_wave(program=pilot, department=said, entry_id=uuid4(), by=by)
    issue_timeline(program=pilot, by=by)
    if any(one.key == "settings:months" for one in differences_of(year, pilot)):
        give_reason(program=year, pilot=pilot, key="settings:months", reason=REASON, evidence=EVIDENCE, by=by)
