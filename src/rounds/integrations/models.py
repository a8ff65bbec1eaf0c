"""The tables of all integrations, each kept in the folder of its own."""

from rounds.integrations.calendars.models import CalendarFeed
from rounds.integrations.connections.models import Connection, ConnectionRun
from rounds.integrations.spreadsheets.models import (
    RememberedAnswers,
    SpreadsheetImport,
    StagedRows,
    WayBack,
)

__all__ = [
    "CalendarFeed",
    "Connection",
    "ConnectionRun",
    "RememberedAnswers",
    "SpreadsheetImport",
    "StagedRows",
    "WayBack",
]
