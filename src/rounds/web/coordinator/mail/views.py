"""The log of sent mail, and Stop."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from rounds.core.access import Request, allow, holds, is_member
from rounds.core.enums import Role
from rounds.core.mail import send_again, stop_batch
from rounds.core.mail.selectors import (
    NOT_ARRIVED,
    UNDELIVERED,
    BatchState,
    batch_for,
    list_lines,
    list_mail,
    mail_for,
)
from rounds.core.models import OutgoingMail
from rounds.core.reading import read_id, read_search
from rounds.mentorships.dues.selectors.left_out import people_left_out
from rounds.people.models import Person
from rounds.programs.selectors import programs_for
from rounds.web.addresses import address
from rounds.web.home.undelivered import left_out_title, why_left_out
from rounds.web.toasts import add_toast

ROWS = 50
sees_mail = holds(Role.COORDINATOR, Role.DIRECTOR)


@require_GET
@allow(sees_mail)
def log(request: Request) -> HttpResponse:
    """List what was sent, waits, was stopped or came back."""
    state, words = request.GET.get("state", ""), read_search(request.GET.get("q"))
    state = state if state in (*OutgoingMail.State.values, UNDELIVERED) else ""
    wanted = read_id(request.GET.get("program"))
    program = (
        next((one for one in programs_for(request.viewer) if one.id == wanted), None) if wanted else None
    )
    mail = list_mail(request.viewer, state=state, words=words, program_id=program.id if program else None)
    page = Paginator(mail, ROWS).get_page(request.GET.get("page"))
    states = [chosen for chosen in OutgoingMail.State.choices if chosen[0] != OutgoingMail.State.SENDING]
    context: dict[str, Any] = {
        "page": page,
        "state": state,
        "words": words,
        "states": states,
        "program": program,
    }
    if not state and program is None and page.number == 1:
        context["lines"] = list_lines(request.viewer, words=words)
        left_out = [] if words else _left_out(request)
        context |= {"left_out": left_out, "left_out_title": left_out_title(len(left_out))}
    return render(request, "coordinator/mail/log.html", context)


def _left_out(request: Request) -> list[tuple[Person, str]]:
    """Return whom the mail of the day leaves out of the viewer's programs, and why."""
    scopes = request.viewer.scopes(Role.COORDINATOR, Role.DIRECTOR)
    people = people_left_out(None if None in scopes else [scope for scope in scopes if scope])
    return [(person, why_left_out(person)) for person in people]


@require_GET
@allow(sees_mail, load=mail_for)
def detail(request: Request, mail: OutgoingMail) -> HttpResponse:
    """Show one message as it was sent; a secret one without its text."""
    batch = batch_for(request.viewer, mail.batch_id) if mail.batch_id else None
    has_not_arrived = mail.state in NOT_ARRIVED
    context = {"mail": mail, "batch": batch, "has_not_arrived": has_not_arrived}
    if has_not_arrived and mail.to_person_id:
        context["person"] = Person.objects.filter(id=mail.to_person_id).first()
    return render(request, "coordinator/mail/detail.html", context)


@require_POST
@allow(sees_mail, load=mail_for)
def again(request: Request, mail: OutgoingMail) -> HttpResponse:
    """Try a message again that came back, or that waits for an address."""
    if mail.state not in NOT_ARRIVED:
        add_toast(request, _("This message is on its way or has arrived already."), icon="envelope")
    elif send_again(mail=mail, by=request.viewer):
        add_toast(request, _("It is tried again now."), icon="envelope")
    else:
        add_toast(
            request,
            _("There is still no usable address: correct it, then it leaves by itself."),
            icon="envelope",
        )
    return redirect(address(request, "sent:detail", mail_id=mail.id))


@require_POST
@allow(is_member, load=batch_for)
def stop(request: Request, batch: BatchState) -> HttpResponse:
    """Stop what of a batch has not left."""
    stopped = stop_batch(batch.id, by=request.viewer)
    if stopped:
        text = ngettext("Stopped %(count)d message.", "Stopped %(count)d messages.", stopped) % {
            "count": stopped
        }
        add_toast(request, text)
    else:
        add_toast(request, _("These messages had already left."), icon="envelope")
    return redirect(address(request, "sent:log" if sees_mail.test(request.viewer, None) else "home"))
