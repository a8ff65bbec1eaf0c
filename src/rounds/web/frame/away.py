"""What the two pages of days away share: entering, correcting and taking back."""

from django.forms import Form
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rounds.core.access import Request
from rounds.core.errors import DomainError
from rounds.people.models import Leave, Person
from rounds.people.services.leaving import change_leave, end_leave, enter_leave, remove_leave
from rounds.web.frame.errors import put_error
from rounds.web.frame.presses import pressed
from rounds.web.toasts import add_toast


def keep_days(request: Request, form: Form, person: Person, wrong: Leave | None) -> bool:
    """Enter days away, or correct those of one leave; False, with the problem at its field, where they can't be kept."""
    try:
        if wrong is None:
            enter_leave(person=person, by=request.viewer, **form.cleaned_data)
        else:
            change_leave(leave=wrong, by=request.viewer, **form.cleaned_data)
    except DomainError as error:
        put_error(form, error)
        return False
    add_toast(request, _("Kept. Nothing is due and nothing is sent on these days."))
    return True


def days_of(leave: Leave | None) -> dict[str, object]:
    """Return what a form begins with."""
    return {"from_on": leave.from_on, "to_on": leave.to_on} if leave else {}


def end_or_remove(request: Request, leave: Leave) -> str:
    """End a leave today, or take it back as entered by mistake; return what was done, empty where it only ended."""
    if pressed(request, "", "end", "remove") == "remove":
        remove_leave(leave=leave, by=request.viewer)
        words = _("The days away from %(day)s are removed: these days count again.")
        return words % {"day": date_format(leave.from_on, "j M Y")}
    end_leave(leave=leave, to_on=request.viewer.today(), by=request.viewer)
    return ""
