"""What came after the pilot: a program at its gate, one in its second year with a signed endorsement, a copy for surgery."""

from collections.abc import Callable
from datetime import timedelta
from random import Random
from uuid import UUID, uuid5

from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.dates import months_after
from rounds.core.enums import Role
from rounds.core.models import Institution
from rounds.demo import gathering
from rounds.demo.casting import MENTEE_MIX, MENTOR_MIX
from rounds.demo.staffing import Staff
from rounds.people.enums import Tier
from rounds.people.models import Person
from rounds.programs.models import Program
from rounds.programs.selectors import cohort_of
from rounds.rollout.enums import Capacity, DossierKind, Said
from rounds.rollout.selectors.dossiers.naming import mentored_by
from rounds.rollout.selectors.ladder import ladders_of
from rounds.rollout.services.dossiers import (
    answer_name,
    ask_for_name,
    freeze_dossier,
    make_code,
    save_choice,
)
from rounds.rollout.services.gate import Decided, decide, facts_now, lock_plan, take_reading, write_plan
from rounds.rollout.services.launching import begin_launch, say_of_item
from rounds.rollout.services.setting_up import copy_program
from rounds.rollout.services.signing import (
    Signature,
    enter_paper,
    issue_endorsement,
    see_paper,
    sign_document,
)
from rounds.rollout.values.dossier import Choice
from rounds.rollout.values.endorsement import Terms
from rounds.rollout.values.pitch import digest_of
from rounds.rollout.values.plan import Plan, begins_with

AT_GATE = "Resident Leadership Year, first site"
SECOND_YEAR = "Leadership Acceleration"
COPY = "Surgery Leadership Pilot"
MENTORS, MENTEES, UNFINISHED = 10, 16, 5
DEPARTMENT, MONTHS_AHEAD = 1, 5
WHY = "Two years of pairs that met; the second site has asked for the same."
ALTHOUGH = (
    "Agreements were signed on paper in these two years, and nobody asked about confidence a second time."
)
OURS = {AT_GATE: {"plan", "gate"}, SECOND_YEAR: {"endorsement"}}
DOSSIER = (
    "I began with one mentee and a list of advice. Now I begin with a question, and write down what I hear."
)
BEFORE = "Done before this roll-out stood in Rounds; nothing of it is on record here."


def stand_at_gate(by: Viewer) -> None:
    """Read the gate of the program whose two years are over, and decide; the decision waits for a second person."""
    program = Program.objects.get(name=AT_GATE)
    cycle = program.cycles.order_by("-starts_on")[0]
    begin_launch(program=program, kickoff_on=cycle.starts_on, ends_on=cycle.ends_on, by=by)
    _let_past_go(program, by)
    said = {**begins_with(cycle.ends_on), "scope": "One site, 11 mentors and 23 mentees, two years."}
    plan = write_plan(program=program, plan=Plan(**said), by=by)
    lock_plan(program=program, digest=digest_of(facts_now(program, plan)), by=by)
    take_reading(program=program, is_complete=True, by=by)
    decide(program=program, decided=Decided("changes", WHY, ALTHOUGH), entry_id=_id("gate"), by=by)


def endorse_second_year(by: Viewer, officer: Viewer, director: Viewer, sponsor: str) -> None:
    """Let the program that is in its second year have its endorsement, signed by the DIO here and the sponsor on paper."""
    program = Program.objects.get(name=SECOND_YEAR)
    cycle = cohort_of(program).cycle
    begin_launch(program=program, kickoff_on=cycle.starts_on, ends_on=cycle.ends_on, by=by)
    terms = Terms(
        "A second year for three junior leaders: shadowing after a year of sponsorship.",
        sponsor,
        "Executives: four hours a month each.",
        "none",
        cycle.ends_on,
    )
    document = issue_endorsement(program=program, terms=terms, by=by)
    sign_document(document=document, digest=document.digest, capacity=Capacity.DIO, by=officer)
    paper = Signature(sponsor, Capacity.SPONSOR, institution_today() - timedelta(days=1))
    row = enter_paper(
        document=document, digest=document.digest, signature=paper, entry_id=_id("paper"), by=by
    )
    see_paper(signature=row, by=director)
    _let_past_go(program, by)


def copy_to_surgery(
    random: Random,
    by: Viewer,
    staff: Staff,
    pilot: Program,
    *,
    named: dict[Role, Person],
    hire: Callable[[Random, int, dict[Tier, int]], list[Person]],
) -> None:
    """Copy the pilot to surgery with days of its own; its people are enrolled, and most have sent their intake."""
    starts_on = months_after(institution_today().replace(day=1), MONTHS_AHEAD)
    program = copy_program(program=pilot, name=COPY, starts_on=starts_on, by=by)
    gathering.staff_program(by, program, named)
    mentors, mentees = hire(random, MENTORS, MENTOR_MIX), hire(random, MENTEES, MENTEE_MIX)
    gathering.gather(
        random, by, staff, cohort_of(program), mentors=mentors, mentees=mentees, unfinished=UNFINISHED
    )


def _let_past_go(program: Program, by: Viewer) -> None:
    """Let go what was due before the roll-out was entered and no fact shows."""
    for line in ladders_of([program])[program.id].lines:
        if (
            line.item.due_on < institution_today()
            and not line.is_fact
            and line.item.key not in OURS[program.name]
        ):
            say_of_item(item_id=line.item.id, said=Said.LET_GO, words=BEFORE, by=by)


def keep_dossier(mentor: Person, hospital: Institution) -> None:
    """Let one mentee of earlier years be named, and the mentor freeze a dossier and give a code for it."""
    by = Viewer(hospital.id, mentor.user_id, mentor.id, mentor.display_name)
    mentee = next(one for one in mentored_by(mentor.id) if one.user_id is None)
    release = ask_for_name(mentee=mentee, by=by)
    theirs = Viewer(hospital.id, None, mentee.id, mentee.display_name)
    answer_name(release=release, agree=True, by=theirs)
    parts = ("years", "mentees", "hours", "training", "recognition", "acts")
    choice = Choice(parts, DOSSIER, (str(release.id),))
    draft = save_choice(kind=DossierKind.FULL, choice=choice, by=by)
    make_code(dossier=freeze_dossier(dossier=draft, institution=hospital, by=by), by=by)


def _id(name: str) -> UUID:
    return uuid5(UUID(int=16), f"later {name}")
