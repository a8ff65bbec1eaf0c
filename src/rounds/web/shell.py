"""What the frame of every page needs: navigation by job, the reader's preferences, the state of mail."""

from dataclasses import dataclass
from typing import Any

import rules
from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import Promise

from rounds.core.access import Viewer
from rounds.web.addresses import address

THEME_COOKIE = "rounds_theme"
SHORTCUTS_COOKIE = "rounds_shortcuts"
THEMES = ("system", "light", "dark")


@dataclass(frozen=True)
class Area:
    """One entry of the navigation; `namespace` is the namespace of its addresses."""

    namespace: str
    label: str | Promise
    icon: str
    page: str
    who: rules.Predicate


# An area appears here once it has a page. Order: by job, as in the product's plan.
STAFF_AREAS: tuple[Area, ...] = ()
# At most four.
PARTICIPANT_AREAS: tuple[Area, ...] = ()


@dataclass(frozen=True)
class Entry:
    """One link of the navigation, ready to be shown."""

    label: str | Promise
    icon: str
    href: str
    is_current: bool


def shell(request: HttpRequest) -> dict[str, Any]:
    """Give every template the frame: `shell.areas`, `shell.tabs`, `shell.theme` and so on."""
    return {"shell": Shell(request)}


class Shell:
    """Reads what a template asks for and no more, so that error pages can use it too."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self.institution = getattr(request, "institution", None)
        self.viewer: Viewer | None = getattr(request, "viewer", None)
        self.is_demo = settings.DEMO

    @property
    def areas(self) -> list[Entry]:
        return self._entries(STAFF_AREAS)

    @property
    def tabs(self) -> list[Entry]:
        return self._entries(PARTICIPANT_AREAS)

    @property
    def theme(self) -> str:
        theme = self._request.COOKIES.get(THEME_COOKIE, "system")
        return theme if theme in THEMES else "system"

    @property
    def dark_media(self) -> str:
        """The media query under which the dark tokens count; empty when they never do."""
        return {"system": "screen and (prefers-color-scheme: dark)", "dark": "screen", "light": ""}[
            self.theme
        ]

    @property
    def shortcuts_are_on(self) -> bool:
        return self._request.COOKIES.get(SHORTCUTS_COOKIE, "on") != "off"

    def _entries(self, areas: tuple[Area, ...]) -> list[Entry]:
        if self.viewer is None:
            return []
        match = self._request.resolver_match
        current = match.namespace.split(":")[0] if match else ""
        return [
            Entry(area.label, area.icon, address(self._request, area.page), area.namespace == current)
            for area in areas
            if area.who.test(self.viewer, None)
        ]
