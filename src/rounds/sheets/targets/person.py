"""The fields that say who somebody is, with the names that columns give them."""

from __future__ import annotations

from rounds.sheets.targets.target import Kind, Target

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
WHO = (FULL_NAME, FIRST, LAST, EMAIL, IDENTIFIER, NPI, ORCID)
