"""States and kinds of programs, and the tables of allowed transitions."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Side(TextChoices):
    MENTEE = "mentee", _("mentee")
    MENTOR = "mentor", _("mentor")


# About how long intake takes, as every page and message says it; budgets are held by tests in the browser.
INTAKE_MINUTES = {Side.MENTOR: 4, Side.MENTEE: 8}


class ProgramState(TextChoices):
    SETTING_UP = "setting_up", _("setting up")
    RUNNING = "running", _("running")
    CLOSED = "closed", _("closed")


PROGRAM_TRANSITIONS = {
    ProgramState.SETTING_UP: {ProgramState.RUNNING, ProgramState.CLOSED},
    ProgramState.RUNNING: {ProgramState.CLOSED, ProgramState.SETTING_UP},
    ProgramState.CLOSED: {ProgramState.RUNNING},
}


class PriorityMode(TextChoices):
    """For whom a mentor's experience in an institutional priority counts."""

    EVERYBODY = "everybody", _("for everybody")
    INTERESTED = "interested", _("for mentees with the interest")


class CycleState(TextChoices):
    PLANNED = "planned", _("planned")
    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")


CYCLE_TRANSITIONS = {
    CycleState.PLANNED: {CycleState.OPEN},
    CycleState.OPEN: {CycleState.CLOSED},
    CycleState.CLOSED: set(),
}


class PhaseMatch(TextChoices):
    """Where the pairs of a phase come from."""

    OWN = "own", _("matched anew")
    CARRIED = "carried", _("the pairs go on")
    NONE = "none", _("no pairs")


class CohortState(TextChoices):
    GATHERING = "gathering", _("gathering")
    MATCHED = "matched", _("matched")
    CLOSED = "closed", _("closed")


COHORT_TRANSITIONS = {
    CohortState.GATHERING: {CohortState.MATCHED, CohortState.CLOSED},
    CohortState.MATCHED: {CohortState.GATHERING, CohortState.CLOSED},
    CohortState.CLOSED: set(),
}


class EnrollmentState(TextChoices):
    INVITED = "invited", _("invited")
    APPLIED = "applied", _("applied")
    ENROLLED = "enrolled", _("enrolled")
    WITHDRAWN = "withdrawn", _("withdrawn")


ENROLLMENT_TRANSITIONS = {
    EnrollmentState.INVITED: {EnrollmentState.ENROLLED, EnrollmentState.WITHDRAWN},
    EnrollmentState.APPLIED: {EnrollmentState.ENROLLED, EnrollmentState.WITHDRAWN},
    EnrollmentState.ENROLLED: {EnrollmentState.WITHDRAWN},
    EnrollmentState.WITHDRAWN: {EnrollmentState.INVITED, EnrollmentState.APPLIED, EnrollmentState.ENROLLED},
}


class EnrollmentHow(TextChoices):
    INVITATION = "invitation", _("invited")
    APPLICATION = "application", _("applied")
    BY_PROGRAM = "by_program", _("enrolled by the program")
    IMPORT = "import", _("from a spreadsheet")


class Style(TextChoices):
    """Ways of mentoring: a mentee prefers one, a mentor names up to two."""

    LISTENER = "listener", _("Listens and asks")
    STRAIGHT = "straight", _("Says it straight")
    PLANNER = "planner", _("Plans step by step")
    CHALLENGER = "challenger", _("Sets a stretch")
    ENCOURAGER = "encourager", _("Encourages")
    CONNECTOR = "connector", _("Opens doors")


class Modality(TextChoices):
    IN_PERSON = "in_person", _("In person")
    VIDEO = "video", _("Video")
    PHONE = "phone", _("Phone")


class MilestoneKind(TextChoices):
    """What a leader has done, and what a mentee wants to do next."""

    COMMITTEE_MEMBER = "committee_member", _("Committee member")
    COMMITTEE_CHAIR = "committee_chair", _("Committee chair")
    BUDGET = "budget", _("Responsible for a budget")
    ACCREDITATION = "accreditation", _("Led an accreditation")
    BOARD = "board", _("Board member")
    QUALITY_PROJECT = "quality_project", _("Led a quality project")
    DIVISION_CHIEF = "division_chief", _("Division chief")
    DEPARTMENT_CHAIR = "department_chair", _("Department chair")
    EXECUTIVE = "executive", _("Executive office")
    POLICY = "policy", _("Policy and advocacy")
    GRANT = "grant", _("Led a grant")


class BudgetBand(TextChoices):
    SMALL = "small", _("under $500,000")
    MEDIUM = "medium", _("$500,000 to $5 million")
    LARGE = "large", _("over $5 million")


class Confidence(TextChoices):
    """The eight own confidence items, 0 (not at all) to 10 (completely); asked again later."""

    LEAD_TEAM = "lead_team", _("Lead a team through a difficult change")
    BUDGET = "budget", _("Manage a budget")
    POLICY = "policy", _("Influence a policy of my organization")
    CONFLICT = "conflict", _("Settle a conflict between professions")
    PROJECT = "project", _("Carry an improvement project to its end")
    DEVELOP = "develop", _("Develop people who work with me")
    SPEAK = "speak", _("Speak up to senior leaders")
    STRATEGY = "strategy", _("Plan a service three years ahead")


class RotationKind(TextChoices):
    """What a rotation counts as: what is due after it, and when nobody should be written to."""

    MAJOR = "major", _("major clinical rotation")
    ELECTIVE = "elective", _("elective")
    NIGHTS = "nights", _("nights")
    NIGHT_FLOAT = "night_float", _("night float")
    CLINIC = "clinic", _("clinic week")
    JEOPARDY = "jeopardy", _("jeopardy (on standby)")
    AWAY = "away", _("away rotation")
    VACATION = "vacation", _("vacation")
    LEAVE = "leave", _("leave")
    RESEARCH = "research", _("research")


# What others than the office read of these is that somebody is off, never the word that the schedule has for it.
OFF_KINDS = (RotationKind.VACATION, RotationKind.LEAVE)
NIGHT_KINDS = (RotationKind.NIGHTS, RotationKind.NIGHT_FLOAT)
