"""One's own outcomes: what the institution has recorded, and whether it is right."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rounds.core.access import Request, allow, is_member
from rounds.core.reading import NO_ID, read_id
from rounds.insights.enums import Checker, Said
from rounds.insights.selectors.outcomes import outcomes_of
from rounds.insights.services.outcomes import check_outcome
from rounds.web.addresses import address
from rounds.web.frame.presses import pressed
from rounds.web.toasts import add_toast


@require_http_methods(["GET", "POST"])
@allow(is_member)
def outcomes(request: Request) -> HttpResponse:
    """Show what is recorded of oneself; a POST says that one of them is right or wrong."""
    if request.method == "POST":
        said = pressed(request, Said.RIGHT.value, Said.WRONG.value)
        event_id = read_id(request.POST.get("event")) or NO_ID
        check_outcome(event_id=event_id, said=said, checker=Checker.OWNER, by=request.viewer)
        thanks = _("Thank you.")
        wrong = _("The program office is told, and it counts in no figure until they have looked.")
        add_toast(request, wrong if said == Said.WRONG else thanks)
        return redirect(address(request, "record:outcomes"))
    return render(request, "evidence/mine.html", {"rows": outcomes_of(request.viewer.own_id)})
