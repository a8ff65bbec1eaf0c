"""What a program still needs before it can start."""

from dataclasses import dataclass

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rounds.core.enums import Role
from rounds.programs.enums import EnrollmentState, Side
from rounds.programs.models import Cohort, Enrollment, Program


@dataclass(frozen=True)
class SetupStep:
    """One line of the set-up checklist; `page` is the name of the address that mends it."""

    key: str
    title: str
    words: str
    is_done: bool
    is_needed: bool = True
    page: str = ""
    query: str = ""
    # Matching waits for it, the start of the program does not.
    comes_later: bool = False


@dataclass(frozen=True)
class CohortFigures:
    """Counts of a cohort; places are mentors' capacity less their mentees outside."""

    mentors: int
    mentees: int
    places: int
    wanted: int
    sent: int

    @property
    def people(self) -> int:
        return self.mentors + self.mentees


def cohort_figures(cohort: Cohort) -> CohortFigures:
    """Return the counts of a cohort in two queries."""
    taking_part = Enrollment.objects.filter(cohort=cohort).exclude(state=EnrollmentState.WITHDRAWN)
    counted = taking_part.aggregate(
        mentors=Count("id", filter=Q(side=Side.MENTOR)),
        mentees=Count("id", filter=Q(side=Side.MENTEE)),
        places=Sum("capacity", default=0),
        outside=Sum("outside_mentees", filter=Q(capacity__gt=0), default=0),
        asked=Sum("demand", default=0),
        unsaid=Count("id", filter=Q(side=Side.MENTEE, demand=None)),
    )
    sent = taking_part.filter(intakes__submitted_at__isnull=False).distinct().count()
    return CohortFigures(
        mentors=counted["mentors"],
        mentees=counted["mentees"],
        places=max(0, counted["places"] - counted["outside"]),
        wanted=counted["asked"] + counted["unsaid"],
        sent=sent,
    )


def setup_of(program: Program, cohort: Cohort, figures: CohortFigures) -> list[SetupStep]:
    """Return the checklist of a program: what is done, what is missing, what can wait."""
    roles = set(program.roles.filter(to_on=None).values_list("role", flat=True))
    priorities = program.priorities.count()
    reply_to = program.reply_to or program.institution.reply_to
    return [
        SetupStep(
            "dates", _("Name and dates"),
            _("%(months)s months from %(start)s") % {
                "months": program.months, "start": f"{cohort.cycle.starts_on:%-d %b %Y}"},
            True, page="programs:settings",
        ),
        SetupStep(
            "roles", _("Coordinator and director"),
            _("Both named") if Role.DIRECTOR in roles else _("Coordinator named; a director can be named too"),
            Role.COORDINATOR in roles, page="programs:roles",
        ),
        SetupStep(
            "reply_to", _("Reply address for mail"),
            reply_to or _("Without one, answers to reminders reach nobody"), bool(reply_to),
            page="programs:settings",
        ),
        SetupStep(
            "mentors", _("Mentors"), _count(figures.mentors, Side.MENTOR), figures.mentors > 0,
            page="programs:find_people", query="?side=mentor", comes_later=True,
        ),
        SetupStep(
            "mentees", _("Mentees"), _count(figures.mentees, Side.MENTEE), figures.mentees > 0,
            page="programs:find_people", query="?side=mentee", comes_later=True,
        ),
        SetupStep(
            "priorities", _("Strategic priorities"),
            ngettext("%(count)s priority", "%(count)s priorities", priorities) % {"count": priorities}
            if priorities else _("None; pairs are then made without them"),
            priorities > 0, is_needed=False, page="programs:priorities",
        ),
        SetupStep(
            "mail", _("Mail"),
            _("Mail is live") if program.institution.mail_is_live
            else _("In rehearsal: every message goes to the one who sends it"),
            program.institution.mail_is_live, is_needed=False, page="programs:texts",
        ),
    ]  # fmt: skip


def _count(people: int, side: str) -> str:
    if side == Side.MENTOR:
        return ngettext("%(count)s mentor", "%(count)s mentors", people) % {"count": people}
    return ngettext("%(count)s mentee", "%(count)s mentees", people) % {"count": people}
