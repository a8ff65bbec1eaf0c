"""The fields of a career stage, with the names that columns give them."""

from __future__ import annotations

from rounds.sheets.targets.target import Kind, Target
from rounds.sheets.targets.vocabularies import TIERS

TIER = Target(
    "tier",
    "Tier",
    Kind.CHOICE,
    (
        "tier",
        "career stage",
        "current tier",
        "current career stage",
        "career level",
        "stage",
        "level",
        "leadership tier",
        "current stage",
        "position level",
        "grade",
        "career phase",
    ),
    choices=TIERS,
)
PGY = Target(
    "pgy",
    "Training year",
    Kind.PGY,
    (
        "pgy",
        "pgy level",
        "pgy year",
        "training year",
        "year of training",
        "year training",
        "training level",
        "level",
        "level training",
        "postgraduate year",
        "resident level",
        "year",
        "class",
        "class training",
        "residency year",
        "current pgy",
        "pg year",
        "resident year",
    ),
    minimum=1,
    maximum=8,
)
TITLE = Target(
    "title",
    "Job title",
    Kind.TEXT,
    (
        "title",
        "job title",
        "position",
        "position title",
        "current position",
        "role title",
        "current role",
        "working title",
        "job",
        "current title",
    ),
)
RANK = Target(
    "rank",
    "Academic rank",
    Kind.TEXT,
    ("academic rank", "rank", "faculty rank", "academic title", "professorial rank"),
)
DEPARTMENT = Target(
    "department",
    "Department",
    Kind.TEXT,
    (
        "department",
        "home department",
        "department name",
        "clinical department",
        "primary department",
        "department unit",
    ),
)
DIVISION = Target(
    "division",
    "Division",
    Kind.TEXT,
    ("division", "section", "division section", "division name", "section division"),
)
SPECIALTY = Target(
    "specialty",
    "Specialty",
    Kind.TEXT,
    (
        "specialty",
        "speciality",
        "medical specialty",
        "clinical specialty",
        "primary specialty",
        "subspecialty",
    ),
)
SITE = Target(
    "site",
    "Site",
    Kind.TEXT,
    (
        "site",
        "hospital",
        "hospital site",
        "campus",
        "location",
        "primary site",
        "facility",
        "work location",
        "clinical site",
        "primary location",
        "home site",
        "base hospital",
    ),
)
TRACK = Target("track", "Track", Kind.TEXT, ("track", "career track", "faculty track", "academic track"))
FTE = Target(
    "fte",
    "FTE",
    Kind.NUMBER,
    ("fte", "full time equivalent", "clinical fte", "fte percent"),
    minimum=0,
    maximum=1,
)
PROGRAM = Target(
    "training_program",
    "Training program",
    Kind.TEXT,
    (
        "residency program",
        "training program",
        "program",
        "residency",
        "program name",
        "fellowship program",
        "gme program",
        "residency fellowship program",
    ),
)
STARTED = Target(
    "started_on",
    "Start date",
    Kind.DATE,
    (
        "start date",
        "started",
        "start",
        "date start",
        "hire date",
        "date hired",
        "appointment date",
        "date joined",
        "join date",
        "began",
        "date appointment",
        "training start date",
        "program start date",
    ),
    years_back=70,
    years_ahead=2,
)
ENDS = Target(
    "ends_on",
    "End date",
    Kind.DATE,
    (
        "end date",
        "end",
        "ends",
        "graduation date",
        "planned end",
        "expected end date",
        "completion date",
        "expected graduation",
        "training end date",
        "date end",
        "planned end date",
    ),
    years_back=70,
    years_ahead=15,
)

STAGE = (TIER, PGY, TITLE, RANK, DEPARTMENT, DIVISION, SPECIALTY, SITE, TRACK, FTE, PROGRAM, STARTED)
