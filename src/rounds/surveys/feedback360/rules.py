"""Who plans and approves a round: the office, and nobody who has power over its person."""

import rules

from rounds.core.access import Viewer
from rounds.surveys.feedback360.selectors.lines import runs_round
from rounds.surveys.models import Round360


@rules.predicate  # type: ignore[untyped-decorator]
def can_run_round(viewer: Viewer, found: Round360) -> bool:
    """Tell whether the viewer approves raters of a round: of the office, outside the line."""
    return runs_round(viewer, found)
