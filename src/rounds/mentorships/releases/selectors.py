"""Reads of releases: what a resident may release and has released; what a director was given, and nothing beside it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rounds.core.access import Viewer
from rounds.core.clock import institution_day, institution_today, now
from rounds.core.database.dated import open_on
from rounds.core.enums import Role
from rounds.core.errors import NotFound, OutOfOrder
from rounds.core.models import AuditEvent
from rounds.mentorships.debriefs.selectors import stands_for
from rounds.mentorships.debriefs.values import PROMPTS
from rounds.mentorships.enums import Milestone
from rounds.mentorships.growth.selectors.goals import ReadGoal, Step, own_goals
from rounds.mentorships.milestones.selectors import Report, list_reports
from rounds.mentorships.milestones.values import near_words
from rounds.mentorships.models import (
    Debrief,
    GoalEvidence,
    Mentorship,
    MilestoneFeedback,
    MilestoneRequirement,
    Release,
)
from rounds.mentorships.releases.values import Packet, Part, Piece, packet_from
from rounds.mentorships.selectors import mentorships_known_to
from rounds.people.enums import TrainingKind
from rounds.people.models import Person, TrainingProgram, TrainingProgramMember

OPENED = "release.opened"
# Kinds of pieces in which another than the resident may have written.
KINDS = ("report", "goal")


class Differs(OutOfOrder):
    """What is stored of a release is not what was released, so it is not shown."""

    def __init__(self) -> None:
        super().__init__(
            _("What is stored is not what was released, so it is not shown. Tell a site administrator.")
        )


@dataclass(frozen=True)
class Choice:
    """One piece that can be released: its key as forms send it, and its words."""

    key: str
    title: str
    day: date
    is_released: bool

    @property
    def day_words(self) -> str:
        """Say which day it is: of the report, of the conversation, of what speaks for the goal."""
        debrief, goal = _("talked about on %(day)s"), _("last line that speaks for it: %(day)s")
        words = {"report": _("written %(day)s"), "debrief": debrief, "goal": goal}
        return words[self.key.split()[0]] % {"day": _day(self.day)}


@dataclass(frozen=True)
class Opened:
    """Who has opened a release, and when first."""

    name: str
    on: date


@dataclass(frozen=True)
class Given:
    """A release as the resident sees it in the list of what is out."""

    row: Release
    opened: tuple[Opened, ...]


def own_residencies(viewer: Viewer) -> list[TrainingProgram]:
    """Return the residencies and fellowships in which the viewer trains today."""
    members = TrainingProgramMember.objects.filter(
        open_on(institution_today()), person_id=viewer.own_id, kind=TrainingKind.RESIDENT
    )
    return list(TrainingProgram.objects.filter(id__in=members.values("training_program_id")).order_by("name"))


def pieces_to_release(viewer: Viewer) -> list[Choice]:
    """Return what the viewer, as a mentee, may release: answered reports, debriefs with words, goals with evidence; the newest first."""
    out = released_keys(viewer)
    found = [
        Choice(key, title, day, key in out)
        for key, (title, day, _piece) in _pieces(viewer, specialty="").items()
    ]
    return sorted(found, key=lambda one: one.day, reverse=True)


def released_keys(viewer: Viewer) -> set[str]:
    """Return the keys of what the viewer has released; an answer was once named by its number, now by its prompt."""
    out = {key for row in own_releases(viewer) for key in row.pieces}
    numbered = {key for key in out if key.startswith("debrief") and key[-1].isdigit()}
    rows = Debrief.objects.filter(id__in={key.split()[1] for key in numbered}) if numbered else ()
    for row in rows:
        first = row.former[0].answers if row.former else row.answers
        answered = [key for key in PROMPTS if key in first]
        out |= {
            f"debrief {row.id} {prompt}"
            for number, prompt in enumerate(answered)
            if f"debrief {row.id} {number}" in numbered
        }
    return out


def packet_of(viewer: Viewer, keys: Collection[str], program: TrainingProgram) -> Packet:
    """Return the packet that some pieces make for a residency, exactly as its director will read it; NotFound for a strange key."""
    pieces = _pieces(viewer, specialty=program.specialty)
    if not keys or any(key not in pieces for key in keys):
        raise NotFound
    resident = Person.objects.get(id=viewer.own_id)
    chosen = [pieces[key] for key in pieces if key in keys]
    return Packet(resident.full_name, program.name, tuple(piece for _title, _day, piece in chosen))


def _pieces(viewer: Viewer, *, specialty: str) -> dict[str, tuple[str, date, Piece]]:
    ids = [pair.id for pair in _pairs_as_mentee(viewer)]
    found = {}
    for report in list_reports(ids):
        if report.feedback is not None:
            found[f"report {report.row.id}"] = _of_report(report, specialty)
    debriefs = Debrief.objects.filter(stands_for(viewer), mentorship_id__in=ids, is_let_go=False)
    for debrief in debriefs.select_related("rotation", "conversation").order_by("-at"):
        for key, answer in debrief.answers.items():
            found[f"debrief {debrief.id} {key}"] = _of_answer(debrief, str(PROMPTS[key]), answer)
    for goal in own_goals(viewer):
        if goal.evidence:
            found[f"goal {goal.id}"] = _of_goal(goal)
    return found


def _pairs_as_mentee(viewer: Viewer) -> Iterable[Mentorship]:
    return mentorships_known_to(viewer.own_id, at=now()).filter(mentee_id=viewer.own_id)


def _of_report(report: Report, specialty: str) -> tuple[str, date, Piece]:
    title = str(Milestone(report.row.milestone).label)
    day = institution_day(report.row.changed_at)
    parts = (
        Part(_("Report"), report.text),
        Part(_("What the mentor saw"), report.saw),
        Part(_("What the mentor would try next"), report.try_next),
    )
    return title, day, Piece("report", title, _day(day), tuple(near_words(specialty)), parts)


def _of_answer(debrief: Debrief, prompt: str, answer: str) -> tuple[str, date, Piece]:
    talk = debrief.conversation
    day = (talk.held_on if talk else None) or institution_day(debrief.at)
    title = _("Debrief of %(rotation)s: %(prompt)s") % {"rotation": debrief.rotation.name, "prompt": prompt}
    return title, day, Piece("debrief", title, _day(day), (), (Part(prompt, answer),))


def _of_goal(goal: ReadGoal) -> tuple[str, date, Piece]:
    """Return a goal with what speaks for it: each line with its day and who has added it."""
    said = goal.text
    parts = [
        *([Part(_("How one would notice"), said.measure)] if said.measure else []),
        Part(_("Steps"), "\n".join(step_words(step) for step in goal.steps)),
        Part(_("What speaks for it"), "\n".join(evidence_words(line) for line in goal.evidence)),
    ]
    day = max(line.on for line in goal.evidence)
    title = _("Goal: %(goal)s") % {"goal": said.text}
    return title, day, Piece("goal", title, _day(day), (), tuple(parts))


def step_words(step: Step) -> str:
    """Say a step of a goal, and whether it is done."""
    if step.mark is None:
        return _("%(step)s (not done yet)") % {"step": step.words.text}
    return _("%(step)s (done on %(day)s)") % {"step": step.words.text, "day": _day(step.mark.done_on)}


def evidence_words(line: GoalEvidence) -> str:
    """Say a line of evidence with its day and who has added it; its reader was found before."""
    said = line.opened()
    words = _("%(day)s, %(name)s: %(what)s") % {
        "day": _day(line.on),
        "name": line.added_by.display_name,
        "what": said["what"],
    }
    return f"{words} ({said['link']})" if said.get("link") else words


def _day(day: date) -> str:
    return str(date_format(day, "j M Y"))


def own_releases(viewer: Viewer) -> QuerySet[Release]:
    """Return what the viewer has released, the newest first."""
    rows = Release.objects.filter(person_id=viewer.own_id).select_related("training_program", "person")
    return rows.order_by("-released_at", "id")


def list_given(viewer: Viewer) -> list[Given]:
    """Return what the viewer has released, with who has opened it; two queries."""
    rows = list(own_releases(viewer))
    opened: dict[UUID, dict[str, Opened]] = {}
    events = AuditEvent.objects.filter(action=OPENED, object_id__in=[row.id for row in rows]).order_by(
        "number"
    )
    for name, object_id, at in events.values_list("by_name", "object_id", "at"):
        if object_id is not None:
            opened.setdefault(object_id, {}).setdefault(name, Opened(name, institution_day(at)))
    return [Given(row, tuple(opened.get(row.id, {}).values())) for row in rows]


def releases_of(person_id: UUID, piece: str) -> list[Release]:
    """Return the releases in which a piece went out. Whoever calls this has found the piece for its reader."""
    rows = Release.objects.filter(person_id=person_id).order_by("released_at")
    return [row for row in rows.select_related("training_program") if piece in row.pieces]


@dataclass(frozen=True)
class Lent:
    """Words of another in a release: whose, of which pair, and the report or goal that they are about."""

    pair: Mentorship
    person_id: UUID
    is_report: bool
    about_id: UUID
    # the answer itself, the line of evidence itself
    thing_id: UUID


def lent_words_in(release: Release) -> list[Lent]:
    """Return the words that others than the resident wrote, of those that a release holds."""
    ids = {kind: [UUID(key.split()[1]) for key in release.pieces if key.startswith(kind)] for kind in KINDS}
    answers = MilestoneFeedback.objects.filter(report_id__in=ids["report"]).select_related(
        "report__mentorship"
    )
    found = [Lent(one.report.mentorship, one.by_id, True, one.report_id, one.id) for one in answers]
    lines = GoalEvidence.objects.filter(goal_id__in=ids["goal"], added_at__lte=release.released_at)
    lines = lines.exclude(added_by_id=release.person_id)
    pairs = {one.mentor_id: one for one in Mentorship.objects.filter(mentee_id=release.person_id)}
    found += [
        Lent(pairs[one.added_by_id], one.added_by_id, False, one.goal_id, one.id)
        for one in lines
        if one.added_by_id in pairs
    ]
    return found


def own_release_for(viewer: Viewer, own_release_id: UUID) -> Release:
    """Return an own release; NotFound otherwise."""
    found = own_releases(viewer).filter(id=own_release_id).first()
    if found is None:
        raise NotFound
    return found


def packet_in(release: Release) -> Packet:
    """Return the packet of a release as it was when it was released; raises Differs when the stored one is another."""
    packet = packet_from(release.opened())
    if packet.digest() != release.digest:
        raise Differs
    return packet


def done_days(viewer: Viewer) -> list[date]:
    """Return the days on which the viewer's reports were answered: what "requirement done" may say."""
    answered = list_reports([pair.id for pair in _pairs_as_mentee(viewer)])
    return sorted({institution_day(one.feedback.given_at) for one in answered if one.feedback})


