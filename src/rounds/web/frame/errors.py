"""Errors that lead on: a rule of the product becomes a page that says what to do next."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import structlog
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import IntegrityError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.defaults import page_not_found

from rounds.core.access import let_in
from rounds.core.database.retrying import somebody_was_first
from rounds.core.errors import DomainError, NotFound, OutOfOrder
from rounds.web.addresses import address
from rounds.web.typed.keeping import texts_of

OUT_OF_ORDER = "out_of_order"
log = structlog.get_logger("rounds.web")


class DomainErrorMiddleware:
    """Answer a domain error that no page has caught: 404, 409, or 400 with its sentence; and 405 to a person in words."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and _is_opened_by_a_person(request):
            # the address of a button, which a refused press leaves in the browser: opened again, it has no page
            page = render(request, "405.html", status=HTTPStatus.METHOD_NOT_ALLOWED)
            page.headers["Allow"] = response.headers["Allow"]
            return page
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        mark_refused(request)
        if isinstance(exception, NotFound):
            return page_not_found(request, exception)
        if isinstance(exception, IntegrityError | ObjectDoesNotExist):
            # two at once; services know better words. The text of the error could name people.
            constraint = getattr(getattr(exception.__cause__, "diag", None), "constraint_name", "")
            log.error("two wrote at once", error=type(exception).__name__, constraint=constraint)
            exception = somebody_was_first()
        if isinstance(exception, OutOfOrder):
            context = {
                "message": exception.message,
                "onward": onward_of(request),
                "typed": texts_of(request.POST),
            }
            return render(request, "409.html", context, status=409)
        if isinstance(exception, DomainError):
            context = {"message": exception.message, "typed": texts_of(request.POST)}
            return render(request, "400.html", context, status=400)
        return None


def _is_opened_by_a_person(request: HttpRequest) -> bool:
    return request.method == "GET" and "text/html" in request.headers.get("Accept", "")


def mark_refused(request: HttpRequest) -> None:
    """Note that the answer doesn't show the form again: what was typed is kept elsewhere (web/typed)."""
    refused: Any = request
    refused.form_is_refused = True


def put_error(form: BaseForm, error: DomainError, *, beside: str | None = None) -> int:
    """Put a refusal into the form that asked, beside all that was typed, and return the page's status.

    It is shown at the field that the error names, else at the one that is given, else above the form.
    """
    code = OUT_OF_ORDER if isinstance(error, OutOfOrder) else "refused"
    field = error.field if error.field in form.fields else beside
    form.add_error(field, ValidationError(error.message, code=code))
    return status_of(form)


def status_of(form: BaseForm) -> int:
    """Return the status of a form's page: 409 when somebody was first or the step came before its time, else 200."""
    if not form.is_bound:
        return 200
    errors = (error for errors in form.errors.as_data().values() for error in errors)
    return 409 if any(error.code == OUT_OF_ORDER for error in errors) else 200


def show_form(request: HttpRequest, template: str, form: BaseForm, **context: object) -> HttpResponse:
    """Return the page of a form as it is, with the status that its errors ask for."""
    return render(request, template, {"form": form, **context}, status=status_of(form))


# The pages to go on from, by what the refused address named: the narrowest first.
ONWARD = (
    ("run_id", "matching:run", gettext_lazy("Open the run")),
    ("cohort_id", "matching:cohort", gettext_lazy("Open the cohort")),
    ("", "matching:home", gettext_lazy("Open matching")),
    ("mentorship_id", "pairs:pair", gettext_lazy("Open your pair")),
)


def onward_of(request: HttpRequest) -> tuple[str, Promise] | None:
    """Return the page that shows the present state of what was refused, as (address, label)."""
    match = request.resolver_match
    if match is None or match.namespace not in ("matching", "pairs"):
        return None
    for key, page, label in ONWARD:
        if page.startswith(match.namespace) and (not key or key in match.kwargs):
            return address(let_in(request), page, **{key: match.kwargs[key]} if key else {}), label
    return None


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Explain a form that was open too long, and lead back to it."""
    mark_refused(request)
    return render(request, "403_csrf.html", status=403)
