"""The jobs and chores of all integrations."""

from rounds.integrations.spreadsheets import tasks  # noqa: F401
