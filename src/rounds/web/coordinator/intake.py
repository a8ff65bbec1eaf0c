"""The chase page: who has not finished intake, where they stopped, one press to remind them."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rounds.core.access import Viewer, allow
from rounds.core.enums import Role
from rounds.core.errors import DomainError, NotFound
from rounds.core.models import User
from rounds.programs import services
from rounds.programs.enums import EnrollmentHow, EnrollmentState, Side
from rounds.programs.forms.flow import Intaking
from rounds.programs.forms.office import MailTextForm
from rounds.programs.forms.topics import MENTEE_TOPICS, MENTOR_TOPICS, PeopleTopic
from rounds.programs.models import Enrollment, MailText, Program
from rounds.programs.rules import is_coordinator, is_office
from rounds.programs.selectors import (
    ChaseRow,
    chase_counts,
    cohort_of,
    enrollment_for,
    list_chase,
    people_by_name,
    people_named,
    program_for,
)
from rounds.programs.selectors.chase import REMINDER
from rounds.web.addresses import address
from rounds.web.mail import intake as letters
from rounds.web.mail import unknown_placeholders
from rounds.web.toasts import add_toast

TOPIC_WORDS = {topic.key: topic.title for topic in (*MENTEE_TOPICS, *MENTOR_TOPICS)}
PER_PAGE = 50


@require_GET
@allow(is_office, load=program_for)
def people(request: HttpRequest, program: Program) -> HttpResponse:
    """List everybody of a cohort by how far intake has come."""
    cohort = cohort_of(program)
    state, side = request.GET.get("state", ""), request.GET.get("side", "")
    everybody = list_chase(cohort)
    shown = [row for row in everybody if state in ("", row.state) and side in ("", row.enrollment.side)]
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "program": program,
        "cohort": cohort,
        "page": page,
        "topic_words": TOPIC_WORDS,
        "counts": chase_counts(everybody),
        "all": len(everybody),
        "waiting": sum(row.is_waiting for row in shown),
        "bounced": [row for row in everybody if row.problem],
        "state": state,
        "side": side,
        "can_enter": is_coordinator.test(request.viewer, program),  # type: ignore[attr-defined]
    }
    return render(request, "programs/people.html", context)


@require_http_methods(["GET", "POST"])
@allow(is_office, load=program_for)
def remind(request: HttpRequest, program: Program) -> HttpResponse:
    """Ask once, then remind those who have not finished; on one day nobody is reminded twice."""
    state, side = request.GET.get("state", ""), request.GET.get("side", "")
    waiting = [row for row in list_chase(cohort_of(program), state=state, side=side) if row.is_waiting]
    back = address(request, "programs:people", program_id=program.id)
    if request.method == "POST":
        batch, queued = letters.remind(waiting, program=program, by=request.viewer)  # type: ignore[attr-defined]
        words = ngettext("%(count)s reminder leaves in 15 minutes.", "%(count)s reminders leave in 15 minutes.", queued)
        if queued:
            add_toast(request, words % {"count": queued}, icon="envelope", stop=_stop(request, program, batch.id))
        else:
            add_toast(request, _("Everybody here has been reminded today, or has no address."), icon="envelope")
        return redirect(back)
    context = {
        "program": program,
        "waiting": [row for row in waiting if row.email],
        "without": [row for row in waiting if not row.email],
        "preview": _preview(request, program, waiting),
    }
    return render(request, "programs/remind.html", context)


@dataclass(frozen=True)
class SentBatch:
    """Messages of a program that may still be stopped."""

    program: Program
    batch_id: UUID


def _load_batch(viewer: Viewer, program_id: UUID, batch_id: UUID) -> SentBatch:
    return SentBatch(program_for(viewer, program_id), batch_id)


@require_POST
@allow(is_office, load=program_for)
def add_people(request: HttpRequest, program: Program) -> HttpResponse:
    """Enroll or invite somebody on one side."""
    person = next((one for one in people_named([request.POST.get("person", "")])), None)
    side, invited = request.POST.get("side", ""), request.POST.get("how") == EnrollmentHow.INVITATION
    back = address(request, "programs:find_people", program_id=program.id)
    if person is None or side not in Side.values:
        add_toast(request, _("Choose a person and a side."), icon="exclamation-circle")
        return redirect(back)
    services.enroll_people(
        by=request.viewer,  # type: ignore[attr-defined]
        cohort=cohort_of(program),
        people=[services.NewEnrollment(person_id=person.id, side=side)],
        state=EnrollmentState.INVITED if invited else EnrollmentState.ENROLLED,
        how=EnrollmentHow.INVITATION if invited else EnrollmentHow.BY_PROGRAM,
    )
    add_toast(request, _("%(name)s is on the list.") % {"name": person.name})
    return redirect(back)
