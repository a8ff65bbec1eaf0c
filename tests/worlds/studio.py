"""Runs: published in the ladder program with an answer pending, and a second run in review; one in each other program."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from rounds.core.clock import now
from rounds.core.database.scope import scope
from tests.world import World


def add(world: World) -> None:
    for name, place in (("ladder", "here"), ("nursing", "here"), ("elsewhere", "elsewhere")):
        institution = getattr(world, place)
        with scope(institution.id):
            _add_runs(world, name, institution)


def _add_runs(world: World, name: str, institution) -> None:
    from rounds.core.access import system
    from rounds.matching.enums import RunState
    from rounds.matching.models import ConflictException, MatchRun
    from rounds.matching.publishing.services.approval import publish_run
    from rounds.matching.runs.services.runs import start_run
    from rounds.people.models import CareerStage
    from rounds.programs.models import Enrollment
    from tests.matching.scenes import solve_now

    cohort, by = world.rows[f"{name} cohort"], system(institution.id)
    _complete(cohort)
    Enrollment.objects.filter(cohort=cohort, side="mentor").update(capacity=2)
    # Who is both is a resident: mentees come first.
    for enrollment in Enrollment.objects.filter(cohort=cohort).order_by("side"):
        CareerStage.objects.get_or_create(
            person_id=enrollment.person_id,
            to_on=None,
            defaults={
                "tier": "resident" if enrollment.side == "mentee" else "mid_career",
                "from_on": "2026-01-01",
            },
        )
    first = solve_now(start_run(cohort=cohort, by=by))
    publish_run(run_id=first.id, by=by)
    # a director whose trainees are in it reads why nothing can be said any more
    trainees = {"cleo"} if name == "ladder" else set()
    world.add_thing(
        f"published run of {name}", owners=trainees, program=name, at=institution, run_id=first.id
    )
    if name == "ladder":
        _tell(world, first)
        _add_ended_pair(world)
    second = MatchRun.objects.get(id=solve_now(start_run(cohort=cohort, by=by)).id)
    second.state = RunState.IN_REVIEW
    second.save()
    mentee, mentor = (
        Enrollment.objects.filter(cohort=cohort, side=side).order_by("person_id").first()
        for side in ("mentee", "mentor")
    )
    exception = ConflictException.objects.create(
        cohort=cohort,
        mentee=mentee,
        mentor=mentor,
        reason="Transition to chair",
        declared_by_id=mentor.person_id,
        declared_by_name="Dora Kim",
    )
    things = {"program": name, "at": institution}
    world.rows[f"{name} run"] = second
    world.add_thing(f"run of {name}", owners=trainees, run_id=second.id, **things)
    world.add_thing(f"exception of {name}", exception_id=exception.id, **things)
    world.add_thing(
        f"a mentor in the run of {name}", run_id=second.id, mentor_id=_first_mentor(second), **things
    )
    world.add_thing(f"workbook of {name}", run_id=second.id, kind="csv", **things)
    world.add_thing(f"comparison in {name}", run_id=second.id, other=str(first.number), **things)
    for pair in _pairs(second):
        owners = {
            actor.name for actor in world.actors.values() if actor.person and str(actor.person.id) in pair
        }
        world.add_thing(
            f"pair of {name}",
            owners=owners,
            run_id=second.id,
            mentee_id=UUID(pair[0]),
            mentor_id=UUID(pair[1]),
            **things,
        )


def _complete(cohort) -> None:
    """Lend people to a program without a side of its own, so that it has a pair."""
    from rounds.people.models import Person
    from rounds.programs.models import Enrollment

    for side, family in (("mentee", "Borrowed"), ("mentor", "Lent")):
        if not Enrollment.objects.filter(cohort=cohort, side=side).exists():
            person = Person.objects.create(given_name=side, family_name=f"{family} {cohort.id}")
            Enrollment.objects.create(
                cohort=cohort, person=person, side=side, state="enrolled", how="by_program"
            )


def _tell(world: World, run) -> None:
    from rounds.matching.models import Offer
    from rounds.mentorships.models import Mentorship

    Mentorship.objects.update(shown_from_at=now() - timedelta(minutes=1))
    for offer in run.offers.select_related("mentorship"):
        world.rows["offer"] = offer
        # Until the mentor has said yes the pair does not exist for the mentee.
        owners = {
            actor.name
            for actor in world.actors.values()
            if actor.person and actor.person.id == offer.mentorship.mentor_id
        }
        world.add_thing("offer", owners=owners, program="ladder", offer_id=offer.id)
        world.add_thing(
            "mentorship of ladder", owners=owners, program="ladder", mentorship_id=offer.mentorship_id
        )
    assert Offer.objects.exists()


def _add_ended_pair(world: World) -> None:
    """Let Cleo and her former mentor have been a pair: both may read what ended, nobody else may."""
    from rounds.mentorships.models import Mentorship
    from rounds.programs.models import Enrollment

    cohort = world.rows["ladder cohort"]
    cleos, formers = (
        Enrollment.objects.get(cohort=cohort, person=world.actors[name].person)
        for name in ("cleo", "former_mentor")
    )
    pair = Mentorship.objects.create(
        cycle=cohort.cycle,
        mentee_enrollment=cleos,
        mentor_enrollment=formers,
        mentee=cleos.person,
        mentor=formers.person,
        state="ended",
        end_reason="goals",
        opened_on="2026-01-10",
        ended_on="2026-05-10",
    )
    world.add_thing(
        "ended pair of cleo",
        owners={"cleo", "former_mentor"},
        program="ladder",
        mentorship_id=pair.id,
    )


def _pairs(run) -> list[tuple[str, str]]:
    from rounds.matching.runs.selectors import result_of

    return [(pair.mentee, pair.mentor) for pair in result_of(run).solution.pairs]


def _first_mentor(run) -> UUID:
    return UUID(_pairs(run)[0][1])
