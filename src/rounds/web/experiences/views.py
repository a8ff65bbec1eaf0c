"""The catalog: what is for the reader, what is offered, what they asked for; an entry; an offering with its seats."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rounds.core.access import Request, Viewer, allow, is_member
from rounds.core.enums import Role
from rounds.development.enums import AskState
from rounds.development.forms.experiences import LineForm
from rounds.development.models import Entry, Offering, SeatAsk
from rounds.development.selectors.experiences import (
    KEEPERS,
    OfferingLine,
    ask_to_settle,
    domain_names,
    draw_of,
    entry_for,
    hosted_by,
    hosts,
    lines_of,
    list_catalog,
    list_offerings,
    offering_for,
    pairs_to_rehearse_in,
    place_in_line,
    rehearsals_of,
    seats_of,
)
from rounds.development.services.experiences import ask_for_seat, give_back, settle_seat
from rounds.development.values.draw import digest_of_seed
from rounds.web.addresses import address
from rounds.web.frame.errors import show_form
from rounds.web.frame.presses import pressed
from rounds.web.toasts import add_toast


def load_entry(viewer: Viewer, experience: str) -> Entry:
    """Return the entry in use under a key; raises NotFound."""
    return entry_for(viewer, experience)


def load_ask(viewer: Viewer, seat_ask_id: UUID) -> SeatAsk:
    """Return a seat of an offering that the viewer hosts; raises NotFound."""
    return ask_to_settle(viewer, seat_ask_id)


@allow(is_member)
@require_safe
def catalog(request: Request) -> HttpResponse:
    """Show what is for the reader with the reason, other offerings, their own seats and rehearsals, and all entries."""
    viewer, names = request.viewer, domain_names()
    lines = list_offerings(viewer)
    entries = list_catalog()
    context = {
        "for_you": [(one, why(one, names)) for one in lines if one.fits and one.is_open and not one.own],
        "others": [one for one in lines if one.is_open and not one.fits and not one.own],
        "own": [one for one in lines if one.own and one.own.state != AskState.WITHDRAWN],
        "hosted": hosted_by(viewer),
        "rehearsals": rehearsals_of(viewer),
        "tiers": [(tier, [one for one in entries if one.tier == tier]) for tier in _tiers(entries)],
        "keeps": viewer.has_anywhere(*KEEPERS),
        "takes_part": viewer.has_anywhere(Role.MENTOR, Role.MENTEE),
        "has_pair": bool(pairs_to_rehearse_in(viewer)),
    }
    return render(request, "experiences/list.html", context)


def _tiers(entries: list[Entry]) -> list[str]:
    return list(dict.fromkeys(one.tier for one in entries))


def why(line: OfferingLine, names: dict[str, str]) -> str:
    """Return in words why an offering is for somebody; the text of a goal is never read for it."""
    known = {
        "domains": ", ".join(names.get(key, key) for key in line.domains),
        "tier": line.offering.entry.get_tier_display(),
    }
    return _("You have an open goal in %(domains)s, and it is meant for the tier “%(tier)s”.") % known


@allow(is_member, load=load_entry)
@require_safe
def entry(request: Request, entry: Entry) -> HttpResponse:
    """Show one entry: questions beforehand, what to look for, where it is offered, with whom it can be rehearsed."""
    names = domain_names()
    context = {
        "entry": entry,
        "domains": [names.get(key, key) for key in entry.domains],
        "lines": [one for one in list_offerings(request.viewer) if one.offering.entry.key == entry.key],
        "pairs": pairs_to_rehearse_in(request.viewer) if entry.kind == "rehearsal" else [],
        "me": request.viewer.person_id,
        "keeps": request.viewer.has_anywhere(*KEEPERS),
    }
    return render(request, "experiences/entry.html", context)


@allow(is_member, load=offering_for)
@require_http_methods(["GET", "POST"])
def offering(request: Request, found: Offering) -> HttpResponse:
    """Show an offering; a POST asks for a seat, or gives the wish or the seat back."""
    (line,) = lines_of(request.viewer, [found])
    begins = {"line": line.own.line if line.own else ""}
    form = LineForm(initial=begins)
    if request.method == "POST":
        if pressed(request, "ask", "back") == "back":
            give_back(offering_id=found.id, by=request.viewer)
            add_toast(request, _("Noted. If you had a seat, it goes to who is next."))
            return redirect(address(request, "experiences:offering", offering_id=found.id))
        form = LineForm(request.POST, initial=begins)
        if form.is_valid():
            ask_for_seat(offering_id=found.id, line=form.cleaned_data["line"], by=request.viewer)
            add_toast(request, _("Noted that you ask. Seats are drawn once asking has closed."))
            return redirect(address(request, "experiences:offering", offering_id=found.id))
    is_host = hosts(request.viewer, found)
    keeps = request.viewer.has_anywhere(*KEEPERS)
    return show_form(
        request,
        "experiences/offering.html",
        form,
        line=line,
        offering=found,
        seed_digest=digest_of_seed(found.seed)[:12],
        drawn=draw_of(found),
        place=place_in_line(line.own) if line.own else 0,
        is_host=is_host,
        keeps=keeps,
        seats=seats_of(found) if is_host or keeps else [],
    )


@allow(is_member, load=load_ask)
@require_POST
def settle(request: Request, ask: SeatAsk) -> HttpResponse:
    """Say as the host whether it was done."""
    state = pressed(request, AskState.DONE, AskState.NOT_DONE)
    settle_seat(ask=ask, state=state, by=request.viewer)
    said = _("Noted: %(name)s did it.") if state == AskState.DONE else _("Noted: %(name)s did not do it.")
    add_toast(request, said % {"name": ask.person.display_name})
    return redirect(address(request, "experiences:offering", offering_id=ask.offering_id))
