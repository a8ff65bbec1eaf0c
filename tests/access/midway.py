"""What the standing world lacks: things on their way, so that every page has somebody whom something leads to it."""

from __future__ import annotations

import io
from datetime import date, timedelta

from openpyxl import Workbook

from rounds.core.access import system
from rounds.core.clock import institution_today
from rounds.core.database.scope import scope
from rounds.core.enums import Role
from tests.world import World, build_world
from tests.worlds.words import viewer_of

YEAR = timedelta(days=365)


def midway_world() -> World:
    """Return the world with work in the middle: files, runs, answers, a plan, people who came twice or left."""
    world = build_world()
    with scope(world.here.id):
        cohort = _add_program(world)
        _cut_in_phases(world)
        _add_runs(cohort, world)
        _begin_answers(cohort, world)
        _add_files(world)
        _add_people(world)
        _add_jobs(world)
        _ask_for_access(world)
    return world


def _cut_in_phases(world: World) -> None:
    """Add a program whose year has a second phase that is still to come."""
    from rounds.programs.models import Cohort, Cycle, Program, ProgramRole
    from rounds.programs.services.phases import lay_out_phases
    from rounds.programs.values.phases import PhaseSpec

    day = institution_today()
    specs = [PhaseSpec("First", 6), PhaseSpec("Second", 6, match="carried")]
    program = Program.objects.create(
        name="Phased",
        slug="phased",
        template="physician",
        state="running",
        phases=[one.to_json() for one in specs],
    )
    cycle = Cycle.objects.create(
        program=program, name="2027", starts_on=day, ends_on=day + YEAR, state="open"
    )
    Cohort.objects.create(cycle=cycle, name="Phased")
    lay_out_phases(cycle=cycle, specs=specs)
    for name, role in (("alice", Role.COORDINATOR), ("director", Role.DIRECTOR)):
        ProgramRole.objects.create(
            program=program, person=world.actors[name].person, role=role, from_on=day - YEAR
        )


def _add_program(world: World):
    """Add a program of the same office whose pairs are not decided: trainees wait for mentors of few places."""
    from rounds.people.models import TrainingProgramMember
    from rounds.programs.models import Cohort, Cycle, Enrollment, Program, ProgramRole

    day = institution_today()
    program = Program.objects.create(name="Next", slug="next", template="physician", state="running")
    cycle = Cycle.objects.create(
        program=program, name="2027", starts_on=day, ends_on=day + YEAR, state="open"
    )
    cohort = Cohort.objects.create(cycle=cycle, name="Next")
    for name in ("alice", "director"):
        role = Role.COORDINATOR if name == "alice" else Role.DIRECTOR
        ProgramRole.objects.create(
            program=program, person=world.actors[name].person, role=role, from_on=day - YEAR
        )
    theirs = {
        "mentee": [
            world.actors["cleo"].person,
            world.actors["both"].person,
            *(_stranger(given, "Waiting", "resident") for given in ("Wren", "Wyn")),
        ],
        "mentor": [world.actors["bob"].person, _stranger("Willa", "Willing", "mid_career")],
    }
    for person in theirs["mentee"][2:]:
        TrainingProgramMember.objects.create(
            training_program=world.rows["residency"], person=person, kind="resident", from_on=day - YEAR
        )
    # three places for four, so that a trainee is among the pairs whoever they are
    places = {"Willa": 2}
    for side, people in theirs.items():
        for person in people:
            Enrollment.objects.create(
                cohort=cohort,
                person=person,
                side=side,
                state="enrolled",
                how="invited",
                capacity=places.get(person.given_name, 1) if side == "mentor" else None,
            )
    for name in ("chief", "alice", "director", "cleo", "both", "bob"):
        world.actors[name].programs.add("next")
    return cohort


def _stranger(given: str, family: str, tier: str):
    """Add somebody of a tier who cannot sign in."""
    from rounds.people.models import CareerStage, Person

    person = Person.objects.create(given_name=given, family_name=family)
    CareerStage.objects.create(person=person, tier=tier, from_on=institution_today() - YEAR)
    return person


