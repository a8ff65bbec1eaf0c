"""The tables of all integrations, each kept in the folder of its own."""

from rounds.integrations.calendars.models import CalendarFeed
from rounds.integrations.connections.models import Connection, ConnectionRun
from rounds.integrations.credentials.models import MachineCredential
from rounds.integrations.lti.models import (
    LinkedIdentity,
    LtiCourse,
    LtiEntry,
    LtiItem,
    LtiLogin,
    LtiRegistration,
    LtiTask,
)
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
    "LinkedIdentity",
    "LtiCourse",
    "LtiEntry",
    "LtiItem",
    "LtiLogin",
    "LtiRegistration",
    "LtiTask",
    "MachineCredential",
    "RememberedAnswers",
    "SpreadsheetImport",
    "StagedRows",
    "WayBack",
]
