"""The fields of a person and of a career stage, with the names that columns give them."""

from __future__ import annotations

from rounds.sheets.targets.target import Kind, Target
from rounds.sheets.targets.vocabularies import TIERS

FULL_NAME = Target(
    "full_name",
    "Full name",
    Kind.FULL_NAME,
    (
        "name",
        "full name",
        "person",
        "participant",
        "participant name",
        "name last first",
        "name first last",
        "last first",
        "last name first name",
        "provider name",
        "provider",
        "physician",
        "physician name",
        "doctor",
        "doctor name",
        "faculty name",
        "faculty member",
        "employee name",
        "display name",
        "first and last name",
        "staff name",
        "attending name",
        "attending",
    ),
)
FIRST = Target(
    "first_name",
    "First name",
    Kind.TEXT,
    (
        "first name",
        "first",
        "given name",
        "fname",
        "forename",
        "preferred first name",
        "given",
        "name first",
        "legal first name",
        "first given name",
    ),
)
LAST = Target(
    "last_name",
    "Last name",
    Kind.TEXT,
    (
        "last name",
        "last",
        "surname",
        "family name",
        "lname",
        "name last",
        "legal last name",
        "last family name",
    ),
)
EMAIL = Target(
    "email",
    "E-mail",
    Kind.EMAIL,
    (
        "email",
        "email address",
        "mail",
        "work email",
        "work email address",
        "institutional email",
        "hospital email",
        "contact email",
        "primary email",
        "upn email",
        "upn",
        "email id",
        "university email",
        "email work",
    ),
)
IDENTIFIER = Target(
    "employee_id",
    "Employee ID",
    Kind.ID,
    (
        "employee id",
        "employee number",
        "badge number",
        "badge",
        "staff id",
        "staff number",
        "person id",
        "personnel number",
        "hr id",
        "emplid",
        "university id",
        "badge id",
        "external id",
        "record id",
        "lawson id",
        "workday id",
    ),
)
NPI = Target("npi", "NPI", Kind.NPI, ("npi", "npi number", "national provider identifier"))
ORCID = Target("orcid", "ORCID", Kind.ORCID, ("orcid", "orcid id"))
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
)

STAGE = (TIER, PGY, TITLE, RANK, DEPARTMENT, DIVISION, SPECIALTY, SITE, TRACK, FTE, PROGRAM, STARTED)
WHO = (FULL_NAME, FIRST, LAST, EMAIL, IDENTIFIER, NPI, ORCID)
