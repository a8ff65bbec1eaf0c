"""One goal as either of the two sees it: its steps, what speaks for it, who reads it."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rounds.core import audit
from rounds.core.access import Request, allow, is_member
from rounds.core.audit import Opened
from rounds.core.errors import DomainError
from rounds.core.reading import read_id
from rounds.mentorships.enums import NewsKind
from rounds.mentorships.growth.forms.goals import EvidenceForm
from rounds.mentorships.growth.selectors.asks import asks_about
from rounds.mentorships.growth.selectors.evidence import (
    evidence_taken_lately,
    own_evidence_for,
    taken_evidence_for,
)
from rounds.mentorships.growth.selectors.framework import indicators_named
from rounds.mentorships.growth.selectors.goals import ReadGoal, goal_for, own_mentee_pairs
from rounds.mentorships.growth.services import marks as services
from rounds.mentorships.growth.services.marks import EvidenceLine, TickedStep
from rounds.mentorships.models import GoalEvidence
from rounds.mentorships.news.services import note_seen
from rounds.web.addresses import address
from rounds.web.frame.errors import put_error, show_form
from rounds.web.frame.presses import pressed
from rounds.web.participant.growth.asking import patient_question
from rounds.web.toasts import add_toast


@require_http_methods(["GET", "POST"])
@allow(is_member, load=goal_for)
def goal(request: Request, found: ReadGoal) -> HttpResponse:
    """Show a goal, and take a line of evidence."""
    form = EvidenceForm(
        request.POST or None, initial={"entry": EvidenceForm.new_entry(), "on": request.viewer.last_day()}
    )
    asked = ""
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        asked = patient_question(request, data["what"], data["link"])
        line = EvidenceLine(what=data["what"], on=data["on"], link=data["link"], entry_id=form.entry_id())
        try:
            if not asked:
                services.add_evidence(goal_id=found.id, line=line, by=request.viewer)
                add_toast(request, _("The line is kept."))
                return _to(request, found)
        except DomainError as error:
            put_error(form, error)
    asks = asks_about(request.viewer, found)
    opened = [Opened(one.ask.asked_by_id, "ask", one.ask.id) for one in asks]
    audit.note_openings(by=request.viewer, things=[Opened(found.goal.mentee_id, "goal", found.id), *opened])
    note_seen(by=request.viewer, kinds=(NewsKind.GOAL,), thing_id=found.id)
    return show_form(
        request,
        "participant/growth/goals/goal.html",
        form,
        asked=asked,
        asks=asks,
        **_context(request, found),
    )


def _context(request: Request, found: ReadGoal) -> dict[str, object]:
    readers = {one.mentorship_id for one in found.readers}
    pairs = own_mentee_pairs(request.viewer) if found.is_own else []
    return {
        "goal": found,
        "taken_away": evidence_taken_lately(request.viewer, found),
        "me": request.viewer.person_id,
        "indicators": indicators_named(found.text.indicators, found.words.framework_version_id),
        "reading": [pair for pair in pairs if pair.id in readers],
        "not_reading": [pair for pair in pairs if pair.id not in readers],
        "former": [one for one in found.readers if one.mentorship.is_over],
    }


@require_POST
@allow(is_member, load=goal_for)
def step(request: Request, found: ReadGoal) -> HttpResponse:
    """Tick a step, or take the tick away."""
    key = read_id(request.POST.get("step"))
    if key is None:
        raise DomainError(_("Choose a step of this goal."))
    is_done = pressed(request, "done", "undo") == "done"
    done_on = request.viewer.last_day() if is_done else None
    services.set_step(ticked=TickedStep(found.id, key), done_on=done_on, by=request.viewer)
    return _to(request, found)


@require_POST
@allow(is_member, load=own_evidence_for)
def remove_evidence(request: Request, line: GoalEvidence) -> HttpResponse:
    """Take away a line that one has added."""
    services.remove_evidence(evidence=line, by=request.viewer)
    undo = address(request, "growth:put_evidence_back", taken_evidence_id=line.id)
    add_toast(request, _("The line is taken away: nobody else reads it now."), undo=undo)
    return redirect(address(request, "growth:goal", goal_id=line.goal_id))


@require_POST
@allow(is_member, load=taken_evidence_for)
def put_evidence_back(request: Request, line: GoalEvidence) -> HttpResponse:
    """Let a line be read again that one has taken away less than a day ago."""
    services.put_evidence_back(evidence=line, by=request.viewer)
    add_toast(request, _("The line is back."))
    return redirect(address(request, "growth:goal", goal_id=line.goal_id))


def _to(request: Request, found: ReadGoal) -> HttpResponse:
    return redirect(address(request, "growth:goal", goal_id=found.id))
