"""What the page of thanks shows, what somebody agreed to, and whose words wait to be read."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.database.bulk_rows import among
from rounds.core.enums import Role
from rounds.core.errors import NotFound
from rounds.development.models import Certificate, Shown
from rounds.development.selectors.recognition import people_of

# A count of people is public from so many on.
FLOOR = 5


@dataclass(frozen=True)
class PublicItem:
    """One item as everybody reads it; an empty name or text is not shown."""

    name: str
    honor: str
    words: str
    year: int


@dataclass(frozen=True)
class Thanks:
    """The public page: its items, and how many people hold a certificate that stands; None under the floor."""

    items: tuple[PublicItem, ...]
    people: int | None


def thanks() -> Thanks:
    """Return what the institution in scope shows to everybody; two queries."""
    rows = Shown.objects.filter(withdrawn_at=None, until_on__gt=institution_today())
    rows = rows.filter(Q(certificate=None) | Q(certificate__withdrawn_at=None))
    found = rows.exclude(certificate=None, read_at=None).select_related("certificate", "person")
    # Without a name, and before its words are read, an item says nothing.
    items = tuple(one for one in map(_public, found) if one.name or one.words)
    people = Certificate.objects.filter(withdrawn_at=None).order_by().values("person_id").distinct().count()
    return Thanks(items, people if people >= FLOOR else None)


def _public(row: Shown) -> PublicItem:
    honor = str(row.certificate.get_honor_display()) if row.certificate else ""
    name = row.certificate.name if row.certificate else row.person.display_name
    words = row.words if row.read_at else ""
    return PublicItem(name if row.with_name else "", honor, words, row.agreed_at.year)


def own_shown(viewer: Viewer) -> list[Shown]:
    """Return what the viewer agreed to and has not withdrawn, the newest first."""
    return list(
        Shown.objects.filter(person_id=viewer.own_id, withdrawn_at=None).select_related("certificate")
    )


def own_shown_for(viewer: Viewer, shown_id: UUID) -> Shown:
    """Return an own item; NotFound otherwise."""
    found: Shown | None = Shown.objects.filter(id=shown_id, person_id=viewer.own_id).first()
    if found is None:
        raise NotFound
    return found


def own_certificate_for(viewer: Viewer, certificate_id: UUID) -> Certificate:
    """Return an own certificate that stands; NotFound otherwise."""
    rows = Certificate.objects.filter(id=certificate_id, person_id=viewer.own_id, withdrawn_at=None)
    found: Certificate | None = rows.first()
    if found is None:
        raise NotFound
    return found


def words_to_read(viewer: Viewer) -> list[Shown]:
    """Return the items whose words no faculty developer has read, of the people whom the viewer looks after."""
    rows = Shown.objects.filter(withdrawn_at=None, read_at=None, until_on__gt=institution_today())
    rows = rows.exclude(words="").select_related("person", "certificate")
    if not viewer.has(Role.FACULTY_DEVELOPER):
        rows = rows.filter(person_id__in=among(people_of(viewer)))
    return list(rows.order_by("agreed_at", "id"))


def shown_to_read(viewer: Viewer, shown_id: UUID) -> Shown:
    """Return an item to a faculty developer who looks after its person; NotFound otherwise."""
    found: Shown | None = Shown.objects.filter(id=shown_id).select_related("person").first()
    if found is None or not (viewer.has(Role.FACULTY_DEVELOPER) or found.person_id in people_of(viewer)):
        raise NotFound
    return found
