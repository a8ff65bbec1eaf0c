"""Name every reason for which a file is refused, with what to do about it."""

from __future__ import annotations

SENTENCES = {
    "empty": "The file is empty. Choose the file that holds the rows.",
    "too_big": "The file has %(size)s MB; %(limit)s MB are allowed. Delete pictures and unused sheets, or split the rows over two files.",
    "kind": "This is not a spreadsheet that Rounds can read. Save it as .xlsx or .csv and choose it again.",
    "old_excel": "This is an old Excel file (.xls) or one with a password. Open it in Excel, save it as .xlsx without a password, and choose it again.",
    "binary_excel": "This is a binary Excel file (.xlsb). Open it in Excel, save it as .xlsx, and choose it again.",
    "open_document": "This is an OpenDocument file (.ods). Open it, save it as .xlsx or .csv, and choose it again.",
    "macro": "The file holds a macro. Save it as .xlsx (without macros) and choose it again.",
    "password": "The file is protected by a password. Save it without one and choose it again.",  # a sentence
    "damaged": "The file is damaged or only half there. Open it in Excel, save it again as .xlsx, and choose it again.",
    "unpacked": "The file unpacks to more than %(limit)s MB. Delete what isn't rows of people, or save the sheet as .csv.",
    "ratio": "The file is packed tighter than a real spreadsheet. Save the sheet as .csv and choose that.",
    "entries": "The file is made of more than %(limit)s parts. Copy the rows to a new workbook and save that.",
    "nested": "The file holds another file inside (%(part)s). Delete the embedded object, save, and choose the file again.",
    "unsafe_part": "The file holds a part with an unsafe name. Copy the rows to a new workbook and save that.",
    "declaration": "The file holds declarations that no real spreadsheet has. Copy the rows to a new workbook and save that.",
    "cells": "The file has more than %(limit)s cells. Split the rows over several files.",
    "columns": "The sheet has values beyond column %(limit)s. Delete the columns that hold nothing about people.",
    "text": "The file holds more text than Rounds reads at once. Split the rows over several files.",
    "long_cell": "%(cell)s holds more than %(limit)s characters. Shorten it and choose the file again.",
    "too_slow": "The file took too long to read. Save the sheet as .csv and choose that.",
    "too_much_memory": "The file needs too much memory to read. Save the sheet as .csv and choose that.",
    "not_text": "The file is not text in an encoding that Rounds knows. Save it as .xlsx, or as CSV UTF-8.",
    "open_quote": "A quotation mark opened in line %(line)s is never closed. Close it, or save the sheet as .xlsx.",
    "quote": "In line %(line)s a quotation mark is inside a quoted text without being doubled. Save the sheet as .xlsx, or double it.",
    "cut_names": "Line %(row)s has %(names)s column names and the rows below have %(cells)s cells each. Put quotation marks around names with commas, or save the sheet as .xlsx.",
    "no_rows": "No rows were found. A sheet needs a line of column names and at least one row below it.",
    "no_sheet": "The file has no sheet called “%(name)s”.",
    "no_calendar": "This is not a calendar file: it does not begin with BEGIN:VCALENDAR. Export the schedule again as .ics.",
    "no_entries": "The calendar file has no entry (VEVENT). Export the calendar again with its entries.",
    "calendar_text": "The calendar file is not UTF-8 text. Export it again as .ics.",
    "calendar_cut": "The calendar file is cut off or damaged at line %(line)s. Export it again as .ics.",
    "calendar_entries": "The calendar file has more than %(limit)s entries. Export fewer months at a time.",
    "dictionary": "This is not a REDCap data dictionary: the column “%(column)s” is missing. In REDCap choose Data Dictionary, download the current one, and choose that file.",
}


class SheetError(Exception):
    """Say why a file can't be read and what to do. `code` is a key of SENTENCES, `params` fill it."""

    def __init__(self, code: str, **params: object) -> None:
        self.code = code
        self.params = params
        super().__init__(SENTENCES[code] % params)
