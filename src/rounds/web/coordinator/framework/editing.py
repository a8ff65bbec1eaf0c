"""A draft of the competency map in plain tables: its cells, its tracks, its crosswalks."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rounds.core.access import Request, allow
from rounds.core.edits import Merged, changed_meanwhile, marks_sent, merge
from rounds.core.errors import DomainError, OutOfOrder
from rounds.framework import services
from rounds.framework.models import FrameworkVersion, Track
from rounds.framework.rules import can_edit_framework
from rounds.framework.selectors import MapRow, crosswalks_of, list_tracks, map_rows, version_for
from rounds.framework.values.first_version import THEMES
from rounds.people.enums import Tier
from rounds.web.addresses import address
from rounds.web.toasts import add_toast

Problems = list[tuple[str, str]]


@allow(can_edit_framework, load=version_for)
@require_http_methods(["GET", "POST"])
def edit(request: Request, version: FrameworkVersion) -> HttpResponse:
    """Edit a draft in a plain table."""
    services.refuse_published(version)
    rows = map_rows(version)
    if request.method == "GET":
        return _edit_page(request, version, rows, [])
    now = _cells(version, rows)
    merged = merge(request.POST, _typed(request.POST, now), now)
    problems = _problems(merged)
    if not problems:
        try:
            changed = services.edit_draft(
                version=version, by=request.viewer, **_arguments(merged.values, now)
            )
        except OutOfOrder:
            raise
        except DomainError as error:
            problems = [(error.field or "", error.message)]
        else:
            add_toast(request, _("Saved: %(count)s cells changed.") % {"count": changed})
            return redirect(address(request, "framework:detail", version_id=version.id))
    _keep_typed(version, rows, merged.values)
    return _edit_page(request, version, rows, problems, marks_sent(request.POST, merged.theirs))


def _cells(version: FrameworkVersion, rows: list[MapRow]) -> dict[str, Any]:
    """Return what is on record, by the names of the fields."""
    cells = [cell for row in rows for cell in row.cells if cell]
    return {
        "reason": version.reason,
        **{f"name-{row.domain.key}": row.domain.name for row in rows},
        **{f"text-{cell.key}": cell.text for cell in cells},
        "focus": [cell.key for cell in cells if cell.is_focus],
    }


def _typed(sent: QueryDict, now: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was typed into fields of the page; boxes that are not ticked are not sent."""
    lists = {name: sent.getlist(name) for name, value in now.items() if isinstance(value, list)}
    return {name: sent[name] for name in now if name in sent and name not in lists} | lists


def _problems(merged: Merged) -> Problems:
    return [(name, changed_meanwhile(theirs)) for name, theirs in merged.theirs.items()]


