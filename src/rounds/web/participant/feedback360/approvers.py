"""Who may approve the raters of a round today, by name, as its person is told."""

from rounds.core.clock import institution_today
from rounds.core.database.dated import open_on
from rounds.people.models import Person, RoleAssignment
from rounds.people.selectors.people import is_here
from rounds.programs.models import ProgramRole
from rounds.surveys.feedback360.selectors.lines import RUNS, is_outside
from rounds.surveys.models import Round360

NAMED = 5


def approvers_of(found: Round360) -> list[str]:
    """Return who is of the office and outside the line of a round: nobody where all who could are inside it."""
    today = institution_today()
    roles = RoleAssignment.objects.filter(open_on(today), role__in=RUNS, scope_id__in=[found.scope_id])
    whole = RoleAssignment.objects.filter(open_on(today), role__in=RUNS, scope_id=None)
    program = ProgramRole.objects.filter(open_on(today), role__in=RUNS, program_id=found.scope_id)
    ids = {one for rows in (roles, whole, program) for one in rows.values_list("person_id", flat=True)}
    people = Person.objects.filter(is_here(today), id__in=ids, merged_into=None)
    outside = (
        one.display_name
        for one in people.order_by("folded_family", "folded_given")
        if is_outside(one.id, found.subject_id, found.line_manager_id)
    )
    return [name for name, _place in zip(outside, range(NAMED), strict=False)]
