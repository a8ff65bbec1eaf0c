"""A planned round is changed, called off with a question first, taken up again."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from rounds.core.access import Request, allow
from rounds.core.errors import DomainError
from rounds.surveys.enums import NominationState, RoundState
from rounds.surveys.feedback360.forms import ChangeForm
from rounds.surveys.feedback360.rules import can_run_round
from rounds.surveys.feedback360.selectors.rounds import is_endable, round_for, told_when_ended
from rounds.surveys.feedback360.services.changing import call_off_round, change_round, take_up_round
from rounds.surveys.feedback360.services.ending import end_round
from rounds.surveys.models import Nomination, Round360
from rounds.web.addresses import address
from rounds.web.coordinator.feedback360.views import detail_page
from rounds.web.frame.ask import ask_first
from rounds.web.frame.errors import put_error, show_form
from rounds.web.toasts import add_toast


@allow(can_run_round, load=round_for)
@require_http_methods(["GET", "POST"])
def change(request: Request, found: Round360) -> HttpResponse:
    """Change who debriefs, the groups, the closing day, before anybody is asked."""
    form = ChangeForm.of(found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            change_round(round_id=found.id, change=form.change(), by=request.viewer)
        except DomainError as error:
            put_error(form, error)
        else:
            add_toast(request, _("Kept. Nobody was written to."))
            return redirect(address(request, "rounds360:detail", round_id=found.id))
    return show_form(request, "coordinator/feedback360/change.html", form, round=found)


@allow(can_run_round, load=round_for)
@require_http_methods(["GET", "POST"])
def call_off(request: Request, found: Round360) -> HttpResponse:
    """Ask, with what was chosen, then call a round off."""
    here = address(request, "rounds360:detail", round_id=found.id)
    if is_endable(found):
        return _end(request, found, here)
    if request.method == "POST":
        call_off_round(round_id=found.id, by=request.viewer)
        take_up_at = address(request, "rounds360:take_up", round_id=found.id)
        add_toast(request, _("Called off. Nobody was asked."), undo=take_up_at)
        return redirect(here)
    if found.state != RoundState.NOMINATING:
        return redirect(here)
    name = found.subject.display_name
    return ask_first(
        request,
        title=_("Call off the feedback for %(name)s?") % {"name": name},
        words=[
            _chosen(found),
            _("%(name)s can propose nobody any more. No mail leaves. It can be taken up again.")
            % {"name": name},
        ],
        verb=_("Call it off"),
        back=here,
    )


def _end(request: Request, found: Round360, here: str) -> HttpResponse:
    """Call off a round that was sent, after a question that counts who is told."""
    if request.method == "POST":
        told = end_round(round_id=found.id, by=request.viewer)
        words = ngettext(
            "Called off. %(count)s person is told; nothing that was answered was read.",
            "Called off. %(count)s people are told; nothing that was answered was read.",
            told,
        )
        add_toast(request, words % {"count": told})
        return redirect(here)
    told = told_when_ended(found).count()
    asked = ngettext(
        "%(count)s person was asked and is told by mail, whether they have answered or not.",
        "%(count)s people were asked and are told by mail, whether they have answered or not.",
        told,
    )
    name = found.subject.display_name
    return ask_first(
        request,
        title=_("Call off the feedback for %(name)s?") % {"name": name},
        words=[
            asked % {"count": told},
            _(
                "All that was answered, %(name)s’s own view too, is deleted unread, and links lead nowhere any more. This"
                " can't be taken back; a new round can be planned."
            )
            % {"name": name},
        ],
        verb=_("Call it off"),
        back=here,
    )


def _chosen(found: Round360) -> str:
    count = Nomination.objects.filter(round=found).exclude(state=NominationState.REFUSED).count()
    words = ngettext(
        "%(count)s person is chosen; nobody was asked yet.",
        "%(count)s people are chosen; nobody was asked yet.",
        count,
    )
    return words % {"count": count}


@allow(can_run_round, load=round_for)
@require_POST
def take_up(request: Request, found: Round360) -> HttpResponse:
    """Take up a round that was called off."""
    try:
        take_up_round(round_id=found.id, by=request.viewer)
    except DomainError as error:
        return detail_page(request, found, error)
    add_toast(request, _("Taken up again. Nobody is asked before you send it."))
    return redirect(address(request, "rounds360:detail", round_id=found.id))
