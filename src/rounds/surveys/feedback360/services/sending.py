"""A round is sent, stopped within 15 minutes; a rater declines, and a reserve moves up."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer, system
from rounds.core.clock import institution_today, now
from rounds.core.errors import DomainError, OutOfOrder
from rounds.core.mail import STOP_MINUTES, Batch, queue_mail, stop_batch
from rounds.surveys.answering.services import decline
from rounds.surveys.box.services.opening import LEAST_INVITED
from rounds.surveys.budget.services import give_back
from rounds.surveys.enums import Mode, NominationState, RaterGroup, RoundState, WaveState
from rounds.surveys.feedback360.services.planning import OWN, RATERS
from rounds.surveys.feedback360.services.room import take_room, without_room_for
from rounds.surveys.feedback360.values.limits import ASKED_AT_LEAST
from rounds.surveys.feedback360.values.promises import group_words
from rounds.surveys.instruments.selectors import current_version
from rounds.surveys.models import InstrumentVersion, Nomination, Request, Round360, Wave

KIND = "feedback360"
GROUP = "group"


@transaction.atomic
def send_round(*, round_id: UUID, by: Viewer) -> int:
    """Ask the approved raters, the person themselves and a sole supervisor; return how many messages wait.

    They leave in 15 minutes. Raises OutOfOrder for one that was sent, DomainError for groups that could not be filled.
    """
    found: Round360 = Round360.objects.select_for_update(no_key=True).get(id=round_id)
    if found.state != RoundState.NOMINATING:
        words = _("This round was sent already. Nothing was sent again.")
        called_off = _("This round was called off. Take it up again, then send it.")
        raise OutOfOrder(called_off if found.state == RoundState.STOPPED else words)
    if found.closes_on < institution_today() + timedelta(days=7):
        raise DomainError(
            _("Raters need a week at least, and it closes earlier. Change the round to a later day first.")
        )
    approved = list(
        Nomination.objects.filter(round=found, state=NominationState.APPROVED).select_related(
            "person", "outside"
        )
    )
    sole, several = _parted(approved)
    _check_groups(found, several)
    found.raters = _wave(found, _version(RATERS), Mode.ANONYMOUS)
    found.own = _wave(found, _version(OWN), Mode.NAMED)
    found.supervisor = _wave(found, _version(RATERS), Mode.NAMED) if sole else None
    found.state = RoundState.RUNNING
    found.save()
    requests = [_request(found, found.raters, one) for one in several]
    requests += [_request(found, found.supervisor, one) for one in sole if found.supervisor]
    requests.append(Request(wave=found.own, person_id=found.subject_id, subject_id=found.subject_id))
    take_room(requests)
    Request.objects.bulk_create(requests)
    batch = Batch(found.id, now() + timedelta(minutes=STOP_MINUTES))
    for request in requests:
        _queue(found, request, batch, by)
    audit.record(
        "feedback360.sent",
        by=by,
        kind="round360",
        object_id=found.id,
        program_id=found.scope_id,
        people=len(requests),
    )
    return len(requests)


def _parted(approved: list[Nomination]) -> tuple[list[Nomination], list[Nomination]]:
    """Return a sole supervisor, whose answers can't be anonymous, and the others."""
    over = [one for one in approved if one.group == RaterGroup.SUPERVISOR]
    sole = over if len(over) == 1 else []
    return sole, [one for one in approved if one not in sole]


def _check_groups(found: Round360, several: list[Nomination]) -> None:
    for group in found.groups:
        count = sum(one.group == group for one in several)
        if count < ASKED_AT_LEAST:
            raise DomainError(
                _(
                    "%(count)s %(group)s are approved; %(least)s to 8 are needed, so that 5 answer. Approve or add"
                    " %(more)s more, or change the round so that it asks no such group."
                )
                % {
                    "count": count,
                    "group": group_words(group),
                    "least": ASKED_AT_LEAST,
                    "more": ASKED_AT_LEAST - count,
                }
            )
    if len(several) < LEAST_INVITED:
        raise DomainError(
            _(
                "%(count)s people are approved beside a sole supervisor; at least %(least)s are needed. Add %(more)s more."
            )
            % {"count": len(several), "least": LEAST_INVITED, "more": LEAST_INVITED - len(several)}
        )


