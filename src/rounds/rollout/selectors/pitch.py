"""The pitch of a program as it is written now, and the documents that were issued."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from rounds.core.access import Viewer
from rounds.core.errors import NotFound
from rounds.programs.models import Program
from rounds.programs.selectors.programs import OFFICE, REPORTED_TO
from rounds.rollout.enums import Kind
from rounds.rollout.models import DocumentVersion, PitchDraft, PitchFigure
from rounds.rollout.values.figures import OWN, SHIPPED, in_pitch, printed, refusals, sources
from rounds.rollout.values.pitch import SECTIONS, SOURCES


@dataclass(frozen=True)
class Part:
    """One section of a pitch: its words, and its figures, those that are switched off or blank too."""

    number: int
    title: str
    purpose: str
    text: str
    figures: tuple[PitchFigure, ...]
    begins_with: str

    @property
    def is_unwritten(self) -> bool:
        """Tell whether nobody has put own words to it: it would be printed as it came."""
        return self.number != SOURCES and self.text.strip() in ("", self.begins_with)


@dataclass(frozen=True)
class Pitch:
    """A pitch as it is written now."""

    program: Program
    parts: tuple[Part, ...]
    figures: tuple[PitchFigure, ...]
    one_sided: str

    @property
    def own(self) -> list[PitchFigure]:
        """Return the figures of the house that ship without a value, typed beside the words."""
        return [one for one in self.figures if one.key in OWN]

    @property
    def unwritten(self) -> list[Part]:
        """Return the sections that nobody has written yet."""
        return [one for one in self.parts if one.is_unwritten]

    @property
    def refusals(self) -> list[str]:
        """Return why it can't be issued yet."""
        return refusals(self.figures, self.one_sided)


def figures_for(program: Program) -> list[PitchFigure]:
    """Return the figures of a program's pitch; before its office has saved one, those that ship, not saved."""
    rows = list(PitchFigure.objects.filter(program=program))
    return rows or shipped_figures(program)


def shipped_figures(program: Program) -> list[PitchFigure]:
    """Return the figures that ship, for a program, not saved."""
    return [
        PitchFigure(
            program=program,
            key=one.key,
            section=one.section,
            claim=str(one.claim),
            value=one.value,
            source=one.source,
            year=one.year,
            status=one.status,
            is_against=one.is_against,
            place=place,
        )
        for place, one in enumerate(SHIPPED)
    ]


def pitch_of(program: Program) -> Pitch:
    """Return the pitch of a program as it is written now."""
    draft = PitchDraft.objects.filter(program=program).first()
    texts: dict[str, str] = draft.sections if draft else {}
    figures = figures_for(program)
    parts = tuple(
        Part(
            one.number,
            str(one.title),
            str(one.purpose),
            texts.get(str(one.number), str(one.begins_with)),
            tuple(figure for figure in figures if figure.section == one.number),
            str(one.begins_with),
        )
        for one in SECTIONS
    )
    return Pitch(program, parts, tuple(figures), draft.one_sided if draft else "")


def facts_of_pitch(pitch: Pitch) -> dict[str, Any]:
    """Return what of a pitch is frozen when it is issued: texts, and each figure as it is printed."""
    shown = in_pitch(pitch.figures)
    sections = [
        {
            "number": part.number,
            "title": part.title,
            "text": part.text.strip(),
            "figures": [printed(one) for one in shown if one.section == part.number],
        }
        for part in pitch.parts
    ]
    sections[SOURCES - 1]["figures"] = sources(shown)
    has_against = any(one.is_against for one in shown)
    return {
        "program": pitch.program.name,
        "sections": sections,
        "one_sided": "" if has_against else pitch.one_sided.strip(),
    }


def versions_of(program: Program, kind: Kind) -> list[DocumentVersion]:
    """Return the issued versions of a document, the newest first."""
    return list(DocumentVersion.objects.filter(program=program, kind=kind).order_by("-number"))


def issued_of(program: Program) -> list[DocumentVersion]:
    """Return all that was issued of a program's roll-out, kind by kind, the newest first."""
    return list(DocumentVersion.objects.filter(program=program).order_by("kind", "-number"))


def program_reported(viewer: Viewer, program_id: UUID) -> Program:
    """Return a program of which the viewer reads what is issued; NotFound otherwise."""
    found = Program.objects.filter(id=program_id).first()
    if found is None or not viewer.has(*REPORTED_TO, scope_id=program_id):
        raise NotFound
    return found


def version_for(viewer: Viewer, document_id: UUID) -> DocumentVersion:
    """Return an issued document of a program of which the viewer reads what is issued; NotFound otherwise."""
    found = DocumentVersion.objects.filter(id=document_id).select_related("program").first()
    if found is None or not viewer.has(*REPORTED_TO, scope_id=found.program_id):
        raise NotFound
    return found


def figure_to_change(viewer: Viewer, figure_id: UUID) -> PitchFigure:
    """Return a figure of a pitch whose office the viewer belongs to; NotFound otherwise."""
    found = PitchFigure.objects.filter(id=figure_id).select_related("program").first()
    if found is None or not viewer.has(*OFFICE, scope_id=found.program_id):
        raise NotFound
    return found
