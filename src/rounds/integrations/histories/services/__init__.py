"""A history's way in: staged, checked against what is on record, written at once."""

from rounds.integrations.histories.services.staging import planned, stage_history
from rounds.integrations.histories.services.writing import write_history

__all__ = ["planned", "stage_history", "write_history"]
