"""What Rounds itself knows of the steps of roll-outs: a fact each, for any number of programs in the same few queries."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Max, QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from rounds.core.clock import institution_today
from rounds.core.database.dated import open_on
from rounds.insights.models import Cut, DecisionRecord
from rounds.matching.enums import RunState, Step
from rounds.matching.models import MatchRun, NoObjection, RunStep, WeightSet
from rounds.people.enums import TrainingKind
from rounds.people.models import AuthorityLine, TrainingProgramMember, TrainingRecord
from rounds.programs.enums import CycleState, EnrollmentState, Side
from rounds.programs.models import Baseline, Cycle, Enrollment, Intake
from rounds.rollout.enums import Kind, Status
from rounds.rollout.models import DocumentVersion, Launch, PitchFigure
from rounds.rollout.selectors.signing import is_endorsed, signatures_of
from rounds.rollout.values.checklist import MANY, MOST


@dataclass(frozen=True)
class Fact:
    """What is known of a step: whether it is done, and in words how far."""

    is_done: bool
    words: str


Facts = dict[str, Fact]
Ids = set[UUID]


@dataclass(frozen=True)
class _Here:
    """The roll-outs asked about, and who takes part in each program now."""

    launches: dict[UUID, Launch]
    mentors: dict[UUID, dict[UUID, UUID]]
    mentees: dict[UUID, dict[UUID, UUID]]

    def places(self, side: Side) -> Ids:
        """Return the enrollments of one side, of all programs."""
        sides = self.mentors if side == Side.MENTOR else self.mentees
        return {place for of_one in sides.values() for place in of_one}

    def people(self, side: Side) -> Ids:
        """Return the people of one side, of all programs."""
        sides = self.mentors if side == Side.MENTOR else self.mentees
        return {person for of_one in sides.values() for person in of_one.values()}


def facts_of(launches: Collection[Launch]) -> dict[UUID, Facts]:
    """Return by program what is known of each step that a fact shows."""
    here = _here(launches)
    found: dict[UUID, Facts] = {program_id: {} for program_id in here.launches}
    for key, known in KNOWN.items():
        for program_id, fact in known(here).items():
            found[program_id][key] = fact
    return found


def _here(launches: Collection[Launch]) -> _Here:
    by_program = {one.program_id: one for one in launches}
    sides: dict[str, dict[UUID, dict[UUID, UUID]]] = {
        side: {program_id: {} for program_id in by_program} for side in Side.values
    }
    rows = (
        Enrollment.objects.filter(cohort__cycle__in=_newest_cycles(by_program))
        .exclude(state=EnrollmentState.WITHDRAWN)
        .order_by()
        .values_list("id", "person_id", "side", "cohort__cycle__program_id")
    )
    for place, person, side, program_id in rows:
        sides[side][program_id][place] = person
    return _Here(by_program, sides[Side.MENTOR], sides[Side.MENTEE])


def _newest_cycles(programs: Iterable[UUID]) -> list[UUID]:
    """Return of each program the open cycle, else the newest."""
    found: dict[UUID, UUID] = {}
    rows = Cycle.objects.filter(program_id__in=list(programs)).order_by("-starts_on")
    for cycle_id, program_id, state in rows.values_list("id", "program_id", "state"):
        if state == CycleState.OPEN or program_id not in found:
            found[program_id] = cycle_id
    return list(found.values())


def _share(count: int, of: int, least: float, words: str) -> Fact:
    return Fact(of > 0 and count >= least * of, words % {"count": count, "of": of})


def _hours(here: _Here) -> dict[UUID, Fact]:
    rows = Baseline.objects.filter(enrollment_id__in=here.places(Side.MENTOR), protected_hours__isnull=False)
    promised = set(rows.exclude(promised_by="").values_list("enrollment_id", flat=True))
    words = _("%(count)s of %(of)s mentors say who promised them how many hours")
    return {
        program_id: _share(len(promised & places.keys()), len(places), MOST, words)
        for program_id, places in here.mentors.items()
    }


def _roster(here: _Here) -> dict[UUID, Fact]:
    today, mentees = institution_today(), here.people(Side.MENTEE)
    lines = AuthorityLine.objects.filter(open_on(today), subject_id__in=mentees)
    trainees = TrainingProgramMember.objects.filter(
        open_on(today), person_id__in=mentees, kind=TrainingKind.RESIDENT
    )
    under = set(lines.values_list("subject_id", flat=True)) | set(
        trainees.values_list("person_id", flat=True)
    )
    words = _("%(mentors)s mentors enrolled; of %(of)s mentees %(count)s have a line of authority recorded")
    found = {}
    for program_id, places in here.mentees.items():
        mentors = len(here.mentors[program_id])
        count = len(under & set(places.values()))
        known = {"mentors": mentors, "count": count, "of": len(places)}
        found[program_id] = Fact(
            mentors > 0 and len(places) > 0 and count >= MOST * len(places), words % known
        )
    return found


def _intakes(here: _Here) -> dict[UUID, Fact]:
    both = here.places(Side.MENTOR) | here.places(Side.MENTEE)
    rows = Intake.objects.filter(enrollment_id__in=both, submitted_at__isnull=False)
    sent = set(rows.values_list("enrollment_id", flat=True))
    words = _("%(count)s of %(of)s intakes are sent")
    found = {}
    for program_id in here.launches:
        places = here.mentors[program_id].keys() | here.mentees[program_id].keys()
        found[program_id] = _share(len(sent & places), len(places), MOST, words)
    return found


def _weights(here: _Here) -> dict[UUID, Fact]:
    newest: dict[UUID, WeightSet] = {}
    for one in WeightSet.objects.filter(program_id__in=here.launches).order_by("version"):
        newest[one.program_id] = one
    found = {}
    for program_id in here.launches:
        saved = newest.get(program_id)
        if saved is None:
            found[program_id] = Fact(False, _("No weights are saved yet"))
        elif saved.rationale.strip():
            found[program_id] = Fact(True, _("“%(name)s” says why") % {"name": saved.name})
        else:
            found[program_id] = Fact(False, _("“%(name)s” gives no reason") % {"name": saved.name})
    return found


def _newest_runs(here: _Here) -> dict[UUID, MatchRun]:
    """Return of each program the newest run of those that went furthest."""
    rows = MatchRun.objects.filter(
        cohort__cycle__program_id__in=here.launches,
        state__in=[RunState.IN_REVIEW, RunState.APPROVED, RunState.PUBLISHED],
    ).select_related("cohort__cycle")
    found: dict[UUID, MatchRun] = {}
    for one in sorted(rows, key=lambda run: (run.state == RunState.PUBLISHED, run.made_at)):
        found[one.cohort.cycle.program_id] = one
    return found


def _conflicts(here: _Here) -> dict[UUID, Fact]:
    runs = _newest_runs(here)
    heard: dict[UUID, Ids] = defaultdict(set)
    rows = NoObjection.objects.filter(run__in=list(runs.values()), undone_at=None)
    for run_id, by_id in rows.values_list("run_id", "by_id"):
        heard[run_id].add(by_id)
    found = {}
    for program_id in here.launches:
        run = runs.get(program_id)
        if run is None:
            found[program_id] = Fact(False, _("No run is in review yet"))
        else:
            words = _("Run %(number)s: %(count)s program directors have nothing against it")
            known = {"number": run.number, "count": len(heard[run.id])}
            found[program_id] = Fact(run.state == RunState.PUBLISHED, words % known)
    return found


def _published(here: _Here) -> dict[UUID, Fact]:
    runs = _newest_runs(here)
    rows = RunStep.objects.filter(run__in=list(runs.values()), step=Step.APPROVED).order_by("at")
    approved: dict[UUID, RunStep] = {one.run_id: one for one in rows}
    found = {}
    for program_id in here.launches:
        run = runs.get(program_id)
        step = approved.get(run.id) if run else None
        if run is None or run.state != RunState.PUBLISHED or run.published_at is None:
            found[program_id] = Fact(False, _("Not published yet"))
        elif step is None or step.by_id == run.made_by_id:
            found[program_id] = Fact(False, _("Published, approved by nobody else"))
        else:
            known = {"day": date_format(localtime(run.published_at), "j M Y"), "name": step.by_name}
            found[program_id] = Fact(True, _("Published %(day)s, approved by %(name)s") % known)
    return found


def _trained(here: _Here) -> dict[UUID, Fact]:
    rows = TrainingRecord.objects.filter(
        person_id__in=here.people(Side.MENTOR), done_on__lte=institution_today()
    )
    trained = set(rows.values_list("person_id", flat=True))
    words = _("%(count)s of %(of)s mentors are trained")
    return {
        program_id: _share(len(trained & set(places.values())), len(places), MANY, words)
        for program_id, places in here.mentors.items()
    }


def _baseline(here: _Here) -> dict[UUID, Fact]:
    rows = Baseline.objects.filter(enrollment_id__in=here.places(Side.MENTEE)).exclude(items={})
    answered = set(rows.values_list("enrollment_id", flat=True))
    words = _("%(count)s of %(of)s mentees have answered")
    return {
        program_id: _share(len(answered & places.keys()), len(places), MANY, words)
        for program_id, places in here.mentees.items()
    }


def _freeze(here: _Here) -> dict[UUID, Fact]:
    newest = Cut.objects.aggregate(newest=Max("as_of"))["newest"]
    if newest is None:
        return dict.fromkeys(here.launches, Fact(False, _("No figures are made yet")))
    words = _("The newest figures are of %(day)s") % {"day": date_format(newest, "j M Y")}
    return {one: Fact(newest >= launch.ends_on, words) for one, launch in here.launches.items()}


def _gate(here: _Here) -> dict[UUID, Fact]:
    rows: QuerySet[Any, Any] = (
        DecisionRecord.objects.filter(cycle__program_id__in=here.launches)
        .order_by("written_at")
        .values_list("cycle__program_id", "written_at", "written_by")
    )
    found = dict.fromkeys(here.launches, Fact(False, _("Nothing is decided since the end of the pilot")))
    for program_id, written_at, name in rows:
        if localtime(written_at).date() >= here.launches[program_id].ends_on:
            known = {"day": date_format(localtime(written_at), "j M Y"), "name": name}
            found[program_id] = Fact(True, _("Decided %(day)s, written down by %(name)s") % known)
    return found


def _local_figures(here: _Here) -> dict[UUID, Fact]:
    rows = PitchFigure.objects.filter(
        program_id__in=here.launches, status=Status.LOCAL, year__isnull=False, is_shown=True
    ).exclude(value="")
    counted = Counter(rows.exclude(source="").values_list("program_id", flat=True))
    words = _("%(count)s figures of our own with source and year")
    return {one: Fact(counted[one] >= 2, words % {"count": counted[one]}) for one in here.launches}


def _pitch(here: _Here) -> dict[UUID, Fact]:
    found = dict.fromkeys(here.launches, Fact(False, _("No pitch is issued in Rounds")))
    rows = DocumentVersion.objects.filter(program_id__in=here.launches, kind=Kind.PITCH).order_by("number")
    for one in rows:
        known = {"number": one.number, "day": date_format(localtime(one.issued_at), "j M Y")}
        found[one.program_id] = Fact(True, _("Version %(number)s, issued %(day)s") % known)
    return found


def _endorsement(here: _Here) -> dict[UUID, Fact]:
    rows = DocumentVersion.objects.filter(program_id__in=here.launches, kind=Kind.ENDORSEMENT)
    newest = {one.program_id: one for one in rows.order_by("number")}
    signed = signatures_of(newest.values())
    found = dict.fromkeys(here.launches, Fact(False, _("No endorsement is issued in Rounds")))
    for program_id, one in newest.items():
        known = {"number": one.number, "count": sum(row.counts for row in signed[one.id])}
        words = _("Version %(number)s has %(count)s signatures") % known
        found[program_id] = Fact(is_endorsed(signed[one.id]), words)
    return found


KNOWN: dict[str, Callable[[_Here], dict[UUID, Fact]]] = {
    "hours": _hours,
    "local_figures": _local_figures,
    "pitch": _pitch,
    "endorsement": _endorsement,
    "roster": _roster,
    "intakes": _intakes,
    "weights": _weights,
    "conflicts": _conflicts,
    "published": _published,
    "trained": _trained,
    "baseline": _baseline,
    "freeze": _freeze,
    "gate": _gate,
}
