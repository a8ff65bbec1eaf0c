"""Whom a mentor may ask to be named, who asks the viewer, and which dossier a code opens."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from uuid import UUID

from django.db.models import UUIDField

from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.database.bulk_rows import among
from rounds.core.database.prepared import Prepared
from rounds.core.errors import NotFound
from rounds.core.models import Institution
from rounds.mentorships.models import Mentorship
from rounds.mentorships.models.pairs import NEVER_WAS
from rounds.people.models import Person
from rounds.rollout.models import DossierCode, NameRelease

_LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ0123456789"
ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})


@dataclass(frozen=True)
class Mentored:
    """A mentee of somebody, whether they were asked, and whether the name is released; a no reads like no answer."""

    person: Person
    is_asked: bool
    is_released: bool


def mentored_by(person_id: UUID) -> list[Person]:
    """Return whom somebody mentors or has mentored in a pair, by name."""
    pairs = Mentorship.objects.filter(mentor_id=person_id, opened_on__isnull=False).exclude(NEVER_WAS)
    ids = set(pairs.order_by().values_list("mentee_id", flat=True))
    people = Person.objects.filter(id__in=among(ids), merged_into=None)
    return list(people.order_by("folded_family", "folded_given", "id"))


def mentees_to_name(viewer: Viewer) -> list[Mentored]:
    """Return the viewer's mentees with what came of asking them."""
    asked = dict(NameRelease.objects.filter(mentor_id=viewer.own_id).values_list("mentee_id", "name"))
    return [Mentored(one, one.id in asked, bool(asked.get(one.id))) for one in mentored_by(viewer.own_id)]


def mentored_for(viewer: Viewer, mentored_id: UUID) -> Person:
    """Return a mentee of the viewer's; NotFound otherwise."""
    found = next((one for one in mentored_by(viewer.own_id) if one.id == mentored_id), None)
    if found is None:
        raise NotFound
    return found


def asked_of(viewer: Viewer) -> list[NameRelease]:
    """Return who asked whether they may name the viewer, answered or not; one query."""
    return _asked(person_id=viewer.own_id)


# each home asks it
_asked = Prepared(
    lambda person_id: NameRelease.objects.filter(mentee_id=person_id).select_related("mentor"),
    person_id=UUIDField(),
)


def release_for(viewer: Viewer, name_release_id: UUID) -> NameRelease:
    """Return what somebody asked the viewer about their name; NotFound otherwise."""
    rows = NameRelease.objects.filter(id=name_release_id, mentee_id=viewer.own_id)
    found: NameRelease | None = rows.select_related("mentor").first()
    if found is None:
        raise NotFound
    return found


def code_for(viewer: Viewer, dossier_code_id: UUID) -> DossierCode:
    """Return a code of a dossier of the viewer's; NotFound otherwise."""
    rows = DossierCode.objects.filter(id=dossier_code_id, dossier__person_id=viewer.own_id)
    found: DossierCode | None = rows.select_related("dossier").first()
    if found is None:
        raise NotFound
    return found


def code_read(typed: str) -> str:
    """Return a code as it was made from how somebody typed it: spaces, dashes and small letters don't matter."""
    return "".join(one for one in typed.upper().translate(ALIKE) if one in _LETTERS)


def code_hash_of(code: str) -> str:
    """Return what is kept of a code."""
    return hashlib.sha256(code_read(code).encode()).hexdigest()


def institution_of_code(code: str) -> tuple[Institution, UUID] | None:
    """Return whose dossier a code opens, with the id of the code; the institution is not in scope yet."""
    row = DossierCode.everywhere.filter(code_hash=code_hash_of(code)).select_related("institution").first()
    return (row.institution, row.id) if row is not None and is_open(row) else None


def open_code(dossier_code_id: UUID) -> DossierCode:
    """Return a code that was entered; NotFound once it has run out or its person has ended it."""
    found: DossierCode | None = (
        DossierCode.objects.filter(id=dossier_code_id).select_related("dossier__person").first()
    )
    if found is None or not is_open(found):
        raise NotFound
    return found


def is_open(row: DossierCode) -> bool:
    """Tell whether a code still opens its dossier."""
    return row.ended_at is None and row.expires_at > now()
