"""What a connection needs from the hospital's IT and from the platform's administrator, as a sheet to hand on."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rounds.core.access import Request, allow
from rounds.core.clock import institution_today
from rounds.documents import Bullets, Document, Facts, Heading, Paragraph, Small, render_pdf
from rounds.integrations.connections.models import Connection
from rounds.integrations.connections.rules import can_see_connections
from rounds.integrations.connections.selectors import platform_for
from rounds.integrations.lti.values.platform import Platform
from rounds.web.machines.platforms import ours_of


@allow(can_see_connections, load=platform_for)
@require_safe
def sheet(request: Request, connection: Connection) -> HttpResponse:
    """Give the sheet as a tagged PDF; nothing secret stands in it."""
    document = sheet_of(connection, request.institution.name, request.institution.slug)
    return HttpResponse(
        render_pdf(document),
        content_type="application/pdf",
        headers={"Content-Disposition": 'attachment; filename="rounds-for-your-it.pdf"'},
    )


def sheet_of(connection: Connection, institution: str, slug: str) -> Document:
    """Return what is asked of the IT: what it is for, what goes over which line, what to enter, what to look at when it fails."""
    return Document(
        title=_("What we need from your IT"),
        subtitle=_("Rounds and %(name)s, by LTI 1.3") % {"name": connection.name},
        author=institution,
        made_on=institution_today(),
        blocks=(*_purpose(), *_entries(connection, slug), *_lines(connection), *_troubles()),
    )


def _purpose() -> tuple[Heading | Paragraph | Bullets, ...]:
    return (
        Heading(_("What it is for")),
        Paragraph(
            _(
                "Residents and faculty open a survey of their mentorship program from a course, answer it in Rounds, and"
                " the course shows that they are done. About 20 minutes of an administrator of the platform."
            )
        ),
        Bullets(
            (
                _(
                    "Read: who opens a link (an opaque ID), and, when the office asks, who is in a course: names, e-mail"
                    " addresses and employee numbers, as far as the platform lets us."
                ),
                _(
                    "Written to the platform: that somebody is done, as 1 of 1, once a night. Never an answer."
                ),
                _("A launch needs no names, e-mail addresses or roles. Roles that are sent grant nothing."),
                _(
                    "Passwords: none are exchanged. Both sides sign with keys of their own (RS256, 2,048 bits)."
                ),
                _("Two people switch it on here, and each of the two stops it at once."),
            )
        ),
    )


def _entries(connection: Connection, slug: str) -> tuple[Heading | Paragraph | Facts | Bullets, ...]:
    ours = ours_of(slug, connection.id)
    return (
        Heading(_("At the platform: register an LTI 1.3 tool")),
        Paragraph(
            _(
                "Where the platform registers tools by itself (dynamic registration), ask us for one address to paste;"
                " then nothing of this list has to be typed."
            )
        ),
        Facts(
            (
                (_("Login address"), ours.login),
                (_("Launch and redirect address"), ours.launch),
                (_("Address of our keys"), ours.keys),
                (_("Opens in"), _("a new window")),
                (_("Services"), _("Assignments and Grades (scores), Names and Roles (read only)")),
                (_("Messages"), _("resource link and deep linking")),
            )
        ),
        Heading(_("Back to us"), level=2),
        Bullets(
            (
                _("Issuer (platform ID), client ID and deployment ID."),
                _("Three addresses: authentication request, access token, keyset (JWKS)."),
                _(
                    "Whether lis.person_sourcedid is the employee number, and whether people can change it themselves."
                ),
            )
        ),
    )


def _lines(connection: Connection) -> tuple[Heading | Paragraph | Bullets, ...]:
    base = urlsplit(settings.BASE_URL)
    # a demo is reached without encryption, and its sheet says the same as its addresses
    ours = {"here": base.netloc, "how": base.scheme}
    hosts = _hosts_of(connection)
    return (
        Heading(_("On the network")),
        Bullets(
            (
                _("Browsers of your people reach the platform and %(here)s, by %(how)s.") % ours,
                _("The platform reaches %(here)s by %(how)s, for our keys.") % ours,
                _(
                    "The server of Rounds reaches %(hosts)s by https, and the addresses that the platform itself names in"
                    " a launch for completions and names. Nothing else is asked."
                )
                % {"hosts": ", ".join(hosts) if hosts else _("the platform")},
                _(
                    "A platform on an address inside the hospital has to be listed by whoever runs Rounds"
                    " (ROUNDS_INSIDE_HOSTS); otherwise private addresses are refused."
                ),
                _("Both clocks are right to the minute: launches fail otherwise."),
            )
        ),
    )


def _hosts_of(connection: Connection) -> list[str]:
    if not connection.settings:
        return []
    platform = Platform.of(connection.settings)
    return sorted({urlsplit(one).netloc for one in (platform.token_url, platform.keys_url)})


def _troubles() -> tuple[Heading | Bullets | Small, ...]:
    return (
        Heading(_("If a link does not open")),
        Bullets(
            (
                _(
                    "“Can't be trusted, or is too old”: compare issuer, client and deployment ID, and both clocks."
                ),
                _(
                    "“Open in a new window” inside a frame: the browser keeps no cookies there; that button is the way."
                ),
                _(
                    "“Does not let anybody in at the moment”: it is not switched on, somebody here has paused it, or the"
                    " platform refused us."
                ),
            )
        ),
        Small(
            _(
                "Tried with Open edX's own platform code. Not tried with Canvas, Moodle, Brightspace or Blackboard. “Try"
                " it”, which the site administrator of Rounds presses, reads the platform's keys and writes nothing."
            )
        ),
    )
