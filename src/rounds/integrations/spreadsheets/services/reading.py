"""Reading a file that somebody chose: its sheet, the table in it, and what has to be said about both."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from rounds.core.errors import DomainError
from rounds.integrations.spreadsheets.services.staging import Staged
from rounds.integrations.spreadsheets.values.words import sentence_of
from rounds.sheets import (
    DICTIONARY_LIMITS,
    Dictionary,
    Sheet,
    SheetError,
    choose_sheet,
    cut_table,
    find_lines,
    fold_export,
    is_dictionary,
    is_export,
    read_dictionary,
    read_workbook,
)


@dataclass(frozen=True)
class Source:
    """A file as it was chosen: `sheet` of a workbook, the line of names, and a REDCap data dictionary beside it."""

    name: str
    data: bytes
    sheet: str | None = None
    header_row: int | None = None
    dictionary: tuple[str, bytes] | None = None


@dataclass(frozen=True)
class Opened:
    """What was read of a file; `notes` say what happened with columns and rows."""

    staged: Staged
    sheets: list[str]
    notes: list[dict[str, Any]]


def read_source(source: Source) -> Opened:
    """Read a file; raises DomainError naming the field "file" or "dictionary"."""
    try:
        fields = _dictionary(source.dictionary)
    except SheetError as error:
        raise DomainError(sentence_of(error), field="dictionary") from None
    try:
        book = read_workbook(source.data, name=source.name)
        page = choose_sheet(book, source.sheet)
        opened = _staged(page, source, fields)
    except SheetError as error:
        raise DomainError(sentence_of(error), field="file") from None
    visible = [each.name for each in book.visible_sheets]
    staged, notes = opened
    return Opened(staged, visible if len(visible) > 1 else [], [*notes, *_page_notes(page, staged)])


def _staged(page: Sheet, source: Source, fields: Dictionary | None) -> tuple[Staged, list[dict[str, Any]]]:
    lines = find_lines(page, header_row=source.header_row)
    table = cut_table(page, lines)
    if is_dictionary(table):
        raise DomainError(
            _("This is a REDCap data dictionary. Choose the data export here, and the dictionary beside it."),
            field="file",
        )
    if not fields and not is_export(table):
        return Staged(page, lines, table), []
    done = fold_export(table, fields)
    if not done.table.rows:
        raise DomainError(_("The file holds no rows of people besides repeating instruments."), field="file")
    notes = [{"kind": note.kind, "names": list(note.names), "count": len(note.rows)} for note in done.notes]
    return Staged(page, None, done.table), notes


def _page_notes(page: Sheet, staged: Staged) -> list[dict[str, Any]]:
    return [
        {"kind": kind, "names": list(names), "count": count}
        for kind, count, names in (
            ("filled", page.filled, ()),
            ("hidden_rows", page.hidden_rows, ()),
            ("no_result", len(page.no_result), page.no_result),
            ("ticked", len(staged.table.ticked), staged.table.ticked),
        )
        if count
    ]


def _dictionary(file: tuple[str, bytes] | None) -> Dictionary | None:
    return read_dictionary(read_workbook(file[1], name=file[0], limits=DICTIONARY_LIMITS)) if file else None
