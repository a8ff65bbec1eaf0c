"""The match studio, one's own pairs, the veto."""

from datetime import timedelta

from tests.browser.visits import Visit


def prepare(world):
    from rounds.core.clock import now
    from rounds.core.database.scope import scope
    from rounds.matching.decisions.services.decisions import forbid_pair
    from rounds.matching.models import MatchRun
    from rounds.matching.publishing.services.approval import publish_run
    from rounds.matching.runs.selectors import result_of
    from rounds.matching.runs.services.runs import start_run
    from rounds.mentorships.models import Mentorship
    from rounds.programs.models import ProgramRole
    from tests.matching.scenes import add_crowd, add_mentee, add_mentor, make_scene, solve_now

    with scope(world.institution.id):
        scene = make_scene(world.institution)
        people = {"Bob": world.people["bob"], "Cleo": world.people["cleo"]}
        scene.people.update(people)
        add_mentor(scene, "Bob", capacity=2)
        add_mentee(scene, "Cleo")
        add_crowd(scene, 8, 4)
        ProgramRole.objects.create(
            program=scene.program, person=world.people["alice"], role="coordinator", from_on="2026-01-01"
        )
        published = solve_now(start_run(cohort=scene.cohort, by=scene.alice))
        publish_run(run_id=published.id, by=scene.alice)
        Mentorship.objects.update(shown_from_at=now() - timedelta(minutes=1))
        MatchRun.objects.update(mail_leaves_at=now() - timedelta(minutes=1))
        empty = make_empty(scene)
        add_residency(world, scene)
        add_refusal(world, scene)
        draft = solve_now(start_run(cohort=scene.cohort, by=scene.alice))
        pair = result_of(draft).solution.pairs[0]
        offer = published.offers.filter(mentorship__mentor=world.people["bob"]).first()
        waiting = published.offers.exclude(mentorship__mentor=world.people["bob"]).first()
        forbid_pair(
            cohort=scene.cohort,
            pair=(waiting.mentorship.mentee_id, world.people["bob"].id),
            reason="Same project",
            by=scene.alice,
        )
        add_earlier_pairs(world, scene)
    world.things.update(
        run=draft,
        published=published,
        cohort=scene.cohort,
        empty=empty,
        pair=pair,
        offer=offer,
        running=begun(scene, published, offer),
        program=scene.program,
    )


def begun(scene, run, besides):
    """Return a pair that runs, in which nobody else's pages look."""
    from rounds.mentorships.models import Mentorship

    pair = run.offers.exclude(id=besides.id).order_by("id").last().mentorship
    Mentorship.objects.filter(id=pair.id).update(state="active", opened_on="2026-07-01")
    return pair


def add_earlier_pairs(world, scene):
    """Give Bob a pair of the year before that was brought along, and one that has ended."""
    from rounds.mentorships.models import Mentorship
    from rounds.programs.models import Cohort, Cycle, Enrollment
    from tests.matching.scenes import add_person

    program = scene.cohort.cycle.program
    year = Cycle.objects.create(
        program=program, name="2025", starts_on="2025-07-01", ends_on="2026-06-30", state="closed"
    )
    cohort = Cohort.objects.create(cycle=year, name="Earlier")

    def enroll(person, side):
        return Enrollment.objects.create(
            cohort=cohort, person=person, side=side, state="enrolled", how="by_program"
        )

    mentor = enroll(world.people["bob"], "mentor")
    for key, given, fields in (
        ("brought", "Wren", {"state": "active", "imported_start_on": "2025-09-01"}),
        ("ended", "Zora", {"state": "ended", "ended_on": "2026-05-30", "end_reason": "goals"}),
    ):
        person = add_person(scene, given, "Earlier", login=key == "brought")
        if key == "brought":
            world.users["wren"], world.people["wren"] = person.user, person
        world.things[key] = Mentorship.objects.create(
            cycle=year,
            mentee_enrollment=enroll(person, "mentee"),
            mentor_enrollment=mentor,
            mentee=person,
            mentor=world.people["bob"],
            opened_on="2025-09-01",
            **fields,
        )


