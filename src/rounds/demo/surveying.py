"""Surveys of the demo: of each running program a closed pulse and a midpoint that waits, answered by some."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.enums import Role
from rounds.mentorships.audiences.values import OFFERED
from rounds.mentorships.enums import RUNNING
from rounds.mentorships.models import Mentorship
from rounds.surveys.box.services import destroy_box, open_box, release_box, seal_answers
from rounds.surveys.budget.selectors import Want
from rounds.surveys.budget.services import hold_room
from rounds.surveys.budget.values import academic_year
from rounds.surveys.campaigns.services import Plan, plan_wave
from rounds.surveys.campaigns.values.audiences import Invitee, audience
from rounds.surveys.campaigns.values.schedule import LATE
from rounds.surveys.enums import AskState, Mode, RequestState, WaveState
from rounds.surveys.instruments.selectors import current_version, minutes_of, questions_of
from rounds.surveys.kinds import Question
from rounds.surveys.models import Ask, Box, Comment, Request, Response, Wave
from rounds.surveys.planning.selectors import list_planned
from rounds.surveys.planning.services import keep_planned
from rounds.surveys.results.services import publish_wave, show_comment
from rounds.surveys.results.values.earlier import earlier_answers
from rounds.surveys.scores import SKIPPED

FEWEST = 6
# comments that wait to be read first
LEFT = 3
PURPOSE = "the program office learns what to mend"
SINCE = "You asked for fixed hours: mentors now offer two times a month ahead, and the office reminds both."
COMMENTS = (
    "More time for the hard questions.",
    "A fixed hour, the same each month.",
    "Meet one more person from finance.",
    "Nothing, it is going well.",
)


@dataclass(frozen=True)
class _Ask:
    """One wave: of what, sent when, closed when, answered by which share."""

    key: str
    sent_on: date
    closes_on: date
    share: float


def ask_everybody(
    random: Random, by: Viewer, day: date, *, unanswered: frozenset[UUID], open_in: UUID
) -> None:
    """Ask the mentees of each program with running pairs; those of `unanswered` have left the open one for later.

    It is open in one program. In the others it has closed, and their mentors said of themselves what mentees say of them.
    """
    pulse = _Ask("pulse", day - timedelta(days=45), day - timedelta(days=31), 0.84)
    still_open = _Ask("midpoint", day - timedelta(days=3), day + timedelta(days=11), 0.38)
    closed = _Ask("midpoint", day - timedelta(days=22), day - timedelta(days=8), 0.8)
    rows = Mentorship.objects.filter(state__in=RUNNING).order_by("cycle__program_id")
    for program in rows.values_list("cycle__program_id", flat=True).distinct():
        parameters = {"program": str(program)}
        invitees = list(audience("mentees").gathered(by.institution_id, parameters, day))
        midpoint = still_open if program == open_in else closed
        for ask in (pulse, midpoint) if len(invitees) >= FEWEST else ():
            wave = _sent(by, program, ask, day)
            later = unanswered if ask.closes_on >= day else frozenset()
            if ask is still_open:
                Wave.objects.filter(id=wave.id).update(since=SINCE)
            _answer(random, wave, ask, [(one, one.person_id not in later) for one in invitees])
            if ask.closes_on < day:
                publish_wave(wave_id=wave.id, by=by)
                _read_first(wave, by)
        mentors = list(audience("mentors").gathered(by.institution_id, parameters, day))
        if program != open_in and min(len(mentors), len(invitees)) >= FEWEST:
            _ask_of_themselves(random, by, day, program, mentors)


def _ask_of_themselves(random: Random, by: Viewer, day: date, program: UUID, mentors: list[Invitee]) -> None:
    """Ask the mentors of a program about their own acts, at the same time as their mentees."""
    ask = _Ask("mentor_self", day - timedelta(days=22), day - timedelta(days=8), 0.85)
    wave = _sent(by, program, ask, day, who="mentors")
    _answer(random, wave, ask, [(one, True) for one in mentors])
    publish_wave(wave_id=wave.id, by=by)


def ask_in_time(
    random: Random, by: Viewer, day: date, *, program: UUID, ends_on: date, invitees: list[Invitee]
) -> None:
    """Ask the mentees of a year that is over how it went with their mentor, two months before its end; all answered."""
    ask = _Ask("pulse", ends_on - timedelta(days=60), ends_on - timedelta(days=46), 1.0)
    wave = _sent(by, program, ask, day)
    _answer(random, wave, ask, [(one, True) for one in invitees])
    publish_wave(wave_id=wave.id, by=by)
    _read_first(wave, by)


def ask_by_name(random: Random, by: Viewer, day: date, *, program: UUID) -> None:
    """Ask the mentees of a program by name how ready they are: coordinators read it, as the promise said."""
    ask = _Ask("rotation", day - timedelta(days=16), day - timedelta(days=2), 0.9)
    wave = _sent(by, program, ask, day, who="enrolled_mentees", mode=Mode.NAMED)
    invitees = audience("enrolled_mentees").gathered(by.institution_id, {"program": str(program)}, day)
    _answer(random, wave, ask, [(one, True) for one in invitees])


def offer_taps(random: Random, by: Viewer, day: date, *, program: UUID, unanswered: frozenset[UUID]) -> None:
    """Let the mentees of a program meet the three questions on their log: last quarter's are told, this one's are open."""
    for quarter in (day - timedelta(days=90), day):
        planned = [
            one for one in list_planned(quarter) if one.audience == OFFERED and one.scope_id == program
        ]
        wave = keep_planned(planned[0]) if planned else None
        if wave is None:
            continue
        sent_at = now() - (day - planned[0].opens_on)
        wave.state, wave.sent_at, wave.stop_until, wave.sent_by = WaveState.SENT, sent_at, sent_at, by.name
        wave.save()
        ask = _Ask("session", quarter - timedelta(days=3), wave.closes_on, 1.0)
        people = audience("mentees").gathered(by.institution_id, {"program": str(program)}, day)
        own = [
            (Invitee(one.person_id), True)
            for one in people
            if random.random() < 0.6 and (wave.closes_on < day or one.person_id not in unanswered)
        ]
        _answer(random, wave, ask, own, is_offered=True)
        if wave.closes_on < day:
            publish_wave(wave_id=wave.id, by=by)
            _read_first(wave, by)


def _read_first(wave: Wave, by: Viewer) -> None:
    """Let the comments of a wave be read but for a few, which wait for whoever reads them first."""
    for comment in list(Comment.objects.filter(publication__wave=wave))[LEFT:]:
        show_comment(wave=wave, comment_id=comment.id, words=comment.opened()["said"], by=by)


def ask_anonymously(random: Random, by: Viewer, day: date, program: UUID) -> None:
    """Ask about the climate with a sealed box: mentees' answers are opened and the key is gone, mentors are asked now."""
    closed = _Ask("climate", day - timedelta(days=24), day - timedelta(days=10), 0.6)
    wave, box = _boxed(random, by, day, program, closed, who="enrolled_mentees")
    Wave.objects.filter(id=wave.id).update(closes_on=closed.closes_on, state=WaveState.CLOSED)
    release_box(box_id=box.id, by=by)
    Box.objects.filter(id=box.id).update(ended_on=closed.closes_on + timedelta(days=1))
    destroy_box(box_id=box.id, by=by)
    publish_wave(wave_id=wave.id, by=by)
    asked_now = _Ask("climate", day - timedelta(days=2), day + timedelta(days=12), 0.3)
    running, _box = _boxed(random, by, day, program, asked_now, who="enrolled_mentors")
    Wave.objects.filter(id=running.id).update(late_until=running.closes_on + LATE)


