"""The page on which one of a pair asks for a change, sees what the office answers, and takes it back."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rounds.core.access import Request, allow, is_member
from rounds.core.errors import DomainError, OutOfOrder
from rounds.mentorships.changes.forms import AskChangeForm
from rounds.mentorships.changes.selectors import own_change_request_of, readers_of_change
from rounds.mentorships.changes.services import ask_for_change, withdraw_change
from rounds.mentorships.enums import NewsKind
from rounds.mentorships.models import Mentorship
from rounds.mentorships.news.services import note_seen
from rounds.mentorships.selectors import own_mentorship_for
from rounds.web.addresses import address
from rounds.web.frame.errors import put_error, show_form
from rounds.web.participant.growth.asking import patient_question
from rounds.web.participant.growth.overview import other_of
from rounds.web.toasts import add_toast
from rounds.web.words.readers import readers_of_change_words


@require_http_methods(["GET", "POST"])
@allow(is_member, load=own_mentorship_for)
def ask(request: Request, pair: Mentorship) -> HttpResponse:
    """Ask for a change; once asked, show how it stands."""
    form = AskChangeForm(request.POST or None, initial={"entry": AskChangeForm.new_entry()})
    asked = ""
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        asked = patient_question(request, reason)
        try:
            if not asked:
                ask_for_change(
                    mentorship_id=pair.id, reason=reason, entry_id=form.entry_id(), by=request.viewer
                )
                add_toast(
                    request, _("Asked. The answer comes to this page; your home says when it is there.")
                )
                return _back(request, pair)
        except OutOfOrder:
            raise
        except DomainError as error:
            put_error(form, error)
    note_seen(by=request.viewer, kinds=(NewsKind.CHANGE,), pair=pair)
    other, readers = other_of(request, pair), readers_of_change(pair)
    context = {
        "pair": pair,
        "other": other,
        "mine": own_change_request_of(request.viewer, pair),
        "asked": asked,
        "has_readers": bool(readers),
        "reads": readers_of_change_words([one.display_name for one in readers], other=other),
    }
    return show_form(request, "participant/pairs/ask_change.html", form, **context)


@require_POST
@allow(is_member, load=own_mentorship_for)
def withdraw(request: Request, pair: Mentorship) -> HttpResponse:
    """Take back that one has asked."""
    withdraw_change(mentorship_id=pair.id, by=request.viewer)
    add_toast(request, _("Taken back. The program office does not see it any more."))
    return _back(request, pair)


def _back(request: Request, pair: Mentorship) -> HttpResponse:
    return redirect(address(request, "pairs:ask_change", mentorship_id=pair.id))
