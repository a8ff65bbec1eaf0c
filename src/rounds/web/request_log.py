"""One line a request: which page, which answer, how long; by whom as an id."""

import time
from collections.abc import Callable
from uuid import uuid4

import structlog
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse

log = structlog.get_logger("rounds.request")


class RequestLogMiddleware:
    """Give each request an id, which the answer carries too, so that a report of an error can be found."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_id = uuid4().hex
        began = time.perf_counter()
        with structlog.contextvars.bound_contextvars(request=request_id):
            response = self.get_response(request)
            # The user only if somebody asked for it: nobody's session is read for this line.
            match, user = request.resolver_match, getattr(request, "_cached_user", None)
            log.info(
                "request",
                method=request.method,
                page=match.view_name if match else None,
                status=response.status_code,
                ms=round(1000 * (time.perf_counter() - began)),
                user=str(user.pk) if user is not None and user.is_authenticated else None,
            )
        response.headers["X-Request-Id"] = request_id
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> None:
        """Write where in the program an error came from; the error page shows nothing of it."""
        if isinstance(error, Http404 | PermissionDenied | SuspiciousOperation):
            return
        match = request.resolver_match
        log.error("request_failed", page=match.view_name if match else None, exc_info=error)
