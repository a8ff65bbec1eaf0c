"""Every change of a campaign: plan a wave, send it, stop it, end it, remember reminders."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import institution_today, now
from rounds.core.database.once import made_before
from rounds.core.errors import DomainError, OutOfOrder
from rounds.core.mail import STOP_MINUTES, Batch, Line, queue_mail, stop_batch
from rounds.core.mail.budget import keys_by_day
from rounds.surveys.box.services.opening import check_invited
from rounds.surveys.budget.services import give_back, hold_room
from rounds.surveys.budget.values import academic_year, rank_of
from rounds.surveys.campaigns.selectors import OFFICE, is_open, is_stoppable
from rounds.surveys.campaigns.selectors.candidates import (
    Candidate,
    candidates_of,
    last_day_of_mail,
    wants_of,
    when_free,
)
from rounds.surveys.campaigns.values.audiences import audience
from rounds.surveys.campaigns.values.schedule import LATE
from rounds.surveys.enums import Mode, RequestState, WaveState, WhyNot
from rounds.surveys.instruments.selectors import asks_about_somebody, questions_of
from rounds.surveys.instruments.selectors.licenses import refuse_unlicensed
from rounds.surveys.kinds import kind_of
from rounds.surveys.models import Campaign, InstrumentVersion, Request, Wave

KIND = "survey"


@dataclass(frozen=True)
class Plan:
    """What is chosen for a wave before it is sent."""

    version: InstrumentVersion
    scope_id: UUID
    audience: str
    parameters: dict[str, Any]
    mode: str
    closes_on: date
    purpose: str = ""
    takes_late: bool = False
    name: str = ""
    # where answers stand with a name: the roles that read them, fixed once it is sent
    readers: tuple[str, ...] = ()


@transaction.atomic
def plan_wave(*, plan: Plan, by: Viewer, entry_id: UUID | None = None) -> Wave:
    """Keep a plan as a wave that is not sent yet; one page sent twice is one. Raises DomainError for what can't be sent."""
    for problem in problems_of(plan):
        raise problem
    said = {
        "version": plan.version,
        "mode": plan.mode,
        "readers": list(plan.readers) if plan.mode == Mode.NAMED else [],
        "purpose": plan.purpose.strip(),
        "closes_on": plan.closes_on,
        "late_until": plan.closes_on + LATE if plan.takes_late and plan.mode == Mode.ANONYMOUS else None,
    }
    whom = {"campaign__scope_id": plan.scope_id, "campaign__audience": plan.audience}
    same, wave_id = made_before(Wave, entry_id, **said, **whom)
    if same is not None:
        return same
    campaign = Campaign.objects.create(
        instrument=plan.version.instrument,
        name=plan.name or plan.version.instrument.name,
        scope_id=plan.scope_id,
        audience=plan.audience,
        parameters=plan.parameters,
        rank=rank_of(plan.version.instrument.key),
    )
    wave: Wave = Wave.objects.create(id=wave_id, campaign=campaign, **said)
    audit.record("survey.planned", by=by, kind="wave", object_id=wave.id, program_id=plan.scope_id)
    return wave


def problems_of(plan: Plan) -> list[DomainError]:
    """Return all that keeps a plan from being asked, each at its field: who plans it reads them at once."""
    return [*_of_readers(plan), *_of_questions(plan)]


def _of_readers(plan: Plan) -> Iterator[DomainError]:
    """Return what is wrong about who reads the answers, what for, and until when they come."""
    if plan.mode not in Mode.values:
        yield DomainError(_("Choose who reads the answers."), field="mode")
    if plan.mode == Mode.NAMED and (not plan.readers or {*plan.readers} - {*OFFICE}):
        yield DomainError(_("Choose who reads answers with names."), field="readers")
    if plan.mode != Mode.NAMED and plan.readers:
        words = _(
            "You ticked who reads answers with names. Untick them, or choose that answers stand with a name."
        )
        yield DomainError(words, field="readers")
    if plan.mode == Mode.ANONYMOUS and audience(plan.audience).about:
        words = _(
            "Who is asked about somebody can't be anonymous to them. Choose another way, or other people."
        )
        yield DomainError(words, field="mode")
    if plan.mode == Mode.POOLED and not plan.purpose.strip():
        words = _("Say what the answers are for: the sentence stands in the promise.")
        yield DomainError(words, field="purpose")
    if last_day_of_mail(plan.closes_on) <= institution_today():
        words = _("The closing day has to be three days ahead or more: nobody is written to in the last two.")
        yield DomainError(words, field="closes_on")


