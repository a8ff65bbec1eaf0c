"""Reads of voices: talks for who leads them, themes for the office once enough people stand behind them."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from rounds.core.access import Viewer
from rounds.core.enums import Role
from rounds.core.errors import NotFound
from rounds.core.folding import fold
from rounds.surveys.enums import Stance
from rounds.surveys.instruments.selectors import current_version, questions_of
from rounds.surveys.models import Theme, VoiceNote, VoiceSession
from rounds.surveys.voices.values import is_told

GUIDE = "focus_guide"
OFFICE = (Role.COORDINATOR, Role.DIRECTOR)


@dataclass(frozen=True)
class ThemeLine:
    """A theme with the groups that raised it and how many people spoke in them."""

    theme: Theme
    text: str
    groups: tuple[str, ...]
    speakers: int

    @property
    def is_told(self) -> bool:
        """Tell whether the program's office reads it."""
        return is_told(len(self.groups), self.speakers)

    @property
    def stance(self) -> Stance:
        return Stance(self.theme.stance)


@dataclass(frozen=True)
class Question:
    """One question of the guide, with what was noted."""

    key: str
    text: str
    noted: str


def leads_in(viewer: Viewer, scope_id: UUID) -> bool:
    """Tell whether a viewer leads talks of a program: a faculty developer, never of the program's own office."""
    is_inside = viewer.has(*OFFICE, scope_id=scope_id)
    return (
        viewer.person_id is not None
        and viewer.has(Role.FACULTY_DEVELOPER, scope_id=scope_id)
        and not is_inside
    )


def talk_for(viewer: Viewer, talk_id: UUID) -> VoiceSession:
    """Return a talk that the viewer leads; NotFound for everybody else, the program's office too."""
    found: VoiceSession | None = VoiceSession.objects.filter(id=talk_id).first()
    if found is None or not leads_in(viewer, found.scope_id):
        raise NotFound
    return found


def theme_for(viewer: Viewer, theme_id: UUID) -> Theme:
    """Return a theme that the viewer may write; NotFound for everybody else."""
    found: Theme | None = Theme.objects.filter(id=theme_id).first()
    if found is None or not leads_in(viewer, found.scope_id):
        raise NotFound
    return found


def list_talks(scope_ids: Collection[UUID]) -> list[VoiceSession]:
    """Return the talks of programs, newest first."""
    return list(VoiceSession.objects.filter(scope_id__in=scope_ids)[:200])


def list_themes(scope_ids: Collection[UUID], *, removed: bool = False) -> list[ThemeLine]:
    """Return the themes of programs, those that most groups raised ahead."""
    rows = Theme.objects.filter(scope_id__in=scope_ids, removed_at__isnull=not removed)
    lines = [_line(one) for one in rows.prefetch_related("mentions__session")[:200]]
    return sorted(lines, key=lambda one: (-len(one.groups), -one.speakers))


def themes_told(scope_ids: Collection[UUID]) -> list[ThemeLine]:
    """Return the themes of programs that their office reads."""
    return [one for one in list_themes(scope_ids) if one.is_told]


def line_of(theme: Theme) -> ThemeLine:
    """Return a theme with the groups that raised it."""
    return _line(theme)


def _line(theme: Theme) -> ThemeLine:
    # a group that spoke twice is one group, and the same people, however its name is written
    groups: dict[str, str] = {}
    speakers: dict[str, int] = {}
    for talk in (one.session for one in theme.mentions.all()):
        key = " ".join(fold(talk.group).split())
        groups.setdefault(key, talk.group)
        speakers[key] = max(speakers.get(key, 0), talk.speakers)
    return ThemeLine(theme, theme.opened(), tuple(sorted(groups.values())), sum(speakers.values()))


def notes_of(talk: VoiceSession) -> list[Question]:
    """Return the questions of the guide with what was noted in a talk."""
    version = current_version(GUIDE)
    noted = {one.item_key: one.opened() for one in VoiceNote.objects.filter(session=talk)}
    asked = questions_of(version.id) if version else []
    return [Question(one.key, one.text, noted.get(one.key, "")) for one in asked]


def noted_in(talks: Collection[UUID]) -> list[str]:
    """Return all that was noted in talks."""
    return [one.opened() for one in VoiceNote.objects.filter(session_id__in=talks)]
