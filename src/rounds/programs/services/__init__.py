"""Every change of state of programs, by noun."""

from rounds.programs.services.enrollments import (
    NewEnrollment,
    apply_to_program,
    change_enrollment_state,
    enroll_people,
)
from rounds.programs.services.intakes import (
    FOLLOW_UP_VERSION,
    BaselineFacts,
    Submission,
    confirm_intake,
    note_topic,
    prefill_intakes,
    record_baseline,
    save_card,
    submit_intake,
)
from rounds.programs.services.programs import (
    add_cohort,
    change_cohort_state,
    change_program_state,
    close_cycle,
    create_program,
    end_role,
    give_role,
    open_cycle,
    remove_priority,
    save_priority,
    update_program,
)

__all__ = [
    "FOLLOW_UP_VERSION",
    "BaselineFacts",
    "NewEnrollment",
    "Submission",
    "add_cohort",
    "apply_to_program",
    "change_cohort_state",
    "change_enrollment_state",
    "change_program_state",
    "close_cycle",
    "confirm_intake",
    "create_program",
    "end_role",
    "enroll_people",
    "give_role",
    "note_topic",
    "open_cycle",
    "prefill_intakes",
    "record_baseline",
    "remove_priority",
    "save_card",
    "save_priority",
    "submit_intake",
    "update_program",
]
