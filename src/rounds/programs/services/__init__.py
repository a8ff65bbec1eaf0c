"""Every change of state of programs, by noun."""

from rounds.programs.services.cards import CardWords, save_card
from rounds.programs.services.enrollments import (
    NewEnrollment,
    apply_to_program,
    change_enrollment_state,
    enroll_people,
)
from rounds.programs.services.intakes import (
    BaselineFacts,
    Submission,
    complete_intake,
    confirm_intake,
    note_reading,
    note_topic,
    prefill_intakes,
    record_baseline,
    submit_intake,
)
from rounds.programs.services.priorities import remove_priority, save_priority
from rounds.programs.services.programs import (
    add_cohort,
    change_cohort_state,
    change_program_state,
    close_cycle,
    forget_mail_text,
    open_cycle,
    save_mail_text,
    start_program,
    take_back_start,
    update_program,
    why_not_take_back,
)
from rounds.programs.services.roles import ask_for_role, end_role, give_asked_role, give_role
from rounds.programs.services.starting import create_program

__all__ = [
    "BaselineFacts",
    "CardWords",
    "NewEnrollment",
    "Submission",
    "add_cohort",
    "apply_to_program",
    "ask_for_role",
    "change_cohort_state",
    "change_enrollment_state",
    "change_program_state",
    "close_cycle",
    "complete_intake",
    "confirm_intake",
    "create_program",
    "end_role",
    "enroll_people",
    "forget_mail_text",
    "give_asked_role",
    "give_role",
    "note_reading",
    "note_topic",
    "open_cycle",
    "prefill_intakes",
    "record_baseline",
    "remove_priority",
    "save_card",
    "save_mail_text",
    "save_priority",
    "start_program",
    "submit_intake",
    "take_back_start",
    "update_program",
    "why_not_take_back",
]
