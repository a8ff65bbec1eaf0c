"""The competency map: read it, copy it, edit the copy, publish it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rounds.core.access import Request, allow, is_member
from rounds.framework import services
from rounds.framework.models import FrameworkVersion, Track
from rounds.framework.rules import can_edit_framework, can_see_version
from rounds.framework.selectors import (
    MapRow,
    current_version,
    list_milestones,
    list_tracks,
    list_versions,
    map_rows,
    version_for,
)
from rounds.people.enums import Tier
from rounds.web.addresses import address
from rounds.web.frame.ask import ask_first
from rounds.web.toasts import add_toast


@allow(is_member)
@require_GET
def current(request: Request) -> HttpResponse:
    """Show the version in force."""
    version = current_version()
    if version is None:
        return render(request, "coordinator/framework/none.html")
    return _show(request, version)


@allow(can_see_version, load=version_for)
@require_GET
def detail(request: Request, version: FrameworkVersion) -> HttpResponse:
    """Show one version."""
    return _show(request, version)


def _show(request: Request, version: FrameworkVersion) -> HttpResponse:
    can_edit = can_edit_framework.test(request.viewer, None)
    versions = list_versions() if can_edit else []
    rows = map_rows(version)
    context: dict[str, Any] = {
        "version": version,
        "map": tuple(_map_row(row) for row in rows),
        "tiers": tuple(str(tier.label) for tier in Tier),
        "tracks": tuple(_track_row(track, rows) for track in list_tracks(version)),
        "milestones": tuple(list_milestones(version)),
        "versions": versions,
        "draft": next((other for other in versions if not other.is_published), None),
        "can_edit": can_edit,
    }
    return render(request, "coordinator/framework/detail.html", context)


def _map_row(row: MapRow) -> tuple[str, str, tuple[tuple[str, str, bool], ...]]:
    """Return a domain with its cells: the tier, the text, whether it is a focus."""
    cells = tuple(
        (str(tier.label), cell.text, cell.is_focus) if cell else (str(tier.label), "", False)
        for tier, cell in zip(Tier, row.cells, strict=True)
    )
    return row.domain.name, row.domain.summary, cells


def _track_row(track: Track, rows: list[MapRow]) -> tuple[Any, ...]:
    shown = [
        (row.domain.name, track.evidence[row.domain.key]) for row in rows if row.domain.key in track.evidence
    ]
    evidence = tuple((name, tuple(kinds)) for name, kinds in shown)
    return track.name, tuple(track.tier_names.values()), evidence


@allow(can_edit_framework, load=version_for)
@require_POST
def copy(request: Request, version: FrameworkVersion) -> HttpResponse:
    """Start a draft from a version."""
    draft = services.copy_version(version=version, by=request.viewer, reason="")
    return redirect(address(request, "framework:edit", version_id=draft.id))


@allow(can_edit_framework, load=version_for)
@require_http_methods(["GET", "POST"])
def publish(request: Request, version: FrameworkVersion) -> HttpResponse:
    """Say what publishing means, and do it."""
    services.refuse_published(version)
    if request.method == "GET":
        return render(
            request, "coordinator/framework/publish.html", {"version": version, "now": current_version()}
        )
    services.publish_version(version=version, by=request.viewer)
    add_toast(request, _("Version %(number)s is in force.") % {"number": version.number})
    return redirect(address(request, "framework:current"))


@allow(can_edit_framework, load=version_for)
@require_http_methods(["GET", "POST"])
def delete(request: Request, version: FrameworkVersion) -> HttpResponse:
    """Throw a draft away; asks first."""
    if request.method == "GET":
        return ask_first(
            request,
            title=_("Delete the draft of version %(number)s?") % {"number": version.number},
            words=[_("What was changed in it is gone for good. Published versions stay as they are.")],
            verb=_("Delete the draft"),
            back=address(request, "framework:edit", version_id=version.id),
        )
    services.delete_draft(version=version, by=request.viewer)
    add_toast(request, _("The draft of version %(number)s is gone.") % {"number": version.number})
    return redirect(address(request, "framework:current"))
