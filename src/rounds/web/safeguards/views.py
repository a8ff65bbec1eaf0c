"""Opening one thing in an emergency, page by page."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rounds.core import audit
from rounds.core.access import Request, allow, holds
from rounds.core.enums import Role
from rounds.core.errors import DomainError
from rounds.mentorships.models import BreakGlass, Mentorship
from rounds.mentorships.safeguards.forms import LATER, EmergencyForm, HoldForm
from rounds.mentorships.safeguards.selectors import (
    emergencies_known_to,
    glass_for,
    guarded_pair_for,
    hold_on,
    is_waiting,
    may_still_ask,
    open_glass_for,
    openables_of,
    texts_of,
    why_of,
)
from rounds.mentorships.safeguards.services import (
    Emergency,
    ask_to_open,
    decide_emergency,
    lift_hold,
    put_hold,
)
from rounds.web.addresses import address
from rounds.web.frame.ask import ask_first
from rounds.web.frame.errors import put_error, show_form
from rounds.web.toasts import add_toast

OFFICE = holds(Role.COORDINATOR, Role.DIRECTOR)
KNOWS = holds(Role.COORDINATOR, Role.DIRECTOR, Role.SITE_ADMIN, Role.AUDITOR)
SECOND = holds(Role.SITE_ADMIN)
ROWS = 50


@require_GET
@allow(KNOWS)
def list_page(request: Request) -> HttpResponse:
    """List the emergencies that the reader may know of, newest first."""
    page = Paginator(emergencies_known_to(request.viewer), ROWS).get_page(request.GET.get("page"))
    return render(request, "safeguards/list.html", {"page": page})


@require_http_methods(["GET", "POST"])
@allow(OFFICE, load=guarded_pair_for)
def ask(request: Request, pair: Mentorship) -> HttpResponse:
    """Say what will happen, take what is asked for and why, and ask a second person."""
    first = {"entry": EmergencyForm.new_entry()}
    form = EmergencyForm(request.POST or None, things=openables_of(pair), initial=first)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        emergency = Emergency(
            thing=data["thing"],
            reason=data["reason"],
            days=data["days"] if data["when"] == LATER else 0,
            counsel=data["counsel"],
            entry_id=form.entry_id(),
        )
        try:
            glass = ask_to_open(pair=pair, emergency=emergency, by=request.viewer)
        except DomainError as error:
            put_error(form, error)
        else:
            add_toast(request, _("Asked. Nothing is open before a site administrator has agreed."))
            return redirect(address(request, "safeguards:detail", glass_id=glass.id))
    return show_form(request, "safeguards/ask.html", form, pair=pair)


@require_GET
@allow(KNOWS, load=glass_for)
def detail(request: Request, glass: BreakGlass) -> HttpResponse:
    """Show one emergency to who asked, to the second person and to the auditor."""
    viewer = request.viewer
    is_mine = glass.asked_by_id == viewer.person_id
    context = {
        "glass": glass,
        "pair": glass.mentorship,
        "why": why_of(glass),
        "waits": is_waiting(glass),
        "may_decide": is_waiting(glass) and not is_mine and viewer.has_anywhere(Role.SITE_ADMIN),
        "may_read": is_mine and glass.is_open and may_still_ask(glass),
    }
    return render(request, "safeguards/detail.html", context)


@require_POST
@allow(SECOND, load=glass_for)
def decide(request: Request, glass: BreakGlass) -> HttpResponse:
    """Take the second person's word."""
    if request.POST.get("go") not in ("agree", "refuse"):
        raise DomainError(_("Nothing is decided yet. Go back and press Agree or Refuse."))
    is_agreed = request.POST["go"] == "agree"
    decide_emergency(glass=glass, is_agreed=is_agreed, by=request.viewer)
    said = (
        _("Agreed: it is open to %(name)s for 60 minutes.")
        if is_agreed
        else _("Refused. %(name)s reads nothing.")
    )
    add_toast(request, said % {"name": glass.asked_by.full_name})
    return redirect(address(request, "safeguards:detail", glass_id=glass.id))


@require_GET
@allow(OFFICE, load=open_glass_for)
def read(request: Request, glass: BreakGlass) -> HttpResponse:
    """Show the one thing that is open, to who asked for it, within its hour; each look is recorded."""
    audit.record("break_glass.read", by=request.viewer, kind="break_glass", object_id=glass.id)
    context = {"glass": glass, "pair": glass.mentorship, "texts": texts_of(glass)}
    return render(request, "safeguards/read.html", context)


@require_http_methods(["GET", "POST"])
@allow(OFFICE, load=guarded_pair_for)
def hold(request: Request, pair: Mentorship) -> HttpResponse:
    """Put a hold on what a pair wrote, or lift it; both ask first."""
    held, back = hold_on(pair), address(request, "year:pair", mentorship_id=pair.id)
    names = {"mentee": pair.mentee.full_name, "mentor": pair.mentor.display_name}
    if held is not None:
        if request.method == "GET":
            words = [
                _("Texts of %(mentee)s and %(mentor)s that are changed from now on are no longer kept.")
                % names,
                _("What was kept until now stays kept for a year, then it is erased."),
            ]
            return ask_first(
                request, title=_("Lift this hold?"), words=words, verb=_("Lift the hold"), back=back
            )
        lift_hold(hold=held, by=request.viewer)
        add_toast(request, _("The hold is lifted."))
        return redirect(back)
    form = HoldForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            put_hold(pair=pair, reason=form.cleaned_data["reason"], by=request.viewer)
        except DomainError as error:
            put_error(form, error)
        else:
            add_toast(
                request, _("A hold is on: nothing that the two wrote is lost. Nobody reads more than before.")
            )
            return redirect(back)
    return show_form(request, "safeguards/hold.html", form, pair=pair)
