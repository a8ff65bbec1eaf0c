"""The way through one request: where its pages are, for somebody signed in or let in by a link."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from rounds.programs.selectors.office import names_in_office
from rounds.surveys.instruments.selectors import Topic, topics_of
from rounds.surveys.models import Request as Asked
from rounds.surveys.models import Wave
from rounds.web.addresses import address_below

# which request a link has opened, and the page of it from which somebody went to ask for a call
SESSION, CAME_FROM = "survey_request", "survey_page"


@dataclass(frozen=True)
class Way:
    """One person's request, and where its pages are: below an institution's slug, or below a link's own word."""

    asked: Asked
    slug: str
    is_link: bool
    # of this browser's draft in an anonymous wave
    key: bytes = b""
    # the name of the learning platform out of which somebody came; "" for any other way
    platform: str = ""

    def to(self, place: str, **more: Any) -> str:
        """Return the address of one of its pages."""
        if self.is_link:
            return reverse(f"survey_{place}", kwargs=more)
        return address_below(self.slug, f"answering:{place}", request_id=self.asked.id, **more)

    @property
    def call(self) -> str:
        """Return where its person asks to be called; empty for who is outside, who has no office here."""
        if self.asked.person_id is None:
            return ""
        return reverse("survey_call") if self.is_link else address_below(self.slug, "answering:call")

    @property
    def routes(self) -> str:
        """Return where the help and reporting routes of the institution stand."""
        return reverse("survey_routes") if self.is_link else address_below(self.slug, "frame:routes")

    @property
    def layout(self) -> str:
        return "bare.html" if self.is_link else "participant.html"

    @property
    def about(self) -> str:
        return self.asked.subject.display_name if self.asked.subject else ""

    def topics(self) -> tuple[Topic, ...]:
        """Return its pages in their order."""
        return topics_of(self.asked.wave.version_id, about=self.about)


def readers_of(wave: Wave) -> list[str]:
    """Return by name who reads what stands with a name in a wave, as of today; nobody where its promise names no role."""
    return names_in_office(wave.campaign.scope_id, wave.readers) if wave.readers else []
