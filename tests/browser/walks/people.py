"""Twelve mentors and twenty mentees of internal medicine, as an office has them in two sheets."""

from __future__ import annotations

MENTORS = (
    ("Bea", "Abbott"),
    ("Carl", "Baptiste"),
    ("Dina", "Chowdhury"),
    ("Emil", "Dragan"),
    ("Flora", "Eriksen"),
    ("Gus", "Fontaine"),
    ("Hana", "Goldberg"),
    ("Ivan", "Haddad"),
    ("June", "Ibarra"),
    ("Karim", "Jansen"),
    ("Lena", "Kovacs"),
    ("Milo", "Laurent"),
)
MENTEES = (
    *(("Ada", "Marin"), ("Ben", "Nowak"), ("Cora", "Okoye"), ("Dev", "Patel"), ("Elif", "Quist")),
    *(("Finn", "Rossi"), ("Gia", "Santos"), ("Hugo", "Tanaka"), ("Iris", "Ueda"), ("Jon", "Vogel")),
    *(("Kaya", "Weiss"), ("Leo", "Xu"), ("Mia", "Yilmaz"), ("Nils", "Zorn"), ("Olga", "Arden")),
    *(("Pia", "Brook"), ("Quin", "Calder"), ("Rosa", "Dorn"), ("Sven", "Ekman"), ("Tess", "Farrow")),
)
SKILLS = (
    "Resources and finance",
    "Team communication",
    "Strategy and change",
    "Developing others",
    "Self-leadership",
)


def address_of(given: str, family: str) -> str:
    """Return the work address of somebody of the sheets."""
    return f"{given}.{family}@mercy-valley.example".lower()


def mentors_sheet() -> bytes:
    """Return the mentors as CSV."""
    lines = ["First name,Last name,Email,Tier,Department,Expertise,Places for mentees,Hours a month"]
    for number, (given, family) in enumerate(MENTORS):
        tier = ("Mid-career faculty", "Junior faculty")[number % 2]
        skill = f"{SKILLS[number % 5]}; {SKILLS[(number + 2) % 5]}"
        lines.append(f"{given},{family},{address_of(given, family)},{tier},Internal Medicine,{skill},2,3")
    return "\n".join(lines).encode()


def mentees_sheet() -> bytes:
    """Return the mentees as CSV."""
    lines = ["First name,Last name,Email,Tier,Department,Skill gaps,Aspired tier,Goals"]
    for number, (given, family) in enumerate(MENTEES):
        skill = SKILLS[number % 5]
        goal = "Chair a small project"
        lines.append(
            f"{given},{family},{address_of(given, family)},Resident,Internal Medicine,{skill},Junior faculty,{goal}"
        )
    return "\n".join(lines).encode()
