"""Mail goes live, or back to rehearsal: what will happen, asked for here and confirmed by a second person."""

import rules
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rounds.accounts.enums import Switch
from rounds.accounts.services.switches import may_switch, request_switch, switch_asked
from rounds.core.access import Request, Viewer, allow
from rounds.core.mail.selectors import count_waiting
from rounds.programs.selectors.inviting import count_reachable
from rounds.web.addresses import address
from rounds.web.toasts import add_toast


@rules.predicate
def may_switch_mail(viewer: Viewer, thing: object = None) -> bool:
    """Tell whether the viewer acts for all programs of the institution, or runs its server."""
    return may_switch(viewer, Switch.MAIL_LIVE)


@require_http_methods(["GET", "POST"])
@allow(may_switch_mail)
def mail(request: Request) -> HttpResponse:
    """Say what happens when mail goes live or back; a POST asks for it."""
    is_live = request.institution.mail_is_live
    switch = Switch.MAIL_REHEARSAL if is_live else Switch.MAIL_LIVE
    if request.method == "POST":
        request_switch(switch=switch, by=request.viewer)
        add_toast(request, _("Asked. It counts once a second person has confirmed it."))
        return redirect(address(request, "access:mail"))
    context = {
        "is_live": is_live,
        "asked": switch_asked(switch),
        "waiting": count_waiting(),
        "reachable": count_reachable(),
    }
    return render(request, "account/mail.html", context)
