"""One's own outcomes: what the institution has recorded, and whether it is right."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rounds.core.access import Request, allow, is_member
from rounds.core.reading import NO_ID, read_id
from rounds.insights.enums import Checker, Said
from rounds.insights.forms import WrongForm
from rounds.insights.selectors.outcomes import outcomes_of
from rounds.insights.services.outcomes import check_outcome
from rounds.web.addresses import address
from rounds.web.frame.errors import status_of
from rounds.web.frame.presses import pressed
from rounds.web.toasts import add_toast


@require_http_methods(["GET", "POST"])
@allow(is_member)
def outcomes(request: Request) -> HttpResponse:
    """Show what is recorded of oneself; a POST says that one of them is right, or wrong and what is wrong with it."""
    posted = request.POST if request.method == "POST" else request.GET
    asked = read_id(posted.get("event")) or NO_ID
    form = WrongForm(request.POST or None)
    if request.method == "POST" and _said(request, asked, form):
        return redirect(address(request, "record:outcomes"))
    context = {"rows": outcomes_of(request.viewer.own_id), "asked": asked, "form": form}
    return render(request, "evidence/mine.html", context, status=status_of(form))


def _said(request: Request, event_id: UUID, form: WrongForm) -> bool:
    """Keep what was pressed; False where its words have to be shown again."""
    said = pressed(request, Said.RIGHT.value, Said.WRONG.value)
    if said == Said.WRONG and not form.is_valid():
        return False
    words = form.cleaned_data["words"] if said == Said.WRONG else ""
    check_outcome(event_id=event_id, said=said, checker=Checker.OWNER, by=request.viewer, words=words)
    wrong = _("The program office is told, and it counts in no figure until they have looked.")
    add_toast(request, wrong if said == Said.WRONG else _("Thank you."))
    return True
