"""Every change of a schedule on its way in: choose a file, answer, write. Undo and forgetting are those of every import."""

from rounds.integrations.schedules.services.checking import answer_schedule, check_schedule
from rounds.integrations.schedules.services.choosing import stage_schedule
from rounds.integrations.schedules.services.writing import write_schedule

__all__ = ["answer_schedule", "check_schedule", "stage_schedule", "write_schedule"]
