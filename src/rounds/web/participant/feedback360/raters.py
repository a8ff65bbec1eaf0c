"""One proposes who is to be asked about oneself; somebody outside the line decides. Who declines is told to nobody."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rounds.core.access import Request, Viewer, allow, is_member
from rounds.core.errors import DomainError, NotFound
from rounds.surveys.enums import NominationState, RaterGroup, RoundState
from rounds.surveys.feedback360.forms import OutsideForm, RaterForm
from rounds.surveys.feedback360.selectors.lines import person_named
from rounds.surveys.feedback360.selectors.rounds import called_off, own_round_for
from rounds.surveys.feedback360.services.nominating import (
    propose_outside,
    propose_person,
    withdraw_nomination,
)
from rounds.surveys.feedback360.values.limits import ASKED_AT_LEAST, ASKED_AT_MOST, PROPOSED_AT_MOST
from rounds.surveys.feedback360.values.promises import decided_words, group_words
from rounds.surveys.models import Nomination, Round360
from rounds.web.addresses import address
from rounds.web.frame.errors import put_error, show_form
from rounds.web.frame.presses import pressed
from rounds.web.participant.feedback360.approvers import approvers_of
from rounds.web.toasts import add_toast


@require_http_methods(["GET", "POST"])
@allow(is_member, load=own_round_for)
def raters(request: Request, found: Round360) -> HttpResponse:
    """Show whom one has proposed, and take one more."""
    form, outside = RaterForm(groups=found.groups), OutsideForm()
    if request.method == "POST":
        go = pressed(request, "", "propose", "outside")
        if go == "outside":
            outside = OutsideForm(request.POST)
        elif go == "propose":
            form = RaterForm(request.POST, groups=found.groups)
        if _proposed(request, found, form, outside):
            return redirect(address(request, "feedback360:raters", own_round_id=found.id))
    asked = outside if outside.is_bound else form
    context = {**_context(found), "propose": form, "outside": outside}
    # a list that was closed meanwhile shows no form: what was typed stands beside the reason
    context["unsaved"] = [
        asked.data[name] for name in asked.fields if name != "group" and asked.data.get(name)
    ]
    return show_form(request, "participant/feedback360/raters.html", asked, **context)


def _proposed(request: Request, found: Round360, form: RaterForm, outside: OutsideForm) -> bool:
    asked: Any = outside if outside.is_bound else form
    if not asked.is_bound:
        return True
    if not asked.is_valid():
        return False
    data = asked.cleaned_data
    try:
        if outside.is_bound:
            made = propose_outside(
                round_id=found.id, name=data["name"], email=data["email"], by=request.viewer
            )
        else:
            person = person_named(data["who"])
            made = propose_person(round_id=found.id, group=data["group"], person=person, by=request.viewer)
    except DomainError as error:
        put_error(asked, error, beside="email" if outside.is_bound else "who")
        return False
    add_toast(request, _("%(name)s is proposed.") % {"name": made.name})
    return True


def _context(found: Round360) -> dict[str, Any]:
    rows = Nomination.objects.filter(round=found).select_related("person", "outside")
    is_nominating = found.state == RoundState.NOMINATING
    groups = [
        (group_words(group), [_line(row, is_nominating) for row in rows if row.group == group])
        for group in (RaterGroup.SUPERVISOR, *found.groups)
    ]
    return {
        "round": found,
        "groups": groups,
        "is_nominating": is_nominating,
        "called_off": called_off(found),
        "approvers": approvers_of(found) if is_nominating else [],
        "least": ASKED_AT_LEAST,
        "most": ASKED_AT_MOST,
        "proposed": PROPOSED_AT_MOST,
        "asks_outside": RaterGroup.OUTSIDE in found.groups,
    }


def _line(row: Nomination, is_nominating: bool) -> tuple[Nomination, str]:
    """Return a rater with what was decided before sending; afterward nothing, or it would tell who has declined."""
    return row, decided_words(row.state) if is_nominating or row.state == NominationState.REFUSED else ""


def own_nomination_for(viewer: Viewer, nomination_id: UUID) -> Nomination:
    """Return somebody whom the viewer has proposed."""
    rows = Nomination.objects.filter(id=nomination_id, round__subject_id=viewer.own_id, is_added=False)
    found: Nomination | None = rows.select_related("round", "person", "outside").first()
    if found is None:
        raise NotFound
    return found


@require_POST
@allow(is_member, load=own_nomination_for)
def withdraw(request: Request, found: Nomination) -> HttpResponse:
    """Take back somebody whom nobody has decided about."""
    withdraw_nomination(nomination=found, by=request.viewer)
    add_toast(request, _("%(name)s is proposed no more.") % {"name": found.name})
    return redirect(address(request, "feedback360:raters", own_round_id=found.round_id))
