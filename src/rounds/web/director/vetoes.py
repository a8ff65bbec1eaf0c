"""A program director's veto: own trainees' proposed pairs, names and conflict only."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

import rules
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rounds.core.access import Request, Viewer, allow, holds
from rounds.core.clock import institution_today
from rounds.core.enums import Role
from rounds.core.errors import DomainError, NotFound
from rounds.matching.decisions.forms import ReasonForm
from rounds.matching.decisions.selectors.vetoes import Trainee, refuse_closed, trainees_pairs
from rounds.matching.decisions.services.decisions import lift_decisions, veto_pair
from rounds.matching.decisions.services.objections import record_no_objection, take_back_no_objection
from rounds.matching.enums import RunState
from rounds.matching.models import MatchRun, NoObjection
from rounds.people.selectors.people import programs_not_directed
from rounds.web.addresses import address
from rounds.web.frame.errors import put_error
from rounds.web.toasts import add_toast
from rounds.web.words.pairs import note_words

DIRECTS = holds(Role.RESIDENCY_DIRECTOR)


@rules.predicate
def has_the_role(viewer: Viewer, thing: object = None) -> bool:
    """Tell whether the viewer is a program director (PD), or has the role and no entry in the training program."""
    if viewer.has_anywhere(Role.RESIDENCY_DIRECTOR):
        return True
    return viewer.person_id is not None and bool(programs_not_directed(viewer.person_id, institution_today()))


@require_GET
@allow(has_the_role)
def list_page(request: Request) -> HttpResponse:
    """Show the proposed mentors of own trainees; whose training program does not name them reads so."""
    viewer = request.viewer
    context = {
        "groups": _groups(viewer),
        "not_directed": programs_not_directed(viewer.own_id, institution_today()),
    }
    return render(request, "director/vetoes.html", context)


@dataclass(frozen=True)
class Group:
    """The pairs of own trainees in one run: (pair, conflicts), those said no to (by the reader, by others), a conflict, the rest."""

    run: MatchRun
    vetoed: list[tuple[Trainee, str]]
    # another director of the same trainees said no
    by_others: list[tuple[Trainee, str]]
    warned: list[tuple[Trainee, str]]
    plain: list[tuple[Trainee, str]]
    # the reader had no objection in an earlier run
    cleared: list[tuple[Trainee, str]]
    running: int
    no_objection: NoObjection | None

    @property
    def open(self) -> int:
        return len(self.warned) + len(self.plain)

    @property
    def all(self) -> int:
        return self.open + len(self.vetoed) + len(self.by_others) + len(self.cleared)

    @property
    def is_open(self) -> bool:
        return self.run.state == RunState.IN_REVIEW


def _groups(viewer: Viewer) -> list[Group]:
    pairs: dict[UUID, list[tuple[Trainee, str]]] = defaultdict(list)
    for pair in trainees_pairs(viewer):
        pairs[pair.run.id].append((pair, "; ".join(note_words(pair.notes))))
    standing = NoObjection.objects.filter(run_id__in=list(pairs), by_id=viewer.own_id, undone_at=None)
    answers = {one.run_id: one for one in standing}
    return [
        Group(
            rows[0][0].run,
            [row for row in rows if row[0].is_veto_own],
            [row for row in rows if row[0].veto and not row[0].is_veto_own],
            [row for row in rows if row[0].waits and row[1]],
            [row for row in rows if row[0].waits and not row[1]],
            [row for row in rows if row[0].is_cleared and not row[0].veto],
            sum(row[0].is_running for row in rows),
            answers.get(run_id),
        )
        for run_id, rows in pairs.items()
    ]


def _group(viewer: Viewer, run_id: UUID) -> Group:
    for group in _groups(viewer):
        if group.run.id == run_id:
            return group
    refuse_closed(viewer, run_id)
    raise NotFound


@require_http_methods(["GET", "POST"])
@allow(DIRECTS, load=_group)
def rest(request: Request, group: Group) -> HttpResponse:
    """Object to none of the pairs but those said no to; asks first, with the count."""
    if request.method == "POST":
        found = record_no_objection(run_id=group.run.id, by=request.viewer)
        add_toast(
            request,
            ngettext(
                "The program office reads: no objection to %(count)s pair.",
                "The program office reads: no objection to %(count)s pairs.",
                found.pairs,
            )
            % {"count": found.pairs},
            undo=address(request, "vetoes:object_again", run_id=group.run.id),
        )
        return redirect(address(request, "vetoes:list"))
    return render(request, "director/rest.html", {"group": group})


@require_POST
@allow(DIRECTS, load=_group)
def object_again(request: Request, group: Group) -> HttpResponse:
    """Take back that there is no objection."""
    take_back_no_objection(run_id=group.run.id, by=request.viewer)
    add_toast(request, _("Taken back. The program office waits for your answer again."))
    return redirect(address(request, "vetoes:list"))


def _load(viewer: Viewer, run_id: UUID, mentee_id: UUID, mentor_id: UUID) -> Trainee:
    wanted = (run_id, str(mentee_id), str(mentor_id))
    for pair in trainees_pairs(viewer):
        if (pair.run.id, pair.mentee_id, pair.mentor_id) == wanted:
            return pair
    refuse_closed(viewer, run_id)
    raise NotFound


@require_http_methods(["GET", "POST"])
@allow(DIRECTS, load=_load)
def veto(request: Request, pair: Trainee) -> HttpResponse:
    """Say no to one pair, with a reason."""
    form, status = ReasonForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            veto_pair(cohort=pair.run.cohort, pair=pair.ids, by=request.viewer, **form.cleaned_data)
        except DomainError as error:
            status = put_error(form, error)
        else:
            add_toast(request, _("Noted. The program office matches again without this pair."))
            return redirect(address(request, "vetoes:list"))
    return render(request, "director/veto.html", {"pair": pair, "form": form}, status=status)


@require_POST
@allow(DIRECTS, load=_load)
def lift(request: Request, pair: Trainee) -> HttpResponse:
    """Take back one's own veto."""
    if pair.veto is None or not pair.is_veto_own:
        raise NotFound
    lift_decisions(cohort=pair.run.cohort, action_id=pair.veto.action_id, by=request.viewer)
    add_toast(request, _("Taken back."))
    return redirect(address(request, "vetoes:list"))
