"""What people come to do, by the words in which they ask for it: find offers the page where it is done."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.urls import resolve
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rounds.core.access import Request
from rounds.core.folding import fold
from rounds.programs.enums import ProgramState
from rounds.programs.models import Program
from rounds.programs.selectors import programs_for
from rounds.web.addresses import address

PROGRAMS_AT_MOST = 8


@dataclass(frozen=True)
class Task:
    """A thing to do: what it is called, further words for it, and the page on which it begins."""

    label: str | Promise
    words: str | Promise
    icon: str
    page: str
    of_program: bool = False


TASKS: tuple[Task, ...] = (
    Task(_("Invite people"), _("invitation sign in account login"), "envelope", "access:invite_all"),
    Task(_("Add one person"), _("new create mentor mentee"), "person", "people:new"),
    Task(_("Import a sheet"), _("upload spreadsheet excel csv redcap roster"), "upload", "imports:new"),
    Task(
        _("Bring in rotation schedules"),
        _("import upload block amion medhub calendar"),
        "upload",
        "rotations:new",
    ),
    Task(_("Bring in outcomes"), _("import history promotions retention"), "upload", "evidence:history"),
    Task(
        _("Match and publish pairs"),
        _("publish run approve assign match studio"),
        "diagram-3",
        "matching:home",
    ),
    Task(_("Join duplicates"), _("merge twice same person"), "people", "people:duplicates"),
    Task(_("Merge departments or sites"), _("structure rename hospital"), "people", "people:structure"),
    Task(_("Roll over the training year"), _("pgy promote advance july"), "people", "people:roll_overs"),
    Task(_("See who leaves"), _("leavers alumni end"), "people", "people:leavers"),
    Task(
        _("Give somebody a role"),
        _("director coordinator rights access permission"),
        "person-lock",
        "access:ask_role",
    ),
    Task(
        _("Change somebody's sign-in address"),
        _("email e-mail access"),
        "person-lock",
        "access:ask_address",
    ),
    Task(_("Make mail live"), _("rehearsal send e-mail email"), "envelope", "access:mail"),
    Task(_("Stop a mail that waits"), _("sent undo cancel bounced"), "envelope", "sent:log"),
    Task(_("Start a program"), _("new create template"), "sliders", "programs:new"),
    Task(_("Launch a survey"), _("send new wave questionnaire feedback"), "ui-checks", "surveys:new"),
    Task(_("Write own questions"), _("instrument questionnaire survey set"), "ui-checks", "instruments:new"),
    Task(_("See how pairs do"), _("silent on leave paused nudge list year"), "people", "year:list"),
    Task(_("See groups"), _("group session club panel members"), "people", "year:groups"),
    Task(
        _("Read the evidence"),
        _("report figures outcomes does it work dean"),
        "graph-up",
        "evidence:home",
    ),
    Task(_("See claims and decisions"), _("claim card decision decided year"), "graph-up", "evidence:home"),
    Task(_("See how many mentors are helped"), _("who help talk offer"), "people", "evidence:home"),
    Task(
        _("See which criteria went with good pairs"),
        _("learning weights proposal next match"),
        "diagram-3",
        "evidence:criteria",
        True,
    ),
    Task(_("Enter a quiet period"), _("survey pause exam holiday"), "calendar3", "surveys:quiet"),
    Task(_("Read voices"), _("focus group talk themes notes"), "people", "voices:list"),
    Task(_("Plan a round of 360 feedback"), _("multisource raters new feedback"), "people", "rounds360:new"),
    Task(
        _("Who is missing"), _("remind chase reminder intake incomplete"), "people", "programs:people", True
    ),
    Task(_("Remind people"), _("reminder chase intake send"), "envelope", "programs:remind", True),
    Task(_("Enroll somebody"), _("add join invite participant"), "people", "programs:find_people", True),
    Task(_("Change the plan of the year"), _("due dates deadlines"), "calendar3", "programs:plan", True),
    Task(
        _("Change settings of the program"),
        _("rules capacity approval"),
        "sliders",
        "programs:settings",
        True,
    ),
    Task(_("Enter days away"), _("leave vacation absence holiday"), "calendar3", "record:away"),
    Task(_("Correct my record"), _("name address title edit profile"), "person", "record:edit"),
    Task(_("Subscribe my calendar"), _("outlook google apple assistant feed"), "calendar3", "calendar:mine"),
    Task(_("Choose when reminders come"), _("nudges quiet notifications"), "envelope", "reminders:choose"),
    Task(_("Rate myself"), _("competencies self-assessment"), "graph-up", "growth:ratings"),
    Task(
        _("See ratings and feedback about me"),
        _("360 raters debrief report growth"),
        "graph-up",
        "growth:mine",
    ),
    Task(_("Call off or move a session"), _("cancel meeting postpone"), "calendar3", "calendar:mine"),
    Task(_("Write a goal"), _("learning plan ilp new"), "journal-check", "growth:new_goal"),
    Task(_("Release to my director"), _("share packet residency"), "journal-check", "releases:mine"),
)


@dataclass(frozen=True)
class Offered:
    """A task where its reader may do it."""

    task: Task
    program: Program | None
    href: str


def tasks_for(request: Request, words: str) -> list[Offered]:
    """Return the tasks that the words ask for, of those whose pages the reader may open: each word begins one of theirs."""
    asked = fold(words).split()
    if not asked:
        return []
    found = [task for task in TASKS if all(_is_named(word, task) for word in asked)]
    programs = _programs_for(request) if any(task.of_program for task in found) else []
    offered = []
    for task in found:
        for program in programs if task.of_program else (None,):
            arguments: dict[str, UUID] = {"program_id": program.id} if program else {}
            href = address(request, task.page, **arguments)
            if may_open(href).test(request.viewer, program):
                offered.append(Offered(task, program, href))
    return offered


def _is_named(word: str, task: Task) -> bool:
    return any(one.startswith(word) for one in fold(f"{task.label} {task.words}").split())


def _programs_for(request: Request) -> Iterable[Program]:
    open_ones = [one for one in programs_for(request.viewer) if one.state != ProgramState.CLOSED]
    return open_ones[:PROGRAMS_AT_MOST]


def may_open(href: str) -> Any:
    """Return the rule of the page itself, so that no task is offered whose page would not open."""
    return _rule_of(resolve(href).func)


@lru_cache(maxsize=200)
def _rule_of(view: Callable[..., Any]) -> Any:
    return view.access  # type: ignore[attr-defined]
