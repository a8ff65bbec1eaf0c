"""From the slug in the address to request.institution, request.viewer and the scope of all queries."""

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from django.db.models import CharField
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils import timezone

from rounds.core.access import ScopedRequest, viewer_for
from rounds.core.models import Institution
from rounds.core.prepared import Prepared, columns_of
from rounds.core.scope import scope

METHODS = ("GET", "HEAD", "POST")
_by_slug = Prepared(
    lambda slug: Institution.objects.filter(slug=slug).values_list(*columns_of(Institution)),
    slug=CharField(),
)


class MethodsMiddleware:
    """Refuse what no page knows: a view that forgets to say so would take a PUT for a GET."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request) if request.method in METHODS else HttpResponseNotAllowed(METHODS)


class InstitutionMiddleware:
    """Enter the institution's scope for the whole request, lazy template rendering included.

    A slug that does not exist and one where the user is a stranger look alike: `allow` answers 404 to
    both, and anonymous visitors are sent to sign-in by both.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: ScopedRequest) -> HttpResponse:
        request.institution = None
        request.viewer = None
        with ExitStack() as stack:
            request.scopes = stack
            response = self.get_response(request)
        if request.user.is_authenticated and "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store"
        return response

    def process_view(
        self, request: ScopedRequest, view: Callable[..., HttpResponse], args: Any, kwargs: dict[str, Any]
    ) -> None:
        slug = kwargs.pop("institution", None)
        if slug is None:
            return
        found = _by_slug.records(Institution, slug=slug)
        if not found:
            return
        institution = found[0]
        request.institution = institution
        request.scopes.enter_context(scope(institution.id))
        viewer = viewer_for(institution.id, request.user.pk) if request.user.is_authenticated else None
        request.viewer = viewer
        # Times are shown where the reader works; days that count for everybody (deadlines) are the institution's.
        zone = viewer.zone if viewer else ""
        request.scopes.enter_context(timezone.override(zone or institution.timezone))
