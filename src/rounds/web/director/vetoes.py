"""A program director's veto: own trainees' proposed pairs, names and conflict only."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rounds.core.access import Request, Viewer, allow, holds
from rounds.core.enums import Role
from rounds.core.errors import DomainError, NotFound
from rounds.matching.decisions.forms import ReasonForm
from rounds.matching.decisions.selectors.vetoes import Trainee, trainees_pairs
from rounds.matching.decisions.services.decisions import lift_decisions, veto_pair
from rounds.web.addresses import address
from rounds.web.frame.errors import put_error
from rounds.web.toasts import add_toast
from rounds.web.words.pairs import note_words

DIRECTS = holds(Role.RESIDENCY_DIRECTOR)


@require_GET
@allow(DIRECTS)
def list_page(request: Request) -> HttpResponse:
    """Show the proposed mentors of own trainees."""
    pairs = [(pair, "; ".join(note_words(pair.notes))) for pair in trainees_pairs(request.viewer)]
    return render(request, "director/vetoes.html", {"pairs": pairs})


def _load(viewer: Viewer, run_id: UUID, mentee_id: UUID, mentor_id: UUID) -> Trainee:
    wanted = (run_id, str(mentee_id), str(mentor_id))
    for pair in trainees_pairs(viewer):
        if (pair.run.id, pair.mentee_id, pair.mentor_id) == wanted:
            return pair
    raise NotFound


@require_http_methods(["GET", "POST"])
@allow(DIRECTS, load=_load)
def veto(request: Request, pair: Trainee) -> HttpResponse:
    """Say no to one pair, with a reason."""
    form, status = ReasonForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            veto_pair(cohort=pair.run.cohort, pair=pair.ids, by=request.viewer, **form.cleaned_data)
        except DomainError as error:
            status = put_error(form, error)
        else:
            add_toast(request, _("Noted. The program office matches again without this pair."))
            return redirect(address(request, "vetoes:list"))
    return render(request, "director/veto.html", {"pair": pair, "form": form}, status=status)


@require_POST
@allow(DIRECTS, load=_load)
def lift(request: Request, pair: Trainee) -> HttpResponse:
    """Take back one's own veto."""
    if pair.veto is None or pair.veto.made_by_id != request.viewer.person_id:
        raise NotFound
    lift_decisions(cohort=pair.run.cohort, action_id=pair.veto.action_id, by=request.viewer)
    add_toast(request, _("Taken back."))
    return redirect(address(request, "vetoes:list"))
