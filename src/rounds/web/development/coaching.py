"""Coaching: a mentor asks, the coach answers, the two note what they did; nobody else reads it."""

from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rounds.core.access import Request, Viewer, allow, holds, is_member
from rounds.core.enums import Role
from rounds.core.errors import DomainError
from rounds.development.enums import CoachingState, Origin
from rounds.development.forms.coaching import AskCoachForm, CoachingNoteForm
from rounds.development.models import CoachingPlan
from rounds.development.selectors.coaching import coaches_for, plan_for, plans_of
from rounds.development.services.coaching import (
    answer_coaching,
    ask_for_coaching,
    end_coaching,
    note_coaching,
)
from rounds.web.addresses import address
from rounds.web.frame.ask import ask_first
from rounds.web.frame.errors import put_error, show_form
from rounds.web.frame.presses import pressed
from rounds.web.toasts import add_toast

IS_MENTOR = holds(Role.MENTOR)
COACHES = holds(Role.MENTOR, Role.FACULTY_DEVELOPER)


def load_plan(viewer: Viewer, coaching_plan_id: UUID) -> CoachingPlan:
    """Return a plan of which the viewer is mentor or coach; raises NotFound."""
    return plan_for(viewer, coaching_plan_id)


@allow(COACHES)
@require_safe
def coaching(request: Request) -> HttpResponse:
    """Show one's own plans, as a mentor and as a coach."""
    plans = plans_of(request.viewer)
    context = {
        "mine": [one for one in plans if one.mentor_id == request.viewer.own_id],
        "coached": [one for one in plans if one.coach_id == request.viewer.own_id],
        "mentors": request.viewer.has_anywhere(Role.MENTOR),
        "is_open": any(one.closed_at is None and one.mentor_id == request.viewer.own_id for one in plans),
    }
    return render(request, "development/coaching.html", context)


@allow(IS_MENTOR)
@require_http_methods(["GET", "POST"])
def ask(request: Request) -> HttpResponse:
    """Ask somebody to coach oneself."""
    coaches = coaches_for(request.viewer)
    form = AskCoachForm(request.POST or None, coaches=coaches, initial={"entry": AskCoachForm.new_entry()})
    if request.method == "POST" and form.is_valid():
        try:
            plan = ask_for_coaching(wish=form.wish(), entry_id=form.entry_id(), by=request.viewer)
        except DomainError as error:
            put_error(form, error)
        else:
            words = _("Asked. %(name)s finds it under Coaching; nobody else does.")
            add_toast(request, words % {"name": plan.coach.display_name})
            return redirect(address(request, "development:coaching"))
    return show_form(request, "development/ask_coach.html", form, coaches=coaches)


@allow(is_member, load=load_plan)
@require_http_methods(["GET", "POST"])
def plan(request: Request, found: CoachingPlan) -> HttpResponse:
    """Show a plan to the two; a POST answers it as the coach, or writes one's own words and a talk."""
    said, here = found.opened(), address(request, "development:coaching_plan", coaching_plan_id=found.id)
    mine, theirs = ("mentor", "coach") if found.mentor_id == request.viewer.own_id else ("coach", "mentor")
    form = CoachingNoteForm(initial={"words": said[mine]})
    if request.method == "POST":
        go = pressed(request, "accept", "decline", "save")
        if go != "save":
            answer_coaching(plan_id=found.id, accept=go == "accept", by=request.viewer)
            add_toast(request, _("Noted. It has no consequence for anybody."))
            return redirect(here)
        form = CoachingNoteForm(request.POST, initial={"words": said[mine]})
        if form.is_valid() and not (said[mine] or form.says_something()):
            form.add_error("words", _("Nothing is written yet. Write your words, or the day of a talk."))
        if form.is_valid():
            try:
                note_coaching(plan_id=found.id, by=request.viewer, **form.cleaned_data)
            except DomainError as error:
                put_error(form, error)
            else:
                wrote = form.cleaned_data["words"].strip()
                add_toast(request, _("Saved. The other one reads it here.") if wrote else _("Saved."))
                return redirect(here)
    return show_form(
        request,
        "development/coaching_plan.html",
        form,
        plan=found,
        said=said,
        talks=[(date.fromisoformat(day), seen) for day, seen in said["talks"]],
        theirs=said[theirs],
        origin=Origin(said["origin"]).label,
        is_coach=mine == "coach",
        other=(found.coach if mine == "mentor" else found.mentor).display_name,
        is_asked=found.state == CoachingState.ASKED,
        runs=found.state == CoachingState.RUNNING,
    )


@allow(is_member, load=load_plan)
@require_http_methods(["GET", "POST"])
def end(request: Request, found: CoachingPlan) -> HttpResponse:
    """Ask, and end a plan."""
    other = (found.coach if found.mentor_id == request.viewer.own_id else found.mentor).display_name
    if request.method == "POST":
        end_coaching(plan_id=found.id, by=request.viewer)
        add_toast(request, _("Ended. What the two of you wrote stays for you two."))
        return redirect(address(request, "development:coaching"))
    return ask_first(
        request,
        title=_("End the coaching with %(name)s?") % {"name": other},
        words=[_("It has no consequence, and nobody else is told. A new plan can be asked for at any time.")],
        verb=_("End it"),
        back=address(request, "development:coaching_plan", coaching_plan_id=found.id),
    )
