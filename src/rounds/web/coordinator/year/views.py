"""Pairs for the program office: the list, one pair, and how it is paused, ended, or given another mentor."""

from dataclasses import replace
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rounds.core import audit
from rounds.core.access import Request, allow, holds
from rounds.core.enums import Role
from rounds.core.errors import DomainError
from rounds.core.reading import read_id, read_search
from rounds.matching.publishing.selectors.hand_over import candidates_for
from rounds.matching.publishing.services.hand_over import hand_over
from rounds.mentorships.changes.selectors import changes_asked_in
from rounds.mentorships.dues.selectors.facts import counts_from
from rounds.mentorships.dues.selectors.office import brought_along_lately
from rounds.mentorships.enums import RUNNING, State
from rounds.mentorships.forms import EndForm, HandOverForm, PlannedEndForm
from rounds.mentorships.models import Mentorship
from rounds.mentorships.panels.selectors import panel_of
from rounds.mentorships.safeguards.selectors import hold_on, why_not_theirs
from rounds.mentorships.selectors import (
    SHOWN_BY,
    PairsFilter,
    count_pairs,
    filter_pairs,
    office_mentorship_for,
)
from rounds.mentorships.services import office
from rounds.mentorships.services.going_on import changed_from, let_pair_go_on
from rounds.people.selectors.leaves import list_current_leaves
from rounds.programs.selectors import programs_for
from rounds.web.addresses import address
from rounds.web.coordinator.year.changes import change_words
from rounds.web.coordinator.year.contact import contact_context, trouble_words
from rounds.web.coordinator.year.rows import pair_row
from rounds.web.frame.errors import put_error
from rounds.web.kept_pages import kept_page
from rounds.web.toasts import add_toast
from rounds.web.words.names import mentor_choices

OFFICE = holds(Role.COORDINATOR, Role.DIRECTOR)
PAGE = 50
CHIPS = (
    ("running", gettext_lazy("Running")),
    ("paused", gettext_lazy("Paused")),
    ("panel", gettext_lazy("On a panel")),
    ("asked", gettext_lazy("Asked")),
    ("ended", gettext_lazy("Ended")),
)
# Those that the office's home counts, too, but for what the two have to settle between them.
TROUBLE_CHIPS = (
    ("first", gettext_lazy("No first conversation")),
    ("silent", gettext_lazy("Silent")),
    ("unsigned", gettext_lazy("Agreement late")),
    ("change", gettext_lazy("Change asked for")),
    ("disputed", gettext_lazy("Your entry disputed")),
    ("differ", gettext_lazy("Disputed between the two")),
    ("written", gettext_lazy("Written to")),
    ("away", gettext_lazy("On leave")),
)


@kept_page
@require_GET
@allow(OFFICE)
def list_page(request: Request) -> HttpResponse:
    """List the pairs of the viewer's programs; filter and page are kept in the address."""
    viewer = request.viewer
    show = request.GET.get("show", "")
    wanted = PairsFilter(
        program_id=read_id(request.GET.get("program")),
        show=show if show in {*SHOWN_BY, *dict(TROUBLE_CHIPS)} else "",
        words=read_search(request.GET.get("q")),
    )
    programs = programs_for(viewer)
    asked = [one for one in programs if wanted.program_id in (None, one.id)]
    of_any_state = filter_pairs(viewer, replace(wanted, show=""))
    trouble = trouble_words(viewer, asked)
    if wanted.words:  # a chip counts what its list shows
        found = set(of_any_state.values_list("id", flat=True))
        trouble = {
            key: {one: said for one, said in late.items() if one in found} for key, late in trouble.items()
        }
    late = trouble.get(show, {})
    # the longest first: a list of trouble is in the order in which it is best worked off
    pairs = _in_order(of_any_state, late) if show in trouble else filter_pairs(viewer, wanted)
    page = Paginator(pairs, PAGE).get_page(request.GET.get("page"))
    counts = count_pairs(viewer, wanted)
    context = {
        "wanted": wanted,
        "page": page,
        "rows": [pair_row(request, pair, late.get(pair.id, "")) for pair in page],
        "chips": [
            *((key, label, counts[key]) for key, label in CHIPS),
            *((key, label, len(trouble[key])) for key, label in TROUBLE_CHIPS),
        ],
        "programs": programs,
        "brought": brought_along_lately(asked),
        "is_filtered": wanted != PairsFilter(),
    }
    return render(request, "coordinator/year/list.html", context)


def _in_order(pairs: QuerySet[Mentorship], late: dict[UUID, str]) -> list[Mentorship]:
    """Return the pairs that are late with something, in the order of what is said of them."""
    found = {pair.id: pair for pair in pairs.filter(id__in=list(late))}
    return [found[one] for one in late if one in found]


