"""What one of a pair asks the program office: read and answered by who is not concerned."""

from collections.abc import Iterable

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rounds.core import audit
from rounds.core.access import Request, allow, holds
from rounds.core.audit import Opened
from rounds.core.clock import institution_day
from rounds.core.enums import Role
from rounds.core.errors import DomainError, OutOfOrder
from rounds.mentorships.changes.forms import AnswerChangeForm
from rounds.mentorships.changes.selectors import change_request_for
from rounds.mentorships.changes.services import answer_change
from rounds.mentorships.enums import ChangeAnswer
from rounds.mentorships.models import ChangeRequest
from rounds.web.addresses import address
from rounds.web.frame.errors import put_error, show_form
from rounds.web.toasts import add_toast

OFFICE = holds(Role.COORDINATOR, Role.DIRECTOR)


@require_http_methods(["GET", "POST"])
@allow(OFFICE, load=change_request_for)
def answer(request: Request, asked: ChangeRequest) -> HttpResponse:
    """Show who asks and why, and take what the office answers."""
    pair = asked.mentorship
    form = AnswerChangeForm(request.POST or None, initial=AnswerChangeForm.first(asked))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            answer_change(
                change_request_id=asked.id, answer=data["reply"], again_on=data["again_on"], by=request.viewer
            )
        except OutOfOrder:
            raise
        except DomainError as error:
            put_error(form, error)
        else:
            return _answered(request, asked, data["reply"])
    audit.note_openings(by=request.viewer, things=[Opened(asked.asked_by_id, "change", asked.id)])
    is_mentor = asked.asked_by_id == pair.mentor_id
    context = {
        "asked": asked,
        "pair": pair,
        "standing": _reply_words(asked),
        "other": pair.mentee.full_name if is_mentor else pair.mentor.display_name,
    }
    return show_form(request, "coordinator/year/change.html", form, **context)


def _answered(request: Request, asked: ChangeRequest, reply: str) -> HttpResponse:
    words = _(
        "%(name)s is told on their home, and in the mail of the day if they have not read it by then. "
        "Nobody else is told."
    ) % {"name": asked.asked_by.display_name}
    add_toast(request, words)
    if reply == ChangeAnswer.ARRANGE:
        return redirect(address(request, "year:pair", mentorship_id=asked.mentorship_id))
    return redirect(address(request, "home"))


def change_words(asked: Iterable[ChangeRequest]) -> list[tuple[ChangeRequest, str]]:
    """Return each request with how it stands, in words."""
    return [(one, standing_of(one)) for one in asked]


def standing_of(asked: ChangeRequest) -> str:
    """Say since when a change is asked for, or what was answered and until when."""
    if asked.again_on is None:
        return _("asked on %(day)s") % {"day": date_format(institution_day(asked.asked_at), "j M Y")}
    return _("answered: %(reply)s") % {"reply": _reply_words(asked)}


def _reply_words(asked: ChangeRequest) -> str:
    day = date_format(asked.again_on, "j M Y") if asked.again_on else ""
    return _("%(reply)s, by %(day)s") % {"reply": asked.get_reply_display(), "day": day}
