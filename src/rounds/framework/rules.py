"""Who may see and change a framework."""

import rules

from rounds.core.access import Viewer, holds
from rounds.core.enums import Role
from rounds.framework.models import FrameworkVersion

can_edit_framework = holds(Role.COORDINATOR, Role.DIRECTOR)


@rules.predicate  # type: ignore[untyped-decorator]
def can_see_version(viewer: Viewer, version: FrameworkVersion) -> bool:
    """This will be true for everybody once it is published, for the program office before."""
    if version.is_published:
        return viewer.person_id is not None
    return bool(can_edit_framework.test(viewer, version))
