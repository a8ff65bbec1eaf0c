"""Pages outside any institution."""

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from rounds.core.access import institutions_of, public


@public
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Say whether the database answers; nothing else, because strangers may ask."""
    fresh = {"Cache-Control": "no-store"}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception:
        return JsonResponse({"status": "database does not answer"}, status=503, headers=fresh)
    return JsonResponse({"status": "ok"}, headers=fresh)


@public
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Lead to sign-in, to the one institution that somebody belongs to, or let them choose."""
    if not request.user.is_authenticated:
        return redirect("demo" if settings.DEMO else "account_request_login_code")
    institutions = institutions_of(request.user.pk)
    if len(institutions) == 1:
        return redirect("home", institution=institutions[0].slug)
    return render(request, "account/start.html", {"institutions": institutions})
