"""The jobs and chores of all integrations."""

from rounds.integrations.connections import tasks as of_connections  # noqa: F401
from rounds.integrations.credentials import tasks as of_credentials  # noqa: F401
from rounds.integrations.lti import tasks as of_lti  # noqa: F401
from rounds.integrations.spreadsheets import tasks as of_spreadsheets  # noqa: F401
