"""Search, help, preferences."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from rounds.core.access import Request, allow, is_member
from rounds.core.reading import read_search
from rounds.people.selectors.routes import help_routes
from rounds.web.addresses import address
from rounds.web.frame.forms import PreferencesForm
from rounds.web.frame.search import find_others, find_pages, find_tasks
from rounds.web.shell import SHORTCUTS_COOKIE, THEME_COOKIE, Shell
from rounds.web.toasts import add_toast
from rounds.web.words.readers import help_rows, in_an_emergency

A_YEAR = 365 * 24 * 60 * 60


@require_GET
@allow(is_member)
def find(request: Request) -> HttpResponse:
    """List the people, the things to do and the pages that match the words."""
    words = read_search(request.GET.get("q"))
    pages = find_pages(request, words) if words else []
    others = find_others(request, words) if len(words) >= 2 else []
    tasks = find_tasks(request, words) if len(words) >= 2 else []
    context = {"words": words, "pages": pages, "others": others, "to_do": tasks}
    return render(request, "frame/find.html", context)


@require_GET
@allow(is_member)
def show_help(request: Request) -> HttpResponse:
    """Say whom to ask, who sees what, and which keys there are."""
    return render(
        request, "frame/help.html", {"who_reads": help_rows(), "in_an_emergency": in_an_emergency()}
    )


@require_GET
@allow(is_member)
def show_routes(request: Request) -> HttpResponse:
    """Say where to turn with danger, harassment, impairment, patient safety: the routes of this institution."""
    return render(request, "components/routes.html", {"routes": help_routes()})


@allow(is_member)
def preferences(request: Request) -> HttpResponse:
    """Choose light or dark, and single keys on or off, for this browser."""
    shell = Shell(request)
    now = {"theme": shell.theme, "shortcuts": "on" if shell.shortcuts_are_on else "off"}
    form = PreferencesForm(request.POST or None, initial=now)
    if request.method != "POST" or not form.is_valid():
        return render(request, "frame/preferences.html", {"form": form})
    response = redirect(address(request, "frame:preferences"))
    for cookie, field in ((THEME_COOKIE, "theme"), (SHORTCUTS_COOKIE, "shortcuts")):
        response.set_cookie(
            cookie,
            form.cleaned_data[field],
            max_age=A_YEAR,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    add_toast(request, _("Saved for this browser."))
    return response
