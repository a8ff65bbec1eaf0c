"""The catalogs of files: mentees, mentors, rosters with lines of authority, existing pairs."""

from __future__ import annotations

from dataclasses import replace

from rounds.sheets.targets.intake import MENTEE, MENTOR
from rounds.sheets.targets.person import ROSTER_WHO
from rounds.sheets.targets.stage import ENDS, STAGE, STARTED
from rounds.sheets.targets.target import Catalog, Choice, Kind, Target

ROSTER = (
    *ROSTER_WHO,
    *STAGE,
    ENDS,
    Target(
        "residency_director",
        "Program director (PD)",
        Kind.PERSON,
        (
            *("residency director", "program director", "residency program director", "pd"),
            *("program director name", "fellowship director"),
        ),
    ),
    Target(
        "associate_director",
        "Associate director",
        Kind.PERSON,
        (
            *("associate program director", "associate director", "apd"),
            *("assistant program director", "associate residency director"),
        ),
        many=True,
    ),
    Target(
        "supervisor",
        "Supervisor",
        Kind.PERSON,
        (
            *("supervisor", "line manager", "manager", "reports to", "advisor supervisor"),
            *("chief supervisor", "direct supervisor", "supervisor name", "supervising physician"),
            *("boss", "supervised by"),
        ),
    ),
    Target(
        "evaluator",
        "Evaluator",
        Kind.PERSON,
        (
            *("evaluator", "evaluated by", "standing evaluator", "evaluator name"),
            *("current evaluator", "evaluating attending"),
        ),
        many=True,
    ),
    Target(
        "ccc_member",
        "Member of a CCC",
        Kind.YES_NO,
        (
            *("ccc member", "ccc", "clinical competency committee"),
            *("clinical competency committee member", "on the ccc", "member of ccc"),
        ),
    ),
)


def _side(side: str, label: str) -> tuple[Target, ...]:
    names: tuple[str, ...] = (side, f"{side} name", f"name of {side}", f"{side} full name")
    if side == "mentor":
        names = (*names, "faculty mentor", "assigned mentor")
    return (
        Target(f"{side}_name", f"{label}: name", Kind.PERSON, names),
        Target(
            f"{side}_first_name",
            f"{label}: first name",
            Kind.TEXT,
            (f"{side} first name", f"{side} first", f"{side} given name"),
        ),
        Target(
            f"{side}_last_name",
            f"{label}: last name",
            Kind.TEXT,
            (f"{side} last name", f"{side} last", f"{side} surname"),
        ),
        Target(
            f"{side}_email",
            f"{label}: e-mail",
            Kind.EMAIL,
            (f"{side} email", f"{side} email address", f"email of {side}", f"{side} mail"),
        ),
        Target(
            f"{side}_id",
            f"{label}: employee ID",
            Kind.ID,
            (f"{side} id", f"{side} employee id", f"{side} badge number", f"{side} number", f"{side} npi"),
        ),
    )


PAIRS = (
    *_side("mentor", "Mentor"),
    *_side("mentee", "Mentee"),
    replace(
        STARTED,
        label="Paired since",
        required=True,
        synonyms=(
            *STARTED.synonyms,
            *("matched since", "date paired", "paired since", "paired on", "match date"),
            *("date matched", "pair start", "matched on", "since", "relationship start"),
            *("mentorship start", "date of match", "start of mentorship"),
        ),
    ),
    replace(
        ENDS,
        label="Ends",
        synonyms=(
            *ENDS.synonyms,
            *("ended on", "match end", "pair end", "mentorship end", "ended", "end of mentorship"),
        ),
    ),
    Target(
        "status",
        "Status",
        Kind.CHOICE,
        ("status", "pair status", "match status", "relationship status", "state"),
        choices=(
            Choice("active", "Active", ("current", "ongoing", "running", "open", "matched")),
            Choice(
                "ended", "Ended", ("closed", "completed", "inactive", "finished", "complete", "dissolved")
            ),
        ),
    ),
)


SIDE = Target(
    "side",
    "Mentor or mentee",
    Kind.CHOICES,
    (
        *(
            "side",
            "mentor or mentee",
            "mentee or mentor",
            "mentor mentee",
            "role",
            "program role",
            "mentoring role",
        ),
        *("i am a", "i am signing up as", "sign up as", "signing up as", "participating as", "joining as"),
        *(
            "participant type",
            "participant role",
            "role in program",
            "would you like to be a mentor or mentee",
            "want to be",
        ),
    ),
    choices=(
        Choice(
            "mentee",
            "Mentee",
            ("mentees", "protege", "mentee only", "as a mentee", "a mentee", "be a mentee", "be mentored"),
        ),
        Choice(
            "mentor",
            "Mentor",
            ("mentors", "mentor only", "as a mentor", "a mentor", "be a mentor", "faculty mentor"),
        ),
        # a key with + stands for both at once
        Choice("mentee+mentor", "Both", ("both", "mentor and mentee", "mentee and mentor", "either")),
    ),
)
PERSON_KEYS = (("email", "employee_id", "npi"), ("last_name", "full_name"))
SAME_PERSON = (("email",), ("employee_id",), ("npi",))
MENTEES = Catalog("mentees", (*MENTEE, SIDE), PERSON_KEYS, SAME_PERSON)
MENTORS = Catalog("mentors", (*MENTOR, SIDE), PERSON_KEYS, SAME_PERSON)
ROSTERS = Catalog("roster", tuple(ROSTER), PERSON_KEYS, SAME_PERSON)
# one sheet with both sides: what only mentors say is added to what mentees say
_MENTEES_SAY = {target.key for target in MENTEE}
BOTH_SIDES = Catalog(
    "both",
    (replace(SIDE, required=True), *MENTEE, *(target for target in MENTOR if target.key not in _MENTEES_SAY)),
    PERSON_KEYS,
    SAME_PERSON,
)
EXISTING_PAIRS = Catalog(
    "pairs",
    tuple(PAIRS),
    (
        ("mentor_email", "mentor_id", "mentor_name", "mentor_last_name"),
        ("mentee_email", "mentee_id", "mentee_name", "mentee_last_name"),
    ),
    (("mentor_email", "mentee_email"), ("mentor_id", "mentee_id")),
    decisive=("started_on", "ends_on", "status"),
)
CATALOGS = {catalog.key: catalog for catalog in (MENTEES, MENTORS, ROSTERS, EXISTING_PAIRS, BOTH_SIDES)}
