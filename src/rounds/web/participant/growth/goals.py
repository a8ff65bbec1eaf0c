"""Writing a goal, changing it in two windows without losing a text, closing it, choosing its readers."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rounds.core.access import Request, allow, is_member
from rounds.core.errors import DomainError
from rounds.core.reading import read_id
from rounds.mentorships.enums import GoalState
from rounds.mentorships.growth.forms.goals import CloseForm, GoalForm
from rounds.mentorships.growth.selectors.framework import indicators_of
from rounds.mentorships.growth.selectors.goals import ReadGoal, own_goal_for, own_mentee_pairs
from rounds.mentorships.growth.services import goals as services
from rounds.mentorships.growth.services.goals import GoalChanged, NewGoal
from rounds.mentorships.growth.values.goals import GoalText
from rounds.mentorships.phases.selectors import tasks_of
from rounds.web.addresses import address
from rounds.web.frame.errors import put_error, show_form, status_of
from rounds.web.frame.presses import pressed
from rounds.web.participant.growth.asking import patient_question
from rounds.web.toasts import add_toast


@require_http_methods(["GET", "POST"])
@allow(is_member)
def new(request: Request) -> HttpResponse:
    """Write a goal, perhaps one that begins with an indicator's words."""
    viewer = request.viewer
    pairs, indicators = own_mentee_pairs(viewer), indicators_of(viewer.own_id)
    first = _first_of(request, {one.key: one.text for one in indicators})
    first |= {"entry": GoalForm.new_entry(), "readers": [str(pair.id) for pair in pairs if pair.is_primary]}
    form = GoalForm(request.POST or None, initial=first, indicators=indicators, pairs=pairs)
    asked = ""
    if request.method == "POST" and form.is_valid():
        text = form.goal_text()
        asked = _asked(request, text)
        if not asked:
            wanted = NewGoal(text=text, entry_id=form.entry_id(), pair_ids=form.pair_ids())
            goal = services.open_goal(wanted=wanted, by=viewer)
            add_toast(request, _("Your goal is kept."))
            return redirect(address(request, "growth:goal", goal_id=goal.id))
    return show_form(request, "participant/growth/goals/write.html", form, asked=asked)


def _first_of(request: Request, texts: dict[str, str]) -> dict[str, Any]:
    """Return what a goal begins with that is proposed for an indicator, or that a phase asks."""
    task = request.GET.get("task", "")
    if task in tasks_of(own_mentee_pairs(request.viewer)):
        return {"text": task}
    key = request.GET.get("from", "")
    return {"text": texts[key], "indicators": [key]} if key in texts else {}


def _asked(request: Request, text: GoalText) -> str:
    return patient_question(request, text.text, text.measure, *(step.text for step in text.steps))


@require_http_methods(["GET", "POST"])
@allow(is_member, load=own_goal_for)
def change(request: Request, found: ReadGoal) -> HttpResponse:
    """Change a goal's words; when another window has changed them, show both."""
    indicators = indicators_of(request.viewer.own_id, also=found.text.indicators)
    first = GoalForm.first(found.text) | {"version": found.goal.version}
    form = GoalForm(request.POST or None, initial=first, indicators=indicators)
    asked, theirs = "", None
    if request.method == "POST" and form.is_valid():
        text = form.goal_text()
        asked = _asked(request, text)
        try:
            if not asked:
                _changed(request, found, form, text)
                return _to(request, found)
        except GoalChanged as changed:
            theirs = changed.theirs
            sent = request.POST.copy()
            sent["version"] = str(changed.version)
            form = GoalForm(sent, initial=first, indicators=indicators)
    context = {"form": form, "goal": found, "asked": asked, "theirs": theirs}
    status = 409 if theirs else status_of(form)
    return render(request, "participant/growth/goals/write.html", context, status=status)


def _changed(request: Request, found: ReadGoal, form: GoalForm, text: GoalText) -> None:
    version = form.cleaned_data["version"] or 0
    services.change_goal(goal_id=found.id, text=text, version=version, by=request.viewer)
    add_toast(request, _("The goal is changed. What is done of its steps stays done."))


@require_http_methods(["GET", "POST"])
@allow(is_member, load=own_goal_for)
def close(request: Request, found: ReadGoal) -> HttpResponse:
    """Say that a goal is done, or let it go with a reason."""
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.close_goal(
                goal_id=found.id, state=data["state"], reason=data["reason"], by=request.viewer
            )
        except DomainError as error:
            put_error(form, error)
        else:
            is_done = data["state"] == GoalState.DONE
            undo = address(request, "growth:reopen_goal", goal_id=found.id)
            add_toast(request, _("The goal is done.") if is_done else _("You let the goal go."), undo=undo)
            return redirect(address(request, "growth:mine"))
    return show_form(request, "participant/growth/goals/close.html", form, goal=found)


@require_POST
@allow(is_member, load=own_goal_for)
def reopen(request: Request, found: ReadGoal) -> HttpResponse:
    """Take up again what was closed."""
    services.reopen_goal(goal_id=found.id, by=request.viewer)
    add_toast(request, _("The goal is open again."))
    return _to(request, found)


@require_POST
@allow(is_member, load=own_goal_for)
def reader(request: Request, found: ReadGoal) -> HttpResponse:
    """Let the mentor of a running pair read a goal, or no longer."""
    pair_id = read_id(request.POST.get("mentorship"))
    if pair_id is None:
        raise DomainError(_("Choose one of your mentors."))
    if pressed(request, "show", "hide") == "hide":
        services.hide_goal(goal_id=found.id, mentorship_id=pair_id, by=request.viewer)
        add_toast(request, _("The mentor no longer reads this goal."))
    else:
        services.show_goals(goal_ids=[found.id], mentorship_id=pair_id, by=request.viewer)
        add_toast(request, _("The mentor reads this goal."))
    return _to(request, found)


def _to(request: Request, found: ReadGoal) -> HttpResponse:
    return redirect(address(request, "growth:goal", goal_id=found.id))