def _version(key: str) -> InstrumentVersion:
    found = current_version(key)
    if found is None:
        raise DomainError(_("The questions are not here any more: bring them in on the page of surveys."))
    return found


def _wave(found: Round360, version: InstrumentVersion, mode: Mode) -> Wave:
    made: Wave = Wave.objects.create(
        campaign=found.campaign,
        number=found.campaign.waves.count() + 1,
        version=version,
        mode=mode,
        cuts=[GROUP] if mode == Mode.ANONYMOUS else [],
        closes_on=found.closes_on,
        state=WaveState.SENT,
        sent_at=now(),
        stop_until=now() + timedelta(minutes=STOP_MINUTES),
    )
    return made


def _request(found: Round360, wave: Wave | None, one: Nomination) -> Request:
    return Request(
        wave=wave,
        person_id=one.person_id,
        outside_id=one.outside_id,
        subject_id=found.subject_id,
        cuts={GROUP: one.group},
    )


def _queue(found: Round360, request: Request, batch: Batch | None, by: Viewer) -> None:
    """Queue the message to one rater by ids alone: its link is made and its words are written as it leaves."""
    outside = request.outside
    address = outside.email if outside else request.person.email if request.person else ""
    queue_mail(
        key=f"{KIND}:{found.id}:{request.id}",
        kind=KIND,
        to_address=address,
        subject=_("Feedback for a colleague"),
        body=_("The words and the link are written as it leaves."),
        by=by,
        to_person_id=request.person_id,
        batch=batch,
        program_id=found.scope_id,
        ids={"request": request.id},
        told_as=found.id,
    )


@transaction.atomic
def stop_round(*, round_id: UUID, by: Viewer) -> int:
    """Take a round back before a mail has left; its raters can be chosen on. Raises OutOfOrder afterward."""
    found = Round360.objects.select_related("raters").get(id=round_id)
    if not is_stoppable(found):
        raise OutOfOrder(_("The messages have left, so this round can't be stopped any more."))
    stopped = stop_batch(found.id, by=by)
    _take_back(found.id)  # where mail is in rehearsal no message may have waited
    return stopped


def is_stoppable(found: Round360) -> bool:
    """Tell whether a round was sent a moment ago and no mail has left."""
    wave = found.raters
    return (
        found.state == RoundState.RUNNING
        and wave is not None
        and wave.stop_until is not None
        and now() < wave.stop_until
    )


def forget_stopped_rounds(keys: Collection[str]) -> None:
    """Take back the rounds whose messages were stopped, wherever that was pressed."""
    for round_id in {UUID(key.split(":")[1]) for key in keys if key.startswith(f"{KIND}:")}:
        _take_back(round_id)


def _take_back(round_id: UUID) -> None:
    found = (
        Round360.objects.select_for_update(of=("self",), no_key=True)
        .select_related("raters")
        .get(id=round_id)
    )
    if not is_stoppable(found):
        return
    waves = Wave.objects.filter(campaign_id=found.campaign_id)
    for wave in waves.filter(state=WaveState.SENT):
        give_back(wave_id=wave.id)
    Request.objects.filter(wave__in=waves).delete()
    # a stopped wave's box opens nothing and is destroyed
    waves.filter(state=WaveState.SENT).update(state=WaveState.STOPPED)
    Round360.objects.filter(id=found.id).update(
        state=RoundState.NOMINATING, raters=None, own=None, supervisor=None
    )


@transaction.atomic
def decline_request(*, request: Request, key: bytes = b"") -> None:
    """Ask somebody no more; in a round of feedback the first reserve of their group is asked instead, and nobody is told."""
    decline(request=request, key=key)
    found = Round360.objects.select_for_update(no_key=True).filter(raters_id=request.wave_id).first()
    if found is None:
        return
    mine = Nomination.objects.filter(round=found)
    mine.filter(person_id=request.person_id, outside_id=request.outside_id).update(
        state=NominationState.DECLINED
    )
    reserves = mine.filter(state=NominationState.RESERVE, group=request.cuts[GROUP])
    for reserve in reserves.select_related("person", "outside").order_by("created_at", "id"):
        instead = _request(found, found.raters, reserve)
        if without_room_for([instead]):
            continue
        Nomination.objects.filter(id=reserve.id).update(state=NominationState.APPROVED)
        instead.save()
        _queue(found, instead, None, system(found.institution_id))
        return