def _of_questions(plan: Plan) -> Iterator[DomainError]:
    """Return what is wrong about the questions, and those who would be asked them."""
    try:
        refuse_unlicensed(plan.version.instrument, until=plan.closes_on)
    except DomainError as error:
        yield error
    named = {"name": plan.version.instrument.name}
    if not any(kind_of(one).is_answered for one in questions_of(plan.version.id)):
        words = _(
            "“%(name)s” is a guide for a talk and holds no question to answer here. Choose another one."
        )
        yield DomainError(words % named, field="instrument")
    if asks_about_somebody(plan.version.id) and not audience(plan.audience).about:
        words = _(
            "“%(name)s” asks about somebody. Choose an audience of people who are asked about somebody."
        )
        yield DomainError(words % named, field="audience")


@transaction.atomic
def send_wave(*, wave: Wave, by: Viewer) -> int:
    """Ask everybody of the audience as it is now; return how many messages wait. They leave in 15 minutes.

    Raises OutOfOrder for one that is sent, DomainError where nobody can be asked.
    """
    leaves_at = now() + timedelta(minutes=STOP_MINUTES)
    planned = Wave.objects.filter(id=wave.id, state=WaveState.PLANNED)
    if not planned.update(state=WaveState.SENT, sent_at=now(), sent_by=by.name, stop_until=leaves_at):
        raise OutOfOrder(_("This wave was sent already. Nothing was sent again."))
    wave.refresh_from_db()
    if wave.closes_on <= institution_today():
        raise DomainError(_("Its closing day is past. Plan it again with a later one."))
    candidates = _held(wave, candidates_of(wave))
    asked = [one for one in candidates if one.is_asked]
    if not asked:
        raise DomainError(_("Nobody of this audience can be asked now, so nothing was sent."))
    refuse_unlicensed(wave.version.instrument, until=wave.closes_on, people=len(asked))
    if wave.mode == Mode.ANONYMOUS:
        check_invited(len({one.person.id for one in asked}))
    _ask(wave, candidates, Batch(wave.id, leaves_at), by)
    audit.record(
        "survey.sent",
        by=by,
        kind="wave",
        object_id=wave.id,
        program_id=wave.campaign.scope_id,
        people=len({one.person.id for one in asked}),
    )
    return len({one.person.id for one in asked})


@transaction.atomic
def ask_newcomers(*, wave: Wave, by: Viewer) -> int:
    """Ask whoever came into the audience of an open wave and was not asked in it yet; return how many. Opens a planned one.

    Who can't be asked today is looked at again the next time.
    """
    planned = Wave.objects.filter(id=wave.id, state=WaveState.PLANNED)
    planned.update(state=WaveState.SENT, sent_at=now(), sent_by=by.name, stop_until=now())
    row = Wave.objects.select_for_update(of=("self",)).select_related("campaign__instrument").get(id=wave.id)
    if not is_open(row):
        return 0
    there = set(row.requests.values_list("person_id", "subject_id"))
    new = [
        one
        for one in candidates_of(row)
        if one.is_asked and (one.person.id, one.invitee.subject_id) not in there
    ]
    asked = [one for one in _held(row, new) if one.is_asked] if new else []
    _ask(row, asked, None, by)
    return len(asked)


@transaction.atomic
def ask_whom_mail_reaches_now(*, wave: Wave, by: Viewer) -> int:
    """Ask those of an open wave who had no address that can be written to, and have one now; return how many."""
    row = Wave.objects.select_for_update(of=("self",)).select_related("campaign__instrument").get(id=wave.id)
    rows = row.requests.filter(state=RequestState.NOT_ASKED, reason=WhyNot.NO_ADDRESS)
    left = {(one.person_id, one.subject_id): one for one in rows} if is_open(row) else {}
    again = [one for one in candidates_of(row) if one.is_asked] if left else []
    again = [one for one in again if (one.person.id, one.invitee.subject_id) in left]
    asked = [one for one in _held(row, again) if one.is_asked] if again else []
    requests = [left[one.person.id, one.invitee.subject_id] for one in asked]
    for request in requests:
        request.state, request.reason = RequestState.WAITING, WhyNot.NONE
    Request.objects.bulk_update(requests, ["state", "reason"])
    _queue(row, requests, {one.person.id: one.person.email for one in asked}, None, by)
    return len(asked)


