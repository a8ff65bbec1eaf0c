"""Who may see and change a framework."""

import rules

from rounds.core.access import Viewer, holds
from rounds.core.enums import Role
from rounds.framework.models import FrameworkVersion

can_edit_framework = holds(Role.COORDINATOR, Role.DIRECTOR)


@rules.predicate  # type: ignore[untyped-decorator]
def can_see_version(viewer: Viewer, version: FrameworkVersion) -> bool:
    """Tell whether a version is published, or the viewer belongs to the program office."""
    if version.is_published:
        return viewer.person_id is not None
    return bool(can_edit_framework.test(viewer, version))
