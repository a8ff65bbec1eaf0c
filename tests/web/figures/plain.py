"""What the crowded world holds, counted person by person, without any selector of the product."""

from datetime import timedelta

from rounds.core.clock import institution_today
from rounds.core.dates import months_after
from rounds.core.enums import Role
from rounds.matching.models import MatchRun, PairDecision
from rounds.matching.runs.selectors import result_of
from rounds.mentorships.models import ChangeRequest, Conversation, Mentorship
from rounds.people.models import CareerStage, Leave, Person
from rounds.programs.models import Enrollment, Intake, Program, ProgramRole, Rotation

OPEN = {"proposed", "offered", "accepted", "active", "paused"}
RUNNING = {"active", "paused"}
SERVED = RUNNING | {"completed", "continued"}
STATES = {
    "running": {"active"},
    "paused": {"paused"},
    "panel": {"active", "paused"},
    "asked": {"proposed", "offered", "accepted"},
    "ended": {"ended", "completed", "continued"},
}


# Words of the list that look at whether a mentor is on a panel.
APART = {"running": False, "paused": False, "panel": True}


def people_here(*, left=False):
    day = institution_today()
    people = list(Person.objects.filter(merged_into=None))
    has_left = [one for one in people if one.left_on is not None and one.left_on <= day]
    return has_left if left else [one for one in people if one not in has_left]


def stages_of(person):
    """Return the stages that count today: one that holds, or the open one that is to come."""
    day = institution_today()
    return [
        one
        for one in CareerStage.objects.filter(person=person)
        if one.to_on is None or (one.from_on <= day < one.to_on)
    ]


def people_who(*, tier="", look=""):
    found = people_here(left=look == "left")
    if look == "no_stage":
        found = [one for one in found if not stages_of(one)]
    if look == "no_email":
        found = [one for one in found if not one.email]
    if tier:
        found = [one for one in found if any(stage.tier == tier for stage in stages_of(one))]
    return len(found)


def enrolled(program, side=""):
    rows = [
        one for one in Enrollment.objects.filter(cohort__cycle__program=program) if one.state != "withdrawn"
    ]
    return [one for one in rows if side in ("", one.side)]


def state_of(one):
    """Return how far intake has come: missing in two kinds, to confirm in two kinds, sent."""
    intakes = list(Intake.objects.filter(enrollment=one).order_by("version"))
    sent = [intake for intake in intakes if intake.submitted_at is not None]
    if sent:
        return "to_confirm" if sent[-1].entered_by_id and not sent[-1].confirmed_at else "sent"
    if intakes:
        return "imported"
    return "stopped" if one.intake_topic else "not_started"


def is_expected(one):
    return one.state != "applied" and one.person.left_on is None


def intake_rows(program, show, side=""):
    chosen = {
        "": lambda one: True,
        "missing": lambda one: state_of(one) in ("not_started", "stopped") and is_expected(one),
        "confirm": lambda one: state_of(one) in ("imported", "to_confirm") and is_expected(one),
        "applied": lambda one: one.state == "applied",
    }.get(show, lambda one: state_of(one) == show)
    return [one for one in enrolled(program, side) if chosen(one)]


def reached(program, show="", side=""):
    """Return how many get a reminder: something is asked of them, and there is an address."""
    asked = set(map(id_of, intake_rows(program, "missing"))) | set(
        map(id_of, intake_rows(program, "confirm"))
    )
    rows = intake_rows(program, show or "missing", side)
    return sum(one.id in asked and bool(one.person.email) for one in rows)


def id_of(one):
    return one.id


def offered(program):
    """Return places, mentor by mentor: nobody's overload takes a place from another."""
    count, mentees = 0, [one.id for one in in_matching(program, "mentee")]
    for one in in_matching(program, "mentor"):
        taken = Mentorship.objects.filter(mentor_id=one.person_id, state__in=OPEN)
        elsewhere = taken.exclude(mentee_enrollment__in=mentees).count()
        count += max(0, max(0, (one.capacity or 0) - one.outside_mentees) - elsewhere)
    return count


def wanted(program):
    return sum(one.demand or 1 for one in in_matching(program, "mentee"))


