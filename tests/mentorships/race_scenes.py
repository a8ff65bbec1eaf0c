"""A cohort in which two things happen to the pairs of one mentor at the same moment, with people of its own each time."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

from rounds.core.clock import institution_today, now
from rounds.matching.decisions.services.decisions import lock_pair
from rounds.matching.input.services.weights import weights_for
from rounds.matching.models import MatchRun, Offer
from rounds.matching.publishing.services import answers, approval
from rounds.matching.runs.services.runs import start_run
from rounds.mentorships.conversations.services.log import Held, log_conversation
from rounds.mentorships.debriefs.services import let_debrief_go, write_debrief
from rounds.mentorships.growth.services.feedback import ask_for_feedback
from rounds.mentorships.milestones.services import answer_report, write_report
from rounds.mentorships.models import Mentorship
from rounds.mentorships.releases.selectors import packet_of
from rounds.mentorships.releases.services import release_pieces
from rounds.mentorships.services.limits import Opening
from rounds.mentorships.services.office import end_pair_by_office, hand_over, pause_pair, resume_pair
from rounds.mentorships.services.pairs import open_pairs, set_places
from rounds.mentorships.services.states import end_pairs_of
from rounds.people.models import CareerStage, Person, TrainingProgram, TrainingProgramMember
from rounds.people.services.leaving import record_leaving
from rounds.people.services.merging import merge_people
from rounds.people.services.returning import take_back_leaving
from rounds.programs.models import Cohort, Enrollment, Rotation
from rounds.programs.services import change_enrollment_state
from tests.matching.scenes import solve_now

MENTORS = {"Max": 3, "Twin": 3, "Nora": 2}
MENTEES = ("Ada", "Ben", "Cy", "Dot", "Eve")
# Max is asked for two and mentors a third, his second record mentors a fourth; Eve has nobody.
ASKED, RUNNING = (("Ada", "Max"), ("Ben", "Max")), (("Dot", "Max"), ("Cy", "Twin"))
ICU_DAYS, SINCE_DAYS = 28, 40


@dataclass
class Round:
    """A cohort of its own, and what may happen to Max's pairs in it."""

    scene: Any
    cohort: Cohort
    people: dict[str, Person]
    enrollments: dict[str, Enrollment]
    pairs: dict[str, Mentorship]
    offers: dict[str, Offer]
    run: MatchRun
    way_back: dict[str, Any] | None = None
    beside: Mentorship | None = None
    rotation: Rotation | None = None
    release: dict[str, Any] = field(default_factory=dict)

    @property
    def office(self):
        return self.scene.alice

    def end(self):
        end_pair_by_office(
            mentorship_id=self.pairs["Dot"].id, reason="other", ended_on=institution_today(), by=self.office
        )

    def withdraw(self):
        """Withdraw Max, and end his pairs as the worker does."""
        change_enrollment_state(by=self.office, enrollment=self.enrollments["Max"], state="withdrawn")
        end_pairs_of(enrollment_id=self.enrollments["Max"].id, by=self.office)

    def leave(self):
        record_leaving(
            people=[self.people["Max"], self.people["Dot"]], on=institution_today(), by=self.office
        )

    def take_back(self):
        take_back_leaving(way_back=self.way_back, by=self.office)

    def publish(self):
        approval.publish_run(run_id=self.run.id, by=self.office)

    def stop(self):
        approval.stop_publishing(run_id=self.run.id, by=self.office)

    def confirm(self):
        """Let Max say yes to Ada, and Ada to Max."""
        for name, act in (("Max", self._as_mentor), ("Ada", self._as_mentee)):
            act(self.scene.viewer(name))

    def _as_mentor(self, by):
        meeting = {"meeting_at": now() + timedelta(days=2), "modality": "video"}
        answers.accept_as_mentor(offer_id=self.offers["Ada"].id, by=by, **meeting)

    def _as_mentee(self, by):
        answers.accept_as_mentee(offer_id=self.offers["Ada"].id, meeting_at=None, by=by)

    def lock(self):
        lock_pair(cohort=self.cohort, pair=(self.people["Eve"].id, self.people["Max"].id), by=self.office)

    def merge(self):
        merge_people(keep=self.people["Max"], other=self.people["Twin"], by=self.office)

    def change_places(self):
        set_places(mentor_id=self.people["Max"].id, places=4, by=self.office)

    # what came with the year

    def hand_over(self):
        hand_over(
            mentorship_id=self.pairs["Dot"].id,
            mentor_enrollment_id=self.enrollments["Nora"].id,
            mentor_id=self.people["Nora"].id,
            places=MENTORS["Nora"],
            reason="changed",
            by=self.office,
        )

    def pause(self):
        pause_pair(mentorship_id=self.pairs["Dot"].id, by=self.office)

    def resume(self):
        resume_pair(mentorship_id=self.pairs["Dot"].id, by=self.office)

    def log(self):
        log_conversation(mentorship_id=self.pairs["Dot"].id, held=self._held(), by=self.scene.viewer("Dot"))

    def debrief(self):
        """Write down what Dot and Max said after a rotation."""
        write_debrief(
            mentorship_id=self.pairs["Dot"].id,
            rotation=self.rotation,
            held=self._held(),
            answers={"conflict": "Two plans"},
            by=self.scene.viewer("Max"),
        )

    def debrief_elsewhere(self):
        """Let the debrief of the same rotation go in the pair that Dot has with another mentor."""
        let_debrief_go(
            mentorship_id=self.beside.id,
            rotation=self.rotation,
            entry_id=uuid4(),
            by=self.scene.viewer("Nora"),
        )

    def ask_back(self):
        ask_for_feedback(mentorship_id=self.pairs["Dot"].id, by=self.scene.viewer("Max"))

    def give_out(self):
        """Release what Max answered to the residency of Dot."""
        release_pieces(**self.release, entry_id=uuid4(), by=self.scene.viewer("Dot"))

    def _held(self):
        return Held(entry_id=uuid4(), held_on=institution_today(), minutes=30)