def _boxed(random: Random, by: Viewer, day: date, program: UUID, ask: _Ask, *, who: str) -> tuple[Wave, Box]:
    """Send an anonymous wave as of its day, open its box and lock some answers in."""
    wave = _sent(by, program, ask, day, who=who, mode=Mode.ANONYMOUS)
    Wave.objects.filter(id=wave.id).update(closes_on=max(ask.closes_on, day + timedelta(days=1)))
    invitees = list(audience(who).gathered(by.institution_id, wave.campaign.parameters, day))
    _hold(wave, ask, {one.person_id for one in invitees})
    requests = [
        Request(wave=wave, person_id=one.person_id, state=RequestState.ASKED, asked_on=ask.sent_on)
        for one in invitees
    ]
    Request.objects.bulk_create(requests, batch_size=500)
    wave.refresh_from_db()
    box = open_box(wave=wave, by=by)
    questions = questions_of(wave.version_id)
    for request in requests:
        if random.random() < ask.share:
            answers = {one.key: _said(random, one) for one in questions}
            seal_answers(box_id=box.id, request_id=request.id, answers=answers)
    answered_on = ask.sent_on + timedelta(days=1)
    Request.objects.filter(wave=wave, state=RequestState.ANSWERED).update(answered_on=answered_on)
    return wave, box


