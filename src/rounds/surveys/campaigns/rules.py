"""Who may plan and send a wave."""

import rules

from rounds.core.access import Viewer
from rounds.core.enums import Role
from rounds.surveys.models import Wave


@rules.predicate  # type: ignore[untyped-decorator]
def can_run_wave(viewer: Viewer, wave: Wave) -> bool:
    """Tell whether the viewer plans and sends waves in a wave's scope."""
    return viewer.has(Role.COORDINATOR, Role.DIRECTOR, scope_id=wave.campaign.scope_id)
