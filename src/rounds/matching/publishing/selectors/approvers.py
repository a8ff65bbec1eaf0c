"""Who approves a run, and why somebody may not: one answer for the service, its page and the office's home."""

from django.db.models import Q
from django.utils.translation import gettext as _

from rounds.accounts.selectors import why_not_two
from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.database.dated import open_on
from rounds.core.enums import Role
from rounds.core.folding import order_key
from rounds.matching.enums import RunState, Step
from rounds.matching.models import MatchRun, RunStep
from rounds.people.models import Person, RoleAssignment
from rounds.programs.models import ProgramRole

OFFICE = (Role.COORDINATOR, Role.DIRECTOR)


def wants_second_person(run: MatchRun) -> bool:
    """Tell whether somebody else approves: the rule that was sent with the run, the program's for a draft."""
    is_draft = run.state == RunState.DRAFT
    return run.needs_second_person or (is_draft and run.cohort.cycle.program.needs_second_person)


def why_not_approve(run: MatchRun, viewer: Viewer) -> str:
    """Return in a sentence why somebody can't approve a run that was sent; "" if they can."""
    sent = _sent(run)
    if sent is None or not wants_second_person(run):
        return ""
    if sent.by_id == viewer.person_id:
        return _("You sent these pairs for approval; in this program somebody else approves them.")
    return why_not_two(sent.by_id, viewer.person_id)


def approvers_of(run: MatchRun) -> list[Person]:
    """Return who can approve a run that was sent, by name: the office without the sender and whom the sender brought in."""
    sent, today = _sent(run), open_on(institution_today())
    if sent is None:
        return []
    program = run.cohort.cycle.program_id
    given = ProgramRole.objects.filter(today, program_id=program, role__in=OFFICE).values("person_id")
    held = RoleAssignment.objects.filter(
        today, Q(scope_id=None) | Q(scope_id=program), role__in=OFFICE
    ).values("person_id")
    office = Person.objects.filter(Q(id__in=given) | Q(id__in=held), user_id__isnull=False)
    able = [one for one in office.exclude(id=sent.by_id) if not why_not_two(sent.by_id, one.id)]
    return sorted(able, key=lambda one: order_key(one.sort_name))


def _sent(run: MatchRun) -> RunStep | None:
    found: RunStep | None = run.steps.filter(step=Step.SENT).order_by("-at").first()
    return found
