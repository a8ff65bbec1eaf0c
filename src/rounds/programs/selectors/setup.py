"""What a program still needs before it can start."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rounds.core.database.unchanged import kept_while_unchanged
from rounds.core.enums import Role
from rounds.programs.enums import EnrollmentState, Side
from rounds.programs.models import Cohort, Enrollment, Intake, Program
from rounds.programs.selectors.matching import can_be_matched


@dataclass(frozen=True)
class SetupStep:
    """One line of the set-up checklist; `page` is the name of the address where it is done."""

    key: str
    title: str
    words: str
    is_done: bool
    is_needed: bool = True
    page: str = ""
    query: str = ""
    is_of_program: bool = True  # the address names the program
    by_name: str = (
        ""  # what follows the address where people are added one by one; empty if that is no part of it
    )


@dataclass(frozen=True)
class CohortFigures:
    """Counts of a cohort: mentors, mentees and what is wanted of those who can be matched; intake of everybody."""

    mentors: int
    mentees: int
    wanted: int
    sent: int
    people: int

    @property
    def others(self) -> int:
        """Return how many can't be matched: they applied, are invited, or have left."""
        return self.people - self.mentors - self.mentees


def cohort_figures(cohort: Cohort) -> CohortFigures:
    """Return the counts of a cohort in one query."""
    return _figures(cohort.id)


@kept_while_unchanged
def _figures(cohort_id: UUID) -> CohortFigures:
    taking_part = Enrollment.objects.filter(cohort_id=cohort_id).exclude(state=EnrollmentState.WITHDRAWN)
    sent = Intake.objects.filter(enrollment=OuterRef("id"), submitted_at__isnull=False)
    can_be = can_be_matched()
    counted = taking_part.annotate(has_sent=Exists(sent)).aggregate(
        people=Count("id"),
        mentors=Count("id", filter=can_be & Q(side=Side.MENTOR)),
        mentees=Count("id", filter=can_be & Q(side=Side.MENTEE)),
        asked=Sum("demand", filter=can_be & Q(side=Side.MENTEE), default=0),
        unsaid=Count("id", filter=can_be & Q(side=Side.MENTEE, demand=None)),
        sent=Count("id", filter=Q(has_sent=True)),
    )
    return CohortFigures(
        mentors=counted["mentors"],
        mentees=counted["mentees"],
        wanted=counted["asked"] + counted["unsaid"],
        sent=counted["sent"],
        people=counted["people"],
    )


def setup_of(program: Program, cohort: Cohort, figures: CohortFigures) -> list[SetupStep]:
    """Return the checklist of a program: what is done, what is missing, what can wait."""
    roles = set(program.roles.filter(to_on=None).values_list("role", flat=True))
    return [
        _dates_step(program, cohort),
        _roles_step(roles),
        _reply_step(program.reply_to or program.institution.reply_to),
        _people_step("mentors", _("Mentors"), cohort, figures.mentors, Side.MENTOR),
        _people_step("mentees", _("Mentees"), cohort, figures.mentees, Side.MENTEE),
        _priorities_step(program.priorities.count()),
        _mail_step(is_live=program.institution.mail_is_live),
    ]


def missing_steps(program: Program, cohort: Cohort, figures: CohortFigures) -> list[SetupStep]:
    """Return what keeps a program from being started: every needed step that is not done."""
    return [one for one in setup_of(program, cohort, figures) if one.is_needed and not one.is_done]


def _dates_step(program: Program, cohort: Cohort) -> SetupStep:
    dates = {"months": program.months, "start": f"{cohort.cycle.starts_on:%-d %b %Y}"}
    words = _("%(months)s months from %(start)s") % dates
    return SetupStep("dates", _("Name and dates"), words, True, page="programs:settings")


def _roles_step(roles: set[str]) -> SetupStep:
    has_both = Role.DIRECTOR in roles
    words = _("Both named") if has_both else _("Coordinator named; a director can be named too")
    is_done = Role.COORDINATOR in roles
    return SetupStep("roles", _("Coordinator and director"), words, is_done, page="programs:roles")


def _reply_step(reply_to: str) -> SetupStep:
    words = reply_to or _("Without one, answers to reminders reach nobody")
    title = _("Reply address for mail")
    return SetupStep("reply_to", title, words, bool(reply_to), page="programs:settings")


def _people_step(key: str, title: str, cohort: Cohort, count: int, side: Side) -> SetupStep:
    """Return the step of one side: its import while nobody is there, then its list."""
    query = f"?cohort={cohort.id}&side={side.value}" if count else f"?cohort={cohort.id}&kind={key}"
    return SetupStep(
        key,
        title,
        words=_count(count, side),
        is_done=count > 0,
        page="programs:people" if count else "imports:new",
        query=query,
        is_of_program=count > 0,
        by_name="" if count else f"?cohort={cohort.id}&side={side.value}",
        is_needed=not cohort.cycle.program.applications_open,  # else people come by themselves, once it is started
    )


def _priorities_step(count: int) -> SetupStep:
    words = ngettext("%(count)s priority", "%(count)s priorities", count) % {"count": count}
    words = words if count else _("None; pairs are then made without them")
    return SetupStep(
        "priorities",
        _("Strategic priorities"),
        words,
        is_done=count > 0,
        is_needed=False,
        page="programs:priorities",
    )


def _mail_step(*, is_live: bool) -> SetupStep:
    rehearsal = _("In rehearsal: every message goes to the one who sends it")
    words = _("Mail is live") if is_live else rehearsal
    if settings.DEMO:
        words = _("The demo sends nothing")
    return SetupStep("mail", _("Mail"), words, is_live, is_needed=False, page="programs:texts")


def _count(people: int, side: str) -> str:
    if side == Side.MENTOR:
        return ngettext("%(count)s mentor", "%(count)s mentors", people) % {"count": people}
    return ngettext("%(count)s mentee", "%(count)s mentees", people) % {"count": people}
