"""A pasted list of who was at a kick-off or a conference: the pairs of which both were there are entered at once."""

from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from rounds.core.access import Request, allow
from rounds.core.errors import DomainError
from rounds.core.reading import NO_ID, read_id
from rounds.mentorships.conversations.forms import ListForm
from rounds.mentorships.conversations.services.together import Sorted, log_for_pairs, remove_list, sort_pairs
from rounds.mentorships.conversations.values.lists import Line, Named, read_list
from rounds.mentorships.enums import RUNNING
from rounds.mentorships.models import Mentorship
from rounds.mentorships.selectors import office_mentorships
from rounds.people.models import Person
from rounds.programs.models import Program
from rounds.programs.rules import is_office
from rounds.programs.selectors import program_for
from rounds.web.addresses import address
from rounds.web.frame.errors import put_error, status_of
from rounds.web.frame.presses import pressed
from rounds.web.toasts import add_toast

USUAL_MINUTES = 30


@dataclass(frozen=True)
class Checked:
    """What a list says: the pairs of which both were there, sorted, who was there alone, and lines that name nobody."""

    pairs: Sorted
    alone: list[Person] = field(default_factory=list)
    unread: tuple[Line, ...] = ()

    @property
    def seen(self) -> str:
        """Return which pairs the page has shown, so that no others are entered."""
        return " ".join(sorted(str(pair.id) for pair in self.pairs.to_enter))

    @property
    def people(self) -> int:
        """Return how many people are told."""
        return len({one for pair in self.pairs.to_enter for one in (pair.mentee_id, pair.mentor_id)})


@require_http_methods(["GET", "POST"])
@allow(is_office, load=program_for)
def paste(request: Request, program: Program) -> HttpResponse:
    """Take a list, say what it means, and enter it once that was read."""
    first = {"held_on": request.viewer.last_day(), "entry": ListForm.new_entry()}
    form = ListForm(request.POST or None, initial=first, agreed=USUAL_MINUTES)
    checked = None
    if request.method == "POST" and form.is_valid():
        try:
            checked = _check(request, program, form)
            is_meant = pressed(request, "", "check", "enter") == "enter"
            if is_meant and checked.seen and request.POST.get("seen") == checked.seen:
                return _entered(request, program, form, checked)
        except DomainError as error:
            if error.field not in form.fields:
                raise
            put_error(form, error)
    context = {"program": program, "form": form, "checked": checked}
    return render(request, "coordinator/year/sign_in_list.html", context, status=status_of(form))


def _pairs_of(request: Request, program: Program) -> list[Mentorship]:
    return list(office_mentorships(request.viewer).filter(cycle__program_id=program.id, state__in=RUNNING))


def _check(request: Request, program: Program, form: ListForm) -> Checked:
    pairs = _pairs_of(request, program)
    people = {one.id: one for pair in pairs for one in (pair.mentee, pair.mentor)}
    named = [
        Named(one.id, one.given_name, one.family_name, (one.email, one.personal_email))
        for one in people.values()
    ]
    found = read_list(form.cleaned_data["who"], named)
    both = [pair for pair in pairs if {pair.mentee_id, pair.mentor_id} <= found.present]
    paired = {one for pair in both for one in (pair.mentee_id, pair.mentor_id)}
    alone = sorted((people[one] for one in found.present - paired), key=lambda one: one.folded_family)
    return Checked(sort_pairs(both, form.cleaned_data["held_on"]), alone, found.unread)


def _entered(request: Request, program: Program, form: ListForm, checked: Checked) -> HttpResponse:
    entry, data = form.entry_id(), form.cleaned_data
    made = log_for_pairs(
        pairs=checked.pairs.to_enter,
        entry_id=entry,
        held_on=data["held_on"],
        minutes=data["minutes"],
        by=request.viewer,
    )
    words = ngettext(
        "Entered for %(count)s pair. Both are told in 15 minutes, and can say it was not so.",
        "Entered for %(count)s pairs. Both of each are told in 15 minutes, and can say it was not so.",
        len(made),
    )
    undo = address(request, "year:undo_list", program_id=program.id) + f"?entry={entry}"
    add_toast(request, words % {"count": len(made)}, undo=undo)
    return redirect(address(request, "year:list") + f"?program={program.id}")


@require_POST
@allow(is_office, load=program_for)
def undo(request: Request, program: Program) -> HttpResponse:
    """Remove what one list has entered; messages that have not left are stopped."""
    entry: UUID = read_id(request.GET.get("entry")) or NO_ID
    every = office_mentorships(request.viewer).filter(Q(cycle__program_id=program.id))
    removed = remove_list(pairs=list(every), entry_id=entry, by=request.viewer)
    words = ngettext("Removed: %(count)s conversation.", "Removed: %(count)s conversations.", removed)
    add_toast(request, words % {"count": removed})
    return redirect(address(request, "year:list") + f"?program={program.id}")
