"""Pages outside any institution."""

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from rounds.core.access import public


@public
def healthz(request: HttpRequest) -> HttpResponse:
    """Say whether the database answers; nothing else, because strangers may ask."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception:
        return JsonResponse({"status": "database does not answer"}, status=503)
    return JsonResponse({"status": "ok"})


@public
def start(request: HttpRequest) -> HttpResponse:
    """Lead to the institution, or to sign-in."""
    return HttpResponse("Rounds", content_type="text/plain; charset=utf-8")
