"""The fields that say who somebody is, with the names that columns give them."""

from __future__ import annotations

from dataclasses import replace

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
    Kind.GIVEN,
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
    Kind.FAMILY,
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
        "preferred email",
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
        "lawson id",
        "workday id",
    ),
)
NPI = Target("npi", "NPI", Kind.NPI, ("npi", "npi number", "national provider identifier"))
ORCID = Target("orcid", "ORCID", Kind.ORCID, ("orcid", "orcid id"))
WHO = (FULL_NAME, FIRST, LAST, EMAIL, IDENTIFIER, NPI, ORCID)
TRAINEES = ("resident", "resident name", "trainee", "trainee name", "fellow name")
# in a list of mentees these name somebody else
TEACHERS = {
    *("provider", "provider name", "physician", "physician name", "doctor", "doctor name"),
    *("faculty member", "attending name", "attending", "staff name"),
}


def _who(names: tuple[str, ...]) -> tuple[Target, ...]:
    return tuple(replace(one, synonyms=names) if one is FULL_NAME else one for one in WHO)


ROSTER_WHO = _who((*FULL_NAME.synonyms, *TRAINEES))
MENTOR_WHO = _who((*FULL_NAME.synonyms, "mentor", "mentor name"))
MENTEE_WHO = _who(
    (
        *(name for name in FULL_NAME.synonyms if name not in TEACHERS),
        *TRAINEES,
        "mentee",
        "mentee name",
        "protege",
    )
)
