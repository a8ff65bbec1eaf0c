"""Who works where: plausible people of six departments, before anything is written."""

from dataclasses import dataclass, field
from random import Random
from typing import Any

from rounds.people.enums import Tier

# Name, code, sections with their specialties.
DEPARTMENTS = (
    (
        "Internal Medicine",
        "MED",
        (
            ("Hospital Medicine", "Internal medicine"),
            ("Cardiology", "Cardiology"),
            ("Nephrology", "Nephrology"),
            ("Gastroenterology", "Gastroenterology"),
        ),
    ),
    (
        "Surgery",
        "SUR",
        (
            ("General Surgery", "General surgery"),
            ("Trauma", "Trauma surgery"),
            ("Vascular Surgery", "Vascular surgery"),
        ),
    ),
    ("Pediatrics", "PED", (("General Pediatrics", "Pediatrics"), ("Neonatology", "Neonatology"))),
    ("Emergency Medicine", "EM", (("Emergency Care", "Emergency medicine"), ("Toxicology", "Toxicology"))),
    ("Psychiatry", "PSY", (("Adult Psychiatry", "Psychiatry"), ("Consultation", "Psychosomatic medicine"))),
    (
        "Obstetrics and Gynecology",
        "OBG",
        (("Obstetrics", "Obstetrics and gynecology"), ("Gynecologic Oncology", "Gynecologic oncology")),
    ),
)
SITES = (
    ("St. Brigid Main Campus", "America/Chicago"),
    ("Lakeshore Hospital", "America/Chicago"),
    ("Northfield Clinic", "America/Denver"),
)
TITLES = {
    Tier.RESIDENT: ("Resident",),
    Tier.FELLOW: ("Fellow",),
    Tier.JUNIOR_FACULTY: ("Assistant Professor", "Attending Physician", "Clinical Instructor"),
    Tier.MID_CAREER: ("Associate Professor", "Section Chief", "Medical Director"),
    Tier.EXECUTIVE: ("Department Chair", "Vice President", "Chief Quality Officer", "Chief Medical Officer"),
}
SPOKEN = ("es", "zh", "hi", "ar", "fr", "tl", "vi", "pt", "de")
# Tiers of mentors and mentees in a cohort of 100 and 200, in hundredths.
MENTOR_MIX = {Tier.FELLOW: 15, Tier.JUNIOR_FACULTY: 35, Tier.MID_CAREER: 38, Tier.EXECUTIVE: 12}
MENTEE_MIX = {Tier.RESIDENT: 56, Tier.FELLOW: 20, Tier.JUNIOR_FACULTY: 19, Tier.MID_CAREER: 5}


@dataclass(frozen=True, kw_only=True)
class InventedPerson:
    """One invented person, before there is a row."""

    given_name: str
    family_name: str
    title: str = "Dr."
    tier: str
    department: int
    section: str
    specialty: str
    site: int
    job: str
    pgy: int | None = None
    fte: float = 1.0
    languages: tuple[str, ...] = ("en",)
    facts: dict[str, Any] = field(default_factory=dict)


def invent(random: Random, name: tuple[str, str], tier: str, department: int) -> InventedPerson:
    """Return a plausible person of a tier in a department (a number in DEPARTMENTS)."""
    section, specialty = random.choice(DEPARTMENTS[department][2])
    pgy = random.choice((1, 2, 2, 3, 3)) if tier == Tier.RESIDENT else None
    if tier == Tier.FELLOW:
        pgy = random.choice((4, 5, 6))
    others = random.sample(SPOKEN, k=random.choice((0, 0, 0, 1, 1, 2)))
    return InventedPerson(
        given_name=name[0],
        family_name=name[1],
        tier=tier,
        department=department,
        section=section,
        specialty=specialty,
        site=random.choices((0, 1, 2), weights=(6, 3, 1))[0],
        job=random.choice(TITLES[Tier(tier)]),
        pgy=pgy,
        fte=random.choice((1.0, 1.0, 1.0, 0.8, 0.6)) if pgy is None else 1.0,
        languages=("en", *others),
    )


def spread(random: Random, count: int, mix: dict[Tier, int]) -> list[str]:
    """Return so many tiers in the shares of a mix, shuffled."""
    tiers = [tier.value for tier, share in mix.items() for _ in range(round(count * share / 100))]
    tiers = (tiers + [next(iter(mix)).value] * count)[:count]
    random.shuffle(tiers)
    return tiers
