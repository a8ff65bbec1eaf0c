"""Where a code on a wall, an announcement or a learning platform leads: to one's own questions of a wave, if one is asked."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from rounds.core.access import Request, allow, is_member
from rounds.surveys.answering.selectors import own_requests
from rounds.surveys.enums import RequestState
from rounds.web.addresses import address


@allow(is_member)
@require_safe
def launch(request: Request, wave_id: UUID) -> HttpResponse:
    """Lead to the first of one's own requests in a wave that is not answered; who has none is told so, whatever the wave."""
    mine = [one for one in own_requests(request.viewer) if one.wave_id == wave_id]
    waiting = [one for one in mine if one.state != RequestState.ANSWERED]
    if waiting:
        return redirect(address(request, "answering:page", request_id=waiting[0].id, page=1))
    if mine:
        return redirect(address(request, "answering:thanks", request_id=mine[0].id))
    return render(request, "participant/surveys/none.html")
