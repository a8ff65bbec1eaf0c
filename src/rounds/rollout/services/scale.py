"""From a pilot to more departments: reasons, waves and their timeline, copies, bundles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.errors import DomainError, NotFound, OutOfOrder
from rounds.programs.models import Program
from rounds.rollout.enums import Kind
from rounds.rollout.models import Bundle, DifferenceReason, DocumentVersion, Wave
from rounds.rollout.selectors.differences import differences_of
from rounds.rollout.selectors.scale import waves_of
from rounds.rollout.services.pitching import freeze
from rounds.rollout.services.setting_up import program_from
from rounds.rollout.values.bundle import read
from rounds.rollout.values.pitch import digest_of
from rounds.rollout.values.reading import Odd


@dataclass(frozen=True)
class Department:
    """A department that comes next."""

    department: str
    sponsor: str
    hours: int
    places: int
    found: int
    intake_on: date


@transaction.atomic
def give_reason(
    *, program: Program, pilot: Program, key: str, reason: str, evidence: str, by: Viewer
) -> DifferenceReason:
    """Say why a setting differs; it holds for the two values that stand now."""
    Program.objects.select_for_update().get(id=program.id)
    found = next((one for one in differences_of(program, pilot) if one.key == key), None)
    if found is None:
        raise OutOfOrder(_("This differs no more. Load the page again."))
    row: DifferenceReason
    row, _made = DifferenceReason.objects.update_or_create(
        program=program,
        pilot=pilot,
        key=key,
        digest=found.digest,
        defaults={
            "reason": reason.strip(),
            "evidence": evidence.strip(),
            "by_name": by.name[:200],
            "at": now(),
        },
    )
    _told("scale.reason", program, by)
    return row


@transaction.atomic
def plan_wave(*, program: Program, department: Department, entry_id: UUID, by: Viewer) -> Wave:
    """Enter a department that comes next; a form sent twice is one."""
    row: Wave
    row, is_new = Wave.objects.get_or_create(
        program=program, entry_id=entry_id, defaults={**vars(department), "entered_by": by.name[:200]}
    )
    if is_new:
        _told("scale.wave", program, by)
    return row


@transaction.atomic
def change_wave(*, wave_id: UUID, department: Department, by: Viewer) -> Wave:
    """Change what is said of a department that comes next."""
    row = _wave(wave_id)
    for name, value in vars(department).items():
        setattr(row, name, value)
    row.save()
    _told("scale.wave", row.program, by)
    return row


@transaction.atomic
def drop_wave(*, wave_id: UUID, by: Viewer) -> None:
    """Take a department out; timelines that were issued keep it."""
    row = _wave(wave_id)
    program = row.program
    row.delete()
    _told("scale.dropped", program, by)


@transaction.atomic
def issue_timeline(*, program: Program, by: Viewer) -> DocumentVersion:
    """Freeze who comes next as the roll-out timeline; the same facts are issued once."""
    Program.objects.select_for_update().get(id=program.id)
    waves = waves_of(program)
    if not waves:
        raise OutOfOrder(_("Nobody comes next yet. Enter a department first."))
    lines = [
        _(
            "%(department)s: intake from %(day)s, %(found)s of %(places)s places found, %(hours)s mentors’ hours a month; %(sponsor)s answers for it."
        )
        % {
            "department": one.department,
            "day": date_format(one.intake_on, "j M Y"),
            "found": one.found,
            "places": one.places,
            "hours": one.hours,
            "sponsor": one.sponsor,
        }
        for one in waves
    ]
    section = {"number": 1, "title": _("Who comes next, by day"), "text": "", "figures": lines}
    facts = {"program": program.name, "sections": [section], "one_sided": ""}
    return freeze(program=program, kind=Kind.TIMELINE, facts=facts, by=by)


@transaction.atomic
def bring_bundle(*, data: bytes, by: Viewer) -> Bundle:
    """Keep a bundle to look at; the same content brought again is the same bundle, and changes nothing."""
    try:
        content = read(data)
    except Odd as error:
        words = _("This is no bundle that can be read in: %(what)s. Nothing was kept.")
        raise DomainError(words % {"what": error}, field="file") from error
    row: Bundle
    row, is_new = Bundle.objects.get_or_create(
        digest=digest_of(content), defaults={"content": content, "brought_by": by.name[:200]}
    )
    if is_new:
        audit.record("bundle.brought", by=by, kind="rollout", object_id=row.id)
    return row


@transaction.atomic
def read_in(*, bundle_id: UUID, name: str, starts_on: date, by: Viewer) -> Program:
    """Make a program of a bundle, once: read in again, the program that was made is returned unchanged."""
    row: Bundle | None = Bundle.objects.select_for_update(of=("self",)).filter(id=bundle_id).first()
    if row is None:
        raise NotFound
    if row.program is not None:
        return row.program
    row.program = program_from(row.content, name=name, starts_on=starts_on, by=by)
    row.read_by, row.read_at = by.name[:200], now()
    row.save(update_fields=["program", "read_by", "read_at"])
    _told("bundle.read", row.program, by)
    return row.program


def _wave(wave_id: UUID) -> Wave:
    found: Wave | None = (
        Wave.objects.select_for_update(of=("self",)).filter(id=wave_id).select_related("program").first()
    )
    if found is None:
        raise NotFound
    return found


def _told(action: str, program: Program, by: Viewer, **facts: Any) -> None:
    audit.record(action, by=by, kind="rollout", object_id=program.id, program_id=program.id, **facts)
