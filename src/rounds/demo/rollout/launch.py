"""Two roll-outs: the pilot is well up its ladder, the year to come stands on the ground."""

from rounds.core.access import Viewer
from rounds.programs.models import Cycle
from rounds.rollout.enums import Said
from rounds.rollout.models import Launch
from rounds.rollout.services.launching import begin_launch, name_owner, say_of_item

SPONSOR = "Dr. Ellen Marsh, dean"
SAID = (
    (
        "determination",
        Said.DOCUMENT,
        "IRB letter 26-114: quality improvement, not research. GME office, binder 3.",
    ),
    ("labor", Said.TICKED, "Counsel and labor relations read the plan; no objection to protected hours."),
    ("rule_of_use", Said.DOCUMENT, "Rule of use, one page, signed by the dean. GME office, binder 3."),
    ("sponsor", Said.TICKED, "Dr. Ellen Marsh, dean, said yes at the budget round."),
    ("seats", Said.TICKED, "Dr. Carvalho, Ms. Lund (HR) and Dean Okafor sit."),
    ("local_figures", Said.TICKED, "Leavers of three years from HR; replacement cost from finance."),
    ("pitch", Said.DOCUMENT, "Pitch to the executive council, 9 slides. Shared drive, mentoring/pitch."),
    ("endorsement", Said.DOCUMENT, "Letter of the dean and the DIO. GME office, binder 3."),
    ("objectives", Said.TICKED, "Three for residents, two for faculty; one describes only."),
    ("budget", Said.TICKED, "0.1 FTE, one dinner, printing."),
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
    ("plan", Said.DOCUMENT, "Evaluation plan, two pages, seen by the council. Shared drive, mentoring/plan."),
    ("kickoff", Said.TICKED, "Auditorium B, 29 of 32 came; first talks booked in the room."),
)


def roll_out(by: Viewer, pilot: Cycle, year: Cycle) -> None:
    """Begin both; of the pilot say what its office said of each step."""
    for cycle in (pilot, year):
        begin_launch(program=cycle.program, kickoff_on=cycle.starts_on, ends_on=cycle.ends_on, by=by)
    items = {one.key: one for one in Launch.objects.get(program=pilot.program).items.all()}
    for key, said, words in SAID:
        say_of_item(item_id=items[key].id, said=said, words=words, by=by)
    name_owner(item_id=items["second_budget"].id, name=SPONSOR, by=by)
