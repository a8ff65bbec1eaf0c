"""What is answered before sessions, hosts and forms are looked at."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import resolve
from django.utils.translation import gettext as _

from rounds.web.site import healthz

HEALTH = "/healthz"


class HealthMiddleware:
    """Tell whoever watches over the server how it is, whatever name or number they call it by."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info != HEALTH:
            return self.get_response(request)
        request.resolver_match = resolve(HEALTH)
        response = healthz(request)
        response.headers["Cache-Control"] = "no-store"
        return response


class LengthMiddleware:
    """Refuse what is too long by its announced length, before it is read: Django would store all of it first.

    Strangers send no files, so that the longest of their forms is short.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = _announced(request)
        if length <= settings.BODY_BYTES_OF_STRANGERS:
            return self.get_response(request)
        if not request.user.is_authenticated:
            message = _(
                "This is longer than anything that is taken without signing in. Sign in, then send it again."
            )
        elif length > settings.BODY_BYTES:
            message = _(
                "This is longer than anything that is taken here: %(most)d MB in all. Send less at once."
            ) % {"most": settings.BODY_BYTES // 1024**2}
        else:
            return self.get_response(request)
        return render(request, "400.html", {"message": message}, status=413)


def _announced(request: HttpRequest) -> int:
    """Return how many bytes follow, read as Django reads it; without a number it reads none."""
    announced = request.META.get("CONTENT_LENGTH")
    try:
        return int(announced or 0)
    except ValueError:
        return 0