def requirements_of(program_ids: Iterable[UUID]) -> dict[UUID, MilestoneRequirement]:
    """Return the milestones that residencies require today, by residency."""
    rows = MilestoneRequirement.objects.filter(training_program_id__in=list(program_ids), ended_at=None)
    return {row.training_program_id: row for row in rows}


# what a director of a residency sees


def _directed(viewer: Viewer) -> frozenset[UUID]:
    return frozenset(one for one in viewer.scopes(Role.RESIDENCY_DIRECTOR) if one is not None)


def list_received(viewer: Viewer) -> QuerySet[Release]:
    """Return what residents released to the residencies that the viewer directs, the newest first."""
    rows = Release.objects.filter(training_program_id__in=_directed(viewer))
    return rows.select_related("person", "training_program").order_by("-released_at", "id")


def received_for(viewer: Viewer, release_id: UUID) -> Release:
    """Return one of them; NotFound otherwise."""
    found = list_received(viewer).filter(id=release_id).first()
    if found is None:
        raise NotFound
    return found


def directed_programs(viewer: Viewer) -> list[TrainingProgram]:
    """Return the residencies that the viewer directs, by name."""
    return list(TrainingProgram.objects.filter(id__in=_directed(viewer)).order_by("name"))


def directed_program_for(viewer: Viewer, residency_id: UUID) -> TrainingProgram:
    """Return one of them; NotFound otherwise."""
    found = next((one for one in directed_programs(viewer) if one.id == residency_id), None)
    if found is None:
        raise NotFound
    return found
