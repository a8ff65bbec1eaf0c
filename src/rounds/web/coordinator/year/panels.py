"""The panel of a mentee, for the program office: another mentor for a named purpose, and the way back."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rounds.core.access import Request, allow, holds
from rounds.core.enums import Role
from rounds.core.errors import DomainError
from rounds.matching.publishing.selectors.hand_over import candidates_for
from rounds.matching.publishing.services.panels import join_panel
from rounds.mentorships.enums import RUNNING
from rounds.mentorships.models import Mentorship
from rounds.mentorships.panels.forms import PanelForm
from rounds.mentorships.panels.selectors import MOST_OTHERS, panel_of
from rounds.mentorships.panels.services import leave_panel_untold
from rounds.mentorships.selectors import office_mentorship_for
from rounds.web.addresses import address
from rounds.web.frame.errors import put_error
from rounds.web.toasts import add_toast
from rounds.web.words.names import mentor_choices

OFFICE = holds(Role.COORDINATOR, Role.DIRECTOR)


@require_http_methods(["GET", "POST"])
@allow(OFFICE, load=office_mentorship_for)
def panel(request: Request, pair: Mentorship) -> HttpResponse:
    """Choose who joins the panel and what for, say who is told, and do it."""
    others = panel_of(pair)
    has_room = pair.state in RUNNING and not pair.is_on_panel and len(others) < MOST_OTHERS
    candidates = candidates_for(pair) if has_room else []
    form = PanelForm(request.POST or None, choices=mentor_choices(candidates))
    status = 200
    if request.method == "POST" and form.is_valid():
        chosen = next(one for one in candidates if str(one.person_id) == form.cleaned_data["mentor"])
        try:
            joined = join_panel(
                pair=pair,
                mentor_id=chosen.person_id,
                purpose=form.cleaned_data["purpose"],
                by=request.viewer,
            )
        except DomainError as error:
            status = put_error(form, error)
        else:
            undo = address(request, "year:undo_panel", mentorship_id=joined.id)
            add_toast(request, _("%(name)s is on the panel.") % {"name": chosen.name}, undo=undo)
            return redirect(address(request, "year:pair", mentorship_id=pair.id))
    context = {"pair": pair, "others": others, "most": MOST_OTHERS, "form": form, "candidates": candidates}
    return render(request, "coordinator/year/panel.html", context, status=status)


@require_POST
@allow(OFFICE, load=office_mentorship_for)
def undo_panel(request: Request, pair: Mentorship) -> HttpResponse:
    """Take a mentor off a panel before anybody is told."""
    leave_panel_untold(mentorship_id=pair.id, by=request.viewer)
    add_toast(
        request,
        _("%(name)s is not on the panel, and nobody was told.") % {"name": pair.mentor.display_name},
    )
    return redirect(address(request, "year:list"))
