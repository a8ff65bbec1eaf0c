"""A save that arrives when its sender is signed in no more loses nothing."""

from collections.abc import Callable
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from rounds.core.database.scope import scope
from rounds.web.toasts import add_toast
from rounds.web.typed.keeping import Place, TooLong, drop_typed, keep_typed, place_of

# Where somebody is sent who must first show who they are.
PROOFS = frozenset(
    {
        "account_request_login_code",
        "account_login",
        "account_confirm",
        "account_password",
        "mfa_activate_totp",
        "mfa_authenticate",
    }
)


class TypedMiddleware:
    """Keep what was sent by a marked form and not saved, for whom the form was shown to; forget it once it is saved.

    The mark is ours and names its owner: neither a session nor the check of the form's token is needed to keep
    it, and nobody else ever sees it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        place = place_of(request.POST) if request.method == "POST" else None
        if place is None or _is_draft(request):
            return response
        onward = response.get("Location") or response.get("X-Onward") or ""
        asks_who = _page(onward) in PROOFS
        is_refused = getattr(request, "form_is_refused", False)
        with scope(place.institution_id):
            if asks_who or is_refused or response.status_code >= 500:
                is_kept = _keep(place, request)
                if is_kept and (asks_who or response.status_code == 403):
                    return _lead_back(request, response, place, onward)
            elif place.owner_id == request.user.pk and (onward or _is_short(response)):
                drop_typed(place)
        return response


def _is_short(response: HttpResponse) -> bool:
    """Tell whether a form that keeps itself says that it did."""
    return isinstance(response, JsonResponse) and response.status_code < 400


def _is_draft(request: HttpRequest) -> bool:
    """Tell whether the page itself keeps what is typed: then it is in the right place already."""
    match = request.resolver_match
    return match is not None and match.namespace == "typed" and request.user.is_authenticated


def _keep(place: Place, request: HttpRequest) -> bool:
    try:
        keep_typed(place, request.POST)
    except TooLong:
        return False
    return True


def _lead_back(request: HttpRequest, response: HttpResponse, place: Place, onward: str) -> HttpResponse:
    """Lead to sign-in and from there to the form; a form whose token is old is shown again."""
    if request.headers.get("X-Autosave"):
        words = _("You are signed out. What you typed is kept: sign in, and it is in the form.")
        return JsonResponse({"words": words, "link": _("Sign in"), "page": place.page}, status=401)
    if not onward:
        return redirect(place.page)
    add_toast(
        request,
        _("Not saved yet: you were signed out. What you typed is kept: sign in, and it is in the form."),
    )
    parts = urlsplit(onward)
    query = {**dict(parse_qsl(parts.query)), "next": place.page}
    header = "Location" if response.has_header("Location") else "X-Onward"
    response[header] = parts._replace(query=urlencode(query)).geturl()
    return response


def _page(address: str) -> str:
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return ""
