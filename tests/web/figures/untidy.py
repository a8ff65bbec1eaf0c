"""The crowd, well into its year: a match answered, another under review; pairs old, paused, handed over; people away and gone."""

from datetime import timedelta

from rounds.core.clock import institution_today, now
from rounds.core.enums import Role
from rounds.matching.decisions.services.decisions import lock_pair
from rounds.matching.models import MatchRun, Offer
from rounds.matching.publishing.services.answers import accept_as_mentee, accept_as_mentor, decline_as_mentor
from rounds.matching.publishing.services.approval import publish_run
from rounds.matching.runs.services.runs import start_run
from rounds.mentorships.models import Conversation, Mentorship
from rounds.mentorships.services.office import end_pair_by_office, hand_over, pause_pair
from rounds.mentorships.services.pairs import record_existing_pair
from rounds.people.services import record_leaving
from rounds.people.services.leaving import enter_leave
from rounds.programs.models import Cycle, Enrollment
from rounds.programs.services.rotations import NewRotation, plan_rotations, write_rotations
from tests.matching.scenes import add_mentee, add_mentor, solve_now
from tests.mentorships.test_services import opening
from tests.web.figures.beside import add_group, add_round, add_survey
from tests.web.figures.crowd import make_crowd

BEGAN = timedelta(days=200)


def make_untidy(institution):
    """Make the crowd with what a year leaves behind, a match that was answered, and one that waits for review."""
    scene, nursing = make_crowd(institution)
    cycle = Cycle.objects.filter(id=scene.cohort.cycle_id)
    cycle.update(starts_on=institution_today() - BEGAN)
    scene.cohort.cycle.refresh_from_db()
    add_old_pairs(scene)
    Enrollment.objects.filter(id=scene.enrollments["Hal", "mentor"].id).update(state="applied")
    Enrollment.objects.filter(id=scene.enrollments["Nan", "mentee"].id).update(state="invited")
    answer(scene, solve_now(start_run(cohort=scene.cohort, by=scene.alice)))
    add_who_is_gone(scene)
    add_group(scene)
    add_survey(scene)
    add_round(scene)
    # Max 0 takes one more: there is somebody to be asked, and a pair that is kept for the next run
    Enrollment.objects.filter(id=scene.enrollments["Max 0", "mentor"].id).update(capacity=6)
    lock_pair(cohort=scene.cohort, pair=scene.pair("Una", "Max 0"), by=scene.alice)
    solve_now(start_run(cohort=scene.cohort, by=scene.alice))
    return scene, nursing


def add_old_pairs(scene):
    """Let pairs run since the beginning: one talked, one is silent, one pauses, one ended, one changed the mentor."""
    alice, day = scene.alice, institution_today()
    cycle = {"cycle_id": scene.cohort.cycle_id, "program_id": scene.program.id, "by": alice}
    for name in ("Hal", "Ida", "Jon", "Sue"):
        add_mentor(scene, name, capacity=6)
    for name in ("Kay", "Lou", "Moe", "Nan", "Oda", "Pat", "Quin", "Ray", "Una"):
        add_mentee(scene, name, demand=2 if name == "Kay" else 1)
    began = day - BEGAN + timedelta(days=5)
    pairs = {
        name: record_existing_pair(pair=opening(scene, name, mentor, 6), started_on=began, **cycle)
        for mentor, names in (("Ida", ("Kay", "Lou", "Moe", "Oda", "Pat")), ("Sue", ("Quin", "Ray")))
        for name in names
    }
    long_ago = now() - BEGAN
    Mentorship.objects.filter(id__in=[one.id for one in pairs.values()]).update(
        created_at=long_ago, shown_from_at=long_ago
    )
    for name, days in (("Kay", 150), ("Kay", 3), ("Ray", 150)):
        held_on = day - timedelta(days=days)
        Conversation.objects.create(
            mentorship=pairs[name], state="held", held_on=held_on, minutes=45, logged_by=scene.people["Ida"]
        )
    pause_pair(mentorship_id=pairs["Moe"].id, by=alice)
    end_pair_by_office(mentorship_id=pairs["Oda"].id, reason="other", ended_on=day, by=alice)
    hand_over(
        mentorship_id=pairs["Pat"].id,
        mentor_enrollment_id=scene.enrollments["Jon", "mentor"].id,
        mentor_id=scene.people["Jon"].id,
        places=6,
        reason="other",
        by=alice,
    )


def answer(scene, run):
    """Publish a run; one pair begins, one mentor has said yes, one no, the others are silent."""
    publish_run(run_id=run.id, by=scene.alice)
    MatchRun.objects.filter(id=run.id).update(mail_leaves_at=now() - timedelta(days=8))
    told = now() - timedelta(days=8)
    offers = list(Offer.objects.filter(run=run).order_by("mentorship__mentee__given_name"))
    Mentorship.objects.filter(id__in=[one.mentorship_id for one in offers]).update(shown_from_at=told)
    by_mentor = [scene.viewer(one.mentorship.mentor.given_name, Role.MENTOR) for one in offers]
    begun, accepted, declined = offers[:3]
    for offer, mentor in zip((begun, accepted), by_mentor, strict=False):
        accept_as_mentor(offer_id=offer.id, meeting_at=None, modality="video", by=mentor)
    mentee = scene.viewer(begun.mentorship.mentee.given_name, Role.MENTEE)
    accept_as_mentee(offer_id=begun.id, meeting_at=None, by=mentee)
    decline_as_mentor(offer_id=declined.id, reason="No time", by=by_mentor[2])


def add_who_is_gone(scene):
    """Let somebody be away, a mentor have left with a pair that is still open, and rotations be on record."""
    alice, day = scene.alice, institution_today()
    enter_leave(
        person=scene.people["Lou"],
        from_on=day - timedelta(days=4),
        to_on=day + timedelta(days=20),
        by=alice,
    )
    record_leaving(people=[scene.people["Jon"]], on=day, by=alice)
    said = [
        NewRotation(
            scene.people["Kay"].id,
            name,
            kind,
            day + timedelta(days=begins),
            day + timedelta(days=begins + 28),
        )
        for name, kind, begins in (("ICU", "major", -30), ("Clinic", "minor", -2), ("Wards", "major", 26))
    ]
    write_rotations(plan_rotations(said, is_whole=True))
