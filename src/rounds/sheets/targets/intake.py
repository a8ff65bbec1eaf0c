"""What mentees and mentors say of themselves, with the names that columns give it."""

from __future__ import annotations

from rounds.sheets.targets.meeting import AVAILABILITY, EXCLUSIONS, LANGUAGES, MODALITY
from rounds.sheets.targets.person import MENTEE_WHO, MENTOR_WHO
from rounds.sheets.targets.stage import STAGE
from rounds.sheets.targets.target import Kind, Target
from rounds.sheets.targets.vocabularies import DOMAINS, MILESTONES, STYLES, TIERS


def _scale(prefix: str, label: str, words: tuple[str, ...], top: int) -> tuple[Target, ...]:
    """Make one rating per domain; its names are every word of the prefix with every word of the domain."""
    return tuple(
        Target(
            f"{prefix}.{domain.key}",
            f"{label}: {domain.label}",
            Kind.INTEGER,
            tuple(f"{word} {name}" for word in words for name in (domain.label, *domain.synonyms)),
            minimum=0,
            maximum=top,
        )
        for domain in DOMAINS
    )


# Free text in people's own words: read by the pair, never scored.
INTERESTS = (
    *("interest", "area of interest", "areas of interest", "professional interest"),
    *("career interest", "mentoring interest", "leadership interest", "research interest"),
    "clinical interest",
)

MENTEE = (
    *MENTEE_WHO,
    *STAGE,
    MODALITY,
    LANGUAGES,
    AVAILABILITY,
    EXCLUSIONS,
    Target(
        "gaps",
        "Skill gaps",
        Kind.CHOICES,
        (
            *("skill gap", "gap", "development need", "leadership gap", "skill to develop"),
            *("skill you would like to develop", "leadership skill to develop", "area for growth"),
            *("area of growth", "area to develop", "learning need", "areas of development"),
            *("development area", "skill you want to develop", "growth area"),
            *("leadership skills you would like to develop", "competency gap", "wants help with"),
            *("needs help with", "help needed with", "help wanted with", "looking for help with"),
            *("wants to learn", "wants to develop"),
        ),
        choices=DOMAINS,
        open=True,
        many=True,
    ),
    *_scale(
        "gap", "Need", ("gap", "need", "self rated need", "importance", "skill gap", "development need"), 3
    ),
    Target(
        "goals",
        "Goals",
        Kind.TEXT,
        (
            *("goal", "career goal", "leadership goal", "top goal", "goals for the year"),
            *("mentorship goal", "what do you want to achieve", "goal for this program"),
            *("objectives", "top goal year", "goals and interests", "interests and goals"),
            *INTERESTS,
        ),
        many=True,
    ),
    Target(
        "aspired_tier",
        "Aspired tier",
        Kind.CHOICE,
        (
            *("aspired tier", "aspiring to stage", "target tier", "next career stage"),
            *("aspired career stage", "desired career stage", "target career stage", "next tier"),
            *("target level", "aspiring tier", "aspiring stage", "desired tier"),
        ),
        choices=TIERS,
    ),
    Target(
        "aspired_role",
        "Aspired role",
        Kind.TEXT,
        (
            *("aspired role", "wants to be", "want to be", "desired role", "target role"),
            *("career aspiration", "aspiration", "desired position", "leadership role sought"),
            *("future role", "dream job", "role aspired to", "where do you want to be"),
            *("aspires to", "leadership aspiration"),
        ),
    ),
    Target(
        "style",
        "Preferred style",
        Kind.CHOICE,
        (
            *("style", "preferred style", "leadership style", "preferred leadership style"),
            *("mentor style", "style preference", "preferred mentor style", "style of mentor"),
            *("mentoring style", "style mentor suits best", "preferred mentoring style"),
        ),
        choices=STYLES,
    ),
    Target(
        "demand",
        "Mentors wanted",
        Kind.INTEGER,
        (
            *("number of mentors", "how many mentors", "mentors wanted"),
            *("number of mentors wanted", "how many mentors would you like", "mentors requested"),
            *("mentors needed", "number mentors"),
        ),
        minimum=1,
        maximum=3,
    ),
    Target(
        "wishes",
        "Wishes, best first",
        Kind.PEOPLE,
        (
            *("wish", "preferred mentor", "preferred mentors", "mentor choice", "choice of mentor"),
            *("requested mentor", "mentor preference", "1st choice mentor", "2nd choice mentor"),
            *("3rd choice mentor", "4th choice mentor", "5th choice mentor", "first choice mentor"),
            *("second choice mentor", "third choice mentor", "mentor wish", "mentor request"),
            *("1st choice", "2nd choice", "3rd choice", "4th choice", "5th choice", "first choice"),
            *("second choice", "third choice", "mentor choice 1", "mentor choice 2"),
            "mentor choice 3",
        ),
        many=True,
    ),
)

