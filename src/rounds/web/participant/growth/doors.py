"""Doors that a mentor has opened for a mentee, entered by either."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rounds.core import audit
from rounds.core.access import Request, allow, is_member
from rounds.core.audit import Opened
from rounds.core.errors import DomainError
from rounds.mentorships.growth.forms.telling import CameForm, DoorForm
from rounds.mentorships.growth.selectors.feedback import count_doors, list_acts, own_act_for
from rounds.mentorships.growth.services import feedback as services
from rounds.mentorships.models import Mentorship, SponsorshipAct
from rounds.mentorships.selectors import own_mentorship_for
from rounds.web.addresses import address
from rounds.web.frame.errors import put_error, show_form
from rounds.web.participant.growth.asking import patient_question
from rounds.web.participant.growth.overview import other_of
from rounds.web.toasts import add_toast


@require_http_methods(["GET", "POST"])
@allow(is_member, load=own_mentorship_for)
def doors(request: Request, pair: Mentorship) -> HttpResponse:
    """Show the doors of a pair, and take one more."""
    form = DoorForm(request.POST or None, initial={"entry": DoorForm.new_entry()})
    asked = ""
    if request.method == "POST" and form.is_valid():
        opened = form.opened()
        asked = patient_question(request, opened.what, opened.came)
        try:
            if not asked:
                act = services.enter_door(mentorship_id=pair.id, opened=opened, by=request.viewer)
                undo = address(request, "growth:withdraw_door", act_id=act.id)
                add_toast(request, _("The door is kept."), undo=undo)
                return redirect(address(request, "growth:doors", mentorship_id=pair.id))
        except DomainError as error:
            put_error(form, error)
    is_mentor = pair.mentor_id == request.viewer.person_id
    acts = list_acts(pair)
    audit.note_openings(
        by=request.viewer, things=[Opened(one.act.entered_by_id, "door", one.act.id) for one in acts]
    )
    context = {
        "pair": pair,
        "other": other_of(request, pair),
        "acts": acts,
        "is_mentor": is_mentor,
        "all": sum(count_doors(request.viewer.own_id).values()) if is_mentor else 0,
        "asked": asked,
    }
    return show_form(request, "participant/growth/doors.html", form, **context)


@require_http_methods(["GET", "POST"])
@allow(is_member, load=own_act_for)
def door(request: Request, act: SponsorshipAct) -> HttpResponse:
    """Write what came of a door."""
    said = act.opened()
    form = CameForm(request.POST or None, initial={"came": said["came"]})
    asked = ""
    if request.method == "POST" and form.is_valid():
        asked = patient_question(request, form.cleaned_data["came"])
        if not asked:
            services.say_what_came(act=act, came=form.cleaned_data["came"], by=request.viewer)
            add_toast(request, _("What came of it is kept."))
            return redirect(address(request, "growth:doors", mentorship_id=act.mentorship_id))
    context = {"act": act, "said": said, "asked": asked}
    return show_form(request, "participant/growth/door.html", form, **context)


@require_POST
@allow(is_member, load=own_act_for)
def withdraw(request: Request, act: SponsorshipAct) -> HttpResponse:
    """Say that a door was not so, or was entered by mistake."""
    services.withdraw_door(act=act, by=request.viewer)
    undo = address(request, "growth:restore_door", act_id=act.id)
    add_toast(request, _("Taken away: it no longer counts."), undo=undo)
    return redirect(address(request, "growth:doors", mentorship_id=act.mentorship_id))


@require_POST
@allow(is_member, load=own_act_for)
def restore(request: Request, act: SponsorshipAct) -> HttpResponse:
    """Let a door count again."""
    services.restore_door(act=act, by=request.viewer)
    add_toast(request, _("It counts again."))
    return redirect(address(request, "growth:doors", mentorship_id=act.mentorship_id))
