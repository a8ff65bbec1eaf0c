"""Two roll-outs: the pilot is well up its ladder, the year to come stands on the ground."""

from datetime import timedelta
from uuid import uuid4

from rounds.core.access import Grant, Viewer
from rounds.core.clock import institution_today
from rounds.core.enums import Role
from rounds.demo.rollout.asking import ask_for_next_year, keep_ledger
from rounds.demo.rollout.committee import seat_committee
from rounds.demo.rollout.later import endorse_second_year, stand_at_gate
from rounds.demo.rollout.money import plan_money
from rounds.demo.rollout.scale import scale_up, word_promotion
from rounds.people.enums import Tier
from rounds.people.models import Person
from rounds.programs.models import Cycle, Program
from rounds.rollout.enums import Capacity, Said, Status
from rounds.rollout.models import Launch, PitchFigure
from rounds.rollout.selectors.objectives import objectives_of
from rounds.rollout.selectors.pitch import pitch_of
from rounds.rollout.services.gate import facts_now, lock_plan, write_plan
from rounds.rollout.services.launching import begin_launch, name_owner, say_of_item
from rounds.rollout.services.links import Asked, ask_by_mail
from rounds.rollout.services.objectives import ask_to_lock, lock_objectives, take_drafts
from rounds.rollout.services.pitching import Figure, begin_figures, change_figure, issue_pitch, write_pitch
from rounds.rollout.services.signing import (
    Signature,
    enter_paper,
    issue_endorsement,
    see_paper,
    sign_document,
)
from rounds.rollout.values.endorsement import Terms
from rounds.rollout.values.pitch import digest_of
from rounds.rollout.values.plan import Plan, begins_with

SPONSOR = "Dean Margaret Liu"
SAID = (
    (
        "determination",
        Said.DOCUMENT,
        "IRB letter 26-114: quality improvement, not research. GME office, binder 3.",
    ),
    ("labor", Said.TICKED, "Counsel and labor relations read the plan; no objection to protected hours."),
    ("rule_of_use", Said.DOCUMENT, "Rule of use, one page, signed by the dean. GME office, binder 3."),
    ("budget", Said.TICKED, "Written and checked in Rounds."),
    ("privacy", Said.DOCUMENT, "Privacy review 88, signed. Privacy office."),
    ("forms", Said.DOCUMENT, "Intake forms as printed for the council. Shared drive, mentoring/forms."),
    (
        "prototype",
        Said.LET_GO,
        "The pairs of the pilot had formed before Rounds; they were recorded as they were.",
    ),
    (
        "conflicts",
        Said.LET_GO,
        "The pairs had formed already; the program director looked at the list in person.",
    ),
    ("published", Said.LET_GO, "Nothing was published: the pairs had formed already."),
    ("focus_first", Said.TICKED, "Three talks with 18 people; what they said together is with the office."),
    ("kickoff", Said.TICKED, "Auditorium B, 29 of 32 came; first talks booked in the room."),
)


def roll_out(by: Viewer, pilot: Cycle, year: Cycle, named: dict[Role, Person]) -> None:
    """Begin both; of the pilot say what its office said of each step."""
    for cycle in (pilot, year):
        begin_launch(program=cycle.program, kickoff_on=cycle.starts_on, ends_on=cycle.ends_on, by=by)
    items = {one.key: one for one in Launch.objects.get(program=pilot.program).items.all()}
    for key, said, words in SAID:
        say_of_item(item_id=items[key].id, said=said, words=words, by=by)
    pitch(by, pilot.program)
    endorse(by, pilot, named)
    plan_pilot(by, pilot)
    seat_committee(by, pilot, SPONSOR)
    fix_objectives(by, pilot.program, _as(by, named[Role.DIRECTOR], Role.DIRECTOR))
    scale_up(by, pilot.program, year.program)
    word_promotion(by)
    plan_money(pilot.program, by=by, second=_as(by, named[Role.DIRECTOR], Role.DIRECTOR))
    stand_at_gate(by)
    officer, director = (_as(by, named[one], one) for one in (Role.GME_OFFICER, Role.DIRECTOR))
    endorse_second_year(by, officer, director, SPONSOR)
    keep_ledger(pilot, by=by)
    ask_for_next_year(pilot.program, year.program, by=by)
    name_owner(item_id=items["second_budget"].id, name=SPONSOR, by=by)


