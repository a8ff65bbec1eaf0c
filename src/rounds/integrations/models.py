"""The tables of all integrations, each kept in the folder of its own."""

from rounds.integrations.spreadsheets.models import (
    RememberedAnswers,
    SpreadsheetImport,
    StagedRows,
    WayBack,
)

__all__ = ["RememberedAnswers", "SpreadsheetImport", "StagedRows", "WayBack"]