def _arguments(values: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the service takes: the cells whose text or focus differs, the names that do."""
    focus = set(values["focus"])
    texts = {
        name[5:]: values.get(name, text)
        for name, text in now.items()
        if name.startswith("text-")
        and (values.get(name, text) != text or (name[5:] in focus) != (name[5:] in now["focus"]))
    }
    names = {
        name[5:]: value for name, value in values.items() if name.startswith("name-") and value != now[name]
    }
    return {"texts": texts, "names": names, "focus": focus, "reason": values.get("reason", now["reason"])}


def _keep_typed(version: FrameworkVersion, rows: list[MapRow], values: Mapping[str, Any]) -> None:
    """Put what was typed back on the page; nothing is saved."""
    version.reason = values.get("reason", version.reason)
    for row in rows:
        row.domain.name = values.get(f"name-{row.domain.key}", row.domain.name)
        for cell in filter(None, row.cells):
            cell.text = values.get(f"text-{cell.key}", cell.text)
            cell.is_focus = cell.key in values["focus"]


def _edit_page(
    request: Request,
    version: FrameworkVersion,
    rows: list[MapRow],
    problems: Problems,
    shown: Mapping[str, str] | None = None,
) -> HttpResponse:
    focus = [cell.key for row in rows for cell in row.cells if cell and cell.is_focus]
    context = {"version": version, "rows": rows, "tiers": Tier, "focus": focus}
    return render(
        request, "coordinator/framework/edit.html", {**context, "problems": problems, "shown": shown}
    )


@allow(can_edit_framework, load=version_for)
@require_http_methods(["GET", "POST"])
def tracks(request: Request, version: FrameworkVersion) -> HttpResponse:
    """Edit a draft's tracks, their evidence lists and the crosswalks in plain tables."""
    services.refuse_published(version)
    found, rows, crosswalks = list_tracks(version), map_rows(version), crosswalks_of(version)
    problems: Problems = []
    shown: Mapping[str, str] = {}
    if request.method == "POST":
        now = _track_words(found, [row.domain.key for row in rows], crosswalks)
        merged = merge(request.POST, _in_lines(_typed(request.POST, now)), now)
        _take(found, merged.values)
        crosswalks, problems = set(merged.values["crosswalk"]), _problems(merged)
        shown = marks_sent(request.POST, merged.theirs)
        problems = problems or _tracks_saved(request, version, found, crosswalks)
        if not problems:
            return redirect(address(request, "framework:detail", version_id=version.id))
    context = {"version": version, "problems": problems, "shown": shown, **_tables(found, rows, crosswalks)}
    return render(request, "coordinator/framework/tracks.html", context)


def _tracks_saved(
    request: Request, version: FrameworkVersion, tracks: list[Track], crosswalks: set[str]
) -> Problems:
    """Write the tracks and say how many changed; return what stands against it."""
    words = {
        one.key: {"name": one.name, "tier_names": one.tier_names, "evidence": one.evidence} for one in tracks
    }
    try:
        changed = services.edit_tracks(
            version=version, by=request.viewer, tracks=words, crosswalks=crosswalks
        )
    except OutOfOrder:
        raise
    except DomainError as error:
        return [(error.field or "", error.message)]
    add_toast(request, _("Saved: %(count)s changes.") % {"count": changed})
    return []


def _track_words(tracks: list[Track], domains: list[str], crosswalks: set[str]) -> dict[str, Any]:
    """Return what is on record, by the names of the fields; evidence as lines."""
    words: dict[str, Any] = {"crosswalk": sorted(crosswalks)}
    for track in tracks:
        words[f"track-{track.key}"] = track.name
        words |= {f"tier-{track.key}-{tier}": label for tier, label in track.tier_names.items()}
        words |= {
            f"evidence-{track.key}-{domain}": "\n".join(track.evidence.get(domain, [])) for domain in domains
        }
    return words


def _in_lines(typed: dict[str, Any]) -> dict[str, Any]:
    """Return what was typed without spaces around it and without empty lines."""
    return {
        name: value
        if isinstance(value, list)
        else "\n".join(line.strip() for line in value.splitlines() if line.strip())
        for name, value in typed.items()
    }


def _take(tracks: list[Track], values: Mapping[str, Any]) -> None:
    """Put words into the tracks, unsaved: an error shows them again."""
    for track in tracks:
        track.name = values.get(f"track-{track.key}", track.name)
        track.tier_names = {
            tier: values.get(f"tier-{track.key}-{tier}", label) for tier, label in track.tier_names.items()
        }
        start = f"evidence-{track.key}-"
        kinds = {name[len(start) :]: text for name, text in values.items() if name.startswith(start)}
        track.evidence = {
            key: text.splitlines() for key, text in kinds.items() if text or key in track.evidence
        }


def _tables(tracks: list[Track], rows: list[MapRow], crosswalks: set[str]) -> dict[str, Any]:
    """Return the cells of the three tables: names of tiers, evidence, crosswalks."""
    domains = [row.domain for row in rows]
    return {
        "tiers": Tier,
        "domains": domains,
        "crosswalks": crosswalks,
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
