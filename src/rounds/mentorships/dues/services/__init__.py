"""What changes of dues: what was told, what the two answer, a program's plan."""

from rounds.mentorships.dues.services.answers import answer_about_pair, complete_ended_pairs
from rounds.mentorships.dues.services.past import record_past_reminders
from rounds.mentorships.dues.services.plans import PlanChange, save_plan
from rounds.mentorships.dues.services.telling import note_what_closed, settle_reminders

__all__ = [
    "PlanChange",
    "answer_about_pair",
    "complete_ended_pairs",
    "note_what_closed",
    "record_past_reminders",
    "save_plan",
    "settle_reminders",
]
