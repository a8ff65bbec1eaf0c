"""The steps of a roll-out, from the ground up: what each asks, whose it is, when it is due, what shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rounds.rollout.enums import Anchor, Owner, Proof

GROUND = 0
# Step 0 is the ground that the ladder stands on.
STEPS: tuple[Promise, ...] = (
    _("Ask early"),
    _("Endorse"),
    _("Objectives"),
    _("Database"),
    _("Matching"),
    _("Pilot"),
    _("Scale"),
    _("Embed and sustain"),
)
# What of a thing has to be there, where a fact counts people.
MOST, MANY = 0.9, 0.8


@dataclass(frozen=True)
class Step:
    """One step; `days` after its anchor (before it, when negative)."""

    key: str
    rung: int
    title: Promise
    owner: Owner
    anchor: Anchor
    days: int
    proof: Proof
    about: Promise


class _Line(NamedTuple):
    key: str
    title: Promise
    owner: Owner
    days: int
    proof: Proof


C, D, F, G = Owner.COORDINATOR, Owner.DIRECTOR, Owner.FACULTY_DEVELOPER, Owner.GME_OFFICER
R, S, X, P, H = (
    *(Owner.RESIDENCY_DIRECTORS, Owner.COMMITTEE, Owner.SPONSOR),
    *(Owner.PRIVACY, Owner.HR),
)
FACT, DOC, TICK = Proof.FACT, Proof.DOCUMENT, Proof.TICK

# By rung: those that count from the kick-off, then those from the end of the pilot.
_FROM_KICKOFF: tuple[tuple[_Line, ...], ...] = (
    (
        _Line("determination", _("Research or quality improvement: the IRB has determined it"), D, -150, DOC),
        _Line("labor", _("Labor relations and counsel have read it"), D, -120, TICK),
        _Line(
            "rule_of_use", _("Rule of use signed: never for evaluation, renewal or discipline"), X, -90, DOC
        ),
    ),
    (
        _Line("sponsor", _("A sponsor is named"), D, -120, TICK),
        _Line("seats", _("Clinician, HR and education dean are seated"), D, -110, TICK),
        _Line("local_figures", _("Two figures of our own"), C, -105, FACT),
        _Line("pitch", _("The pitch is issued"), D, -100, DOC),
        _Line("endorsement", _("Endorsement signed by the sponsor and the DIO"), X, -90, DOC),
        _Line("hours", _("Mentors’ hours are promised"), X, -90, FACT),
    ),
    (
        _Line("objectives", _("One to three objectives for each tier"), D, -85, TICK),
        _Line("budget", _("The budget is planned"), D, -80, TICK),
        _Line("locked", _("Objectives are locked"), S, -60, DOC),
    ),
    (
        _Line("privacy", _("The privacy review is signed"), P, -75, DOC),
        _Line("forms", _("The intake forms are issued"), C, -70, DOC),
        _Line("roster", _("Roster and lines of authority are in"), C, -60, FACT),
        _Line("intakes", _("90% of intakes are sent"), C, -30, FACT),
    ),
    (
        _Line("weights", _("Weights have a reason"), D, -45, FACT),
        _Line("prototype", _("A prototype ran beside pairs made by hand"), C, -28, DOC),
        _Line("conflicts", _("Conflicts are vetoed or cleared"), R, -21, FACT),
        _Line("published", _("Approved by a second person, and published"), D, -14, FACT),
    ),
    (
        _Line("plan", _("The evaluation plan is locked"), D, -14, DOC),
        _Line("trained", _("80% of mentors are trained"), F, -3, FACT),
        _Line("baseline", _("80% have answered the baseline"), C, -3, FACT),
        _Line("kickoff", _("Kick-off"), D, 0, TICK),
        _Line("focus_first", _("Focus groups, the first time"), D, 90, TICK),
    ),
    (),
    (_Line("annual", _("Annual report, decision record, seats renewed"), D, 365, DOC),),
)
_FROM_END: tuple[tuple[_Line, ...], ...] = (
    (),
    (),
    (),
    (),
    (),
    (
        _Line("focus_last", _("Focus groups, the last time"), D, -15, TICK),
        _Line("freeze", _("The end survey is over and the data are frozen"), C, 7, FACT),
        _Line("report", _("The report is issued"), D, 21, DOC),
        _Line("gate", _("The gate is decided"), S, 35, FACT),
    ),
    (
        _Line("differences", _("Differences to the pilot, with reasons"), D, 42, TICK),
        _Line("next", _("The next departments, a sponsor each"), S, 49, TICK),
        _Line("timeline", _("The roll-out timeline is issued"), D, 56, DOC),
    ),
    (
        _Line("second_budget", _("The budget of the second year"), D, 60, DOC),
        _Line("celebration", _("A celebration, and a public page"), C, 60, TICK),
        _Line("wording", _("Wording for promotion is with faculty affairs"), F, 90, TICK),
        _Line("review_line", _("A line in the annual review"), H, 120, TICK),
    ),
)

# What a step asks, and what its fact counts.
ABOUT: dict[str, Promise] = {
    "determination": _("Ask before anything is measured. The letter decides what may be published later."),
    "labor": _("Protected hours and feedback touch contracts. Say who read it and when."),
    "rule_of_use": _("What people say to a mentor is not used against them. The sponsor signs that."),
    "sponsor": _("One person with a budget who answers for the program above the office."),
    "seats": _("Three views that a pilot of one department doesn’t have by itself."),
    "local_figures": _("What leaving things as they are costs here: two numbers, each with source and year."),
    "pitch": _("What is asked, what others found for and against, what the pilot can’t show."),
    "endorsement": _("Hours, money and until when, with two signatures."),
    "hours": _("At least 90% of the mentors say at intake who promised how many hours a month."),
    "objectives": _("Each with measure, target, comparison and day; “describe only” is an honest target."),
    "budget": _("Cash and time in kind, for the pilot."),
    "locked": _("Two people lock them before anybody is asked, so that no target is chosen after looking."),
    "privacy": _("Who reads which answer, how long it is kept, where it lies."),
    "forms": _("As people see them, with the reason for each question and who reads it."),
    "roster": _(
        "Mentors and mentees are enrolled, and for at least 90% of the mentees somebody is recorded who has authority over them: matching keeps them apart."
    ),
    "intakes": _("Of all who are enrolled and have not withdrawn."),
    "weights": _("The newest saved weights say why they are as they are."),
    "prototype": _("The same people paired twice, and what the two lists disagree about."),
    "conflicts": _("Program directors say where they evaluate; it counts once the pairs are published."),
    "published": _("Somebody else than who made the run has approved it."),
    "plan": _("Who is asked what and when, what counts as success, when one stops early."),
    "trained": _("A finished training is recorded for them."),
    "baseline": _(
        "The questions about confidence, before the first conversation: they can’t be asked later."
    ),
    "kickoff": _("All in one room, with both calendars open."),
    "focus_first": _(
        "Mentors and mentees apart, five to eight each, led by somebody from outside the office."
    ),
    "annual": _("The first year, and every year after it."),
    "focus_last": _("The same groups again: what to keep, to change, to stop."),
    "freeze": _("Figures stand that were made on the last day of the pilot or later."),
    "report": _("Figures with interval and number, and what they can’t tell."),
    "gate": _("A decision is written down about the pilot, after its end."),
    "differences": _("What is done otherwise in the next departments, and on which evidence."),
    "next": _("Who comes next, who answers for it there, how many places."),
    "timeline": _("Departments, places, days, owners."),
    "second_budget": _("Signed before the first ends, or the program ends with it."),
    "celebration": _("Only who agreed is named."),
    "wording": _("Mentoring counts as service only where the rule says so."),
    "review_line": _("One line for hours given, in the form that everybody fills in anyway."),
}


def _steps() -> dict[str, Step]:
    found = {}
    for rung in range(len(STEPS)):
        for anchor, lines in ((Anchor.KICKOFF, _FROM_KICKOFF), (Anchor.END, _FROM_END)):
            for line in lines[rung]:
                about = ABOUT[line.key]
                found[line.key] = Step(
                    line.key, rung, line.title, line.owner, anchor, line.days, line.proof, about
                )
    return found


CHECKLIST = _steps()


def due_on(step: Step, kickoff_on: date, ends_on: date) -> date:
    """Return on which day a step is due."""
    anchor = kickoff_on if step.anchor == Anchor.KICKOFF else ends_on
    return anchor + timedelta(days=step.days)