def _add_runs(cohort, world: World) -> None:
    """Add a run that waits for approval, and a draft."""
    from rounds.matching.enums import RunState
    from rounds.matching.models import MatchRun
    from rounds.matching.runs.services.runs import start_run
    from tests.matching.scenes import solve_now

    sent = solve_now(start_run(cohort=cohort, by=system(world.here.id)))
    MatchRun.objects.filter(id=sent.id).update(state=RunState.IN_REVIEW)
    drafted = solve_now(start_run(cohort=cohort, by=system(world.here.id)))
    world.add_thing("run in review of next", owners={"cleo"}, program="next", run_id=sent.id)
    world.add_thing("draft of next", program="next", run_id=drafted.id)


def _begin_answers(cohort, world: World) -> None:
    """Let Cleo have begun her answers, Bob not yet, and those of all others be entered by the office."""
    from rounds.core.clock import now
    from rounds.programs.models import Enrollment, Intake

    theirs = {one.person_id: one for one in Enrollment.objects.filter(cohort=cohort)}
    cleos = theirs[world.actors["cleo"].person.id]
    Enrollment.objects.filter(id=cleos.id).update(intake_topic_at=now())
    begun = (world.actors["cleo"].person.id, world.actors["bob"].person.id)
    for one in theirs.values():
        if one.person_id not in begun:
            Intake.objects.create(enrollment=one, submitted_at=now(), entered_by=world.actors["alice"].person)


def _add_files(world: World) -> None:
    """Let Alice and the chief have a workbook of two sheets in check, of which one changes a person."""
    from rounds.integrations.spreadsheets.services import stage_file

    cleo = world.actors["cleo"].person
    book = Workbook()
    book.active.append(["Last", "First", "Email"])
    book.active.append([cleo.family_name, "Cleopatra", cleo.email])
    book.create_sheet("Others").append(["Last", "First", "Email"])
    file = io.BytesIO()
    book.save(file)
    for name in ("alice", "director"):
        made = stage_file(
            by=viewer_of(world, name), kind="roster", name="two sheets.xlsx", data=file.getvalue()
        )
        world.add_thing(f"workbook of {name}", owners={name}, import_id=made.id)


def _add_people(world: World) -> None:
    """Let somebody have left, somebody with a manager be on record twice, and a plan move trainees up."""
    from rounds.people.models import AuthorityLine, Person, RollOver
    from rounds.people.services.rollover import plan_roll_over

    Person.objects.create(
        given_name="Lea", family_name="Aaron", left_on=institution_today() - timedelta(days=30)
    )
    twice = [Person.objects.create(given_name="Twyla", family_name="Abbot") for _ in range(2)]
    AuthorityLine.objects.create(
        subject=twice[0],
        over=world.actors["bob"].person,
        kind="line_manager",
        from_on=institution_today() - YEAR,
    )
    RollOver.objects.filter(committed_at=None).delete()
    plan = plan_roll_over(on=date(institution_today().year + 1, 7, 1), by=viewer_of(world, "alice"))
    world.add_thing("plan with trainees", roll_over_id=plan.id)


def _add_jobs(world: World) -> None:
    """Let a job of Alice's have failed for good, and another work on a file of hers."""
    from django_tasks_db.models import DBTaskResult

    from rounds.core.jobs import run_waiting, start_job
    from tests.core import jobs_for_tests as jobs

    by = viewer_of(world, "alice")
    failed = start_job(jobs.refuse, by=by)
    run_waiting()
    file = next(one.arguments["import_id"] for one in world.things if one.label == "import of alice")
    at_work = start_job(jobs.count, by=by, about=("spreadsheet", file), up_to=3)
    DBTaskResult.objects.get(id=at_work.task_id).claim("somebody")
    for label, job in (("failed job", failed), ("job at work", at_work)):
        world.add_thing(f"{label} of alice", owners={"alice"}, job_id=job.id)


def _ask_for_access(world: World) -> None:
    """Let the site administrator have asked for another address for everybody who can sign in."""
    from rounds.accounts.models import PendingChange
    from rounds.core.clock import now

    admin = world.actors["site_admin"]
    for name, actor in world.actors.items():
        if actor.institution == world.here and name not in ("site_admin", "closed", "cleo"):
            change = PendingChange.objects.create(
                kind="address",
                person=actor.person,
                new_address=f"{name}@new.example",
                asked_by=admin.person,
                expires_at=now() + timedelta(days=3),
            )
            world.add_thing(f"asked about {name}", owners={name}, change_id=change.id)