def ask_confidence_again(random: Random, by: Viewer, day: date, *, program: UUID) -> None:
    """Ask the mentees of a program what they were asked at intake, some months on: most are a little surer."""
    ask = _Ask("confidence", day - timedelta(days=20), day - timedelta(days=6), 0.9)
    before = earlier_answers(ask.key, program, ask.sent_on)
    invitees = audience("enrolled_mentees").gathered(by.institution_id, {"program": str(program)}, day)
    wave = _sent(by, program, ask, day, who="enrolled_mentees")
    _answer(random, wave, ask, [(one, True) for one in invitees], before)
    publish_wave(wave_id=wave.id, by=by)


def _sent(
    by: Viewer, program: UUID, ask: _Ask, day: date, *, who: str = "mentees", mode: str = Mode.POOLED
) -> Wave:
    version = current_version(ask.key)
    if version is None:
        raise RuntimeError(f"{ask.key} is not installed")
    # planned today, as nobody plans into the past; then set back to its own days
    parameters = {"program": str(program)}
    readers = (Role.COORDINATOR,) if mode == Mode.NAMED else ()
    plan = Plan(version, program, who, parameters, mode, day + timedelta(days=14), PURPOSE, readers=readers)
    wave = plan_wave(plan=plan, by=by)
    sent_at = now() - (day - ask.sent_on)
    wave.state, wave.closes_on = WaveState.SENT, ask.closes_on
    wave.sent_at, wave.stop_until, wave.sent_by = sent_at, sent_at + timedelta(minutes=15), by.name
    wave.save()
    return wave


def _answer(
    random: Random,
    wave: Wave,
    ask: _Ask,
    invitees: list[tuple[Invitee, bool]],
    before: Mapping[UUID, Mapping[str, int]] | None = None,
    *,
    is_offered: bool = False,
) -> None:
    questions, requests, responses = questions_of(wave.version_id), [], []
    for one, may_answer in invitees:
        is_answered = random.random() < ask.share and may_answer
        answered_on = ask.sent_on + timedelta(days=random.randrange(3))
        request = Request(
            wave=wave,
            person_id=one.person_id,
            subject_id=one.subject_id,
            state=RequestState.ANSWERED if is_answered else RequestState.ASKED,
            asked_on=ask.sent_on,
            answered_on=answered_on if is_answered else None,
        )
        requests.append(request)
        if is_answered:
            response = Response(request=request)
            held = (before or {}).get(one.person_id, {})
            response.seal_value({each.key: _said(random, each, held.get(each.key)) for each in questions})
            responses.append(response)
    if not is_offered:  # that takes nothing of anybody's year
        _hold(wave, ask, {one.person_id for one, _may_answer in invitees})
    Request.objects.bulk_create(requests, batch_size=500)
    Response.objects.bulk_create(responses, batch_size=500)


def _hold(wave: Wave, ask: _Ask, people: set[UUID]) -> None:
    """Take their year's room for it: it reached them on its day."""
    minutes = minutes_of(questions_of(wave.version_id))
    wants = [Want(one, wave.id, wave.campaign.rank, wave.created_at, minutes) for one in people]
    hold_room(wants=wants, year=academic_year(ask.sent_on))
    Ask.objects.filter(wave=wave).update(state=AskState.CHARGED)


def _said(random: Random, question: Question, before: int | None = None) -> Any:
    if question.kind == "text":
        return random.choice(COMMENTS) if random.random() < 0.3 else SKIPPED
    if question.kind == "ticks":
        return [random.choice(question.codes)]
    low, high = question.codes[0], question.codes[-1]
    if before is not None:
        return max(low, min(high, before + random.choice((-1, 0, 0, 1, 1, 2, 2, 3))))
    # questions differ in how well they come out, the same each time
    middle = low + (0.5 + 0.06 * (sum(question.key.encode()) % 6)) * (high - low)
    return max(low, min(high, round(random.gauss(middle, 0.2 * (high - low)))))