def add_residency(world, scene):
    """Rolf directs a residency whose residents have proposed mentors; Nora directs one without residents."""
    from rounds.core.clock import institution_today
    from rounds.matching.publishing.services.approval import send_for_approval
    from rounds.matching.runs.selectors import result_of
    from rounds.matching.runs.services.runs import start_run
    from rounds.people.models import RoleAssignment, TrainingProgram, TrainingProgramMember
    from rounds.programs.models import Cohort, Enrollment
    from tests.matching.scenes import add_person, solve_now

    cohort = Cohort.objects.create(cycle=scene.cohort.cycle, name="Winter")
    for one in Enrollment.objects.filter(cohort=scene.cohort).exclude(person__given_name__in=("Bob", "Cleo")):
        Enrollment.objects.create(
            cohort=cohort,
            person_id=one.person_id,
            side=one.side,
            state="enrolled",
            how=one.how,
            demand=one.demand,
            capacity=None if one.capacity is None else 6,
        )
    run = solve_now(start_run(cohort=cohort, by=scene.alice))
    send_for_approval(run_id=run.id, by=scene.alice)
    chosen = result_of(run).solution.pairs[0]
    for given, family in (("Rolf", "Aker"), ("Nora", "Lund")):
        person = add_person(scene, given, family, login=True)
        world.users[given.lower()], world.people[given.lower()] = person.user, person
        residency = TrainingProgram.objects.create(name=f"Residency of {family}")
        TrainingProgramMember.objects.create(
            training_program=residency, person=person, kind="director", from_on=institution_today()
        )
        RoleAssignment.objects.create(
            person=person, role="residency_director", scope_id=residency.id, from_on=institution_today()
        )
        if given == "Rolf":
            TrainingProgramMember.objects.create(
                training_program=residency,
                person_id=chosen.mentee,
                kind="resident",
                from_on=institution_today(),
            )
    world.things["vetoed"] = chosen, run


def add_refusal(world, scene):
    """Make a cohort of its own, published; one mentor has said no, another has a place."""
    from rounds.core.access import Viewer
    from rounds.core.clock import now
    from rounds.matching.models import MatchRun
    from rounds.matching.publishing.services.answers import decline_as_mentor
    from rounds.matching.publishing.services.approval import publish_run
    from rounds.matching.runs.services.runs import start_run
    from rounds.mentorships.models import Mentorship
    from rounds.programs.models import Cohort
    from tests.matching.scenes import add_mentee, add_mentor, solve_now

    standing, scene.cohort = scene.cohort, Cohort.objects.create(cycle=scene.cohort.cycle, name="Summer")
    for name in ("Ines", "Omar"):
        add_mentor(scene, name)
    for name in ("Tess", "Yuki", "Noah"):
        add_mentee(scene, name)
    run = solve_now(start_run(cohort=scene.cohort, by=scene.alice))
    publish_run(run_id=run.id, by=scene.alice)
    early = now() - timedelta(minutes=1)
    Mentorship.objects.filter(mentee_enrollment__cohort=scene.cohort).update(shown_from_at=early)
    MatchRun.objects.filter(id=run.id).update(mail_leaves_at=early)
    offer = run.offers.select_related("mentorship").first()
    by = Viewer(world.institution.id, None, offer.mentorship.mentor_id, "Mentor")
    decline_as_mentor(offer_id=offer.id, reason="No time this year", by=by)
    world.things["refused"], scene.cohort = run, standing


def make_empty(scene):
    from rounds.programs.models import Cohort

    return Cohort.objects.create(cycle=scene.cohort.cycle, name="Autumn")


def run(world):
    return {"run_id": world.things["run"].id}


def running(world):
    return {"mentorship_id": world.things["running"].id}


def published(world):
    return {"run_id": world.things["published"].id}


def cohort(world):
    return {"cohort_id": world.things["cohort"].id}


def empty(world):
    return {"cohort_id": world.things["empty"].id}


def pair(world):
    chosen = world.things["pair"]
    return {**run(world), "mentee_id": chosen.mentee, "mentor_id": chosen.mentor}


def mentor(world):
    return {**run(world), "mentor_id": world.things["pair"].mentor}


def beside(world):
    return {**run(world), "other": str(world.things["published"].number)}


