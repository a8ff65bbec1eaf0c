"""Errors that lead on: a rule of the product becomes a page that says what to do next."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.defaults import page_not_found

from rounds.core.errors import DomainError, NotFound, OutOfOrder


class DomainErrorMiddleware:
    """Answer a domain error that no page has caught: 404, 409, or 400 with its sentence."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, NotFound):
            return page_not_found(request, exception)
        if isinstance(exception, OutOfOrder):
            return render(request, "409.html", {"message": exception.message}, status=409)
        if isinstance(exception, DomainError):
            return render(request, "400.html", {"message": exception.message}, status=400)
        return None


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Explain a form that was open too long, and lead back to it."""
    return render(request, "403_csrf.html", status=403)
