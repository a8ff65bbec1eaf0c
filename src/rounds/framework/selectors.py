"""Reads of frameworks."""

from dataclasses import dataclass
from uuid import UUID

from rounds.core.errors import NotFound
from rounds.framework.first_version import TIERS
from rounds.framework.models import Domain, FrameworkVersion, Indicator, Track


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


def get_version(version_id: UUID) -> FrameworkVersion:
    """Return a version in scope; raises NotFound."""
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
