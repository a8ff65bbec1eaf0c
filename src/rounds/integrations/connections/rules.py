"""Who sees and who changes connections."""

import rules

from rounds.core.access import Viewer
from rounds.integrations.connections import selectors


@rules.predicate  # type: ignore[untyped-decorator]
def can_see_connections(viewer: Viewer, thing: object = None) -> bool:
    """Tell whether somebody enters connections, or confirms them."""
    return selectors.may_enter(viewer) or selectors.may_confirm(viewer)


@rules.predicate  # type: ignore[untyped-decorator]
def can_enter_connection(viewer: Viewer, thing: object = None) -> bool:
    """Tell whether somebody enters connections."""
    return selectors.may_enter(viewer)


@rules.predicate  # type: ignore[untyped-decorator]
def can_confirm_connection(viewer: Viewer, thing: object = None) -> bool:
    """Tell whether somebody switches connections on, as the second person."""
    return selectors.may_confirm(viewer)
