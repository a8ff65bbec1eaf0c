"""The office writes to pairs of one of its lists: whom it reaches, ready text that can be changed, one press to send."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from rounds.core.access import Request, allow
from rounds.mentorships.dues.forms import NudgeForm
from rounds.mentorships.dues.selectors import office_pairs
from rounds.mentorships.dues.selectors.nudges import TROUBLE
from rounds.programs.models import Program
from rounds.programs.rules import is_office
from rounds.programs.selectors import program_for
from rounds.web import mail
from rounds.web.addresses import address
from rounds.web.frame.errors import show_form
from rounds.web.mail import nudges
from rounds.web.toasts import add_toast

SHOWN = 12


@allow(is_office, load=program_for)
@require_http_methods(["GET", "POST"])
def nudge(request: Request, program: Program) -> HttpResponse:
    """Show whom the message reaches and its text; a POST queues it, and Stop holds it for 15 minutes."""
    pairs = office_pairs(request.viewer, [program])
    trouble = pairs.trouble
    show = request.GET.get("show", "")
    if show not in TROUBLE:
        show = next((word for word, rule in TROUBLE.items() if trouble[rule]), "first")
    rule = TROUBLE[show]
    rows = [*trouble[rule], *pairs.written_today(rule)]
    reach = nudges.reach_of(nudges.letters_of(rows), show)
    letters = reach.letters
    ready = nudges.ready_wording(show)
    form = NudgeForm(request.POST or None, initial={"subject": ready.subject, "body": ready.body})
    if request.method == "POST" and form.is_valid():
        wording = mail.Text(form.cleaned_data["subject"], form.cleaned_data["body"])
        for field in ("subject", "body"):
            if problem := nudges.problem_of(form.cleaned_data[field]):
                form.add_error(field, problem)
        if not form.errors:
            batch, queued = nudges.send_nudge(
                [*letters, *reach.unreached], wording, show, program=program, by=request.viewer
            )
            _say(request, queued, reach, str(batch.id))
            return redirect(address(request, "home") + f"?program={program.id}")
    context = {
        "program": program,
        "letters": letters,
        "reach": reach,
        "names": [one.person.display_name for one in letters[:SHOWN]],
        "more": max(0, len(letters) - SHOWN),
        "preview": nudges.written(letters[0], ready, show, program, request.viewer) if letters else None,
    }
    return show_form(request, "coordinator/year/nudge.html", form, **context)


def _say(request: Request, queued: int, reach: nudges.Reach, batch_id: str) -> None:
    if not queued:
        words = _("Nobody is written to: %(got)s got this message today, for %(waiting)s it waits to leave.")
        add_toast(request, words % {"got": reach.got, "waiting": reach.waiting}, icon="envelope")
        return
    words = ngettext(
        "%(count)s message leaves in 15 minutes.", "%(count)s messages leave in 15 minutes.", queued
    ) % {"count": queued}
    add_toast(request, words, undo=address(request, "sent:stop", batch_id=batch_id))
