"""Outcomes of one person, for the office: entered, corrected, taken back; and those of which somebody says "wrong"."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rounds.core.access import Request, Viewer, allow
from rounds.core.errors import DomainError
from rounds.core.reading import read_id
from rounds.insights.enums import Kind
from rounds.insights.forms import CorrectionForm, OutcomeForm, WithdrawForm
from rounds.insights.models import OutcomeEvent
from rounds.insights.selectors.outcomes import disputed_outcomes, outcome_for, outcomes_of
from rounds.insights.selectors.rises import Apart, said_once
from rounds.insights.services.outcomes import correct_outcome, record_outcome, withdraw_outcome
from rounds.people.models import Person
from rounds.people.rules import can_change_people
from rounds.people.selectors import person_for
from rounds.web.addresses import address
from rounds.web.frame.errors import put_error, show_form, status_of
from rounds.web.frame.presses import pressed
from rounds.web.toasts import add_toast


@require_safe
@allow(can_change_people)
def waiting(request: Request) -> HttpResponse:
    """List the outcomes of which the person says that they are wrong."""
    return render(request, "evidence/waiting.html", {"rows": disputed_outcomes()})


@require_http_methods(["GET", "POST"])
@allow(can_change_people, load=person_for)
def person(request: Request, person: Person) -> HttpResponse:
    """Show what happened to somebody; a POST records one more."""
    apart = said_once(person.id)
    form = OutcomeForm(request.POST or None, initial=_begun(apart, request.GET.get("stage")))
    if request.method == "POST" and form.is_valid():
        try:
            record_outcome(person=person, fact=form.fact(), by=request.viewer, entry_id=form.entry_id())
        except DomainError as error:
            put_error(form, error)
        else:
            add_toast(request, _("Recorded. %(name)s can read it.") % {"name": person.display_name})
            return redirect(address(request, "evidence:person", person_id=person.id))
    rows = outcomes_of(person.id)
    return show_form(request, "evidence/person.html", form, person=person, rows=rows, apart=apart)


def _begun(apart: Apart, stage_id: str | None) -> dict[str, object]:
    """Return what the form begins with: the promotion that a career stage tells of, once a stage, or nothing."""
    wanted = read_id(stage_id)
    stage = next((one for one in apart.rises if one.id == wanted), None)
    if stage is None:
        return {"entry": OutcomeForm.new_entry()}
    words = (stage.rank or stage.get_tier_display())[:200]
    return {"entry": str(stage.id), "kind": Kind.PROMOTION, "on": stage.from_on, "details": words}


def _outcome_for(viewer: Viewer, person_id: UUID, event_id: UUID) -> OutcomeEvent:
    return outcome_for(viewer, person_id, event_id)


@require_http_methods(["GET", "POST"])
@allow(can_change_people, load=_outcome_for)
def correct(request: Request, event: OutcomeEvent) -> HttpResponse:
    """Say otherwise what happened, or that it never did; both with a reason, both a further row."""
    form, withdrawal = CorrectionForm.of(event), WithdrawForm()
    if request.method == "POST":
        go = pressed(request, "correct", "withdraw")
        if go == "correct":
            form = CorrectionForm.of(event, request.POST)
        else:
            withdrawal = WithdrawForm(request.POST)
        if _done(request, event, form if go == "correct" else withdrawal):
            return redirect(address(request, "evidence:person", person_id=event.person_id))
    context = {"form": form, "withdrawal": withdrawal, "event": event, "person": event.person}
    return render(
        request, "evidence/correct.html", context, status=max(status_of(form), status_of(withdrawal))
    )


def _done(request: Request, event: OutcomeEvent, form: CorrectionForm | WithdrawForm) -> bool:
    """Write what the form says; False where it has to be shown again."""
    if not form.is_valid():
        return False
    try:
        if isinstance(form, CorrectionForm):
            reason = form.cleaned_data["reason"]
            correct_outcome(event_id=event.id, fact=form.fact(), reason=reason, by=request.viewer)
            add_toast(
                request, _("Corrected. The row before stays, so that earlier figures can be explained.")
            )
        else:
            reason = form.cleaned_data["withdraw_reason"]
            withdraw_outcome(event_id=event.id, reason=reason, by=request.viewer)
            add_toast(request, _("Taken back. It counts in no figure from now on."))
    except DomainError as error:
        put_error(form, error)
        return False
    return True
