"""What a column of an imported file can become here: the fields of people and of intake, with their own words."""

from dataclasses import replace
from functools import cache
from typing import Final

from django.conf.locale import LANG_INFO

from rounds.integrations.spreadsheets.enums import ImportKind
from rounds.people.enums import Track
from rounds.sheets import CATALOGS, Catalog, Choice, Kind, Target

# Longest texts that the tables hold.
LONGEST: Final = {
    "first_name": 100,
    "last_name": 100,
    "full_name": 200,
    "email": 254,
    "employee_id": 60,
    "title": 120,
    "rank": 80,
    "department": 120,
    "division": 120,
    "specialty": 120,
    "site": 120,
    "training_program": 160,
}
TRACKS: Final = (
    Choice(
        Track.CLINICAL,
        "Clinical",
        ("clinical track", "clinician", "clinician educator", "physician", "medical"),
    ),
    Choice(
        Track.NURSING_ALLIED,
        "Nursing and allied health",
        ("nursing", "allied health", "nurse", "advanced practice"),
    ),
    Choice(
        Track.ADMINISTRATION,
        "Administration",
        ("administrative", "admin", "human resources", "hr", "operations"),
    ),
    Choice(
        Track.RESEARCH,
        "Research",
        ("researcher", "investigator", "physician scientist", "research track", "tenure research"),
    ),
)
STYLES: Final = (
    Choice(
        "listener",
        "Listens and asks",
        ("listener", "listening", "coaching", "coach", "listens"),
        ("affiliative", "supportive", "democratic"),
    ),
    Choice("straight", "Says it straight", ("straight", "direct", "candid"), ("directive", "commanding")),
    Choice("planner", "Plans step by step", ("planner", "structured", "planning"), ("pacesetting",)),
    Choice(
        "challenger", "Sets a stretch", ("challenger", "challenging", "stretch"), ("pacesetter", "visionary")
    ),
    Choice(
        "encourager",
        "Encourages",
        ("encourager", "encouraging", "supportive", "cheerleader"),
        ("affiliative",),
    ),
    Choice("connector", "Opens doors", ("connector", "networker", "sponsor"), ()),
)
MILESTONES: Final = (
    Choice(
        "committee_member", "Committee member", ("committee", "served on a committee", "committee membership")
    ),
    Choice(
        "committee_chair",
        "Committee chair",
        ("chaired a committee", "chaired committee", "committee leadership"),
    ),
    Choice("budget:small", "Budget under $500,000", ("budget under 500k", "small budget"), ("budget",)),
    Choice(
        "budget:medium",
        "Budget, $500,000 to $5 million",
        ("budget 1m", "budget over 1m", "budget 500k to 5m", "medium budget"),
    ),
    Choice("budget:large", "Budget over $5 million", ("budget over 5m", "budget 5m", "large budget")),
    Choice(
        "accreditation",
        "Led an accreditation",
        ("accreditation", "accreditation lead", "led accreditation", "joint commission"),
    ),
    Choice(
        "board", "Board member", ("board", "board of directors", "board seat", "trustee", "hospital board")
    ),
    Choice(
        "quality_project",
        "Led a quality project",
        ("quality project", "qi project", "quality improvement project", "led a qi project"),
    ),
    Choice("division_chief", "Division chief", ("section chief", "chief of division")),
    Choice("department_chair", "Department chair", ("chair", "chair of department", "department head")),
    Choice(
        "executive", "Executive office", ("cmo", "chief medical officer", "c suite", "ceo", "vice president")
    ),
    Choice("policy", "Policy and advocacy", ("policy", "advocacy", "health policy")),
    Choice("grant", "Led a grant", ("grant", "principal investigator", "grants", "pi")),
)


@cache
def languages() -> tuple[Choice, ...]:
    """Return the languages that have a two-letter code, with their English names."""
    found = {code: info["name"] for code, info in LANG_INFO.items() if len(code) == 2 and "name" in info}
    found |= {
        "tl": "Tagalog",
        "zh": "Chinese",
        "he": "Hebrew",
        "yo": "Yoruba",
        "so": "Somali",
        "am": "Amharic",
        "tl-PH": "",
    }
    other = {
        "zh": ("mandarin", "cantonese", "mandarin chinese"),
        "fa": ("farsi",),
        "tl": ("filipino",),
        "el": ("modern greek",),
        "es": ("castilian",),
    }
    return tuple(Choice(code, name, other.get(code, ())) for code, name in sorted(found.items()) if name)


CHOICES: Final = {"track": TRACKS, "style": STYLES, "styles": STYLES, "milestones": MILESTONES}


@cache
def catalog_for(kind: str) -> Catalog:
    """Return the targets of one kind of import."""
    base = CATALOGS[ImportKind(kind)]
    targets = tuple(_ours(target) for target in base.targets)
    if kind in (ImportKind.MENTEES, ImportKind.BOTH):
        targets = tuple(_as_roles(target) if target.key == "aspired_role" else target for target in targets)
    return Catalog(base.key, targets, base.one_of, base.same, base.decisive)


def _ours(target: Target) -> Target:
    changed = replace(target, longest=LONGEST.get(target.key, target.longest))
    if target.key in CHOICES:
        kind = Kind.CHOICE if target.key in ("style", "track") else Kind.CHOICES
        changed = replace(changed, kind=kind, choices=CHOICES[target.key], open=False)
    if target.key == "languages":
        changed = replace(changed, kind=Kind.CHOICES, choices=languages())
    if target.key in ("gaps", "expertise"):
        changed = replace(changed, open=False)
    if target.key == "pgy":
        changed = replace(changed, maximum=8)
    if target.key == "hours_per_month":
        changed = replace(changed, kind=Kind.INTEGER, maximum=40)
    if target.key == "outside_mentees":
        changed = replace(changed, maximum=20)
    return changed


def _as_roles(target: Target) -> Target:
    """Read "Wants to be" as kinds of leadership milestones; other words are asked."""
    choices = tuple(choice for choice in MILESTONES if not choice.key.startswith("budget:"))
    budget = Choice("budget", "Responsible for a budget", ("budget", "budget owner"))
    return replace(target, kind=Kind.CHOICES, choices=(*choices, budget), many=True)
