"""People and what is recorded about them, by noun."""

from rounds.people.models.facts import (
    AuthorityLine,
    CareerStage,
    Consent,
    RoleAssignment,
    TrainingRecord,
)
from rounds.people.models.leaving import Leave, Leaving, RollOver, RollOverItem
from rounds.people.models.origins import Origin
from rounds.people.models.people import Person, TwoPeople
from rounds.people.models.places import Department, HelpRoute, MergedPlace, Site
from rounds.people.models.training import TrainingProgram, TrainingProgramMember

__all__ = [
    "AuthorityLine",
    "CareerStage",
    "Consent",
    "Department",
    "HelpRoute",
    "Leave",
    "Leaving",
    "MergedPlace",
    "Origin",
    "Person",
    "RoleAssignment",
    "RollOver",
    "RollOverItem",
    "Site",
    "TrainingProgram",
    "TrainingProgramMember",
    "TrainingRecord",
    "TwoPeople",
]
