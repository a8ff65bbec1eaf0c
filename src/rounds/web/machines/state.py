"""What the hospital's monitoring reads: how connections fare, and when a credential ends. No person, no count of people."""

from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from rounds.core.access import ScopedRequest, public

APP = "allauth.account"
SCHEME = "bearer"
LONGEST_TOKEN = 200


@public
@require_safe
def connections(request: ScopedRequest) -> HttpResponse:
    """Tell a machine how the institution's connections fare; the same 401 for whatever does not count, and wherever."""
    from rounds.integrations.credentials.selectors import credential_of, told_to
    from rounds.integrations.credentials.services import note_use

    token = bearer_of(request)
    credential = credential_of(token) if token and request.institution else None
    if credential is None or request.institution is None:
        is_new = ratelimit.consume(request, app=APP, action="machine_refused", limit_get=True)
        return _refused() if is_new else _too_many()
    if not ratelimit.consume(request, app=APP, action="machine", key=str(credential.id), limit_get=True):
        return _too_many()
    note_use(credential)
    return _answer({"institution": request.institution.slug, **told_to(credential)})


def bearer_of(request: HttpRequest) -> str:
    """Return the token that a request carries; "" where it carries none. No cookie and no part of an address counts."""
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    is_token = scheme.lower() == SCHEME and token.isascii() and token.isprintable()
    return token.strip() if is_token and len(token) <= LONGEST_TOKEN else ""


def _refused() -> HttpResponse:
    response = _answer({"error": "no credential that counts here"}, status=401)
    response.headers["WWW-Authenticate"] = 'Bearer realm="rounds"'
    return response


def _too_many() -> HttpResponse:
    response = _answer({"error": "too often: ask again in a minute"}, status=429)
    response.headers["Retry-After"] = "60"
    return response


def _answer(said: dict[str, object], status: int = 200) -> HttpResponse:
    response = JsonResponse(said, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response
