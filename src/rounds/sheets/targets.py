"""This will describe what a column can become: data that the caller passes to the mapper and the checker."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum


class Kind(StrEnum):
    """This will say how a value is read, and what Python value comes out."""

    TEXT = "text"  # str
    FULL_NAME = "full_name"  # split into first_name and last_name, suffixes such as MD apart
    PERSON = "person"  # str, one other person: a name, an e-mail or an id
    PEOPLE = "people"  # tuple of str, in order
    EMAIL = "email"  # str, lower case
    ID = "id"  # str, zeros in front kept
    NPI = "npi"  # str of 10 digits, check digit verified
    ORCID = "orcid"  # str, 0000-0000-0000-0000
    PGY = "pgy"  # int, 1 to 8
    INTEGER = "integer"  # int
    NUMBER = "number"  # float
    YES_NO = "yes_no"  # bool
    CHOICE = "choice"  # str, a key of `choices`
    CHOICES = "choices"  # tuple of str, keys of `choices`; free ones too where the target is open
    LIST = "list"  # tuple of str, free
    DAY_PARTS = "day_parts"  # tuple of str: mon_am, tue_pm, wed_eve ..., or varies
    DATE = "date"  # datetime.date


@dataclass(frozen=True, slots=True)
class Choice:
    """This will hold one allowed value; a `hint` is only proposed, a synonym counts."""

    key: str
    label: str
    synonyms: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """This will describe one field that a column can fill."""

    key: str
    label: str
    kind: Kind = Kind.TEXT
    synonyms: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    open: bool = False  # CHOICES: keep words that no choice knows
    required: bool = False
    many: bool = False  # several columns may fill it, in their order
    minimum: int | None = None
    maximum: int | None = None
    longest: int = 2_000  # characters of a text

    @property
    def labels(self) -> dict[str, str]:
        return {choice.key: choice.label for choice in self.choices}


TIERS = (
    Choice("resident", "Resident", ("resident physician", "house officer", "house staff", "resident trainee"), ("trainee", "intern", "chief resident")),
    Choice("fellow", "Fellow", ("clinical fellow", "fellowship", "subspecialty fellow"), ("advanced trainee", "research fellow")),
    Choice("junior_faculty", "Junior faculty", ("early career faculty", "early career", "junior attending", "junior"), ("assistant professor", "instructor", "new attending", "attending")),
    Choice("mid_career", "Mid-career faculty", ("mid career", "midcareer", "midcareer faculty", "mid level faculty"), ("associate professor", "division chief", "section chief", "senior attending", "professor")),
    Choice("executive", "Executive", ("executive leader", "physician executive", "c suite", "senior executive"), ("chief medical officer", "cmo", "ceo", "dean", "chair", "vice president")),
)  # fmt: skip

DOMAINS = (
    Choice("SELF", "Self-leadership", ("self leadership", "self", "self awareness", "self management", "resilience", "emotional intelligence", "wellbeing", "work life balance", "time management")),
    Choice("ETH", "Ethics and integrity", ("ethics", "ethic", "integrity", "ethical decisions", "ethical leadership", "professionalism")),
    Choice("TEAM", "Team communication", ("team communication", "communication", "team building", "teamwork", "team leadership", "conflict resolution", "conflict management", "managing conflict", "negotiation", "running meetings")),
    Choice("DEV", "Developing others", ("developing others", "teaching", "mentoring", "mentoring others", "coaching others", "giving feedback", "feedback", "education", "medical education", "people development")),
    Choice("IMP", "Improvement and projects", ("improvement and projects", "quality improvement", "qi", "qi project", "qi and projects", "qi projects", "quality", "project management", "patient safety", "process improvement", "improvement", "lean", "quality and safety")),
    Choice("STR", "Strategy and change", ("strategy and change", "strategy", "strategic planning", "change management", "leading change", "innovation", "strategic thinking", "vision")),
    Choice("FIN", "Resources and finance", ("resources and finance", "finance", "financial", "financial management", "budget", "budgeting", "budget management", "business", "business case", "healthcare finance", "resource management", "operations and finance")),
    Choice("POL", "Policy, system and governance", ("policy system and governance", "policy", "health policy", "governance", "advocacy", "policy and advocacy", "government relations", "health system", "policy advocacy")),
)  # fmt: skip

STYLES = (
    Choice("coaching", "Coaching", ("coach", "coaching style", "developmental"), ("supportive",)),
    Choice("democratic", "Democratic", ("participative", "collaborative", "democratic style", "participatory")),
    Choice("affiliative", "Affiliative", ("affiliative style", "relationship focused"), ("servant", "supportive")),
    Choice("visionary", "Visionary", ("authoritative visionary", "transformational", "visionary style", "inspirational")),
    Choice("pacesetting", "Pacesetting", ("pace setting", "pacesetter", "pacesetting style")),
    Choice("directive", "Directive", ("commanding", "directive style", "coercive"), ("autocratic", "transactional")),
)  # fmt: skip

MODALITIES = (
    Choice("in_person", "In person", ("in person", "inperson", "face to face", "f2f", "on site", "onsite", "in office")),
    Choice("video", "Video", ("video", "virtual", "zoom", "teams", "online", "webex", "video call", "remote", "virtually")),
    Choice("phone", "Phone", ("phone", "telephone", "phone call", "call", "by phone")),
    # a key with + stands for several at once
    Choice("in_person+video", "In person or video", ("either", "both", "any", "hybrid", "no preference", "mixed", "flexible")),
)  # fmt: skip

MILESTONES = (
    Choice("committee", "Committee", ("committee chair", "committee member", "chaired a committee", "committee", "chaired committee", "committee leadership")),
    Choice("budget", "Budget", ("budget", "budget owner", "managed a budget", "budget responsibility", "budget over 1m", "budget 1m", "budget under 1m", "p and l", "budget management")),
    Choice("accreditation", "Accreditation", ("accreditation", "accreditation lead", "led accreditation", "joint commission", "accreditation visit", "acgme site visit")),
    Choice("board", "Board", ("board", "board member", "board of directors", "hospital board", "board seat", "trustee")),
)  # fmt: skip


def _scale(prefix: str, label: str, words: tuple[str, ...], top: int) -> tuple[Target, ...]:
    """This will make one rating per domain; its names are every word of the prefix with every word of the domain."""
    return tuple(
        Target(
            f"{prefix}.{domain.key}", f"{label}: {domain.label}", Kind.INTEGER,
            tuple(f"{word} {name}" for word in words for name in (domain.label, *domain.synonyms)),
            minimum=0, maximum=top,
        )
        for domain in DOMAINS
    )  # fmt: skip


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

MODALITY = Target(
    "modality",
    "Ways to meet",
    Kind.CHOICES,
    (
        "meeting preference",
        "modality",
        "meeting modality",
        "preferred modality",
        "meeting format",
        "virtual or in person",
        "in person or virtual",
        "how would you like to meet",
        "way to meet",
        "preferred meeting format",
        "meeting mode",
        "format",
        "mode meeting",
    ),
    choices=MODALITIES,
)
LANGUAGES = Target(
    "languages",
    "Languages",
    Kind.LIST,
    (
        "language",
        "languages spoken",
        "spoken languages",
        "languages you speak",
        "other languages",
        "language spoken fluently",
    ),
    many=True,
)
AVAILABILITY = Target(
    "availability",
    "Availability",
    Kind.DAY_PARTS,
    (
        "availability",
        "available times",
        "when are you available",
        "when are you free",
        "free",
        "best times to meet",
        "preferred meeting times",
        "times available",
        "available",
        "best time",
        "days available",
        "weekly availability",
        "preferred times",
    ),
    many=True,
)
EXCLUSIONS = Target(
    "exclusions",
    "Not to be paired with",
    Kind.PEOPLE,
    (
        "exclusion",
        "do not match with",
        "not to be matched with",
        "not be matched with",
        "cannot be matched with",
        "conflict of interest with",
        "do not pair with",
        "mentors you cannot work with",
        "not matched with",
        "people you can not work with",
        "avoid",
        "conflicts",
        "not to be paired with",
        "not paired with",
    ),
    many=True,
)

MENTEE = (
    *WHO, *STAGE, MODALITY, LANGUAGES, AVAILABILITY, EXCLUSIONS,
    Target("gaps", "Skill gaps", Kind.CHOICES, ("skill gap", "gap", "development need", "leadership gap", "skill to develop", "skill you would like to develop", "leadership skill to develop", "area for growth", "area of growth", "area to develop", "learning need", "areas of development", "development area", "skill you want to develop", "growth area", "leadership skills you would like to develop", "competency gap"), choices=DOMAINS, open=True, many=True),
    *_scale("gap", "Need", ("gap", "need", "self rated need", "importance", "skill gap", "development need"), 3),
    Target("goals", "Goals", Kind.TEXT, ("goal", "career goal", "leadership goal", "top goal", "goals for the year", "mentorship goal", "what do you want to achieve", "goal for this program", "objectives", "top goal year")),
    Target("aspired_tier", "Aspired tier", Kind.CHOICE, ("aspired tier", "aspiring to stage", "target tier", "next career stage", "aspired career stage", "desired career stage", "target career stage", "next tier", "target level", "aspiring tier", "aspiring stage", "desired tier"), choices=TIERS),
    Target("aspired_role", "Aspired role", Kind.TEXT, ("aspired role", "wants to be", "want to be", "desired role", "target role", "career aspiration", "aspiration", "desired position", "leadership role sought", "future role", "dream job", "role aspired to", "where do you want to be", "aspires to", "leadership aspiration")),
    Target("style", "Preferred style", Kind.CHOICE, ("style", "preferred style", "leadership style", "preferred leadership style", "mentor style", "style preference", "preferred mentor style", "style of mentor", "mentoring style", "style mentor suits best", "preferred mentoring style"), choices=STYLES),
    Target("demand", "Mentors wanted", Kind.INTEGER, ("number of mentors", "how many mentors", "mentors wanted", "number of mentors wanted", "how many mentors would you like", "mentors requested", "mentors needed", "number mentors"), minimum=1, maximum=3),
    Target("wishes", "Wishes, best first", Kind.PEOPLE, ("wish", "preferred mentor", "preferred mentors", "mentor choice", "choice of mentor", "requested mentor", "mentor preference", "1st choice mentor", "2nd choice mentor", "3rd choice mentor", "4th choice mentor", "5th choice mentor", "first choice mentor", "second choice mentor", "third choice mentor", "mentor wish", "mentor request", "1st choice", "2nd choice", "3rd choice", "4th choice", "5th choice", "first choice", "second choice", "third choice", "mentor choice 1", "mentor choice 2", "mentor choice 3"), many=True),
)  # fmt: skip

MENTOR = (
    *WHO, *STAGE, MODALITY, LANGUAGES, AVAILABILITY, EXCLUSIONS,
    Target("expertise", "Expertise", Kind.CHOICES, ("expertise", "area of expertise", "expertise area", "leadership expertise", "strength", "area of strength", "skill", "can help with", "mentoring area", "topic you can mentor", "domain of expertise", "leadership skill", "expertise tags"), choices=DOMAINS, open=True, many=True),
    *_scale("expertise", "Expertise", ("expertise", "level of expertise", "expertise level", "skill level", "proficiency"), 5),
    Target("milestones", "Leadership milestones", Kind.CHOICES, ("leadership milestone", "leadership position held", "leadership position", "leadership role", "leadership role held", "leadership experience", "milestone", "positions held", "leadership achievement"), choices=MILESTONES, open=True, many=True),
    Target("styles", "Styles, up to two", Kind.CHOICES, ("style", "leadership style", "mentoring style", "mentor style", "your mentoring style", "preferred style", "primary style", "style of leadership"), choices=STYLES, many=True, maximum=2),
    Target("capacity", "Places for mentees", Kind.INTEGER, ("capacity", "maximum mentees", "max mentees", "maximum number of mentees", "max number of mentees", "number of mentees", "how many mentees", "mentees can take", "mentee capacity", "mentee slots", "slots", "places", "number mentees", "how many mentees can you take"), minimum=0, maximum=6),
    Target("hours_per_month", "Hours a month", Kind.NUMBER, ("hours per month", "hours month", "monthly hours", "time commitment", "time commitment hours per month", "hours a month", "available hours per month", "monthly time commitment"), minimum=0, maximum=80),
    Target("outside_mentees", "Mentees elsewhere", Kind.INTEGER, ("current mentees", "current number of mentees", "number of current mentees", "existing mentees", "mentees elsewhere", "mentees outside the program", "outside mentees", "how many mentees currently", "mentees now"), minimum=0, maximum=30),
    Target("trained", "Mentor training done", Kind.YES_NO, ("mentor training", "completed mentor training", "trained", "mentor training completed", "training completed", "mentor trained", "training done", "mentor training done")),
    Target("trained_on", "Date of mentor training", Kind.DATE, ("date of training", "training date", "date of mentor training", "mentor training date", "trained on", "training completed on", "date trained", "training completion date")),
)  # fmt: skip

ROSTER = (
    *(replace(target, synonyms=(*target.synonyms, "resident", "resident name", "trainee", "trainee name", "fellow name")) if target is FULL_NAME else target for target in WHO),
    *STAGE,
    ENDS,
    Target("residency_director", "Residency director", Kind.PERSON, ("residency director", "program director", "residency program director", "pd", "program director name", "fellowship director")),
    Target("associate_director", "Associate director", Kind.PERSON, ("associate program director", "associate director", "apd", "assistant program director", "associate residency director"), many=True),
    Target("supervisor", "Supervisor", Kind.PERSON, ("supervisor", "line manager", "manager", "reports to", "advisor supervisor", "chief supervisor", "direct supervisor", "supervisor name", "supervising physician", "boss", "supervised by")),
    Target("evaluator", "Evaluator", Kind.PERSON, ("evaluator", "evaluated by", "standing evaluator", "evaluator name", "current evaluator", "evaluating attending"), many=True),
    Target("ccc_member", "Member of a CCC", Kind.YES_NO, ("ccc member", "ccc", "clinical competency committee", "clinical competency committee member", "on the ccc", "member of ccc")),
)  # fmt: skip


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
    replace(STARTED, label="Paired since", required=True, synonyms=(*STARTED.synonyms, "matched since", "date paired", "paired since", "paired on", "match date", "date matched", "pair start", "matched on", "since", "relationship start", "mentorship start", "date of match", "start of mentorship")),
    replace(ENDS, label="Ends", synonyms=(*ENDS.synonyms, "ended on", "match end", "pair end", "mentorship end", "ended", "end of mentorship")),
    Target("status", "Status", Kind.CHOICE, ("status", "pair status", "match status", "relationship status", "state"), choices=(
        Choice("active", "Active", ("current", "ongoing", "running", "open", "matched")),
        Choice("ended", "Ended", ("closed", "completed", "inactive", "finished", "complete", "dissolved")),
    )),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Catalog:
    """This will hold the targets of one kind of file.

    One of each group in `one_of` must be filled in a row; rows that agree in all of a group of `same` are one thing.
    """

    key: str
    targets: tuple[Target, ...]
    one_of: tuple[tuple[str, ...], ...] = ()
    same: tuple[tuple[str, ...], ...] = ()
    index: dict[str, Target] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "index", {target.key: target for target in self.targets})

    def choose(self, keys: Iterable[str]) -> Catalog:
        """This will return the catalog with these targets alone."""
        wanted = set(keys)
        return Catalog(
            self.key, tuple(target for target in self.targets if target.key in wanted), self.one_of, self.same
        )


PERSON_KEYS = (("email", "employee_id", "npi"), ("last_name", "full_name"))
SAME_PERSON = (("email",), ("employee_id",), ("npi",))
MENTEES = Catalog("mentees", tuple(MENTEE), PERSON_KEYS, SAME_PERSON)
MENTORS = Catalog("mentors", tuple(MENTOR), PERSON_KEYS, SAME_PERSON)
ROSTERS = Catalog("roster", tuple(ROSTER), PERSON_KEYS, SAME_PERSON)
EXISTING_PAIRS = Catalog(
    "pairs", tuple(PAIRS),
    (("mentor_email", "mentor_id", "mentor_name", "mentor_last_name"), ("mentee_email", "mentee_id", "mentee_name", "mentee_last_name")),
    (("mentor_email", "mentee_email"), ("mentor_id", "mentee_id")),
)  # fmt: skip
CATALOGS = {catalog.key: catalog for catalog in (MENTEES, MENTORS, ROSTERS, EXISTING_PAIRS)}
