"""The home of the program office: troubles of one program, worst first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rounds.core.access import Request
from rounds.core.clock import institution_today
from rounds.matching.models import MatchRun
from rounds.mentorships.dues.selectors import OfficePairs, OpenPair, leavers_in
from rounds.mentorships.figures.selectors import year_figures
from rounds.mentorships.selectors import MenteeCounts, count_places
from rounds.programs.enums import ProgramState
from rounds.programs.forms.topics import MENTEE_TOPICS, MENTOR_TOPICS
from rounds.programs.models import Cohort, Program
from rounds.programs.selectors import cohort_figures, list_chase, missing_steps
from rounds.programs.selectors.setup import CohortFigures
from rounds.web.addresses import address
from rounds.web.home import intake
from rounds.web.home.emergencies import emergency_groups
from rounds.web.home.pairing import pairing_groups
from rounds.web.home.parts import Figure, Group, Row, Year, figures_of, year_of
from rounds.web.home.undelivered import done_without_you, left_out_groups, mail_counts, undelivered_groups
from rounds.web.home.watch.calls import calls_of_office
from rounds.web.home.watch.connecting import connection_groups
from rounds.web.home.watch.names import names_wanted
from rounds.web.home.watch.rounds import rounds_left_to_office
from rounds.web.home.year import away_group, change_groups, nudged_group, year_groups

SHOWN = 3
TOPIC_WORDS = {topic.key: topic.title for topic in (*MENTEE_TOPICS, *MENTOR_TOPICS)}


@dataclass(frozen=True)
class OfficeHome:
    """Everything on the page of one program."""

    program: Program
    year: Year
    figures: list[Figure]
    groups: list[Group]
    mentees: MenteeCounts
    done: list[str] = field(default_factory=list)
    # messages of the program that can still be stopped
    waiting: int = 0
    # pairs that were written to, until they are on the desk again
    nudged: Group | None = None
    # pairs of which one is on leave
    away: Group | None = None
    has_pairs: bool = False

    @property
    def is_waiting(self) -> bool:
        """Tell whether mentees of the program wait, for an answer or for a mentor."""
        return bool(self.mentees.asked or self.mentees.without)

    @property
    def is_calm(self) -> bool:
        """Tell whether nobody waits and nobody was asked to say something."""
        return not self.is_waiting and self.nudged is None


def office_home(
    request: Request,
    program: Program,
    cohort: Cohort,
    counts: Mapping[UUID, MenteeCounts],
    pairs: OfficePairs,
    *,
    run: MatchRun | None,
) -> OfficeHome:
    """Return what the office of a program has to see today; the viewer's right to it is checked before."""
    program.institution = request.institution  # spares a query
    figures = cohort_figures(cohort)
    cycle = cohort.cycle
    year = year_figures(request.viewer, [cycle], with_coverage=False)[cycle.id]
    mentees = counts[cohort.id]
    day = institution_today()
    chase = list_chase(cohort)
    mail = mail_counts(request.viewer, program.id)
    groups = [
        *(emergency_groups(request) if mail.emergencies else ()),
        *(calls_of_office(request, program) if mail.calls else ()),
        *(connection_groups(request) if mail.connections else ()),
        *pairing_groups(request, cohort, run, figures, mentees=mentees),
        *_setup(request, program, cohort, figures),
        *intake.applied(request, program, chase),
        *intake.unfinished(request, program, cohort, chase),
        *intake.unconfirmed(request, program, chase),
        *intake.came_back(request, program, chase),
        *undelivered_groups(request, program, mail),
        *(left_out_groups(request, program) if mail.doubtful else ()),
        *_leavers(request, pairs.leavers(cohort.id)),
        *change_groups(request, program, pairs.changes),
        *year_groups(request, program, pairs.trouble, pairs.disputed),
        *(rounds_left_to_office(request, program) if mail.rounds else ()),
        *(names_wanted(request) if mail.names else ()),
    ]
    return OfficeHome(
        program=program,
        year=year_of(cycle.starts_on, cycle.ends_on, day, _intake_close(cohort, figures, day)),
        figures=figures_of(figures, mentees, year, places=count_places(cohort.id).offered, chase=chase),
        has_pairs=year.has_pairs,
        groups=sorted(groups, key=lambda group: group.tone != "act"),
        done=done_without_you(mail),
        waiting=mail.waiting,
        nudged=nudged_group(request, program, pairs.nudged),
        away=away_group(request, program, pairs.on_leave),
        mentees=mentees,
    )


def _intake_close(cohort: Cohort, figures: CohortFigures, day: date) -> date | None:
    """Return the last day of intake while it matters: it is to come, the year is, or answers are missing."""
    closes = cohort.intake_closes_on
    matters = closes and (day <= max(closes, cohort.cycle.starts_on) or figures.sent < figures.people)
    return closes if matters else None


# One function a kind of trouble; each returns its group, or none.


def _setup(request: Request, program: Program, cohort: Cohort, figures: CohortFigures) -> Iterable[Group]:
    if program.state != ProgramState.SETTING_UP:
        return
    missing = missing_steps(program, cohort, figures)
    detail = address(request, "programs:detail", program_id=program.id)
    if not missing:
        yield Group(
            key="setup",
            icon="sliders",
            tone="wait",
            title=_("%(program)s is set up, and not started") % {"program": program.name},
            text=_("Nothing is sent by itself before it is started."),
            action=_("Look it over"),
            href=detail,
        )
        return
    yield Group(
        key="setup",
        icon="sliders",
        tone="wait",
        title=ngettext(
            "%(program)s lacks %(count)s thing", "%(program)s lacks %(count)s things", len(missing)
        )
        % {"program": program.name, "count": len(missing)},
        text=_("Nothing is sent by itself before it is started."),
        action=_("Go on setting up"),
        href=detail,
        rows=[
            Row(
                step.title,
                step.words,
                "",
                _("Set up"),
                address(request, step.page, **({"program_id": program.id} if step.is_of_program else {}))
                + step.query,
            )
            for step in missing
        ],
    )


def _leavers(request: Request, pairs: list[OpenPair]) -> Iterable[Group]:
    rows = [row for pair in pairs for row in _leaver_rows(request, pair)]
    if not rows:
        return
    people = {person for pair in pairs for person in leavers_in(pair)}
    yield Group(
        key="leavers",
        icon="box-arrow-right",
        tone="act",
        title=ngettext(
            "%(count)s person who leaves is in an open pair",
            "%(count)s people who leave are in open pairs",
            len(people),
        )
        % {"count": len(people)},
        text=_("No pair ends by itself: give each mentee another mentor, or end the pair. Both are told."),
        rows=rows,
    )


def _leaver_rows(request: Request, pair: OpenPair) -> Iterable[Row]:
    sides = (
        (pair.mentor, pair.mentee, _("%(name)s, mentor of %(other)s")),
        (pair.mentee, pair.mentor, _("%(name)s, mentee of %(other)s")),
    )
    for person, other, words in sides:
        if person.left_on is not None:
            yield Row(
                name=words % {"name": person.display_name, "other": other.full_name},
                what=_("Gone from %(day)s") % {"day": f"{person.left_on:%-d %b %Y}"},
                when="",
                link=_("Another mentor, or end"),
                href=address(request, "year:pair", mentorship_id=pair.id),
            )