ACTS = (
    Round.end,
    Round.withdraw,
    Round.leave,
    Round.take_back,
    Round.publish,
    Round.stop,
    Round.confirm,
    Round.lock,
    Round.merge,
    Round.change_places,
    Round.hand_over,
    Round.pause,
    Round.resume,
    Round.log,
    Round.debrief,
    Round.debrief_elsewhere,
    Round.ask_back,
    Round.give_out,
)
DEBRIEFS = {Round.debrief, Round.debrief_elsewhere}


class Arena:
    """A program in which rounds are made."""

    def __init__(self, scene):
        self.scene, self.made = scene, 0
        self.weights = weights_for(program=scene.program, by=scene.alice)

    def round(self, acts):
        """Make the people of a round, and what the acts start from."""
        self.made += 1
        cohort = Cohort.objects.create(cycle=self.scene.cohort.cycle, name=f"Round {self.made}")
        people = {
            name: Person(given_name=name, family_name=f"Round {self.made}") for name in (*MENTORS, *MENTEES)
        }
        Person.objects.bulk_create(people.values())
        CareerStage.objects.bulk_create(
            CareerStage(
                person=person,
                tier="mid_career" if name in MENTORS else "resident",
                from_on=institution_today() - timedelta(days=9),
            )
            for name, person in people.items()
        )
        enrollments = {
            name: Enrollment(
                cohort=cohort,
                person=person,
                side="mentor" if name in MENTORS else "mentee",
                state="enrolled",
                how="by_program",
                capacity=MENTORS.get(name),
            )
            for name, person in people.items()
        }
        Enrollment.objects.bulk_create(enrollments.values())
        self.scene.people.update(people)
        made = Round(self.scene, cohort, people, enrollments, {}, {}, None)
        self._open(made, ASKED, "offered")
        self._open(made, RUNNING, "active")
        if {Round.publish, Round.stop} & set(acts):
            made.run = solve_now(start_run(cohort=cohort, by=self.scene.alice))
        if Round.stop in acts:
            made.publish()
        self._offer(made)
        self._begin_year(made, set(acts))
        if Round.take_back in acts:
            made.way_back = record_leaving(
                people=[people["Max"], people["Dot"]], on=institution_today(), by=self.scene.alice
            )
        return made

    def _begin_year(self, made, acts):
        """Make what the acts of the year start from: a pair that is paused, a rotation, an answered report."""
        dot, pair = made.people["Dot"], made.pairs["Dot"]
        since = institution_today() - timedelta(days=SINCE_DAYS)
        Mentorship.objects.filter(id=pair.id).update(opened_on=since)
        if acts & DEBRIEFS:
            (made.beside,) = self._open(made, [("Dot", "Nora")], "active", is_primary=False)
            ended = institution_today() - timedelta(days=3)
            made.rotation = Rotation.objects.create(
                person=dot,
                name="ICU",
                kind="major",
                from_on=ended - timedelta(days=ICU_DAYS),
                to_on=ended,
            )
        if Round.give_out in acts:
            made.release = self._answered_report(dot, pair, since)
        if Round.resume in acts:
            made.pause()

    def _answered_report(self, dot, pair, since):
        program = TrainingProgram.objects.create(name=f"Medicine {self.made}", specialty="Medicine")
        TrainingProgramMember.objects.create(
            training_program=program, person=dot, kind="resident", from_on=since
        )
        by, mentor = self.scene.viewer("Dot"), self.scene.viewer("Max")
        report = write_report(mentorship_id=pair.id, text="Two plans, one family", entry_id=uuid4(), by=by)
        answer_report(report=report, saw="Calm", try_next="Ask", version=1, by=mentor)
        keys = [f"report {report.id}"]
        return {"keys": keys, "program": program, "digest": packet_of(by, keys, program).digest()}

    def _open(self, made, pairs, state, *, is_primary=True):
        openings = [
            Opening(
                mentee_enrollment_id=made.enrollments[mentee].id,
                mentor_enrollment_id=made.enrollments[mentor].id,
                mentee_id=made.people[mentee].id,
                mentor_id=made.people[mentor].id,
                places=MENTORS[mentor],
                is_primary=is_primary,
            )
            for mentee, mentor in pairs
        ]
        cycle = self.scene.cohort.cycle
        opened = open_pairs(
            pairs=openings, cycle_id=cycle.id, program_id=cycle.program_id, by=self.scene.alice, state=state
        )
        if is_primary:
            made.pairs |= {mentee: pair for (mentee, _mentor), pair in zip(pairs, opened, strict=True)}
        return opened

    def _offer(self, made):
        """Let the pairs that wait for an answer come from a run before."""
        before = MatchRun.objects.create(
            cohort=made.cohort, number=900, weights=self.weights, input_digest="0"
        )
        made.offers = {
            mentee: Offer.objects.create(mentorship=made.pairs[mentee], run=before)
            for mentee, _mentor in ASKED
        }
