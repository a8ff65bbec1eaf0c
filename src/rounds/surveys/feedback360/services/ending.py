"""A round that was sent is called off: what was answered is deleted unread, and everybody who was asked is told."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.errors import OutOfOrder
from rounds.core.mail import queue_mail, stop_batch
from rounds.core.models import OutgoingMail
from rounds.surveys.box.services.losing import end_box
from rounds.surveys.budget.services import give_back
from rounds.surveys.enums import BoxState, RequestState, RoundState, WaveState
from rounds.surveys.feedback360.selectors.rounds import is_endable, told_when_ended
from rounds.surveys.feedback360.services.closing import forget_outside
from rounds.surveys.models import Box, Request, Response, Round360, Wave

KIND = "feedback360_off"


@transaction.atomic
def end_round(*, round_id: UUID, by: Viewer) -> int:
    """Call off a round that was sent, before it closes; return how many people are told. Raises OutOfOrder.

    Whoever was asked is told, answered or not: a message to those who had answered would say who had.
    """
    rows = Round360.objects.select_for_update(of=("self",), no_key=True)
    found = rows.select_related("subject", "raters").get(id=round_id)
    if not is_endable(found):
        raise OutOfOrder(_("This round is not open any more, so it can't be called off."))
    waves = Wave.objects.filter(campaign_id=found.campaign_id, state=WaveState.SENT)
    stop_batch(found.id, by=by)
    for wave in waves:
        give_back(wave_id=wave.id)
    for box in Box.objects.filter(wave__in=waves, state__in=[BoxState.OPENING, BoxState.OPEN]):
        end_box(box, BoxState.UNREAD, by=by)
    Response.objects.filter(request__wave__in=waves).delete()
    told = list(told_when_ended(found))
    for request in told:
        _tell(found, request, by)
    Request.objects.filter(wave__in=waves, state=RequestState.ANSWERED).update(
        state=RequestState.ASKED, answered_on=None
    )
    waves.update(state=WaveState.STOPPED)
    found.state = RoundState.STOPPED
    found.save(update_fields=["state"])
    forget_outside(found)
    audit.record(
        "feedback360.ended",
        by=by,
        kind="round360",
        object_id=found.id,
        program_id=found.scope_id,
        people=len(told),
    )
    return len(told)


def _tell(found: Round360, request: Request, by: Viewer) -> None:
    outside, person = request.outside, request.person
    about = _("yourself") if request.person_id == found.subject_id else found.subject.display_name
    queue_mail(
        key=f"{KIND}:{found.id}:{request.id}",
        kind=KIND,
        to_address=outside.email if outside else person.email if person else "",
        subject=_("Feedback for a colleague: called off"),
        body=_(
            "Dear %(name)s,\n\nyou were asked for feedback about %(about)s. It was called off: there is nothing to do, and"
            " your link leads nowhere any more. What had been answered was deleted; nobody has read it, and nobody can."
        )
        % {
            "name": outside.name if outside else person.display_name if person else "",
            "about": about,
        },
        by=by,
        to_person_id=request.person_id,
        program_id=found.scope_id,
        told_as=found.campaign_id,
    )


def forget_those_told() -> None:
    """Forget addresses of people outside in messages about rounds that were called off, once these have left."""
    over = OutgoingMail.objects.filter(kind=KIND, to_person_id=None, sent_at__isnull=False)
    over.exclude(body="").update(to_address="forgotten@invalid", meant_for="", body="")
