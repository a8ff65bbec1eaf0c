"""What the frame of every page needs: navigation by job, the reader's preferences, the state of mail."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import rules
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rounds.core.access import holds, is_member, let_in, viewer_of
from rounds.core.enums import STAFF, Role
from rounds.integrations.connections.rules import can_see_connections
from rounds.people.rules import can_see_people
from rounds.programs.selectors.programs import REPORTED_TO
from rounds.web.addresses import address

THEME_COOKIE = "rounds_theme"
SHORTCUTS_COOKIE = "rounds_shortcuts"
THEMES = ("system", "light", "dark")


@dataclass(frozen=True)
class Area:
    """One entry of the navigation; current on the pages whose namespaces or full names are its `places`, by spaces."""

    places: str
    label: str | Promise
    icon: str
    page: str
    who: rules.Predicate


ON_A_PHONE = 5
READS_FIGURES = holds(*REPORTED_TO)
# By job, in the order of the product's plan; an area appears once it has a page.
STAFF_AREAS: tuple[Area, ...] = (
    Area("home", _("Home"), "house", "home", is_member),
    Area("people", _("People"), "people", "people:list", can_see_people),
    Area("programs", _("Programs"), "sliders", "programs:list", holds(Role.COORDINATOR, Role.DIRECTOR)),
    Area("matching", _("Matching"), "diagram-3", "matching:home", holds(Role.COORDINATOR, Role.DIRECTOR)),
    Area("year", _("Year"), "calendar3", "year:list", holds(Role.COORDINATOR, Role.DIRECTOR)),
    Area(
        "surveys instruments voices",
        _("Surveys"),
        "ui-checks",
        "surveys:list",
        holds(Role.COORDINATOR, Role.DIRECTOR),
    ),
    Area("evidence", _("Evidence"), "graph-up", "evidence:home", READS_FIGURES),
    Area(
        "rounds360",
        _("Feedback"),
        "people",
        "rounds360:list",
        holds(Role.FACULTY_DEVELOPER),
    ),
    Area("evidence:mentors", _("Mentors"), "people", "evidence:mentors", holds(Role.FACULTY_DEVELOPER)),
    Area("development", _("Training"), "lightbulb", "development:training", holds(Role.FACULTY_DEVELOPER)),
    Area(
        "rollout",
        _("Roll-out"),
        "signpost-split",
        "rollout:list",
        READS_FIGURES,
    ),
    Area("received", _("Released to me"), "journal-check", "received:list", holds(Role.RESIDENCY_DIRECTOR)),
    Area("vetoes", _("Trainees' pairs"), "people", "vetoes:list", holds(Role.RESIDENCY_DIRECTOR)),
)
# What is needed now and then: below the word "More".
MORE_AREAS: tuple[Area, ...] = (
    Area(
        "experiences",
        _("Experiences"),
        "signpost-split",
        "experiences:list",
        holds(Role.COORDINATOR, Role.DIRECTOR),
    ),
    Area("voices", _("Voices"), "people", "voices:list", holds(Role.FACULTY_DEVELOPER)),
    Area("framework", _("Framework"), "journal-check", "framework:current", holds(*STAFF)),
    Area("imports", _("Imports"), "upload", "imports:list", holds(Role.COORDINATOR, Role.DIRECTOR)),
    Area("sent", _("Sent mail"), "envelope", "sent:log", holds(Role.COORDINATOR, Role.DIRECTOR)),
    Area(
        "access",
        _("Access"),
        "person-lock",
        "access:list",
        holds(Role.COORDINATOR, Role.DIRECTOR, Role.SITE_ADMIN),
    ),
    Area("connections", _("Connections"), "diagram-3", "connections:list", can_see_connections),
    Area(
        "safeguards",
        _("Emergencies"),
        "lock",
        "safeguards:list",
        holds(Role.COORDINATOR, Role.DIRECTOR, Role.SITE_ADMIN, Role.AUDITOR),
    ),
    Area("audit:log", _("Audit log"), "eye", "audit:log", holds(Role.AUDITOR)),
    Area("jobs", _("Failed jobs"), "exclamation-triangle", "jobs:failed", holds(Role.SITE_ADMIN)),
)
# Who does nothing here but keep somebody's times has no year of their own; everybody else has one, or had.
has_a_year = is_member & (holds(Role.MENTOR, Role.MENTEE) | ~holds(Role.DELEGATE))
# Four words; further pages of an area are named in its places.
PARTICIPANT_AREAS: tuple[Area, ...] = (
    Area("home mine", _("Home"), "house", "home", is_member),
    Area("pairs", _("Year"), "people", "pairs:mine", has_a_year),
    Area("growth framework development experiences", _("Growth"), "graph-up", "growth:mine", is_member),
    Area("record releases dossier audit:own", _("Record"), "person", "record:mine", is_member),
)
# At the foot of participants' pages.
FOOT_PAGES: tuple[Area, ...] = (
    Area("frame:routes", _("Help and reporting"), "shield-check", "frame:routes", is_member),
    Area("intake", _("Programs"), "clipboard", "intake:mine", is_member),
    Area("frame:help", _("Help"), "question-circle", "frame:help", is_member),
)
# Behind one's initials.
ACCOUNT_PAGES: tuple[Area, ...] = (
    Area("experiences", _("Experiences"), "signpost-split", "experiences:list", is_member),
    Area("mine", _("My mentorship"), "people", "mine", holds(Role.MENTOR, Role.MENTEE)),
    Area("development:mine", _("Mentor training"), "lightbulb", "development:mine", holds(Role.MENTOR)),
    Area(
        "development:certificates",
        _("Certificates"),
        "journal-check",
        "development:certificates",
        is_member,
    ),
    Area("dossier", _("Dossiers"), "journal-check", "dossier:mine", is_member),
    Area("record", _("My record"), "person", "record:mine", is_member),
    Area("intake", _("Programs"), "clipboard", "intake:mine", is_member),
    Area("calendar", _("My calendar"), "calendar3", "calendar:mine", is_member),
    Area("frame:preferences", _("Preferences"), "sliders", "frame:preferences", is_member),
    Area("audit:own", _("Who opened what of yours"), "eye", "audit:own", is_member),
    Area("frame:routes", _("Help and reporting"), "shield-check", "frame:routes", is_member),
    Area("frame:help", _("Help"), "question-circle", "frame:help", is_member),
)
is_staff = holds(*STAFF)


@dataclass(frozen=True)
class Entry:
    """One link of the navigation, ready to be shown."""

    label: str
    icon: str
    href: str
    is_current: bool


def shell(request: HttpRequest) -> dict[str, Any]:
    """Give every template the frame: `shell.areas`, `shell.tabs`, `shell.theme` and so on."""
    return {"shell": Shell(request)}


class Shell:
    """Reads only what a template asks for, so that error pages can use it too."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self.viewer = viewer_of(request)
        # A stranger's error page must not tell that there is such an institution.
        self.institution = let_in(request).institution if self.viewer else None
        self.is_demo = settings.DEMO

    @cached_property
    def areas(self) -> tuple[Entry, ...]:
        return self._entries(STAFF_AREAS)

    @property
    def phone_areas(self) -> tuple[Entry, ...]:
        """Return what a phone shows at once; the rest is behind "More"."""
        return self.areas[:ON_A_PHONE]

    @property
    def phone_more(self) -> tuple[Entry, ...]:
        return self.areas[ON_A_PHONE:] + self.more_areas

    @cached_property
    def more_areas(self) -> tuple[Entry, ...]:
        return self._entries(MORE_AREAS)

    @cached_property
    def foot(self) -> tuple[Entry, ...]:
        return self._entries(FOOT_PAGES)

    @cached_property
    def tabs(self) -> tuple[Entry, ...]:
        return self._entries(PARTICIPANT_AREAS)

    @cached_property
    def account_links(self) -> tuple[Entry, ...]:
        if self.viewer is None:
            return ()
        return (
            Entry(gettext("Your account"), "person", reverse("account"), False),
            *self._entries(ACCOUNT_PAGES),
            Entry(gettext("Sign out"), "box-arrow-right", reverse("account_logout"), False),
        )

    @property
    def mail(self) -> str:
        """Return "live" or "rehearsal"; empty for who belongs to no institution, and in the demo, from which no mail leaves."""
        if self.institution is None or self.is_demo:
            return ""
        return "live" if self.institution.mail_is_live else "rehearsal"

    @property
    def find(self) -> str:
        return address(let_in(self._request), "frame:find") if self.viewer else ""

    @property
    def help(self) -> str:
        return address(let_in(self._request), "frame:help") if self.viewer else ""

    @property
    def frame(self) -> str:
        """Return the template that pages for both audiences extend."""
        return "staff.html" if self.viewer and is_staff.test(self.viewer, None) else "participant.html"

    @property
    def theme(self) -> str:
        theme = self._request.COOKIES.get(THEME_COOKIE, "system")
        return theme if theme in THEMES else "system"

    @property
    def dark_media(self) -> str:
        """Return the media query under which the dark tokens count; empty when they never do."""
        return {"system": "screen and (prefers-color-scheme: dark)", "dark": "screen", "light": ""}[
            self.theme
        ]

    @property
    def shortcuts_are_on(self) -> bool:
        return self._request.COOKIES.get(SHORTCUTS_COOKIE, "on") != "off"

    @property
    def home(self) -> str:
        return address(let_in(self._request), "home") if self.viewer else "/"

    def _entries(self, areas: tuple[Area, ...]) -> tuple[Entry, ...]:
        if self.viewer is None:
            return ()
        asked = let_in(self._request)
        match = asked.resolver_match
        here = {match.view_name, match.namespace.split(":")[0]} if match else set()
        return tuple(
            Entry(
                str(area.label),
                area.icon,
                address(asked, area.page),
                not here.isdisjoint(area.places.split()),
            )
            for area in areas
            if area.who.test(self.viewer, None)
        )
