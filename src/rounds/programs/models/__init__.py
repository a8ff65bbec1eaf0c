"""Programs, their cycles and cohorts, and what people said at intake, by noun."""

from rounds.programs.models.enrollments import Enrollment
from rounds.programs.models.intake import Baseline, Exclusion, Intake, IntroductionCard, Wish
from rounds.programs.models.programs import (
    PROGRAM_ROLES,
    Cohort,
    Cycle,
    MailText,
    Phase,
    PlanItem,
    Priority,
    Program,
    ProgramRole,
)
from rounds.programs.models.rotations import Rotation

__all__ = [
    "PROGRAM_ROLES",
    "Baseline",
    "Cohort",
    "Cycle",
    "Enrollment",
    "Exclusion",
    "Intake",
    "IntroductionCard",
    "MailText",
    "Phase",
    "PlanItem",
    "Priority",
    "Program",
    "ProgramRole",
    "Rotation",
    "Wish",
]
