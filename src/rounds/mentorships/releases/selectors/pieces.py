"""Reads of what a resident may release, piece by piece, and of the packet that some pieces make."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rounds.core.access import Viewer
from rounds.core.clock import institution_day
from rounds.core.errors import NotFound
from rounds.mentorships.debriefs.selectors import stands_for
from rounds.mentorships.debriefs.values import PROMPTS
from rounds.mentorships.enums import Milestone
from rounds.mentorships.growth.selectors.goals import ReadGoal, Step, own_goals
from rounds.mentorships.milestones.selectors import Report, list_reports
from rounds.mentorships.milestones.values import near_words
from rounds.mentorships.models import (
    Debrief,
    GoalEvidence,
)
from rounds.mentorships.releases.selectors.given import own_releases, pairs_as_mentee
from rounds.mentorships.releases.values import Packet, Part, Piece
from rounds.people.models import Person, TrainingProgram


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
    numbered = {key for key in out if key.startswith("debrief") and key[-1] in "0123"}
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
    ids = [pair.id for pair in pairs_as_mentee(viewer)]
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
