"""The local milestone of a pair: the resident's reports, and the mentor's answers in words."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from rounds.core import audit
from rounds.core.access import Request, allow, is_member
from rounds.core.audit import Opened
from rounds.core.errors import DomainError, NotFound, OutOfOrder
from rounds.mentorships.conversations.values.patients import patient_words
from rounds.mentorships.enums import NewsKind
from rounds.mentorships.milestones import services
from rounds.mentorships.milestones.forms import FeedbackForm, ReportForm
from rounds.mentorships.milestones.selectors import Report, list_reports, report_for
from rounds.mentorships.milestones.services import ReportChanged
from rounds.mentorships.models import Mentorship
from rounds.mentorships.news.services import note_seen
from rounds.mentorships.releases.selectors import releases_of
from rounds.mentorships.selectors import own_mentorship_for
from rounds.web.addresses import address
from rounds.web.frame.errors import put_error, status_of
from rounds.web.toasts import add_toast


@require_GET
@allow(is_member, load=own_mentorship_for)
def reports(request: Request, pair: Mentorship) -> HttpResponse:
    """List the reports of a pair to the two."""
    context = {**_people(request, pair), "reports": list_reports([pair.id])}
    return render(request, "participant/milestones/reports.html", context)


def _note_opening(request: Request, found: Report) -> None:
    """Note for the resident that the mentor has read the report, and for the mentor that the answer was read."""
    things = [Opened(found.row.mentorship.mentee_id, "milestone", found.row.id)]
    if found.feedback is not None:
        things.append(Opened(found.feedback.by_id, "answer", found.feedback.id))
    audit.note_openings(by=request.viewer, things=things)
    kinds = (NewsKind.REPORT, NewsKind.RELEASED)
    note_seen(by=request.viewer, kinds=kinds, thing_id=found.row.id)


def _people(request: Request, pair: Mentorship) -> dict[str, object]:
    is_mentor = pair.mentor_id == request.viewer.person_id
    other = pair.mentee.full_name if is_mentor else pair.mentor.display_name
    return {"pair": pair, "is_mentor": is_mentor, "other": other}


@require_http_methods(["GET", "POST"])
@allow(is_member, load=own_mentorship_for)
def new(request: Request, pair: Mentorship) -> HttpResponse:
    """Write a report, as the mentee."""
    if pair.mentee_id != request.viewer.person_id:
        raise NotFound
    form = ReportForm(request.POST or None, initial={"entry": ReportForm.new_entry()})
    asked: list[str] = []
    if request.method == "POST" and form.is_valid():
        asked = _asked(request, form.cleaned_data["report"])
        if not asked:
            try:
                row = services.write_report(
                    mentorship_id=pair.id,
                    text=form.cleaned_data["report"],
                    entry_id=form.entry_id(),
                    by=request.viewer,
                )
            except OutOfOrder:
                raise
            except DomainError as error:
                put_error(form, error)
            else:
                add_toast(request, _("Kept. Your mentor finds it on the home page."))
                return redirect(address(request, "pairs:report", report_id=row.id))
    context = {**_people(request, pair), "form": form, "asked": asked}
    return render(request, "participant/milestones/write.html", context, status=status_of(form))


def _asked(request: Request, text: str) -> list[str]:
    return [] if request.POST.get("sure") == "patient" else patient_words(text)


@require_http_methods(["GET", "POST"])
@allow(is_member, load=report_for)
def report(request: Request, found: Report) -> HttpResponse:
    """Show a report: to the resident with a form while it is not answered, to the mentor with the answer's form."""
    pair = found.row.mentorship
    is_mentor = pair.mentor_id == request.viewer.person_id
    released = releases_of(found.row.mentorship.mentee_id, f"report {found.row.id}")
    context = {**_people(request, pair), "report": found, "released": released}
    _note_opening(request, found)
    if found.feedback is not None or not pair.is_running:
        if request.method == "POST":
            raise OutOfOrder(_("This report is answered, or the pair has ended: it stays as it is."))
        return render(request, "participant/milestones/report.html", context)
    form = _form(request, found, is_mentor=is_mentor)
    if request.method == "POST" and form.is_valid():
        context["asked"] = _asked(request, " ".join(str(text) for text in form.cleaned_data.values()))
        if not context["asked"]:
            try:
                _save(request, found, form, is_mentor=is_mentor)
            except ReportChanged as changed:
                context["theirs"] = changed.theirs
                sent = request.POST.copy()
                sent["version"] = str(changed.version)
                form = type(form)(sent)
            except OutOfOrder:
                raise
            except DomainError as error:
                put_error(form, error)
            else:
                add_toast(request, _("Answered.") if is_mentor else _("Saved."))
                return redirect(address(request, "pairs:report", report_id=found.row.id))
    return render(
        request, "participant/milestones/report.html", {**context, "form": form}, status=status_of(form)
    )


def _form(request: Request, found: Report, *, is_mentor: bool) -> ReportForm | FeedbackForm:
    first = {"report": found.text, "version": found.row.version}
    return (FeedbackForm if is_mentor else ReportForm)(request.POST or None, initial=first)


def _save(request: Request, found: Report, form: ReportForm | FeedbackForm, *, is_mentor: bool) -> None:
    data, by = form.cleaned_data, request.viewer
    version = data["version"] or 0
    if is_mentor:
        services.answer_report(
            report=found.row, saw=data["saw"], try_next=data["try_next"], version=version, by=by
        )
    else:
        services.change_report(report=found.row, text=data["report"], version=version, by=by)