def others(program):
    """Return how many of a program can't be matched, nothing where there is nobody."""
    rest = len(enrolled(program)) - sum(len(in_matching(program, side)) for side in ("mentee", "mentor"))
    return (rest,) if rest else ()


def in_matching(program, side):
    """Return who can be matched: enrolled and here."""
    here = {one.id for one in people_here()}
    return [one for one in enrolled(program, side) if one.state == "enrolled" and one.person_id in here]


def left_of(program):
    """Return what each mentor has left: negative is more than offered."""
    mine = []
    for one in in_matching(program, "mentor"):
        taken = Mentorship.objects.filter(mentor_id=one.person_id, state__in=OPEN).count()
        mine.append((one.capacity or 0) - one.outside_mentees - taken)
    return mine


def mentees_by_pairs(program):
    """Return how many mentees have begun, are asked about, and could be matched but have nobody."""
    begun = asked = without = 0
    could_be = {one.id for one in in_matching(program, "mentee")}
    for one in enrolled(program, "mentee"):
        states = {pair.state for pair in Mentorship.objects.filter(mentee_enrollment=one)}
        if states & SERVED:
            begun += 1
        elif states & OPEN:
            asked += 1
        elif one.id in could_be:
            without += 1
    return begun, asked, without


def pairs(show="", program=None):
    rows = Mentorship.objects.all() if program is None else Mentorship.objects.filter(cycle__program=program)
    return sum(
        one.state in STATES.get(show, OPEN) and (show not in APART or bool(one.purpose) == APART[show])
        for one in rows
    )


def beside(program):
    """Return how many running pairs of a program are on a panel, nothing where there is none."""
    found = pairs("panel", program)
    return (found,) if found else ()


def asking(program=None):
    """Return the running pairs of which one waits for what the office says to a change; the office has no part in any."""
    asked = ChangeRequest.objects.filter(withdrawn_at=None, mentorship__state__in=("active", "paused"))
    due = [one for one in asked if one.again_on is None or one.again_on <= institution_today()]
    found = {one.mentorship for one in due}
    return [one for one in found if program is None or one.cycle.program == program]


def who_is_away():
    day = institution_today()
    return {
        one.person_id
        for one in Leave.objects.all()
        if one.from_on <= day and (not one.to_on or day < one.to_on)
    }


def runs_today(program):
    """Return the running pairs of a program, or of all, in which nobody is away today."""
    gone = who_is_away()
    return [
        one
        for one in Mentorship.objects.filter(state="active")
        if (program is None or one.cycle.program == program) and not {one.mentor_id, one.mentee_id} & gone
    ]


def away(program=None):
    """Return the running pairs, paused ones too, in which somebody is away today."""
    gone = who_is_away()
    return [
        one
        for one in Mentorship.objects.filter(state__in=("active", "paused"))
        if (program is None or one.cycle.program == program) and {one.mentor_id, one.mentee_id} & gone
    ]


def known_for(pair):
    """Return for how many days the program knows of a pair."""
    known = pair.created_at.date() if pair.imported_start_on else pair.opened_on
    return (institution_today() - known).days


def talks_of(pair):
    return [one for one in Conversation.objects.filter(mentorship=pair) if one.counts and one.held_on]


def without_first(program=None):
    """Return running pairs that are known for more than thirty days and never talked."""
    return [one for one in runs_today(program) if known_for(one) > DAYS_TO_BEGIN and not talks_of(one)]


def unsigned(program=None):
    """Return running pairs that are known for more than thirty days and have no agreement of both."""
    return [
        one
        for one in runs_today(program)
        if known_for(one) > DAYS_TO_BEGIN
        and not any(version.signatures.count() == len("ab") for version in one.agreements.all())
    ]


def silent(program=None):
    """Return running pairs that talked, and not for a quarter and thirty days."""
    long_ago = institution_today() - timedelta(days=LONG_SILENT)
    return [
        one
        for one in runs_today(program)
        if talks_of(one) and max(talk.held_on for talk in talks_of(one)) < long_ago
    ]


