"""A dossier as PDF, DOCX and CSV: made of the same rows as its page, with the day on which it was frozen."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rounds.core.errors import NotFound
from rounds.documents import Document, Facts, Heading, Paragraph, Small, render_docx, render_pdf
from rounds.rollout.enums import DossierKind
from rounds.rollout.selectors.dossiers.reading import Read
from rounds.sheets import write_csv

DIGITS = 12
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "csv": "text/csv; charset=utf-8",
}


def form_known(dossier_form: str) -> str:
    """Return the form of a file; NotFound for one that is not written."""
    if dossier_form not in TYPES:
        raise NotFound
    return dossier_form


def file_of(read: Read, form: str) -> HttpResponse:
    """Return a dossier as a file of one form; it is kept by no cache."""
    write = {"pdf": _pdf, "docx": _docx, "csv": csv_of}[form]
    response = HttpResponse(write(read), content_type=TYPES[form])
    response.headers["Content-Disposition"] = f'attachment; filename="{read.kind}-{read.last_on}.{form}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _pdf(read: Read) -> bytes:
    return render_pdf(document_of(read))


def _docx(read: Read) -> bytes:
    return render_docx(document_of(read))


def title_of(read: Read) -> str:
    """Return what a dossier is called."""
    return str(DossierKind(read.kind).label).capitalize()


def span_words(read: Read) -> str:
    """Return of which days it tells."""
    last = date_format(read.last_on, "j M Y")
    if read.first_on is None:
        return _("As of %(last)s") % {"last": last}
    return _("%(first)s to %(last)s") % {"first": date_format(read.first_on, "j M Y"), "last": last}


def foot_of(read: Read) -> str:
    """Return what stands at the end: when it was frozen, and that an edited copy is no record."""
    if read.frozen_on is None:
        return _("Not frozen yet: this is how it would read today.")
    known = {"day": date_format(read.frozen_on, "j M Y"), "digest": read.digest[:DIGITS]}
    return (
        _(
            "Frozen on %(day)s from what Rounds holds. Digest %(digest)s. Mentees are counted; a name stands here only"
            " while its person lets it. An edited copy is no record."
        )
        % known
    )


def document_of(read: Read) -> Document:
    """Return a dossier as paper: the same parts in the same order as on its page."""
    blocks: list[Heading | Facts | Paragraph | Small] = [Paragraph(span_words(read))]
    for one in read.sections:
        blocks += [Heading(one.title), Facts(one.rows)]
    if read.words:
        blocks += [Heading(_("In their own words")), Paragraph(read.words)]
    blocks.append(Small(foot_of(read)))
    return Document(
        title=title_of(read),
        subtitle=read.name,
        author=read.institution,
        made_on=read.last_on,
        blocks=tuple(blocks),
        is_dense=read.kind == DossierKind.ANNUAL,
    )


def csv_of(read: Read) -> bytes:
    """Return a dossier as a sheet of three columns."""
    about = _("About")
    rows = [
        (about, _("Name"), read.name),
        (about, _("Institution"), read.institution),
        (about, _("Days"), span_words(read)),
        *read.rows,
    ]
    if read.words:
        rows.append((_("In their own words"), "", read.words))
    rows.append((about, _("Record"), foot_of(read)))
    return write_csv([_("Part"), _("What"), _("Value")], rows)
