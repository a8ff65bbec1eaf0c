"""Where the invented residents are on rotation, the debriefs that followed, reports, and one packet that was released."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from uuid import UUID

from rounds.core.access import Viewer
from rounds.core.enums import Role
from rounds.mentorships.conversations.services.log import Held
from rounds.mentorships.debriefs.selectors import debrief_facts_of
from rounds.mentorships.debriefs.services import write_debrief
from rounds.mentorships.dues.values import Counted, Facts, counts_as
from rounds.mentorships.enums import State
from rounds.mentorships.milestones.services import answer_report, write_report
from rounds.mentorships.models import Mentorship
from rounds.mentorships.releases.selectors import packet_of
from rounds.mentorships.releases.services import release_pieces
from rounds.people.enums import Tier, TrainingKind
from rounds.people.models import CareerStage, Person, TrainingProgram, TrainingProgramMember
from rounds.programs.enums import RotationKind
from rounds.programs.models import Rotation
from rounds.programs.services.rotations import NewRotation, plan_rotations, write_rotations

BLOCK = timedelta(days=28)
# The block before the present one ended so many days ago: its debrief waits where nobody has talked since.
ENDED = 3
BLOCKS_BACK, BLOCKS_AHEAD = 7, 6
# What a resident goes through, block by block, each from a place of their own.
PLACES = (
    ("Medical ICU", RotationKind.MAJOR),
    ("Elective", RotationKind.ELECTIVE),
    ("Wards", RotationKind.MAJOR),
    ("Night float", RotationKind.NIGHT_FLOAT),
    ("Continuity clinic", RotationKind.CLINIC),
    ("Research", RotationKind.RESEARCH),
    ("Ambulatory elective", RotationKind.ELECTIVE),
    ("Cardiology wards", RotationKind.MAJOR),
)
DEBRIEFS = 6
JOINED = 500
ANSWERS = (
    {
        "conflict": "The consult team and we disagreed in front of the family. I asked for two minutes in the hall."
    },
    {"handed_over": "The family meeting, to the intern; I sat beside and said nothing until she asked me."},
    {
        "won_over": "The night charge nurse. I asked what she would change first.",
        "went_well": "The handover.",
    },
)
REPORT = (
    "Surgery and medicine gave one family two plans on the same day. I asked both attendings for ten minutes at the"
    " bedside, repeated what I had heard from each, and wrote down what we agreed. The family heard one plan that evening."
)
SAW = (
    "You named both views before your own, and you wrote the agreement down while everybody was still there."
)
NEXT = "Ask the nurse in charge first: she knew of it since the morning."


def let_them_rotate(random: Random, office: Viewer, day: date, *, named: dict[Role, Person]) -> None:
    """Give the residents among the mentees a year of rotations, some debriefs, two reports and one release."""
    pairs = list(
        Mentorship.objects.filter(state=State.ACTIVE)
        .select_related("cycle__program", "mentee", "mentor")
        .order_by("opened_on", "mentee__folded_family", "mentee__folded_given")
    )
    # the named pair first: a major rotation of hers has just ended
    pairs.sort(key=lambda pair: pair.mentee_id != named[Role.MENTEE].id)
    residents = _residents(pairs, day)
    said = [
        one
        for number, person_id in enumerate(dict.fromkeys(pair.mentee_id for pair in residents))
        for one in _year_of(person_id, number, day - timedelta(days=ENDED - 1))
    ]
    write_rotations(plan_rotations(said, is_whole=True))
    _debrief(random, office, residents, day)
    _report(random, office, residents, named)


def _residents(pairs: Sequence[Mentorship], day: date) -> list[Mentorship]:
    """Return the pairs whose mentee is a resident; whoever is in no residency yet joins that of the department."""
    members = TrainingProgramMember.objects.filter(to_on=None, kind=TrainingKind.RESIDENT)
    training = set(members.values_list("person_id", flat=True))
    residencies = {
        program.department_id: program
        for program in TrainingProgram.objects.filter(name__endswith=" Residency")
    }
    stages = CareerStage.objects.filter(to_on=None, tier=Tier.RESIDENT, department_id__in=residencies)
    departments = dict(stages.values_list("person_id", "department_id"))
    found = [pair for pair in pairs if pair.mentee_id in departments]
    TrainingProgramMember.objects.bulk_create(
        TrainingProgramMember(
            training_program=residencies[departments[person_id]],
            person_id=person_id,
            kind=TrainingKind.RESIDENT,
            from_on=day - timedelta(days=JOINED),
        )
        for person_id in dict.fromkeys(pair.mentee_id for pair in found)
        if person_id not in training
    )
    return found


def _year_of(person_id: UUID, number: int, turn: date) -> list[NewRotation]:
    """Return the blocks of one resident around the day on which one followed another."""
    return [
        NewRotation(
            person_id,
            *(PLACES[(number + block) % len(PLACES)]),
            turn + block * BLOCK,
            turn + (block + 1) * BLOCK,
        )
        for block in range(-BLOCKS_BACK, BLOCKS_AHEAD)
    ]


def _debrief(random: Random, office: Viewer, pairs: Sequence[Mentorship], day: date) -> None:
    """Let a few have written to the prompts of a debrief that a conversation counts as; others wait."""
    by_id = {pair.id: pair for pair in pairs}
    counted = [
        (by_id[pair_id], key)
        for pair_id, facts in debrief_facts_of(pairs).items()
        for key in _counted(facts)[-1:]
    ]
    rotations = {str(row.id): row for row in Rotation.objects.filter(id__in=[key for _pair, key in counted])}
    for number, (pair, key) in enumerate(counted[:DEBRIEFS]):
        held = Held(entry_id=_id(random), held_on=day, minutes=30)
        write_debrief(
            mentorship_id=pair.id,
            rotation=rotations[key],
            held=held,
            answers=ANSWERS[number % len(ANSWERS)],
            by=_viewer(office, pair.mentee),
        )


def _counted(facts: Facts) -> list[str]:
    """Return the rotations whose debrief a conversation counts as, the newest last."""
    return [one.key for found in counts_as(facts) for one in found if one.kind == Counted.DEBRIEF]


def _report(random: Random, office: Viewer, pairs: Sequence[Mentorship], named: dict[Role, Person]) -> None:
    """Let a resident of the named director have released an answered report; one of the named mentor's mentees waits."""
    directed = TrainingProgramMember.objects.filter(
        to_on=None, kind=TrainingKind.DIRECTOR, person=named[Role.RESIDENCY_DIRECTOR]
    ).values("training_program_id")
    trainees = set(
        TrainingProgramMember.objects.filter(
            to_on=None, kind=TrainingKind.RESIDENT, training_program_id__in=directed
        ).values_list("person_id", flat=True)
    )
    mentor = named[Role.MENTOR]
    released = next(
        (pair for pair in pairs if pair.mentee_id in trainees and pair.mentor_id != mentor.id), None
    )
    if released is not None:
        _release(random, office, released)
    others = [pair for pair in pairs if pair is not released]
    waiting = next((pair for pair in others if pair.mentor_id == mentor.id), others[0] if others else None)
    if waiting is not None:
        mentee = _viewer(office, waiting.mentee)
        write_report(mentorship_id=waiting.id, text=REPORT, entry_id=_id(random), by=mentee)


def _release(random: Random, office: Viewer, pair: Mentorship) -> None:
    mentee, mentor = _viewer(office, pair.mentee), _viewer(office, pair.mentor)
    report = write_report(mentorship_id=pair.id, text=REPORT, entry_id=_id(random), by=mentee)
    answer_report(report=report, saw=SAW, try_next=NEXT, version=report.version, by=mentor)
    member = TrainingProgramMember.objects.select_related("training_program").get(
        person_id=pair.mentee_id, to_on=None, kind=TrainingKind.RESIDENT
    )
    program, keys = member.training_program, [f"report {report.id}"]
    digest = packet_of(mentee, keys, program).digest()
    release_pieces(keys=keys, program=program, digest=digest, entry_id=_id(random), by=mentee)


def _viewer(office: Viewer, person: Person) -> Viewer:
    return Viewer(office.institution_id, person.user_id, person.id, person.full_name)


def _id(random: Random) -> UUID:
    return UUID(int=random.getrandbits(128), version=4)
