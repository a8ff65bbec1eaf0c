"""Who may approve the raters of a round today, by name, as its person is told."""

from rounds.programs.selectors.office import holders_of
from rounds.surveys.feedback360.selectors.lines import RUNS, is_outside
from rounds.surveys.models import Round360

NAMED = 5


def approvers_of(found: Round360) -> list[str]:
    """Return who is of the office and outside the line of a round: nobody where all who could are inside it."""
    outside = (
        one.display_name
        for one in holders_of(found.scope_id, RUNS)
        if is_outside(one.id, found.subject_id, found.line_manager_id)
    )
    return [name for name, _place in zip(outside, range(NAMED), strict=False)]
