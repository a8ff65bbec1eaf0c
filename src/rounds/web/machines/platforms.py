"""Where a learning platform comes in: a login begins, a launch is checked, our keys are read. Forms come from its pages."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rounds.core.access import ScopedRequest, public
from rounds.core.errors import DomainError, NotFound
from rounds.integrations.connections.enums import ConnectionState
from rounds.integrations.connections.models import Connection

if TYPE_CHECKING:
    from rounds.integrations.lti.services.launching import NoCookie, Ours

log = logging.getLogger(__name__)

# Sent to a launch out of a platform's page, where Lax is not; Secure always, as None asks for it.
COOKIE = "__Host-rounds_lti"
COOKIE_SECONDS = 5 * 60
SEE_OTHER = 303
FRAMES = ("iframe", "frame", "embed", "object")

View = Callable[..., HttpResponse]


def entered_platform(connection_id: UUID) -> Connection:
    """Return the connection to a platform that is entered; NotFound for any other."""
    from rounds.integrations.lti.selectors import platform_connection

    return platform_connection(connection_id)


def any_platform(connection_id: UUID) -> Connection:
    """Return the connection to a platform, also before anything is entered."""
    from rounds.integrations.lti.selectors import lti_connection

    return lti_connection(connection_id)


def of_platform(show: View, find: Callable[[UUID], Connection] = entered_platform) -> View:
    """Return the view of an address of one connection; what is refused is logged in one word and said on a page."""

    def view(request: ScopedRequest, connection_id: UUID, **more: str) -> HttpResponse:
        from rounds.integrations.signed_tokens import Refused

        if not ratelimit.consume(request, app="allauth.account", action="organization", limit_get=True):
            return ratelimit.respond_429(request)
        if request.institution is None:
            raise Http404
        try:
            connection = find(connection_id)
        except NotFound as error:
            raise Http404 from error
        try:
            return show(request, connection, **more)
        except Refused as error:
            log.warning("a launch of platform %s was refused: %s", connection_id, error.reason)
            context: dict[str, object] = {"is_off": error.reason == "off"}
        except DomainError as error:
            log.warning("a launch of platform %s was refused: joined to another", connection_id)
            context = {"words": error.message}
        return render(request, "machines/refused.html", context, status=400)

    return public(view)


def ours_of(slug: str, connection_id: UUID) -> Ours:
    """Return the addresses of a connection on our side, as a platform's administrator copies them."""
    from rounds.integrations.lti.services.launching import Ours

    base = settings.BASE_URL.rstrip("/")
    where = {"institution": slug, "connection_id": connection_id}
    names = ("lti_login", "lti_launch", "lti_keys")
    return Ours(*(base + reverse(name, kwargs=where) for name in names))


def registration_address(slug: str, connection_id: UUID, code: str) -> str:
    """Return the one address that is pasted at a platform which registers tools by itself."""
    where = {"institution": slug, "connection_id": connection_id, "registration_code": code}
    return settings.BASE_URL.rstrip("/") + reverse("lti_register", kwargs=where)


def _ours(request: ScopedRequest, connection: Connection) -> Ours:
    """Return ours_of for a request of which `of_platform` has seen that its institution is there."""
    return ours_of(request.institution.slug if request.institution else "", connection.id)


def _login(request: ScopedRequest, connection: Connection) -> HttpResponse:
    """Begin a login: remember it in a cookie, and lead to the platform, which knows who it is."""
    from rounds.integrations.lti.services.launching import begin_login

    given = request.POST if request.method == "POST" else request.GET
    place, browser = begin_login(
        connection=connection,
        given={name: str(given[name]) for name in given},
        ours=_ours(request, connection),
        browser=request.COOKIES.get(COOKIE, ""),
    )
    response = HttpResponseRedirect(place)
    response.set_cookie(
        COOKIE, browser, max_age=COOKIE_SECONDS, secure=True, httponly=True, samesite="None", path="/"
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _launch(request: ScopedRequest, connection: Connection) -> HttpResponse:
    """Check a launch, and lead on with a code that counts once."""
    from rounds.integrations.lti.services.launching import NoCookie, enter, finish_launch
    from rounds.integrations.signed_tokens import Refused

    if "error" in request.POST:
        raise Refused("platform")
    try:
        launch = finish_launch(
            connection=connection,
            state=request.POST.get("state", ""),
            token=request.POST.get("id_token", ""),
            ours=_ours(request, connection),
            # inside a frame nothing else of ours opens, also where the cookie has come: a platform on our own site
            browser=""
            if request.headers.get("Sec-Fetch-Dest", "") in FRAMES
            else request.COOKIES.get(COOKIE, ""),
        )
    except NoCookie as found:
        return _framed(request, connection, found)
    if connection.state != ConnectionState.ON:
        return render(request, "machines/tried.html", {"connection": connection})
    code = enter(connection=connection, launch=launch)
    response = HttpResponse(status=SEE_OTHER)
    response.headers["Location"] = reverse("lti_open", kwargs={"entry_code": code})
    response.headers["Cache-Control"] = "no-store"
    return response


def _framed(request: HttpRequest, connection: Connection, found: NoCookie) -> HttpResponse:
    """Show the one page that a frame may hold, and only one of the platform's own: it begins again in a window in front."""
    from rounds.integrations.lti.values.platform import Platform

    platform = Platform.of(connection.settings)
    again = f"{request.path.removesuffix('launch/')}login/?{urlencode(found.again)}"
    response: Any = render(request, "machines/framed.html", {"again": again})
    origins = {_origin(one) for one in (platform.issuer, platform.login_url)} - {""}
    response._csp_replace = {"frame-ancestors": sorted(origins)}
    response.xframe_options_exempt = True
    response.headers["Cache-Control"] = "no-store"
    return response


def _origin(address: str) -> str:
    parts = urlsplit(address)
    is_known = parts.scheme == "https" or (parts.scheme == "http" and not settings.PRODUCTION)
    return f"{parts.scheme}://{parts.netloc}" if is_known and parts.netloc else ""


@public
@require_safe
def keys(request: ScopedRequest, connection_id: UUID) -> HttpResponse:
    """Return the public half of our own key, which the platform reads; 404 where there is no such connection."""
    from rounds.integrations.lti.services.own_key import published_keys

    if request.institution is None:
        raise Http404
    try:
        connection = any_platform(connection_id)
    except NotFound as error:
        raise Http404 from error
    response = JsonResponse(published_keys(connection))
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


login = csrf_exempt(require_http_methods(["GET", "POST"])(of_platform(_login)))
launch = csrf_exempt(require_POST(of_platform(_launch)))
