"""Issued documents of a roll-out: one source for the page and for the paper."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from rounds.core import audit
from rounds.core.access import Request, Viewer, allow, holds
from rounds.core.errors import NotFound
from rounds.documents import Bullets, Document, Heading, Paragraph, Small, Table, render_pdf
from rounds.programs.models import Program
from rounds.programs.selectors.programs import OFFICE, REPORTED_TO
from rounds.rollout.enums import Kind
from rounds.rollout.models import DocumentVersion
from rounds.rollout.selectors.links import letters_of
from rounds.rollout.selectors.objectives import changes_of
from rounds.rollout.selectors.pitch import issued_of, program_reported, version_for
from rounds.rollout.selectors.signing import SIGNERS, Signed, is_endorsed, newest_endorsement, signatures_of
from rounds.web.rollout.files.writing import FORMS, forms_of, written

READERS = holds(*REPORTED_TO)
SIZES = {"letter": "us-letter", "a4": "a4"}
DIGITS = 12


@require_safe
@allow(READERS, load=program_reported)
def documents(request: Request, program: Program) -> HttpResponse:
    """List what was issued of a program's roll-out."""
    context = {
        "program": program,
        "versions": issued_of(program),
        "in_office": request.viewer.has(*OFFICE, scope_id=program.id),
    }
    return render(request, "rollout/documents.html", context)


@require_safe
@allow(READERS, load=version_for)
def version(request: Request, version: DocumentVersion) -> HttpResponse:
    """Show an issued document as it was frozen."""
    context: dict[str, Any] = {"version": version, "program": version.program, "foot": foot_of(version)}
    context["has_handout"] = "handout" in forms_of(version)
    context["changes"] = changes_of(version)
    in_office = request.viewer.has(*OFFICE, scope_id=version.program_id)
    # a pitch is there to be endorsed
    context["next_step"] = (
        in_office and version.kind == Kind.PITCH and newest_endorsement(version.program_id) is None
    )
    if version.kind == Kind.ENDORSEMENT:
        context |= _signing(request, version)
    return render(request, "rollout/version.html", context)


def _signing(request: Request, document: DocumentVersion) -> dict[str, Any]:
    """Return who has signed a version, and what the reader may do about it."""
    signed, viewer = signatures_of([document])[document.id], request.viewer
    newest = newest_endorsement(document.program_id)
    has_signed = viewer.person_id in {one.signature.signer_id for one in signed}
    return {
        "signed": signed,
        "endorsed": is_endorsed(signed),
        "is_newest": newest is not None and newest.id == document.id,
        "may_sign": viewer.has(*SIGNERS, scope_id=document.program_id) and not has_signed,
        "in_office": viewer.has(*OFFICE, scope_id=document.program_id),
        "letters": letters_of(document),
        "viewer_id": viewer.person_id,
    }


def load_paper(viewer: Viewer, document_id: UUID, paper: str) -> tuple[DocumentVersion, str]:
    """Return an issued document and the form in which it is given; raises NotFound."""
    found = version_for(viewer, document_id)
    if paper not in (*SIZES, *forms_of(found)):
        raise NotFound
    return found, paper


@require_GET
@allow(READERS, load=load_paper)
def paper(request: Request, found: tuple[DocumentVersion, str]) -> HttpResponse:
    """Give an issued document as a tagged PDF or in another form; that it was taken is recorded."""
    version, size = found
    audit.record(
        "document.taken",
        by=request.viewer,
        kind="rollout",
        object_id=version.id,
        program_id=version.program_id,
    )
    ends, kind = FORMS.get(size, ("pdf", "application/pdf"))
    form = "" if size == ends else f"-{size}"
    name = f"{version.kind}-{version.number}{form}.{ends}"
    document = document_of(version, request.institution.name, size=SIZES.get(size, SIZES["letter"]))
    return HttpResponse(
        render_pdf(document) if size in SIZES else written(version, document, size),
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def document_of(version: DocumentVersion, institution: str, *, size: str = "us-letter") -> Document:
    """Return an issued document as paper: the same sections, the same figures as on its page."""
    facts: dict[str, Any] = version.facts
    blocks: list[Heading | Paragraph | Small | Bullets | Table] = []
    for section in facts["sections"]:
        blocks.append(Heading(f"{section['number']}. {section['title']}"))
        if section["text"]:
            blocks.append(Paragraph(section["text"]))
        if section["figures"]:
            blocks.append(Bullets(tuple(section["figures"])))
    if facts["one_sided"]:
        blocks.append(
            Small(_("Nothing that speaks against it is shown: %(why)s") % {"why": facts["one_sided"]})
        )
    changes = changes_of(version)
    if changes:
        lines = tuple(f"{one.words} ({one.reason}; {one.by_name})" for one in changes)
        blocks += [Heading(_("Amended since")), Bullets(lines)]
    if version.kind == Kind.ENDORSEMENT:
        blocks += _signatures(version)
    blocks.append(Small(foot_of(version)))
    return Document(
        title=facts["program"],
        subtitle=str(version.get_kind_display()).capitalize(),
        author=institution,
        made_on=localtime(version.issued_at).date(),
        blocks=tuple(blocks),
        paper=size,
    )


def _signatures(version: DocumentVersion) -> list[Heading | Paragraph | Table]:
    """Return who has signed a version by now, and how; a signature on paper that one person has seen is said so."""
    signed = signatures_of([version])[version.id]
    title = Heading(_("Signatures"))
    if not signed:
        return [title, Paragraph(_("Nobody has signed this version yet."))]
    rows = tuple(
        (
            one.signature.name,
            str(one.signature.get_capacity_display()),
            _how(one),
            date_format(one.signature.signed_on, "j M Y"),
        )
        for one in signed
    )
    return [title, Table((_("Name"), _("Capacity"), _("How"), _("Day")), rows)]


def _how(one: Signed) -> str:
    how = str(one.signature.get_how_display())
    if one.is_taken_back:
        return _("%(how)s, taken back") % {"how": how}
    return how if one.counts else _("%(how)s, not confirmed yet") % {"how": how}


def foot_of(version: DocumentVersion) -> str:
    """Return what stands below every page of a document: version, day, the first digits of its digest."""
    known = {
        "number": version.number,
        "day": date_format(localtime(version.issued_at), "j M Y"),
        "name": version.issued_by,
        "digest": version.digest[:DIGITS],
    }
    return _("Version %(number)s, issued %(day)s by %(name)s. Digest %(digest)s.") % known
