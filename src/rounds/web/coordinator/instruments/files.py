"""Files of sets of questions and of closed surveys: a codebook, a REDCap dictionary, what may leave of the answers."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from rounds.core import audit
from rounds.core.access import Request, Viewer, allow
from rounds.core.errors import DomainError, NotFound
from rounds.insights.selectors.claims import is_wave_closed
from rounds.sheets import write_csv, write_workbook
from rounds.surveys.campaigns.rules import can_run_wave
from rounds.surveys.campaigns.selectors import wave_for
from rounds.surveys.enums import Mode
from rounds.surveys.instruments.selectors import questions_of
from rounds.surveys.instruments.selectors.licenses import may_export_words
from rounds.surveys.instruments.selectors.listing import content_of, instrument_version_for
from rounds.surveys.instruments.values.codebook import codebook_of
from rounds.surveys.instruments.values.redcap.records import records_of
from rounds.surveys.instruments.values.redcap.writing import HEADER, dictionary_of, variable
from rounds.surveys.models import InstrumentVersion, Wave
from rounds.surveys.results.selectors.named import note_answers_opened, who_answered
from rounds.surveys.results.selectors.rows import (
    leaving_of,
    lines_of_research,
    questions_leaving,
    records_leaving,
)
from rounds.web.coordinator.instruments.views import OFFICE

# answers leave in this form too: records for a REDCap project
REDCAP = "redcap"
# the lines of those who agreed to research, of a confidential survey
LINES = "lines"
CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def version_for(viewer: Viewer, instrument_version_id: UUID, form: str) -> tuple[InstrumentVersion, str]:
    """Return a version and the kind of file; NotFound for another kind."""
    return instrument_version_for(viewer, instrument_version_id), _form(form)


def wave_file_for(viewer: Viewer, wave_id: UUID, form: str) -> Wave:
    """Return a wave whose scope the viewer's office is, with the kind of file; NotFound otherwise."""
    wave = wave_for(viewer, wave_id)
    wave.form = form if form in (REDCAP, LINES) else _form(form)  # type: ignore[attr-defined]
    return wave


def _form(form: str) -> str:
    if form not in CONTENT_TYPES:
        raise NotFound
    return form


@allow(OFFICE, load=version_for)
@require_GET
def codebook(request: Request, found: tuple[InstrumentVersion, str]) -> HttpResponse:
    """Hand out what each column and code of a set means."""
    version, form = found
    with_words = may_export_words(version.instrument)
    pages = codebook_of(content_of(version.id), questions_of(version.id), with_words=with_words)
    _record(request, version, form=form, file="codebook")
    data = write_csv(*pages[1][1:]) if form == "csv" else write_workbook(pages)
    return _file(data, f"{_named(version)}-codebook", form)


@allow(OFFICE, load=instrument_version_for)
@require_GET
def dictionary(request: Request, version: InstrumentVersion) -> HttpResponse:
    """Hand out a set as the data dictionary of a REDCap project."""
    if not may_export_words(version.instrument):
        words = _("The license of “%(name)s” lets no words of its questions leave, so there is no such file.")
        raise DomainError(words % {"name": version.instrument.name})
    content = content_of(version.id)
    rows = dictionary_of(content, form=variable(version.instrument.key))
    _record(request, version, form="csv", file="redcap")
    return _file(write_csv(HEADER, rows), f"{_named(version)}-redcap", "csv")


@allow(can_run_wave, load=wave_file_for)
@require_GET
def answers(request: Request, wave: Wave) -> HttpResponse:
    """Hand out what may leave of a closed wave; a workbook holds the codebook too."""
    if is_wave_closed(request.viewer, wave.campaign.instrument.key, wave.campaign.scope_id):
        raise DomainError(_("Closed to you: a claim card of yours about confidence is not locked yet."))
    form: str = wave.form  # type: ignore[attr-defined]
    leaving = lines_of_research(wave) if form == LINES else leaving_of(wave, request.viewer)
    records = records_leaving(wave, request.viewer) if form == REDCAP else ([], [])
    if leaving.is_rows and wave.mode == Mode.NAMED:
        note_answers_opened(request.viewer, who_answered(wave))
    audit.record(
        "survey.exported",
        by=request.viewer,
        kind="wave",
        object_id=wave.id,
        program_id=wave.campaign.scope_id,
        form=form,
        file="rows" if leaving.is_rows or records[1] else "figures",
        rows=len(records[1] or leaving.rows),
    )
    name = f"{slugify(wave.campaign.name)[:40] or 'survey'}-{wave.closes_on.isoformat()}"
    if form == REDCAP:
        header, rows = records_of(*records, form=variable(wave.campaign.instrument.key))
        return _file(write_csv(header, rows), f"{name}-redcap", "csv")
    if form == LINES:
        return _file(write_csv(leaving.header, leaving.rows), f"{name}-lines", "csv")
    if form == "csv":
        return _file(write_csv(leaving.header, leaving.rows), name, form)
    with_words = may_export_words(wave.version.instrument)
    explained = questions_leaving(wave, leaving)
    pages = codebook_of(content_of(wave.version_id), explained, with_words=with_words)
    title = _("Answers") if leaving.is_rows else _("Figures")
    return _file(write_workbook([(title, leaving.header, leaving.rows), *pages]), name, form)


def _record(request: Request, version: InstrumentVersion, *, form: str, file: str) -> None:
    audit.record(
        "instrument.exported",
        by=request.viewer,
        kind="instrument_version",
        object_id=version.id,
        form=form,
        file=file,
    )


def _named(version: InstrumentVersion) -> str:
    return f"{slugify(version.instrument.name)[:40] or 'questions'}-{version.number}"


def _file(data: bytes, name: str, form: str) -> HttpResponse:
    response = HttpResponse(data, content_type=CONTENT_TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    response["Cache-Control"] = "no-store"
    return response
