"""A mentor's promised time: how the month stands, and lost time in two presses, without a reason."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from rounds.core.access import Request, allow, is_member
from rounds.core.clock import institution_today
from rounds.core.fields import EntryForm
from rounds.core.reading import read_id, read_number
from rounds.mentorships.agreements.selectors import own_mentor_enrollment
from rounds.mentorships.hours.selectors import list_lost_time, month_of, own_lost_time_for
from rounds.mentorships.hours.services import OFFERED, report_lost_time, take_back_lost_time
from rounds.mentorships.models import LostTime
from rounds.programs.models import Enrollment
from rounds.web.addresses import address
from rounds.web.toasts import add_toast
from rounds.web.words.hours import month_words


@require_http_methods(["GET", "POST"])
@allow(is_member, load=own_mentor_enrollment)
def lost_time(request: Request, enrollment: Enrollment) -> HttpResponse:
    """Show the month, and take how many hours were lost."""
    if request.method == "POST":
        hours = read_number(request.POST.get("hours")) or 0
        entry = read_id(request.POST.get("entry"))
        lost = report_lost_time(enrollment=enrollment, hours=hours, entry_id=entry, by=request.viewer)
        undo = address(request, "pairs:give_back_time", lost_id=lost.id)
        said = ngettext("Reported: %(hours)s hour lost.", "Reported: %(hours)s hours lost.", hours)
        add_toast(request, said % {"hours": hours}, undo=undo)
        return redirect(address(request, "home"))
    month = month_of([enrollment.id], institution_today())[enrollment.id]
    context = {
        "offered": OFFERED,
        "words": month_words(month),
        "program": enrollment.cohort.cycle.program,
        "entry": EntryForm.new_entry(),
        "reported": list_lost_time(enrollment, institution_today()),
    }
    return render(request, "participant/records/lost_time.html", context)


@require_POST
@allow(is_member, load=own_lost_time_for)
def give_back(request: Request, lost: LostTime) -> HttpResponse:
    """Take back what was reported by mistake."""
    take_back_lost_time(lost=lost, by=request.viewer)
    add_toast(request, _("Taken back."))
    return redirect(address(request, "home"))
