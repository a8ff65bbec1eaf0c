"""A dossier to its owner, and what its reader gets of it: frozen facts, and the names that are released on the day of reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.errors import DomainError, NotFound
from rounds.core.reading import read_id
from rounds.rollout.models import Dossier, NameRelease
from rounds.rollout.selectors.dossiers.facts import sections_of, span_of
from rounds.rollout.values.dossier import Choice, DossierSection
from rounds.rollout.values.pitch import digest_of


@dataclass(frozen=True)
class Read:
    """A dossier as whoever reads it gets it: page and files are made of this."""

    name: str
    kind: str
    institution: str
    first_on: date | None
    last_on: date
    sections: tuple[DossierSection, ...]
    words: str
    digest: str
    frozen_on: date | None

    @property
    def rows(self) -> list[tuple[str, str, str]]:
        """Return all rows with the title of their part: what a spreadsheet gets."""
        return [(one.title, what, value) for one in self.sections for what, value in one.rows]


def own_dossiers(viewer: Viewer) -> list[Dossier]:
    """Return the viewer's dossiers, the newest first."""
    return list(Dossier.objects.filter(person_id=viewer.own_id).prefetch_related("codes"))


def dossier_for(viewer: Viewer, dossier_id: UUID) -> Dossier:
    """Return a dossier to its owner; NotFound to everybody else."""
    found: Dossier | None = Dossier.objects.filter(id=dossier_id, person_id=viewer.own_id).first()
    if found is None:
        raise NotFound
    return found


def draft_of(viewer: Viewer, kind: str) -> Dossier | None:
    """Return the viewer's dossier of a kind that is not frozen yet."""
    found: Dossier | None = Dossier.objects.filter(person_id=viewer.own_id, kind=kind, frozen_at=None).first()
    return found


def frozen_facts(person_id: UUID, name: str, institution: str, kind: str, choice: Choice) -> dict[str, Any]:
    """Return what a dossier says on this day, as it is frozen: without the names, which stay with their releases."""
    first, _after = span_of(kind, institution_today())
    sections = [one for one in sections_of(person_id, kind) if one.key in choice.parts and one.rows]
    return {
        "name": name,
        "institution": institution,
        "kind": kind,
        "first_on": "" if first == date.min else first.isoformat(),
        "last_on": institution_today().isoformat(),
        "sections": [
            {"key": one.key, "title": one.title, "rows": [list(row) for row in one.rows]} for one in sections
        ],
        "words": choice.words,
        "named": list(choice.named),
        "named_title": _("Mentees who agreed to be named"),
    }


def read_of(dossier: Dossier, *, facts: dict[str, Any] | None = None) -> Read:
    """Return a dossier as its reader gets it; a draft is given the facts of today. Refuse facts that were tampered with."""
    facts = facts or dossier.opened()["facts"]
    if dossier.frozen_at is not None and digest_of(facts) != dossier.digest:
        raise DomainError(_("This copy is not what was frozen. Make a new one."))
    sections = [
        DossierSection(one["key"], one["title"], tuple((what, value) for what, value in one["rows"]))
        for one in facts["sections"]
    ]
    if facts["named"]:
        rows = tuple((str(number), name) for number, name in enumerate(names_of(facts["named"]), 1))
        sections.append(DossierSection("named", facts["named_title"], rows))
    return Read(
        name=facts["name"],
        kind=facts["kind"],
        institution=facts["institution"],
        first_on=date.fromisoformat(facts["first_on"]) if facts["first_on"] else None,
        last_on=date.fromisoformat(facts["last_on"]),
        sections=tuple(sections),
        words=facts["words"],
        digest=dossier.digest,
        frozen_on=date.fromisoformat(facts["last_on"]) if dossier.frozen_at else None,
    )


def names_of(release_ids: Sequence[str]) -> list[str]:
    """Return the names behind releases in their order; “withdrawn” where a release, or its mentee, is gone."""
    rows = NameRelease.objects.filter(id__in=[read_id(one) for one in release_ids]).exclude(name="")
    names = {str(key): name for key, name in rows.values_list("id", "name")}
    return [names.get(one) or _("withdrawn") for one in release_ids]


def released_to(viewer: Viewer) -> list[NameRelease]:
    """Return the releases that mentees gave the viewer and that stand, by the day on which they were asked."""
    return list(
        NameRelease.objects.filter(mentor_id=viewer.own_id).exclude(name="").order_by("asked_at", "id")
    )
