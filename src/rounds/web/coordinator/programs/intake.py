"""The page "Who is missing": who has not finished intake, where they stopped, one press to remind them."""

from datetime import datetime

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rounds.core.access import Request, allow
from rounds.core.clock import institution_today
from rounds.core.errors import DomainError
from rounds.core.reading import read_search
from rounds.mentorships.selectors import list_open_pairs_of
from rounds.mentorships.services.going_on import bring_pairs_back
from rounds.programs import services
from rounds.programs.enums import EnrollmentHow, EnrollmentState, Side
from rounds.programs.forms.flow import IntakeFlow
from rounds.programs.forms.people_topics import PeopleTopic, Private
from rounds.programs.models import Cohort, Enrollment, Program
from rounds.programs.rules import is_coordinator, is_office
from rounds.programs.selectors import (
    chase_counts,
    list_chase,
    office_enrollment_for,
    people_by_name,
    people_named,
    program_for,
)
from rounds.programs.selectors.chase import known_selection, select_rows, to_remind
from rounds.programs.selectors.inviting import list_invitable
from rounds.programs.selectors.progress import SENT
from rounds.web.addresses import address
from rounds.web.coordinator.programs.cohorts import chosen_cohort, cohort_query
from rounds.web.coordinator.programs.rows import intake_row, list_heading, remind_words
from rounds.web.toasts import add_toast

PER_PAGE = 50


@allow(is_office, load=program_for)
@require_GET
def people(request: Request, program: Program) -> HttpResponse:
    """List everybody of a cohort by how far intake has come."""
    cohorts, cohort = chosen_cohort(request, program)
    everybody = list_chase(cohort)
    show, side = known_selection(request.GET.get("state", "")), request.GET.get("side", "")
    shown = select_rows(everybody, show=show, side=side)
    of_side = select_rows(everybody, side=side)
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
        "counts": chase_counts(of_side),
        "all": len(of_side),
        "sent": len(select_rows(everybody, show=SENT)),
        "everybody": len(everybody),
        "heading": list_heading(
            show,
            len(select_rows(everybody, show=show or "missing", side=side)),
            to_confirm=len(select_rows(of_side, show="confirm")),
            is_complete=0 < len(of_side) == len(select_rows(of_side, show=SENT)),
        ),
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
def find_people(request: Request, program: Program) -> HttpResponse:
    """Find somebody of the institution and put them on the list of a cohort, enrolled or invited."""
    cohorts, cohort = chosen_cohort(request, program)
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
        "cohort_query": cohort_query(cohorts, cohort),
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
    withdrawn_at = enrollment.state_at if enrollment.state == EnrollmentState.WITHDRAWN else None
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
        if withdrawn_at:
            _bring_pairs_back(request, enrollment, withdrawn_at)
    except DomainError as error:
        add_toast(request, error.message, icon="exclamation-circle")
    return redirect(address(request, "programs:person", enrollment_id=enrollment.id))


def _bring_pairs_back(request: Request, enrollment: Enrollment, since: datetime) -> None:
    """Let go on what ended with the withdrawal, and say in words what does and what does not."""
    found = bring_pairs_back(enrollment_id=enrollment.id, since=since, by=request.viewer)
    if found.pairs:
        count = len(found.pairs)
        words = ngettext("%(count)s pair goes on as before.", "%(count)s pairs go on as before.", count)
        add_toast(request, words % {"count": count})
    for why in found.refused:
        add_toast(request, why, icon="exclamation-circle")


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
