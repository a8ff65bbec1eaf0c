"""Who leads talks of a program: a faculty developer who is not of its office."""

import rules

from rounds.core.access import Viewer
from rounds.surveys.models import Theme, VoiceSession
from rounds.surveys.voices.selectors import leads_in


@rules.predicate  # type: ignore[untyped-decorator]
def can_lead_talk(viewer: Viewer, found: VoiceSession) -> bool:
    """Tell whether the viewer reads and writes the notes of a talk."""
    return leads_in(viewer, found.scope_id)


@rules.predicate  # type: ignore[untyped-decorator]
def can_write_theme(viewer: Viewer, found: Theme) -> bool:
    """Tell whether the viewer writes themes of a program."""
    return leads_in(viewer, found.scope_id)
