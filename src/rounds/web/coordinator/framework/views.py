"""The competency map: read it, copy it, edit the copy, publish it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rounds.core.access import Request, allow, is_member
from rounds.core.errors import DomainError, OutOfOrder
from rounds.framework import services
from rounds.framework.models import Domain, FrameworkVersion, Indicator, Track
from rounds.framework.rules import can_edit_framework, can_see_version
from rounds.framework.selectors import (
    MapRow,
    crosswalks_of,
    current_version,
    list_milestones,
    list_tracks,
    list_versions,
    map_rows,
    version_for,
)
from rounds.framework.values.first_version import THEMES
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


def _map_row(row: MapRow) -> tuple[str, str, tuple[tuple[str, bool], ...]]:
    cells = tuple((cell.text, cell.is_focus) if cell else ("", False) for cell in row.cells)
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
def edit(request: Request, version: FrameworkVersion) -> HttpResponse:
    """Edit a draft in a plain table."""
    services.refuse_published(version)
    rows = map_rows(version)
    if request.method == "GET":
        return _edit_page(request, version, rows)
    posted = _posted(request)
    try:
        changed = services.edit_draft(version=version, by=request.viewer, **posted)
    except OutOfOrder:
        raise
    except DomainError as error:
        _keep_typed(version, rows, posted)
        return _edit_page(request, version, rows, error)
    add_toast(request, _("Saved: %(count)s cells changed.") % {"count": changed})
    return redirect(address(request, "framework:detail", version_id=version.id))


def _posted(request: Request) -> dict[str, Any]:
    post = request.POST
    return {
        "texts": {name[5:]: value for name, value in post.items() if name.startswith("text-")},
        "names": {name[5:]: value for name, value in post.items() if name.startswith("name-")},
        "focus": set(post.getlist("focus")),
        "reason": post.get("reason", ""),
    }


def _keep_typed(version: FrameworkVersion, rows: Any, posted: dict[str, Any]) -> None:
    """Put what was typed back on the page; nothing is saved."""
    version.reason = posted["reason"]
    for row in rows:
        domain: Domain = row.domain
        domain.name = posted["names"].get(domain.key, domain.name)
        for cell in filter(None, row.cells):
            indicator: Indicator = cell
            indicator.text = posted["texts"].get(indicator.key, indicator.text)
            indicator.is_focus = indicator.key in posted["focus"]


def _edit_page(
    request: Request, version: FrameworkVersion, rows: Any, error: DomainError | None = None
) -> HttpResponse:
    context = {"version": version, "rows": rows, "tiers": Tier, "error": error}
    return render(request, "coordinator/framework/edit.html", context)


@allow(can_edit_framework, load=version_for)
@require_http_methods(["GET", "POST"])
def tracks(request: Request, version: FrameworkVersion) -> HttpResponse:
    """Edit a draft's tracks, their evidence lists and the crosswalks in plain tables."""
    services.refuse_published(version)
    found, rows, crosswalks = list_tracks(version), map_rows(version), crosswalks_of(version)
    error = None
    if request.method == "POST":
        _take_typed(request, found, [row.domain.key for row in rows])
        crosswalks = set(request.POST.getlist("crosswalk"))
        words = {
            one.key: {"name": one.name, "tier_names": one.tier_names, "evidence": one.evidence}
            for one in found
        }
        try:
            changed = services.edit_tracks(
                version=version,
                by=request.viewer,
                tracks=words,
                crosswalks=crosswalks,
            )
        except OutOfOrder:
            raise
        except DomainError as problem:
            error = problem
        else:
            add_toast(request, _("Saved: %(count)s changes.") % {"count": changed})
            return redirect(address(request, "framework:detail", version_id=version.id))
    context = {"version": version, "error": error, **_tables(found, rows, crosswalks)}
    return render(request, "coordinator/framework/tracks.html", context)


def _take_typed(request: Request, tracks: list[Track], domains: list[str]) -> None:
    """Put what was typed into the tracks, unsaved: an error shows it again."""
    post = request.POST
    for track in tracks:
        track.name = post.get(f"track-{track.key}", track.name).strip()
        track.tier_names = {
            tier: post.get(f"tier-{track.key}-{tier}", label).strip()
            for tier, label in track.tier_names.items()
        }
        lists = {
            domain: post.get(f"evidence-{track.key}-{domain}", "\n".join(track.evidence.get(domain, [])))
            for domain in domains
        }
        kinds = {
            key: [line.strip() for line in text.splitlines() if line.strip()] for key, text in lists.items()
        }
        track.evidence = {key: found for key, found in kinds.items() if found or key in track.evidence}


def _tables(tracks: list[Track], rows: Any, crosswalks: set[str]) -> dict[str, Any]:
    """Return the cells of the three tables: names of tiers, evidence, crosswalks."""
    domains = [row.domain for row in rows]
    return {
        "tiers": Tier,
        "domains": domains,
        "tracks": [
            {
                "row": track,
                "tiers": list(track.tier_names.items()),
                "evidence": [(domain, "\n".join(track.evidence.get(domain.key, []))) for domain in domains],
            }
            for track in tracks
        ],
        "themes": [
            {
                "title": title,
                "cells": [
                    (domain, key, key in crosswalks)
                    for domain in domains
                    for key in [f"{domain.key}~{theme}"]
                ],
            }
            for theme, title in THEMES.items()
        ],
    }


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
