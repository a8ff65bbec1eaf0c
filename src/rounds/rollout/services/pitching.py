"""A pitch is written, its figures changed, and issued: frozen with a digest."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.errors import DomainError, NotFound, OutOfOrder
from rounds.programs.models import Program
from rounds.rollout.enums import Kind, Status
from rounds.rollout.models import DocumentVersion, PitchDraft, PitchFigure
from rounds.rollout.selectors.measured import MEASURED, measured_for
from rounds.rollout.selectors.pitch import facts_of_pitch, pitch_of, shipped_figures
from rounds.rollout.values.figures import odd_value, odd_year
from rounds.rollout.values.pitch import COST_OF_NOTHING, SECTIONS, digest_of


@dataclass(frozen=True)
class Figure:
    """What a figure of a pitch is to say."""

    section: int
    claim: str
    value: str
    source: str
    year: int | None
    status: str
    is_against: bool
    is_shown: bool


@transaction.atomic
def begin_figures(*, program: Program, by: Viewer) -> None:
    """Keep the figures that ship, so that each can be changed; a second time does nothing."""
    Program.objects.select_for_update().get(id=program.id)
    if not PitchFigure.objects.filter(program=program).exists():
        PitchFigure.objects.bulk_create(shipped_figures(program))
        _told("pitch.begun", program, by)


@transaction.atomic
def write_pitch(*, program: Program, texts: dict[int, str], one_sided: str, by: Viewer) -> PitchDraft:
    """Save the words of the ten sections."""
    known = {one.number for one in SECTIONS}
    sections = {str(number): text.strip() for number, text in texts.items() if number in known}
    draft: PitchDraft
    draft, _made = PitchDraft.objects.update_or_create(
        program=program,
        defaults={"sections": sections, "one_sided": one_sided.strip(), "changed_at": now()},
    )
    _told("pitch.written", program, by)
    return draft


@transaction.atomic
def change_figure(*, figure_id: UUID, figure: Figure, by: Viewer) -> PitchFigure:
    """Change a figure; more than "unverified" or "assumption" it becomes only with a source and a year."""
    row: PitchFigure | None = (
        PitchFigure.objects.select_for_update(of=("self",))
        .filter(id=figure_id)
        .select_related("program")
        .first()
    )
    if row is None:
        raise NotFound
    kept = (figure.value.strip(), figure.source.strip(), figure.year, figure.status)
    if row.key.startswith(MEASURED) and kept != (row.value, row.source, row.year, row.status):
        raise DomainError(
            _(
                "This figure stands as it was measured. Switch it off, or take it anew on the page of the pitch."
            ),
            field="value",
        )
    for field, odd in (("value", odd_value(figure.value)), ("year", odd_year(figure.year))):
        if odd:
            raise DomainError(odd, field=field)
    if figure.status in (Status.PEER_REVIEWED, Status.LOCAL) and figure.value.strip():
        if not figure.source.strip():
            raise DomainError(
                _("Say where it is from: only then it is more than unverified."), field="source"
            )
        if figure.year is None:
            raise DomainError(
                _("Say of which year it is: only then it is more than unverified."), field="year"
            )
    row.section, row.claim, row.value = figure.section, figure.claim.strip(), figure.value.strip()
    row.source, row.year, row.status = figure.source.strip(), figure.year, figure.status
    row.is_against, row.is_shown, row.changed_at = figure.is_against, figure.is_shown, now()
    row.save()
    _told("pitch.figure", row.program, by, status=figure.status)
    return row


@transaction.atomic
def write_own_figures(*, program: Program, figures: Mapping[str, Figure], by: Viewer) -> None:
    """Save figures of the house by their keys, as they were typed beside the words."""
    if figures:
        begin_figures(program=program, by=by)
    for row in PitchFigure.objects.filter(program=program, key__in=figures):
        change_figure(figure_id=row.id, figure=figures[row.key], by=by)


@transaction.atomic
def freeze_measure(*, program: Program, measure: str, by: Viewer) -> PitchFigure:
    """Put a figure of our own into the pitch as it was measured, with number, interval and day; again: as it is now."""
    begin_figures(program=program, by=by)
    found = next((one for one in measured_for(by, program) if one.key == measure), None)
    if found is None:
        raise OutOfOrder(_("This figure is not out, or too few stand behind it. Load the page again."))
    row: PitchFigure
    row, _made = PitchFigure.objects.update_or_create(
        program=program,
        key=f"{MEASURED}{found.key}",
        defaults={
            "value": found.value,
            "source": found.source,
            "year": found.as_of.year,
            "status": Status.LOCAL,
            "changed_at": now(),
        },
        create_defaults={
            "claim": found.claim,
            "value": found.value,
            "source": found.source,
            "year": found.as_of.year,
            "status": Status.LOCAL,
            "section": COST_OF_NOTHING,
            "changed_at": now(),
        },
    )
    _told("pitch.figure", program, by, status=Status.LOCAL)
    return row


@transaction.atomic
def issue_pitch(*, program: Program, by: Viewer) -> DocumentVersion:
    """Freeze the pitch as it is written now. The same facts are issued once; refused while something in it may not stand."""
    Program.objects.select_for_update().get(id=program.id)
    pitch = pitch_of(program)
    if pitch.refusals:
        raise OutOfOrder(" ".join(pitch.refusals))
    return freeze(program=program, kind=Kind.PITCH, facts=facts_of_pitch(pitch), by=by)


def freeze(*, program: Program, kind: Kind, facts: dict[str, Any], by: Viewer) -> DocumentVersion:
    """Issue a document of frozen facts, as the next version; the same facts are one version."""
    digest = digest_of(facts)
    rows = DocumentVersion.objects.filter(program=program, kind=kind)
    found: DocumentVersion | None = rows.filter(digest=digest).first()
    if found is not None:
        return found
    version: DocumentVersion = DocumentVersion.objects.create(
        program=program,
        kind=kind,
        number=rows.count() + 1,
        facts=facts,
        digest=digest,
        issued_by=by.name[:200],
    )
    _told("document.issued", program, by, document=kind, number=version.number)
    return version


def _told(action: str, program: Program, by: Viewer, **facts: Any) -> None:
    audit.record(action, by=by, kind="rollout", object_id=program.id, program_id=program.id, **facts)
