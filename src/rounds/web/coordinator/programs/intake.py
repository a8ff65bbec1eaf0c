"""The page "Who is missing": who has not finished intake, where they stopped, one press to remind them."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rounds.core.access import Request, allow
from rounds.core.clock import institution_today
from rounds.core.errors import DomainError, NotFound
from rounds.core.reading import read_search
from rounds.mentorships.selectors import list_open_pairs_of
from rounds.programs import services
from rounds.programs.enums import EnrollmentHow, EnrollmentState, Side
from rounds.programs.forms.flow import IntakeFlow
from rounds.programs.forms.office import MailTextForm
from rounds.programs.forms.people_topics import PeopleTopic, Private
from rounds.programs.models import Cohort, Enrollment, MailText, Program
from rounds.programs.rules import is_coordinator, is_office
from rounds.programs.selectors import (
    chase_counts,
    list_chase,
    list_cohorts,
    office_enrollment_for,
    people_by_name,
    people_named,
    program_for,
)
from rounds.programs.selectors.chase import REMINDER, SENT, ChaseRow, held_reminders, select_rows, to_remind
from rounds.programs.selectors.inviting import list_invitable
from rounds.web.addresses import address
from rounds.web.coordinator.programs.rows import intake_row, list_heading, remind_words
from rounds.web.mail import Text, unknown_placeholders
from rounds.web.mail import intake as letters
from rounds.web.toasts import add_toast

PER_PAGE = 50


@allow(is_office, load=program_for)
@require_GET
def people(request: Request, program: Program) -> HttpResponse:
    """List everybody of a cohort by how far intake has come."""
    cohorts, cohort = _cohorts(request, program)
    everybody = list_chase(cohort)
    show, side = request.GET.get("state", ""), request.GET.get("side", "")
    shown = select_rows(everybody, show=show, side=side)
    reached = len(to_remind(everybody, show=show, side=side))
    closes = cohort.intake_closes_on
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    can_enter = is_coordinator.test(request.viewer, program)
    context = {
        "program": program,
        "cohort": cohort,
        "cohorts": cohorts,
        "page": page,
        "rows": [intake_row(request, row, can_enter=can_enter) for row in page],
        "counts": chase_counts(select_rows(everybody, side=side)),
        "all": len(select_rows(everybody, side=side)),
        "sent": len(select_rows(everybody, show=SENT)),
        "everybody": len(everybody),
        "heading": list_heading(show, len(select_rows(everybody, show=show or "missing", side=side))),
        "is_closed": closes is not None and closes < institution_today(),
        "to_remind": reached,
        "remind_words": remind_words(show, reached),
        "bounced": select_rows(everybody, show="bounced"),
        "state": show,
        "side": side,
        "without_login": sum(row.is_new for row in list_invitable(request.viewer, program=program)),
    }
    return render(request, "coordinator/programs/intake/people.html", context)


@allow(is_office, load=program_for)
@require_http_methods(["GET", "POST"])
def remind(request: Request, program: Program) -> HttpResponse:
    """Show whom a reminder reaches and what it says; a POST queues it, once a day for each person."""
    cohorts, cohort = _cohorts(request, program)
    show, side = request.GET.get("state", ""), request.GET.get("side", "")
    everybody = list_chase(cohort)
    reached = to_remind(everybody, show=show, side=side)
    held = held_reminders(everybody, show=show, side=side)
    back = address(request, "programs:people", program_id=program.id) + _query(cohorts, cohort)
    if request.method == "POST":
        _remind(request, program, reached, held)
        return redirect(back)
    asked = select_rows(everybody, show=show or "missing", side=side)
    context = {
        "program": program,
        "reached": reached,
        "without": [row for row in asked if not row.email],
        "without_login": sum(not row.has_login for row in reached),
        "held": held,
        "today": [row for row in asked if row.is_reminded_today],
        "preview": _preview(request, program, reached[0]) if reached else None,
        "closes": cohort.intake_closes_on,
        "back": back,
    }
    return render(request, "coordinator/programs/intake/remind.html", context)


@allow(is_office, load=program_for)
@require_http_methods(["GET", "POST"])
def find_people(request: Request, program: Program) -> HttpResponse:
    """Find somebody of the institution and put them on the list of a cohort, enrolled or invited."""
    cohorts, cohort = _cohorts(request, program)
    if request.method == "POST":
        _add_person(request, cohort)
        return redirect(request.get_full_path())
    find = read_search(request.GET.get("find"))
    context = {
        "program": program,
        "find": find,
        "side": request.GET.get("side", ""),
        "hits": people_by_name(find),
        "cohort": cohort,
        "cohorts": cohorts,
        "cohort_query": _query(cohorts, cohort),
    }
    return render(request, "coordinator/programs/intake/find_people.html", context)


@allow(is_office, load=office_enrollment_for)
@require_GET
def person(request: Request, enrollment: Enrollment) -> HttpResponse:
    """Show what somebody of a program has sent; exclusions to the coordinator only."""
    flow = IntakeFlow(request.viewer, enrollment, with_draft=False)
    coordinates = is_coordinator.test(request.viewer, enrollment)
    forms = flow.checked() if flow.latest else []
    rows = []
    for form in forms:
        if (isinstance(form, Private) and not coordinates) or form.key == "start":
            continue
        chosen = people_named(form.cleaned_data.get("people", [])) if isinstance(form, PeopleTopic) else []
        rows.append((form, form.summary(), chosen))
    if rows:
        services.note_reading(by=request.viewer, enrollment=enrollment)
    context = {
        "enrollment": enrollment,
        "program": enrollment.cohort.cycle.program,
        "flow": flow,
        "rows": rows,
        "coordinates": coordinates,
    }
    return render(request, "coordinator/programs/intake/person.html", context)


@allow(is_office, load=office_enrollment_for)
@require_POST
def change_state(request: Request, enrollment: Enrollment) -> HttpResponse:
    """Accept, enroll, withdraw or bring back somebody; a withdrawal says first what ends, and asks."""
    if request.POST.get("state") == EnrollmentState.WITHDRAWN and "sure" not in request.POST:
        context = {"enrollment": enrollment, "pairs": list_open_pairs_of(enrollment.id)}
        context["program"] = enrollment.cohort.cycle.program
        return render(request, "coordinator/programs/intake/withdraw.html", context)
    try:
        services.change_enrollment_state(
            by=request.viewer,
            enrollment=enrollment,
            state=request.POST.get("state", ""),
        )
        add_toast(
            request,
            _("%(name)s is now %(state)s.")
            % {"name": enrollment.person.display_name, "state": enrollment.get_state_display()},
        )
    except DomainError as error:
        add_toast(request, error.message, icon="exclamation-circle")
    return redirect(address(request, "programs:person", enrollment_id=enrollment.id))


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
    unknown = unknown_placeholders(
        form.cleaned_data["subject"] + form.cleaned_data["body"], letters.PLACEHOLDERS
    )
    if unknown:
        form.add_error(
            "body",
            _("Nobody can fill in {%(name)s}. Use one of the words listed below.") % {"name": unknown[0]},
        )
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


def _cohorts(request: Request, program: Program) -> tuple[list[Cohort], Cohort]:
    """Return the cohorts to choose from and the one of the address, else the first; an unknown one is not found."""
    cohorts, wanted = list_cohorts(program), request.GET.get("cohort", "")
    chosen = next((one for one in cohorts if wanted in ("", str(one.id))), None)
    if chosen is None:
        raise NotFound
    return cohorts, chosen


def _query(cohorts: list[Cohort], cohort: Cohort) -> str:
    return f"?cohort={cohort.id}" if len(cohorts) > 1 else ""


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
            request, _("Everybody here was reminded today already, or has no address."), icon="envelope"
        )
    if not queued:
        return
    words = ngettext(
        "%(count)s reminder leaves in 15 minutes.", "%(count)s reminders leave in 15 minutes.", queued
    )
    where = address(request, "sent:stop", batch_id=batch.id)
    add_toast(request, words % {"count": queued}, icon="envelope", stop=where)


def _preview(request: Request, program: Program, row: ChaseRow) -> Text:
    context = letters.reminder_context(
        row,
        program=program,
        institution=request.institution,
        by=request.viewer,
    )
    return letters.reminder_text(program, context, program.mail_texts.filter(kind=REMINDER).first())


def _add_person(request: Request, cohort: Cohort) -> None:
    chosen = people_named([request.POST.get("person", "")])
    side = request.POST.get("side", "")
    if not chosen or side not in Side.values:
        add_toast(request, _("Choose a person and a side."), icon="exclamation-circle")
        return
    invited = request.POST.get("how") == EnrollmentHow.INVITATION
    services.enroll_people(
        by=request.viewer,
        cohort=cohort,
        people=[services.NewEnrollment(person_id=chosen[0].id, side=side)],
        state=EnrollmentState.INVITED if invited else EnrollmentState.ENROLLED,
        how=EnrollmentHow.INVITATION if invited else EnrollmentHow.BY_PROGRAM,
    )
    add_toast(request, _("%(name)s is on the list.") % {"name": chosen[0].name})
