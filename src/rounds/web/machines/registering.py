"""Where a platform registers us by itself: a page that says who asks, one press, and the window closes."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from rounds.core.access import ScopedRequest
from rounds.integrations.connections.models import Connection
from rounds.web.machines.platforms import any_platform, of_platform, ours_of

LONGEST = 8_000


def _register(request: ScopedRequest, connection: Connection, registration_code: str) -> HttpResponse:
    """Say who asks to register Rounds; a POST does it. What the platform handed over goes along in the page."""
    from rounds.integrations.lti.selectors import registration_of
    from rounds.integrations.lti.services.registering import register
    from rounds.integrations.signed_tokens import Refused

    registration = registration_of(connection, registration_code)
    if registration is None:
        return render(request, "machines/registration_over.html", status=400)
    given = request.POST if request.method == "POST" else request.GET
    configuration, token = (
        given.get(name, "")[:LONGEST] for name in ("openid_configuration", "registration_token")
    )
    problem = "" if configuration else _("Open this address from the platform, as a new external tool.")
    if request.method == "POST" and not problem:
        try:
            register(
                registration=registration,
                configuration=configuration,
                token=token,
                name="Rounds",
                ours=ours_of(connection.institution.slug, connection.id),
            )
        except Refused as error:
            problem = _problem(error.reason)
        else:
            return _framed(render(request, "machines/registered.html", {"connection": connection}))
    context = {
        "connection": connection,
        "host": _host(configuration),
        "configuration": configuration,
        "token": token,
        "problem": problem,
    }
    status = 400 if problem else 200
    return _framed(render(request, "machines/register.html", context, status=status))


def _host(configuration: str) -> str:
    try:
        return urlsplit(configuration).hostname or ""
    except ValueError:
        return ""


def _problem(reason: str) -> str:
    words = {
        "twice": _("This address was used in the meantime. Look at the connection in Rounds."),
        "host": _(
            "The platform speaks for another host than the one that was asked. Nothing was registered."
        ),
        "inside": _("The platform stands on an address inside that is not listed. Nothing was asked."),
        "slow": _("The platform did not answer within ten seconds. Press again."),
        "registration": _("The platform refused to register Rounds. Begin again there, for a new token."),
    }
    return words.get(reason, _("The platform did not say all that is needed. Enter it by hand in Rounds."))


def _framed(response: HttpResponse) -> HttpResponse:
    """Let a platform show it in a frame, as some do for the whole registration (Canvas); it takes a code to get here."""
    framed: Any = response
    framed._csp_replace = {"frame-ancestors": ["https:"] if settings.PRODUCTION else ["https:", "http:"]}
    framed.xframe_options_exempt = True
    framed.headers["Cache-Control"] = "no-store"
    return response


# Nobody is signed in here, and in a frame no cookie comes along: the code in the address is what counts.
register_page = csrf_exempt(
    require_http_methods(["GET", "HEAD", "POST"])(of_platform(_register, any_platform))
)
