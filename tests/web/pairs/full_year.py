"""Pairs of which everything is there at once, in every state of it: what a home costs is counted with these."""

from datetime import timedelta
from uuid import uuid4

from rounds.core.clock import institution_today, now
from rounds.framework.selectors import current_version
from rounds.mentorships.agreements.values.terms import default_terms
from rounds.mentorships.models import (
    Action,
    AgreementVersion,
    Answer,
    Ask,
    Conversation,
    Debrief,
    Goal,
    GoalEvidence,
    GoalMark,
    GoalReader,
    GoalWords,
    LostTime,
    MilestoneReport,
    OpenFeedback,
    Pause,
    ProposedTimes,
    RatingAsk,
    Signature,
)
from rounds.people.models import CareerStage, Leave
from rounds.programs.models import Baseline, PlanItem, Rotation


def sealed(row, value):
    row.seal_value(value)
    row.save()
    return row


def day(ago):
    return institution_today() - timedelta(days=ago)


def fill(pair, number):
    """Give a pair that is past its middle everything that two can have; `number` varies the states."""
    pair.opened_on, pair.planned_end_on = day(200), day(-100)
    pair.save()
    _talk(pair)
    _grow(pair)
    _agree(pair, signatures=number % 3)
    _meet(pair, number)
    _rotate(pair)
    _pause_and_answer(pair)
    sealed(MilestoneReport(mentorship=pair, entry_id=uuid4()), {"report": f"Report of {pair.mentee}"})


def _talk(pair):
    for ago in (60, 30):
        talk = Conversation.objects.create(
            mentorship=pair, state="held", held_on=day(ago), minutes=30, logged_by=pair.mentee
        )
        sealed(Action(mentorship=pair, conversation=talk, owner=pair.mentor), {"text": "Read the budget"})


def _grow(pair):
    for state in ("open", "open", "reached"):
        step = uuid4()
        goal = sealed(Goal(mentee=pair.mentee, state=state, closed_at=now() if state != "open" else None), {})
        words = {"text": "Lead a huddle", "measure": "", "until": None, "steps": [[str(step), "Once"]]}
        sealed(GoalWords(goal=goal, number=1), {**words, "indicators": []})
        GoalReader.objects.create(goal=goal, mentorship=pair)
        GoalMark.objects.create(goal=goal, step=step, marked_by=pair.mentee, done_on=day(5))
        sealed(GoalEvidence(goal=goal, on=day(3), added_by=pair.mentee), {"what": "Led it", "link": ""})
    for person in (pair.mentee, pair.mentor):
        sealed(Ask(mentorship=pair, asked_by=person), {"question": "How do you begin?"})
    sealed(OpenFeedback(mentorship=pair, asked_at=now()), {})
    sealed(RatingAsk(mentorship=pair, framework_version=current_version()), {"keys": ["TEAM.fellow"]})


def _agree(pair, *, signatures):
    terms = default_terms(day(-90))
    version = AgreementVersion(
        mentorship=pair,
        number=1,
        interval_days=30,
        minutes=30,
        review_on=terms.review_on,
        proposed_by=pair.mentee,
        digest=terms.digest(),
    )
    sealed(version, terms.to_json())
    for person in (pair.mentee, pair.mentor)[:signatures]:
        Signature.objects.create(version=version, person=person, digest=version.digest)


def _meet(pair, number):
    """Let one pair have times proposed, one a meeting that has passed, one nothing: two free times are looked for."""
    if number % 3 == 0:
        times = [(now() + timedelta(days=days)).isoformat() for days in (7, 8)]
        ProposedTimes.objects.create(mentorship=pair, proposed_by=pair.mentee, minutes=30, times=times)
    elif number % 3 == 1:
        Conversation.objects.create(
            mentorship=pair,
            state="planned",
            starts_at=now() - timedelta(days=1),
            minutes=30,
            logged_by=pair.mentor,
        )


def _rotate(pair):
    for began, ended, name in ((90, 60, "Medical ICU"), (50, 10, "Wards"), (10, -20, "Clinic")):
        rotation = Rotation.objects.create(
            person=pair.mentee, name=name, kind="major", from_on=day(began), to_on=day(ended)
        )
        if name == "Medical ICU":
            talk = Conversation.objects.filter(mentorship=pair, state="held").first()
            sealed(
                Debrief(
                    mentorship=pair, rotation=rotation, conversation=talk, by=pair.mentee, entry_id=uuid4()
                ),
                {"conflict": "Two of us"},
            )


def _pause_and_answer(pair):
    Pause.objects.create(mentorship=pair, from_on=day(180), to_on=day(170))
    Leave.objects.create(person=pair.mentee, from_on=day(160), to_on=day(150))
    Answer.objects.create(
        mentorship=pair, side="mentee", person=pair.mentee, occasion="mid_point", choice="right", on=day(20)
    )
    CareerStage.objects.filter(person=pair.mentee).update(to_on=day(20))
    CareerStage.objects.create(person=pair.mentee, tier="fellow", from_on=day(20))


def fill_place(pair):
    """Give the mentor of a pair promised and lost time, and its program a plan of its own."""
    Baseline.objects.update_or_create(enrollment=pair.mentor_enrollment, defaults={"protected_hours": 4})
    LostTime.objects.create(enrollment=pair.mentor_enrollment, on=institution_today(), hours=1)
    PlanItem.objects.create(
        program=pair.cycle.program, rule="debrief", due=14, reminders=[1, 7], office_from=None
    )
