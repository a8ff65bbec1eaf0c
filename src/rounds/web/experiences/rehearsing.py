"""A pair rehearses: planned in one press, then each of the two writes what they take along or saw."""

from uuid import UUID, uuid5

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rounds.core.access import Request, Viewer, allow, is_member
from rounds.core.clock import institution_today
from rounds.core.errors import DomainError
from rounds.development.forms.experiences import RehearsalForm
from rounds.development.models import Entry, Rehearsal
from rounds.development.selectors.experiences import entry_for, pair_to_rehearse_in, rehearsal_for
from rounds.development.services.experiences import plan_rehearsal, write_rehearsal
from rounds.mentorships.models import Mentorship
from rounds.web.addresses import address
from rounds.web.frame.errors import put_error, show_form
from rounds.web.toasts import add_toast


def load_both(viewer: Viewer, experience: str, mentorship_id: UUID) -> tuple[Entry, Mentorship]:
    """Return an entry and an own pair that runs; raises NotFound."""
    return entry_for(viewer, experience), pair_to_rehearse_in(viewer, mentorship_id)


@allow(is_member, load=load_both)
@require_POST
def rehearse(request: Request, found: tuple[Entry, Mentorship]) -> HttpResponse:
    """Plan to rehearse an entry in an own pair; pressed twice on a day it is planned once."""
    entry, pair = found
    entry_id = uuid5(pair.id, f"{entry.key} {institution_today()}")
    row = plan_rehearsal(pair=pair, entry=entry, entry_id=entry_id, by=request.viewer)
    add_toast(request, _("Planned. Both of you find it under Experiences."))
    return redirect(address(request, "experiences:rehearsal", rehearsal_id=row.id))


@allow(is_member, load=rehearsal_for)
@require_http_methods(["GET", "POST"])
def rehearsal(request: Request, found: Rehearsal) -> HttpResponse:
    """Show a rehearsal to the two; a POST writes one's own words and the day."""
    pair, said = found.mentorship, found.opened()
    is_mentee = pair.mentee_id == request.viewer.person_id
    mine, theirs = ("mentee", "mentor") if is_mentee else ("mentor", "mentee")
    form = RehearsalForm(request.POST or None, initial={"words": said[mine], "held_on": found.held_on})
    if request.method == "POST" and form.is_valid() and not (said[mine] or form.says_something()):
        form.add_error(
            "words", _("Nothing is written yet. Write your words or the day, or choose “Not now”.")
        )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            write_rehearsal(
                rehearsal=found, words=given["words"], held_on=given["held_on"], by=request.viewer
            )
        except DomainError as error:
            put_error(form, error)
        else:
            add_toast(
                request, _("Saved. The other one reads it here.") if given["words"].strip() else _("Saved.")
            )
            return redirect(address(request, "experiences:rehearsal", rehearsal_id=found.id))
    other = pair.mentor.display_name if is_mentee else pair.mentee.full_name
    return show_form(
        request,
        "experiences/rehearsal.html",
        form,
        rehearsal=found,
        is_mentee=is_mentee,
        other=other,
        theirs=said[theirs],
    )
