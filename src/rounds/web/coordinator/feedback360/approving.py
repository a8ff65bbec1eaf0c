"""Raters of a round: asked, kept in reserve, left out with a reason, added, swapped."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rounds.core.access import Request, Viewer, allow
from rounds.core.errors import DomainError, NotFound
from rounds.surveys.enums import NominationState, RaterGroup
from rounds.surveys.feedback360.forms import AddForm
from rounds.surveys.feedback360.rules import can_run_round
from rounds.surveys.feedback360.selectors.lines import person_named
from rounds.surveys.feedback360.selectors.rounds import round_for
from rounds.surveys.feedback360.services.nominating import add_rater, decide_nomination
from rounds.surveys.models import Nomination, Round360
from rounds.web.addresses import address
from rounds.web.coordinator.feedback360.views import detail_page
from rounds.web.frame.errors import put_error, show_form
from rounds.web.frame.presses import pressed
from rounds.web.toasts import add_toast

STATES = {
    "ask": NominationState.APPROVED,
    "reserve": NominationState.RESERVE,
    "leave": NominationState.REFUSED,
}


def nomination_for(viewer: Viewer, round_id: UUID, nomination_id: UUID) -> Round360:
    """Return a round that the viewer runs, with the nomination as `chosen`; NotFound otherwise."""
    found = round_for(viewer, round_id)
    rows = Nomination.objects.select_related("person", "outside")
    chosen = rows.filter(id=nomination_id, round=found).first()
    if chosen is None:
        raise NotFound
    found.chosen = chosen  # type: ignore[attr-defined]
    return found


@allow(can_run_round, load=nomination_for)
@require_POST
def decide(request: Request, found: Round360) -> HttpResponse:
    """Let somebody be asked, keep them in reserve, or leave them out."""
    chosen: Nomination = found.chosen  # type: ignore[attr-defined]
    go = pressed(request, "", *STATES)
    if go:
        reason = request.POST.get("reason", "")[:200]
        try:
            decide_nomination(nomination=chosen, state=STATES[go], reason=reason, by=request.viewer)
        except DomainError as error:
            return detail_page(request, found, error, beside=chosen)
        add_toast(request, _("%(name)s: decided.") % {"name": chosen.name})
    return redirect(address(request, "rounds360:detail", round_id=found.id))


@allow(can_run_round, load=round_for)
@require_http_methods(["GET", "POST"])
def add(request: Request, found: Round360) -> HttpResponse:
    """Add somebody with a reason."""
    form = AddForm(request.POST or None, groups=[RaterGroup.SUPERVISOR, *found.groups])
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            person = person_named(data["who"])
            add_rater(
                round_id=found.id,
                group=data["group"],
                person=person,
                reason=data["reason"],
                by=request.viewer,
            )
        except DomainError as error:
            put_error(form, error, beside="who")
        else:
            add_toast(request, _("%(name)s is added.") % {"name": person.display_name})
            return redirect(address(request, "rounds360:detail", round_id=found.id))
    return show_form(request, "coordinator/feedback360/add.html", form, round=found)