def program(world):
    return {"program_id": world.things["program"].id}


def asked(world):
    return {"mentorship_id": world.things["offer"].mentorship_id}


def brought(world):
    return {"mentorship_id": world.things["brought"].id}


def ended(world):
    return {"mentorship_id": world.things["ended"].id}


def refused(world):
    return {"run_id": world.things["refused"].id}


def vetoed(world):
    chosen, reviewed = world.things["vetoed"]
    return {"run_id": reviewed.id, "mentee_id": chosen.mentee, "mentor_id": chosen.mentor}


VISITS = [
    Visit("matching:home"),
    Visit("matching:cohort", arguments=cohort),
    Visit("matching:cohort", arguments=empty, state="empty"),
    Visit("matching:exceptions", arguments=cohort),
    Visit("matching:run", arguments=run, weight="dashboard"),
    Visit(
        "matching:run", arguments=run, query="?show=unmatched", state="nobody unmatched", weight="dashboard"
    ),
    Visit("matching:run", arguments=run, query="?q=nobody-here", state="nobody found", weight="dashboard"),
    Visit("matching:run", arguments=run, query="?order=-score", state="ordered", weight="dashboard"),
    Visit("matching:run", arguments=published, state="published", weight="dashboard"),
    Visit("matching:pair", arguments=pair, weight="dashboard"),
    Visit("matching:unmatched", arguments=run),
    Visit("matching:proof", arguments=run),
    Visit("matching:mentors", arguments=run),
    Visit("matching:mentor", arguments=mentor),
    Visit("matching:forbid", arguments=pair),
    Visit("matching:swap", arguments=pair),
    Visit("matching:swap", arguments=pair, query="?q=nobody-here", state="nobody found"),
    Visit("matching:hand", arguments=pair),
    Visit(
        "matching:hand",
        arguments=pair,
        query=lambda world: f"?other={world.things['pair'].mentor}",
        state="price",
    ),
    Visit("matching:note", arguments=pair),
    Visit("matching:approval", arguments=run),
    Visit("matching:publish", arguments=run, status=200),
    Visit("matching:what_if", arguments=run, weight="dashboard"),
    Visit("matching:what_if", arguments=run, query="?preset=wishes", state="preset", weight="dashboard"),
    Visit("matching:ladder", arguments=run),
    Visit("matching:ladder", arguments=run, query="?view=table", state="table"),
    Visit("matching:compare", arguments=beside),
    Visit("matching:answers", arguments=published),
    Visit("matching:how", arguments=program),
    Visit("pairs:mine", who="bob", weight="participant"),
    Visit("pairs:mine", who="cleo", state="empty", weight="participant"),
    Visit("pairs:pair", who="bob", arguments=asked, weight="participant"),
    Visit("pairs:pair", who="bob", arguments=brought, state="imported", weight="participant"),
    Visit("pairs:pair", who="bob", arguments=ended, state="ended", weight="participant"),
    Visit("matching:answers", arguments=refused, state="after a refusal, waiting list"),
    Visit("year:list"),
    Visit("year:list", query="?show=ended", state="empty"),
    Visit("year:pair", arguments=running),
    Visit("year:end", arguments=running),
    Visit("year:hand_over", arguments=running),
    Visit("year:panel", arguments=running),
    Visit("year:planned_end", arguments=running),
    Visit("vetoes:list", who="rolf"),
    Visit("vetoes:list", who="nora", state="empty"),
    Visit("vetoes:rest", who="rolf", arguments=lambda world: {"run_id": world.things["vetoed"][1].id}),
    Visit("vetoes:veto", who="rolf", arguments=vetoed),
]
NOT_PAGES = {
    **{
        f"matching:{name}": "takes a POST and leads back"
        for name in (
            *("start", "again", "offer", "stop_offer", "places", "undo", "lock", "lift", "stop"),
            "confirm_exception",
        )
    },
    "matching:withdraw_exception": "the question of people:discard_roll_over in other words",
    "matching:export": "gives a file",
    **{f"year:{name}": "takes a POST and leads back" for name in ("undo_end", "pause", "resume")},
    "vetoes:object_again": "takes a POST and leads back",
    "vetoes:lift": "takes a POST and leads back",
}
