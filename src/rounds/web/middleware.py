"""From the slug in the address to request.institution, request.viewer and the scope of all queries."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import chain
from typing import Any

from django.db.models import CharField
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from rounds.core.access import ScopedRequest, viewer_for
from rounds.core.database.prepared import Prepared
from rounds.core.database.scope import scope
from rounds.core.models import Institution

METHODS = ("GET", "HEAD", "POST")
_by_slug = Prepared(lambda slug: Institution.objects.filter(slug=slug), slug=CharField())


class MethodsMiddleware:
    """Refuse what no page knows: a view that forgets to say so would take a PUT for a GET."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request) if request.method in METHODS else HttpResponseNotAllowed(METHODS)


class TextMiddleware:
    """Refuse the null character, which PostgreSQL takes in no text; end lines as pages count them.

    A browser counts a line break as one character and sends it as two: two thousand characters stay two thousand.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        sent = chain([request.path], request.COOKIES.values(), _texts(request.GET))
        return _refuse_null(request) if any("\0" in text for text in sent) else self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Look at the form, which is read by now: the check of its token needs it."""
        if request.method != "POST":
            return None
        if any("\0" in text for text in _texts(request.POST)):
            return _refuse_null(request)
        if any("\r" in text for text in _texts(request.POST)):
            changed: Any = request
            changed.POST = _with_single_breaks(request.POST)
        return None


def _with_single_breaks(sent: QueryDict) -> QueryDict:
    form = QueryDict(mutable=True, encoding=sent.encoding)
    for name, values in sent.lists():
        form.setlist(name, [text.replace("\r\n", "\n").replace("\r", "\n") for text in values])
    form._mutable = False
    return form


def _texts(sent: QueryDict) -> Iterator[str]:
    return chain(sent, *(values for _name, values in sent.lists()))


def _refuse_null(request: HttpRequest) -> HttpResponse:
    message = _("What was sent holds a character that no text can have (U+0000). Nothing was changed.")
    return render(request, "400.html", {"message": message}, status=400)


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
        found = _by_slug(slug=slug)
        if not found:
            return
        institution = found[0]
        request.institution = institution
        request.scopes.enter_context(scope(institution.id, institution.timezone))
        viewer = viewer_for(institution.id, request.user.pk) if request.user.is_authenticated else None
        request.viewer = viewer
        # Times are shown where the reader works; days that count for everybody (deadlines) are the institution's.
        zone = viewer.zone if viewer else ""
        request.scopes.enter_context(timezone.override(zone or institution.timezone))
