"""A personnel history or a sheet of outcomes on its way in: choose a file, see what would happen, import."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from rounds.core.access import Request, allow
from rounds.core.errors import DomainError
from rounds.core.reading import read_number
from rounds.insights.enums import Kind
from rounds.integrations.histories import services
from rounds.integrations.histories.forms import HistoryFileForm
from rounds.integrations.histories.selectors import history_for
from rounds.integrations.spreadsheets.enums import ImportState
from rounds.integrations.spreadsheets.models import SpreadsheetImport
from rounds.integrations.spreadsheets.selectors import can_still_undo
from rounds.people.rules import can_change_people
from rounds.web.addresses import address
from rounds.web.frame.errors import put_error, show_form
from rounds.web.frame.presses import pressed
from rounds.web.toasts import add_toast

SHOWN = 200


@require_http_methods(["GET", "POST"])
@allow(can_change_people)
def new(request: Request) -> HttpResponse:
    """Choose a file with a history or with outcomes."""
    form = HistoryFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            made = services.stage_history(by=request.viewer, name=file.name, data=file.read())
        except DomainError as error:
            put_error(form, error)
        else:
            return redirect(address(request, "evidence:check_history", history_id=made.id))
    return show_form(request, "evidence/history.html", form)


@require_http_methods(["GET", "POST"])
@allow(can_change_people, load=history_for)
def check(request: Request, spreadsheet: SpreadsheetImport) -> HttpResponse:
    """Show what a history would change and what stays out; a POST imports it."""
    is_staged = spreadsheet.state == ImportState.STAGED and bool(spreadsheet.sealed)
    if request.method == "POST":
        pressed(request, "import")
        version = read_number(request.POST.get("version")) or 0
        expected = request.POST.get("expected", "")
        services.write_history(by=request.viewer, spreadsheet=spreadsheet, version=version, expected=expected)
        _tell(request, SpreadsheetImport.objects.get(id=spreadsheet.id))
        return redirect(address(request, "evidence:check_history", history_id=spreadsheet.id))
    context: dict[str, object] = {
        "spreadsheet": spreadsheet,
        "can_undo": can_still_undo(spreadsheet),
        "counts": spreadsheet.counts,
    }
    if is_staged:
        plan = services.planned(spreadsheet, by=request.viewer)
        context |= {
            "counts": plan.counts,
            "digest": plan.digest,
            "kinds": [(Kind(kind).label, count) for kind, count in sorted(plan.kinds.items())],
            "out": [(row, why_out(cause, text)) for row, _column, cause, text in plan.out[:SHOWN]],
            "more": max(0, len(plan.out) - SHOWN),
            "is_of_units": bool(plan.months),
            "changes": plan.counts["create"] + plan.counts["update"],
        }
    return render(request, "evidence/check_history.html", context)


def why_out(cause: str, text: str) -> str:
    """Return why a row stays out, and the fix."""
    said = {"text": text[:80]}
    words = {
        "nobody": _("Nobody is named. Enter the employee number, NPI, ORCID or e-mail."),
        "unknown": _("“%(text)s” is nobody on record. Import people first, those who left too."),
        "two": _("The identifiers of this row belong to two people. Correct one of them."),
        "left_out": _("“%(text)s” asked to be left out of outcomes: nothing is recorded of them."),
        "fiscal": _("“%(text)s” is a fiscal year, no date. Write the day, the month or the year."),
        "date": _("“%(text)s” is not a date. Write it as 2027-07-01, 2027-07 or 2027."),
        "two_ways": _("“%(text)s” can be read two ways. Write it as 2027-07-01."),
        "future": _("“%(text)s” lies in the future. Import it once it has happened."),
        "project": _("“%(text)s” is no NIH project number. Leave the column as RePORTER writes it."),
        "no_first": _(
            "%(text)s has no first award in this file. Export all its fiscal years, or leave it out."
        ),
        "no_day": _(
            "“%(text)s” has no day: a fiscal year is none. Enter the notice of award or the first day."
        ),
        "nameless": _("“%(text)s” names authors without an ORCID iD: a name says nobody for sure."),
        "no_unit": _("No unit is named. Enter the name of the unit."),
        "month": _("“%(text)s” is not a month. Write it as 2027-07 or Jul 2027."),
        "month_runs": _("“%(text)s” is not over yet. Import it once it is."),
        "month_twice": _("This unit and month stand in row %(text)s already. Keep one of the two."),
        "count": _("“%(text)s” is not a whole number. Enter how often it happened, 0 if it did not."),
        "size": _("“%(text)s” is not a whole number above 0. Enter of how many days or cases the count is."),
        "series": _(
            "“%(text)s” is how this series is told. Import months of something else under another indicator."
        ),
        "what": _(
            "“%(text)s” is no kind of outcome. Write promotion, role, seat, grant awarded, award or departure."
        ),
    }
    return words[cause] % said


def _tell(request: Request, spreadsheet: SpreadsheetImport) -> None:
    count = spreadsheet.counts["create"] + spreadsheet.counts["update"]
    text = ngettext("%(count)s row was imported", "%(count)s rows were imported", count)
    undo = address(request, "imports:undo", import_id=spreadsheet.id)
    add_toast(request, text % {"count": count}, undo=undo)