def disputed(program=None):
    """Return open pairs of which one says that what the office entered was not so."""
    said = Conversation.objects.filter(by_office=True, taken_back_at=None).exclude(disputed_at=None)
    over = ("ended", "completed", "continued")
    pairs = {one.mentorship for one in said if one.mentorship.state not in over}
    return [one for one in pairs if program is None or one.cycle.program == program]


def differing(program=None):
    """Return open pairs of which one says that what the other has logged was not so."""
    said = Conversation.objects.filter(by_office=False, taken_back_at=None).exclude(disputed_at=None)
    over = ("ended", "completed", "continued")
    pairs = {one.mentorship for one in said if one.mentorship.state not in over}
    return [one for one in pairs if program is None or one.cycle.program == program]


BY_WORD = {"first": without_first, "silent": silent, "unsigned": unsigned, "disputed": disputed}
DAYS_TO_BEGIN, LONG_SILENT = 30, 125


def troubles(program):
    return {len(count(program)) for count in BY_WORD.values()}


def troubled(program, show, *, all_of=None):
    """Return how many pairs a word of the address shows; the first kind that there is, where no word is said."""
    if show == "away":
        return len(away(program))
    if show == "differ":
        return len(differing(program))
    if show == "change":
        return len(asking(program))
    if show in BY_WORD:
        return len(BY_WORD[show](program))
    if all_of is not None:
        return all_of
    return next((len(found) for count in BY_WORD.values() if (found := count(program))), 0)


def leavers(program):
    """Return how many people with a last day are in an open pair."""
    pairs = [one for one in Mentorship.objects.filter(state__in=OPEN) if one.cycle.program == program]
    people = {person.id: person for one in pairs for person in (one.mentor, one.mentee)}
    return sum(person.left_on is not None for person in people.values())


def newest_run(program):
    return MatchRun.objects.filter(cohort__cycle__program=program).order_by("number").last()


def newest_pairs(program):
    return len(result_of(newest_run(program)).solution.pairs)


def hours_talked(program):
    """Return hours, minutes and number of the conversations of a program."""
    held = [
        one
        for one in Conversation.objects.all()
        if one.counts and one.held_on and one.mentorship.cycle.program == program
    ]
    return *divmod(sum(one.minutes for one in held), 60), len(held)


def kept(program):
    return PairDecision.objects.filter(
        cohort__cycle__program=program, undone_at=None, kind__in=("lock", "hand")
    ).count()


def without_login(program=None):
    taking = None if program is None else {one.person_id for one in enrolled(program)}
    return sum(one.user_id is None and (taking is None or one.id in taking) for one in people_here())


def programs_of_office(person):
    office = ProgramRole.objects.filter(person=person, role__in=(Role.COORDINATOR, Role.DIRECTOR))
    return Program.objects.filter(id__in=office.values("program_id")).count()


def signed(program):
    """Return running pairs whose newest agreements both have signed, all running pairs, and the rest."""
    running = [
        one for one in Mentorship.objects.all() if one.cycle.program == program and one.state in RUNNING
    ]
    both = sum(any(version.signatures.count() == 2 for version in one.agreements.all()) for one in running)
    return both, len(running), len(running) - both


def together_on(program, day):
    return [
        one
        for one in Mentorship.objects.all()
        if one.cycle.program == program
        and one.opened_on
        and one.opened_on <= day
        and (one.ended_on is None or one.ended_on > day)
    ]


def quarters(program):
    """Return each quarter of the open cycle that has begun: its first day, its last or today, and who talked in it."""
    cycle, found, today = program.cycles.get(state="open"), [], institution_today()
    first = cycle.starts_on
    while first <= today:
        following = months_after(cycle.starts_on, 3 * (len(found) + 1))
        last = min(following - timedelta(days=1), today)
        together = together_on(program, last)
        spoke = [one for one in together if any(first <= talk.held_on <= last for talk in talks_of(one))]
        found.append((first, last, (len(spoke), len(together))))
        first = following
    return found


def talked(program):
    """Return pairs of today with a conversation in the quarter that runs, and all pairs of today."""
    return quarters(program)[-1][2]


def with_rotations():
    """Return how many people have a rotation that no newer schedule has replaced."""
    return len({one.person_id for one in Rotation.objects.all() if one.replaced_at is None})