OWN = {
    "our_confidence": ("4.9 of 10", "Baseline of the pilot", 2026),
    "our_leavers": ("23", "HR, leavers of three years", 2026),
    "our_replacement": ("$412,000", "Finance, cost of one recruitment", 2025),
}
WORDS = {
    1: "Twelve mentors for six months, three protected hours a month each; 15 hundredths of a post for coordination and direction; one dinner."
    " A decision by the first of June.",
    4: "Twenty residents of internal medicine stand on the first rung, twelve faculty above them; the pilot joins these two.",
    5: "Residents: three objectives, measured against their own baseline and locked by two people.",
    7: "Cash: $26,700, posts and reserve included. In kind: 216 hours of mentors, promised by their departments.",
}


def pitch(by: Viewer, program: Program) -> None:
    """Write and issue the pitch of a program with three figures of the house's own."""
    begin_figures(program=program, by=by)
    for row in PitchFigure.objects.filter(program=program, key__in=OWN):
        value, source, year = OWN[row.key]
        own = Figure(
            row.section, row.claim, value, source, year, Status.LOCAL, is_against=False, is_shown=True
        )
        change_figure(figure_id=row.id, figure=own, by=by)
    texts = {part.number: part.text for part in pitch_of(program).parts} | WORDS
    write_pitch(program=program, texts=texts, one_sided="", by=by)
    issue_pitch(program=program, by=by)


def endorse(by: Viewer, pilot: Cycle, named: dict[Role, Person]) -> None:
    """Issue the endorsement of the pilot: the DIO signs here, the sponsor on paper, which two people saw; the chair is asked by mail."""
    terms = Terms(
        "Six months of mentoring for twenty residents of internal medicine, and a decision at the gate.",
        SPONSOR,
        "Internal medicine: 36 hours a month for twelve mentors, in protected time.",
        "$26,700 from the dean’s fund, posts and reserve included.",
        pilot.ends_on + timedelta(days=180),
    )
    document = issue_endorsement(program=pilot.program, terms=terms, by=by)
    officer, director = (_as(by, named[one], one) for one in (Role.GME_OFFICER, Role.DIRECTOR))
    sign_document(document=document, digest=document.digest, capacity=Capacity.DIO, by=officer)
    paper = Signature(SPONSOR, Capacity.SPONSOR, institution_today() - timedelta(days=1))
    row = enter_paper(document=document, digest=document.digest, signature=paper, entry_id=uuid4(), by=by)
    see_paper(signature=row, by=director)
    chair = Asked("Dr. Ruth Amsel", Capacity.CHAIR, "ruth.amsel@medschool.example")
    ask_by_mail(document=document, digest=document.digest, asked=chair, entry_id=uuid4(), by=by)


def _as(office: Viewer, person: Person, role: Role) -> Viewer:
    grants = frozenset({Grant(role, None)})
    return Viewer(office.institution_id, None, person.id, person.full_name, grants)


def fix_objectives(by: Viewer, program: Program, director: Viewer) -> None:
    """Take the drafts of residents; the coordinator asks to lock them, the director does."""
    take_drafts(program=program, tier=Tier.RESIDENT, by=by)
    found = objectives_of(program)
    if found is not None and not found.refusals:
        ask_to_lock(program=program, digest=found.digest, by=by)
        lock_objectives(program=program, digest=found.digest, by=director)


def plan_pilot(by: Viewer, pilot: Cycle) -> None:
    """Write and lock the plan of the pilot; its gate is read on its last day."""
    row = write_plan(program=pilot.program, plan=Plan(**begins_with(pilot.ends_on)), by=by)
    lock_plan(program=pilot.program, digest=digest_of(facts_now(pilot.program, row)), by=by)