@require_GET
@allow(OFFICE, load=office_mentorship_for)
def detail(request: Request, pair: Mentorship) -> HttpResponse:
    """Show the state of a pair and what the office can do; opening is logged for both."""
    for person_id in (pair.mentee_id, pair.mentor_id):
        audit.record(
            "pair.view", by=request.viewer, kind="mentorship", object_id=pair.id, about_person_id=person_id
        )
    context = {
        "pair": pair,
        "runs": pair.state in RUNNING,
        "is_paused": pair.state == State.PAUSED,
        "changed_from": changed_from(pair),
        "can_take_back": office.can_take_back_end(pair),
        "counts_from": counts_from(pair) if pair.imported_start_on else None,
        "ends_on": pair.planned_end_on or pair.cycle.ends_on,
        "changes": change_words(changes_asked_in(request.viewer, pair)),
        "hold": hold_on(pair),
        "panel": [one for one in panel_of(pair) if one.id != pair.id],
        "may_have_panel": pair.state in RUNNING and not pair.is_on_panel,
        "may_guard": not why_not_theirs(request.viewer, pair),
        "leaves": list_current_leaves([pair.mentee_id, pair.mentor_id]) if pair.state in RUNNING else [],
        **contact_context(request.viewer, pair),
    }
    return render(request, "coordinator/year/pair.html", context)


@require_http_methods(["GET", "POST"])
@allow(OFFICE, load=office_mentorship_for)
def end(request: Request, pair: Mentorship) -> HttpResponse:
    """Say what ends and who is told, ask for day and reason, and end the pair."""
    form = EndForm(request.POST or None, initial={"ended_on": request.viewer.last_day()})
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            office.end_pair_by_office(mentorship_id=pair.id, by=request.viewer, **form.cleaned_data)
        except DomainError as error:
            status = put_error(form, error)
        else:
            undo = address(request, "year:undo_end", mentorship_id=pair.id)
            add_toast(request, _("%(pair)s has ended.") % {"pair": _names(pair)}, undo=undo)
            return _back(request, pair)
    return render(request, "coordinator/year/end.html", {"pair": pair, "form": form}, status=status)


@require_POST
@allow(OFFICE, load=office_mentorship_for)
def undo_end(request: Request, pair: Mentorship) -> HttpResponse:
    """Let a pair go on that ended less than a day ago."""
    let_pair_go_on(mentorship_id=pair.id, by=request.viewer)
    add_toast(request, _("%(pair)s goes on as before.") % {"pair": _names(pair)})
    return _back(request, pair)


@require_http_methods(["GET", "POST"])
@allow(OFFICE, load=office_mentorship_for)
def change_mentor(request: Request, pair: Mentorship) -> HttpResponse:
    """Choose who takes over, say who is told, and do both at once: end this pair, begin the next."""
    candidates = candidates_for(pair) if pair.state in RUNNING else []
    form = HandOverForm(request.POST or None, choices=mentor_choices(candidates))
    status = 200
    if request.method == "POST" and form.is_valid():
        chosen = next(one for one in candidates if str(one.person_id) == form.cleaned_data["mentor"])
        try:
            new = hand_over(
                pair=pair,
                mentor_id=chosen.person_id,
                reason=form.cleaned_data["reason"],
                by=request.viewer,
            )
        except DomainError as error:
            status = put_error(form, error)
        else:
            undo = address(request, "year:undo_end", mentorship_id=pair.id)
            add_toast(request, _("%(name)s is the mentor now.") % {"name": chosen.name}, undo=undo)
            return redirect(address(request, "year:pair", mentorship_id=new.id))
    context = {"pair": pair, "form": form, "candidates": candidates}
    return render(request, "coordinator/year/hand_over.html", context, status=status)


@require_http_methods(["GET", "POST"])
@allow(OFFICE, load=office_mentorship_for)
def change_planned_end(request: Request, pair: Mentorship) -> HttpResponse:
    """Ask for the day on which a pair is planned to close."""
    form = PlannedEndForm(request.POST or None, initial={"planned_end_on": pair.planned_end_on})
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            office.plan_end(mentorship_id=pair.id, by=request.viewer, **form.cleaned_data)
        except DomainError as error:
            status = put_error(form, error)
        else:
            add_toast(request, _("The planned end is kept."))
            return _back(request, pair)
    return render(request, "coordinator/year/planned_end.html", {"pair": pair, "form": form}, status=status)


@require_POST
@allow(OFFICE, load=office_mentorship_for)
def pause(request: Request, pair: Mentorship) -> HttpResponse:
    """Pause a pair; nobody is written to."""
    office.pause_pair(mentorship_id=pair.id, by=request.viewer)
    undo = address(request, "year:resume", mentorship_id=pair.id)
    add_toast(request, _("%(pair)s is paused.") % {"pair": _names(pair)}, undo=undo)
    return _back(request, pair)


@require_POST
@allow(OFFICE, load=office_mentorship_for)
def resume(request: Request, pair: Mentorship) -> HttpResponse:
    """Let a paused pair go on."""
    office.resume_pair(mentorship_id=pair.id, by=request.viewer)
    add_toast(request, _("%(pair)s goes on.") % {"pair": _names(pair)})
    return _back(request, pair)


def _names(pair: Mentorship) -> str:
    return _("%(mentee)s with %(mentor)s") % {
        "mentee": pair.mentee.full_name,
        "mentor": pair.mentor.display_name,
    }


def _back(request: Request, pair: Mentorship) -> HttpResponse:
    return redirect(address(request, "year:pair", mentorship_id=pair.id))
