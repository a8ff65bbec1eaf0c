"""Answers to questions that were asked in a dialog."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class DialogMiddleware:
    """Tell the script of a dialog where a redirect leads: following it itself, it would use up the toasts there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if "X-Dialog" in request.headers and response.has_header("Location"):
            response.status_code = 204
            response["X-Onward"] = response["Location"]
            del response["Location"]
        return response
