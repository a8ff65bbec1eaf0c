"""Taking one's record away: everything in one file, for reading (PDF) or for another program (JSON)."""

import json
from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from rounds.core import audit
from rounds.core.access import Request, Viewer, allow, is_member
from rounds.core.clock import institution_today
from rounds.core.errors import DomainError, NotFound
from rounds.documents import Block, Document, DocumentFailed, Facts, Heading, Paragraph, render_pdf
from rounds.documents import Table as Grid
from rounds.people.selectors import own_person
from rounds.web.account.sign_in.confirm import recheck
from rounds.web.participant.records.own_rows import Table, own_tables

# A table has at most so many columns, its cells at most so many characters.
MOST_COLUMNS, SHORT = 7, 60
TYPES = {"json": "application/json; charset=utf-8", "pdf": "application/pdf"}


def _kind(viewer: Viewer, taken_as: str) -> str:
    if taken_as not in TYPES:
        raise NotFound
    return taken_as


@require_GET
@allow(is_member, load=_kind)
@recheck
def download(request: Request, form: str) -> HttpResponse:
    """Give everything about the reader as one file; that it was taken is recorded."""
    viewer = request.viewer
    tables = own_tables(viewer)
    content = _json(request, tables) if form == "json" else _pdf(request, tables)
    audit.record("record.taken", by=viewer, kind="person", object_id=viewer.own_id, form=form)
    headers = {"Content-Disposition": f'attachment; filename="my-record.{form}"'}
    return HttpResponse(content, content_type=TYPES[form], headers=headers)


def _json(request: Request, tables: list[Table]) -> bytes:
    record: dict[str, Any] = {
        "institution": request.institution.name,
        "name": request.viewer.name,
        "taken_on": institution_today().isoformat(),
        **{table.key: [row.values for row in table.rows] for table in tables},
    }
    return json.dumps(record, indent=2, ensure_ascii=False, default=str).encode()


def _pdf(request: Request, tables: list[Table]) -> bytes:
    today = institution_today()
    blocks: list[Block] = [
        Paragraph(
            _("Everything that Rounds holds about you and that you may read, on %(day)s.")
            % {"day": date_format(today, "j F Y")}
        )
    ]
    for table in tables:
        blocks.append(Heading(f"{table.label} ({len(table.rows)})"))
        blocks += _blocks(table)
    document = Document(
        title=_("My record"),
        subtitle=own_person(request.viewer).display_name,
        author=request.institution.name,
        made_on=today,
        blocks=tuple(blocks),
    )
    try:
        return render_pdf(document)
    except DocumentFailed:
        raise DomainError(
            _("Your record is too long for one PDF. Take it as JSON; nothing is left out there.")
        ) from None


def _blocks(table: Table) -> Iterator[Block]:
    """Yield the rows of a part: a table where they are many and short, else a list of names with values each."""
    names = list(dict.fromkeys(name for row in table.rows for name, _said in row.said))
    is_short = all(len(said) <= SHORT for row in table.rows for _name, said in row.said)
    if (
        len(table.rows) > 1
        and len(names) <= MOST_COLUMNS
        and is_short
        and not any(row.head for row in table.rows)
    ):
        cells = (tuple(dict(row.said).get(name, "") for name in names) for row in table.rows)
        yield Grid(tuple(names), tuple(cells))
        return
    for row in table.rows:
        if row.head:
            yield Heading(row.head, level=2)
        if row.said:
            yield Facts(row.said)