MENTOR = (
    *MENTOR_WHO,
    *STAGE,
    MODALITY,
    LANGUAGES,
    AVAILABILITY,
    EXCLUSIONS,
    Target(
        "expertise",
        "Expertise",
        Kind.CHOICES,
        (
            *("expertise", "area of expertise", "expertise area", "leadership expertise"),
            *("strength", "area of strength", "skill", "can help with", "mentoring area"),
            *("topic you can mentor", "domain of expertise", "leadership skill", "expertise tags"),
            *("skills you can help with", "topics you can help with", "areas you can help with"),
            "offers help with",
        ),
        choices=DOMAINS,
        open=True,
        many=True,
    ),
    *_scale(
        "expertise",
        "Expertise",
        ("expertise", "level of expertise", "expertise level", "skill level", "proficiency"),
        5,
    ),
    Target(
        "milestones",
        "Leadership milestones",
        Kind.CHOICES,
        (
            *("leadership milestone", "leadership position held", "leadership position"),
            *("leadership role", "leadership role held", "leadership experience", "milestone"),
            *("positions held", "leadership achievement"),
        ),
        choices=MILESTONES,
        open=True,
        many=True,
    ),
    Target(
        "styles",
        "Styles, up to two",
        Kind.CHOICES,
        (
            *("style", "leadership style", "mentoring style", "mentor style"),
            *("your mentoring style", "preferred style", "primary style", "style of leadership"),
        ),
        choices=STYLES,
        many=True,
        maximum=2,
    ),
    Target(
        "capacity",
        "Places for mentees",
        Kind.INTEGER,
        (
            *("capacity", "maximum mentees", "max mentees", "maximum number of mentees"),
            *("max number of mentees", "number of mentees", "how many mentees", "mentees can take"),
            *("mentee capacity", "mentee slots", "slots", "places", "number mentees"),
            "how many mentees can you take",
        ),
        minimum=0,
        maximum=6,
    ),
    Target(
        "hours_per_month",
        "Hours a month",
        Kind.NUMBER,
        (
            *("hours per month", "hours month", "monthly hours", "time commitment"),
            *("time commitment hours per month", "hours a month", "available hours per month"),
            "monthly time commitment",
        ),
        minimum=0,
        maximum=80,
    ),
    Target(
        "outside_mentees",
        "Mentees elsewhere",
        Kind.INTEGER,
        (
            *("current mentees", "current number of mentees", "number of current mentees"),
            *("existing mentees", "mentees elsewhere", "mentees outside the program"),
            *("outside mentees", "how many mentees currently", "mentees now"),
        ),
        minimum=0,
        maximum=30,
    ),
    Target(
        "trained",
        "Mentor training done",
        Kind.YES_NO,
        (
            *("mentor training", "completed mentor training", "trained"),
            *("mentor training completed", "training completed", "mentor trained", "training done"),
            "mentor training done",
        ),
    ),
    Target(
        "trained_on",
        "Date of mentor training",
        Kind.DATE,
        (
            *("date of training", "training date", "date of mentor training"),
            *("mentor training date", "trained on", "training completed on", "date trained"),
            "training completion date",
        ),
        years_back=40,
        years_ahead=1,
    ),
    Target(
        "topics",
        "Topics, in own words",
        Kind.TEXT,
        (
            *("topic", "mentoring topics", "other topics", "topics of interest", "can talk about"),
            *("happy to talk about", "anything else i can help with"),
            *INTERESTS,
        ),
        many=True,
    ),
)
