"""Answering what is offered, or saying no until the next time: a request is written with the press, not before."""

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from rounds.core.errors import DomainError, OutOfOrder
from rounds.surveys.answering.selectors import is_answered
from rounds.surveys.answering.services import decline, keep_answers, send_answers
from rounds.surveys.enums import RequestState
from rounds.surveys.models import Request, Wave

SETTLED = (RequestState.ANSWERED, RequestState.DECLINED)


@transaction.atomic
def answer_offer(*, wave: Wave, person_id: UUID, answers: dict[str, Any]) -> Request:
    """Count what somebody answered; what they had answered before counts on where nothing was said now.

    Raises DomainError where nothing was answered, OutOfOrder once the wave has closed or they have said no.
    """
    said = {key: answer for key, answer in answers.items() if is_answered(answer)}
    if not said:
        raise DomainError(_("Choose an answer, or press “Not this quarter”."))
    request = _request(wave, person_id)
    if request.state == RequestState.DECLINED:
        raise OutOfOrder(_("You said that this is not to be asked in this quarter, so nothing was kept."))
    keep_answers(request=request, answers=said)
    send_answers(request=request)
    return request


@transaction.atomic
def leave_offer(*, wave: Wave, person_id: UUID) -> bool:
    """Offer it no more in this wave; False where they have answered or said so already, which stays."""
    request = _request(wave, person_id)
    if request.state in SETTLED:
        return False
    decline(request=request)
    return True


def _request(wave: Wave, person_id: UUID) -> Request:
    """Return somebody's request of a wave, a new one with their first press; of two presses at once one is first."""
    found = Request.objects.filter(wave=wave, person_id=person_id, subject=None)
    there: Request | None = found.first()
    if there is not None:
        return there
    try:
        with transaction.atomic():
            made: Request = Request.objects.create(wave=wave, person_id=person_id)
            return made
    except IntegrityError:
        raced: Request = found.get()
        return raced
