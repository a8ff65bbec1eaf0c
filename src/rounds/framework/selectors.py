"""Reads of frameworks."""

from dataclasses import dataclass
from uuid import UUID

from rounds.core.access import Viewer
from rounds.core.errors import NotFound
from rounds.framework.models import Crosswalk, Domain, FrameworkVersion, Indicator, MilestoneCode, Track
from rounds.framework.values.first_version import THEMES, TIERS


@dataclass(frozen=True)
class MapRow:
    """One domain of the competency map with its indicators, lowest tier first."""

    domain: Domain
    cells: tuple[Indicator | None, ...]


def list_versions() -> list[FrameworkVersion]:
    """Return all versions in scope, newest first."""
    return list(FrameworkVersion.objects.select_related("framework").order_by("framework__name", "-number"))


def current_version() -> FrameworkVersion | None:
    """Return the newest published version of the institution in scope."""
    published = FrameworkVersion.objects.filter(published_at__isnull=False)
    return published.select_related("framework").order_by("-published_at").first()


def version_for(viewer: Viewer, version_id: UUID) -> FrameworkVersion:
    """Return a version in scope; raises NotFound. `rules` says whether the viewer may see it."""
    version = FrameworkVersion.objects.select_related("framework").filter(id=version_id).first()
    if version is None:
        raise NotFound
    return version


def map_rows(version: FrameworkVersion) -> list[MapRow]:
    """Return the competency map: domains by tiers."""
    cells = {cell.key: cell for cell in Indicator.objects.filter(version=version)}
    return [
        MapRow(domain, tuple(cells.get(f"{domain.key}.{tier}") for tier in TIERS))
        for domain in Domain.objects.filter(version=version)
    ]


def list_tracks(version: FrameworkVersion) -> list[Track]:
    """Return a version's tracks in their order."""
    return list(Track.objects.filter(version=version))


@dataclass(frozen=True)
class Milestone:
    """A canonical theme with its codes in each specialty."""

    title: str
    domains: tuple[str, ...]
    codes: tuple[str, ...]
    is_local: bool


def crosswalks_of(version: FrameworkVersion) -> set[str]:
    """Return a version's crosswalks as DOMAIN~theme."""
    return set(Crosswalk.objects.filter(version=version).values_list("key", flat=True))


def list_milestones(version: FrameworkVersion) -> list[Milestone]:
    """Return the themes that touch a version's domains, with specialty, version and code of each; local ones last."""
    domains = _domains_by_theme(version)
    codes: dict[tuple[bool, str], list[MilestoneCode]] = {}
    for code in MilestoneCode.objects.all():
        codes.setdefault((code.is_local, code.title if code.is_local else code.theme), []).append(code)
    found = [
        Milestone(
            THEMES[theme],
            tuple(domains[theme]),
            tuple(f"{row.code} ({row.specialty} {row.version})" for row in codes[False, theme]),
            is_local=False,
        )
        for theme in THEMES
        if (False, theme) in codes and theme in domains
    ]
    for (is_local, title), rows in codes.items():
        if is_local:
            touched = {name: None for row in rows for name in domains.get(row.theme, ())}
            found.append(
                Milestone(title, tuple(touched), tuple(THEMES[row.theme] for row in rows), is_local=True)
            )
    return found


def _domains_by_theme(version: FrameworkVersion) -> dict[str, list[str]]:
    """Return the names of the domains beside each theme, in the order of the domains."""
    there = crosswalks_of(version)
    found: dict[str, list[str]] = {}
    for domain in Domain.objects.filter(version=version):
        for theme in THEMES:
            if f"{domain.key}~{theme}" in there:
                found.setdefault(theme, []).append(domain.name)
    return found
