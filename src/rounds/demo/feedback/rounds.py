"""Rounds of feedback of the demo: one about the mentor is done, one that the mentor debriefs waits for tomorrow."""

from collections.abc import Mapping
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

from rounds.core.access import Viewer
from rounds.core.clock import institution_today, now
from rounds.core.enums import Role
from rounds.core.mail import stop_batch
from rounds.mentorships.enums import RUNNING
from rounds.mentorships.models import Mentorship
from rounds.people.models import Person
from rounds.surveys.answering.services import keep_answers, send_answers
from rounds.surveys.box.services import open_box, release_box, seal_answers
from rounds.surveys.enums import NominationState, RaterGroup
from rounds.surveys.feedback360.selectors.lines import has_say_over, supervisors_of
from rounds.surveys.feedback360.services.closing import close_round
from rounds.surveys.feedback360.services.planning import Plan as RoundPlan
from rounds.surveys.feedback360.services.planning import plan_round
from rounds.surveys.feedback360.services.sending import send_round
from rounds.surveys.instruments.selectors import questions_of
from rounds.surveys.kinds import Question
from rounds.surveys.models import Nomination, Release360, Request, Round360, Wave
from rounds.surveys.scores import NOT_APPLICABLE, SKIPPED

WORDS = {
    "start": (
        "Say at the beginning what you expect of us.",
        "Ask the night team too.",
        "Give the reasons earlier.",
    ),
    "stop": ("Answering mails during rounds.", "Taking over when it gets slow."),
    "continue": ("Explaining while we work.", "Staying calm when the list is long.", "Passing on credit."),
}
# what a sole supervisor writes stands with a name, so nobody else writes it
OVER = {
    "start": "Bring the budget to the division meeting yourself.",
    "stop": "Saying yes to every committee.",
    "continue": "Writing to me before something becomes urgent.",
}


def give_feedback_all_around(random: Random, by: Viewer, *, named: Mapping[Role, Person]) -> None:
    """Let a round of feedback about the mentor be done, and one that the mentor debriefs tomorrow."""
    mentor, mentee = named[Role.MENTOR], named[Role.MENTEE]
    program = Mentorship.objects.filter(mentee=mentee, state__in=RUNNING).values_list(
        "cycle__program_id", flat=True
    )[0]
    busy = {mentor.id, *supervisors_of(mentor.id)}
    rows = (
        Mentorship.objects.filter(state__in=RUNNING)
        .exclude(mentor_id__in=busy)
        .order_by("mentor__folded_family")
    )
    ids = list(rows.values_list("mentor_id", flat=True).distinct())
    others = list(Person.objects.filter(id__in=ids).order_by("folded_family")[:40])
    done = _closed_round(
        random,
        by,
        program,
        three=(mentor, _free(mentor, *others[30:]), others[0]),
        raters=others[2:16],
    )
    Release360.objects.filter(round=done).update(
        booked_at=now() - timedelta(days=2), opened_at=now() - timedelta(days=2)
    )
    debriefed = next(one for one in others[30:] if _is_free(mentor, one))
    waits = _closed_round(random, by, program, three=(debriefed, mentor, others[1]), raters=others[16:30])
    tomorrow = (now() + timedelta(hours=20)).replace(minute=30, second=0, microsecond=0)
    Release360.objects.filter(round=waits).update(booked_at=tomorrow)


def _free(subject: Person, *candidates: Person) -> Person:
    """Return the first who has no say over a person."""
    return next(one for one in candidates if _is_free(one, subject))


def _is_free(one: Person, subject: Person) -> bool:
    return not has_say_over(one.id, [subject.id])


def _closed_round(
    random: Random, by: Viewer, program: UUID, *, three: tuple[Person, Person, Person], raters: list[Person]
) -> Round360:
    """Plan, send, answer and close a round; all of it today, then set back to its own days."""
    day, (subject, debriefer, manager) = institution_today(), three
    groups = (RaterGroup.PEERS, RaterGroup.OTHERS)
    plan = RoundPlan(
        subject, debriefer, manager, program, groups, day + timedelta(days=21), also_residents=True
    )
    found = plan_round(plan=plan, by=by)
    Nomination.objects.filter(round=found).exclude(person=manager).delete()
    Nomination.objects.bulk_create(
        Nomination(round=found, group=groups[place % 2], person=one, state=NominationState.APPROVED)
        for place, one in enumerate(raters)
    )
    send_round(round_id=found.id, by=by)
    waves = Wave.objects.filter(campaign_id=found.campaign_id)
    waves.update(stop_until=now() - timedelta(minutes=1))
    # nobody of the demo is written to about a round that is over
    stop_batch(found.id, by=by)
    found = Round360.objects.select_related("raters", "own", "supervisor").get(id=found.id)
    if found.raters is None:
        raise RuntimeError("The round of the demo was not sent.")
    box = open_box(wave=found.raters, by=by, subject_id=found.subject_id)
    requests = list(Request.objects.filter(wave__in=waves).select_related("wave").order_by("id"))
    for place, request in enumerate(requests):
        questions = questions_of(request.wave.version_id)
        answers = {one.key: _rated(random, one) for one in questions}
        if request.wave_id == found.supervisor_id:
            answers |= {key: words for key, words in OVER.items() if answers.get(key, SKIPPED) != SKIPPED}
        if request.wave_id != found.raters_id:
            keep_answers(request=request, answers=answers)
            send_answers(request=request)
        elif place % 14:
            seal_answers(box_id=box.id, request_id=request.id, answers=answers)
    waves.update(closes_on=day - timedelta(days=6))
    Round360.objects.filter(id=found.id).update(
        created_at=now() - timedelta(days=34), closes_on=day - timedelta(days=6)
    )
    release_box(box_id=box.id, by=by)
    close_round(round_id=found.id, by=by)
    return found


def _rated(random: Random, question: Question) -> Any:
    """Return what a rater says: behaviors differ in how often they are seen, the same for all."""
    if question.kind == "text":
        return random.choice(WORDS[question.key]) if random.random() < 0.4 else SKIPPED
    middle = 2.6 + 0.4 * (sum(question.key.encode()) % 6)
    return max(1, min(5, round(random.gauss(middle, 0.7)))) if random.random() > 0.05 else NOT_APPLICABLE
