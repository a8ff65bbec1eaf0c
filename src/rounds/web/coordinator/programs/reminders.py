"""The reminder of a list, asked first, and the page where its words are written."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from rounds.core.access import Request, allow
from rounds.programs import services
from rounds.programs.forms.office import MailTextForm
from rounds.programs.models import MailText, Program
from rounds.programs.rules import is_office
from rounds.programs.selectors import (
    list_chase,
    program_for,
)
from rounds.programs.selectors.chase import (
    REMINDER,
    ChaseRow,
    held_reminders,
    known_selection,
    select_rows,
    to_remind,
)
from rounds.programs.selectors.inviting import ways_in_of
from rounds.web.addresses import address
from rounds.web.coordinator.programs.cohorts import chosen_cohort, cohort_query
from rounds.web.mail import Text, unknown_placeholders
from rounds.web.mail import intake as letters
from rounds.web.mail.invitations import shown_with_way_in
from rounds.web.toasts import add_toast


@allow(is_office, load=program_for)
@require_http_methods(["GET", "POST"])
def remind(request: Request, program: Program) -> HttpResponse:
    """Show whom a reminder reaches and what it says; a POST queues it, once a day for each person."""
    cohorts, cohort = chosen_cohort(request, program)
    show, side = known_selection(request.GET.get("state", "")), request.GET.get("side", "")
    everybody = list_chase(cohort)
    reached = to_remind(everybody, show=show, side=side)
    held = held_reminders(everybody, show=show, side=side)
    back = address(request, "programs:people", program_id=program.id) + cohort_query(cohorts, cohort)
    if request.method == "POST":
        _remind(request, program, reached, held)
        return redirect(back)
    asked = select_rows(everybody, show=show or "missing", side=side)
    context = {
        "program": program,
        "reached": reached,
        "without": [row for row in asked if not row.email],
        "ways_in": ways_in_of([row.person_id for row in reached]),
        "held": held,
        "today": [row for row in asked if row.is_reminded_today],
        "waiting": [row for row in asked if row.waits_to_leave],
        "previews": _previews(request, program, reached),
        "asks_to_confirm": bool(reached) and all(row.waits_to_confirm for row in reached),
        "closes": cohort.intake_closes_on,
        "back": back,
    }
    return render(request, "coordinator/programs/intake/remind.html", context)


@allow(is_office, load=program_for)
@require_http_methods(["GET", "POST"])
def texts(request: Request, program: Program) -> HttpResponse:
    """Edit the words of the reminder, see them filled in, send oneself a test."""
    own = program.mail_texts.filter(kind=REMINDER).first()
    words = own or letters.standard_wording()
    initial = {"subject": words.subject, "body": words.body}
    form = MailTextForm(request.POST or None, initial=initial)
    go = request.POST.get("go", "")
    if request.method == "POST" and go == "standard":
        services.forget_mail_text(by=request.viewer, program=program, kind=REMINDER)
        add_toast(request, _("The standard words are used again."))
        return redirect(address(request, "programs:texts", program_id=program.id))
    if request.method == "POST" and form.is_valid() and _kept(request, program, form, go):
        return redirect(address(request, "programs:texts", program_id=program.id))
    shown = form.cleaned_data if form.is_bound and form.is_valid() else initial
    example = letters.example_context(program, request.institution, request.viewer)
    preview = letters.reminder_text(program, example, MailText(**shown))
    context = {
        "program": program,
        "form": form,
        "preview": preview,
        "has_own": own is not None,
        "placeholders": sorted(letters.PLACEHOLDERS),
    }
    return render(request, "coordinator/programs/intake/texts.html", context)


def _kept(request: Request, program: Program, form: MailTextForm, go: str) -> bool:
    """Save the words or send a test of them; False to show the page again."""
    viewer = request.viewer
    for field in ("subject", "body"):
        if unknown := unknown_placeholders(form.cleaned_data[field], letters.PLACEHOLDERS):
            names = get_text_list([f"{{{one}}}" for one in unknown], _("and"))
            words = _("Nobody can fill in %(names)s. Use the words listed below.")
            form.add_error(field, words % {"names": names})
    if form.errors:
        return False
    if "{link}" not in form.cleaned_data["body"] and go != "preview":
        form.add_error(
            "body", _("The text has no {link}, so nobody who reads it finds the form. Put {link} in it.")
        )
        return False
    if go == "test":
        letters.send_test(program=program, by=viewer, own=MailText(**form.cleaned_data))
        add_toast(request, _("A test is on its way to you."), icon="envelope")
        return False
    if go == "preview":
        return False
    services.save_mail_text(by=viewer, program=program, kind=REMINDER, **form.cleaned_data)
    add_toast(request, _("The words are saved."))
    return True


def _remind(request: Request, program: Program, waiting: list[ChaseRow], held: list[ChaseRow]) -> None:
    batch, queued = letters.remind([*waiting, *held], program=program, by=request.viewer)
    names = get_text_list([f"{row.name} ({row.email})" for row in held], _("and"))
    if held:
        add_toast(
            request,
            _("No usable address: %(names)s. The reminder leaves once it is corrected.") % {"names": names},
            icon="exclamation-circle",
        )
    if not queued and not held:
        add_toast(
            request,
            _("Nobody new is reminded: each got one today, has one that waits to leave, or has no address."),
            icon="envelope",
        )
    if not queued:
        return
    words = ngettext(
        "%(count)s reminder leaves in 15 minutes.", "%(count)s reminders leave in 15 minutes.", queued
    )
    where = address(request, "sent:stop", batch_id=batch.id)
    add_toast(request, words % {"count": queued}, icon="envelope", stop=where)


def _previews(request: Request, program: Program, reached: list[ChaseRow]) -> list[Text]:
    """Return the texts that leave, one for each thing that somebody of the list is asked for."""
    own = program.mail_texts.filter(kind=REMINDER).first()
    # of each, one who cannot sign in yet, if there is one: that message says most
    by_login = sorted(reached, key=lambda row: row.has_login)
    first = {row.asks: row for row in reversed(by_login)}
    return [
        shown_with_way_in(
            letters.text_for(
                row, program=program, institution=request.institution, by=request.viewer, own=own
            ),
            has_login=row.has_login,
            institution=request.institution,
        )
        for _asks, row in sorted(first.items(), reverse=True)
    ]