def _ask(wave: Wave, candidates: Sequence[Candidate], batch: Batch | None, by: Viewer) -> None:
    """Write down who is asked, who not and why, and queue what is sent."""
    requests = [
        Request(
            wave=wave,
            person_id=one.person.id,
            subject_id=one.invitee.subject_id,
            cuts={cut: one.invitee.cuts[cut] for cut in wave.cuts if cut in one.invitee.cuts},
            state=RequestState.WAITING if one.is_asked else RequestState.NOT_ASKED,
            reason=one.why_not,
        )
        for one in candidates
    ]
    Request.objects.bulk_create(requests, batch_size=500)
    _queue(wave, requests, {one.person.id: one.person.email for one in candidates if one.is_asked}, batch, by)


def _held(wave: Wave, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Hold room in the year of everybody who is asked; for whom there is none any more, it is said so."""
    year = academic_year(institution_today())
    full = hold_room(wants=wants_of(wave, candidates), year=year)
    return [replace(one, why_not=WhyNot.BUDGET) if one.person.id in full else one for one in candidates]


def _queue(
    wave: Wave, requests: Sequence[Request], addresses: dict[UUID, str], batch: Batch | None, by: Viewer
) -> None:
    """Queue one message a person, by ids alone: links are made and words written as it leaves.

    Each waits for the moment that its reader is free, so that every page tells when it really leaves.
    """
    written: set[UUID] = set()
    leaves = when_free(wave, addresses, after=batch.leaves_at if batch else now())
    for request in requests:
        if request.state != RequestState.WAITING or not request.person_id or request.person_id in written:
            continue
        written.add(request.person_id)
        queue_mail(
            key=f"{KIND}:{wave.id}:{request.person_id}",
            kind=KIND,
            to_address=addresses[request.person_id],
            subject=_("A few questions: %(name)s") % {"name": wave.campaign.name},
            body=_("The words and the link are written as it leaves."),
            by=by,
            to_person_id=request.person_id,
            batch=batch,
            send_after=leaves.get(request.person_id),
            program_id=wave.campaign.scope_id,
            ids={"wave": wave.id},
            told_as=wave.id if wave.mode == Mode.ANONYMOUS else None,
        )


@transaction.atomic
def stop_wave(*, wave: Wave, by: Viewer) -> int:
    """Take a wave back before a mail has left; return how many messages that were. Raises OutOfOrder afterward."""
    if not is_stoppable(Wave.objects.get(id=wave.id)):
        raise OutOfOrder(_("The messages have left, so this wave can't be stopped. It can be closed early."))
    stopped = stop_batch(wave.id, by=by)
    _take_back(wave.id)  # where mail is in rehearsal no message may have waited
    return stopped


def forget_stopped_waves(keys: Collection[str]) -> None:
    """Take back the requests of waves whose messages were stopped, wherever that was pressed."""
    ids = {UUID(key.split(":")[1]) for key in keys if key.startswith(f"{KIND}:")}
    for wave_id in ids:
        _take_back(wave_id)


def _take_back(wave_id: UUID) -> None:
    stoppable = Wave.objects.filter(id=wave_id, state=WaveState.SENT, stop_until__gt=now())
    if stoppable.update(state=WaveState.STOPPED):
        give_back(wave_id=wave_id)
        Request.objects.filter(wave_id=wave_id).delete()


def settle_reminders(kept: Sequence[Line], dropped: Sequence[Line]) -> None:
    """Remember of which requests the mail of the day reminds; those for which there was no room count as reminded."""
    for day, keys in keys_by_day(kept).items():
        Request.objects.filter(id__in=keys).update(reminded_on=day)
    told = [line.key for line in (*kept, *dropped)]
    Request.objects.filter(id__in=told).update(reminders=F("reminders") + 1)
