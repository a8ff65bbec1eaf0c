"""What invented people say at intake: gaps and strengths that fit their tier, times that overlap a little."""

from random import Random
from typing import Any

from rounds.people.enums import Tier
from rounds.programs.enums import Confidence, MilestoneKind, Modality, Style
from rounds.programs.forms.fields import hours_of
from rounds.programs.values.answers import DOMAINS, MenteeAnswers, MentorAnswers

# What people of a tier most often want to learn, and are strong in.
WANTED = {
    Tier.RESIDENT: ("TEAM", "SELF", "IMP", "DEV"),
    Tier.FELLOW: ("TEAM", "IMP", "STR", "DEV"),
    Tier.JUNIOR_FACULTY: ("DEV", "IMP", "FIN", "STR"),
    Tier.MID_CAREER: ("FIN", "POL", "STR"),
}
STRONG = {
    Tier.FELLOW: ("SELF", "TEAM", "IMP", "DEV"),
    Tier.JUNIOR_FACULTY: ("TEAM", "DEV", "IMP", "ETH"),
    Tier.MID_CAREER: ("DEV", "STR", "FIN", "TEAM", "POL"),
    Tier.EXECUTIVE: ("STR", "FIN", "POL", "ETH"),
}
HELD = {
    Tier.FELLOW: ("committee_member", "quality_project"),
    Tier.JUNIOR_FACULTY: ("committee_member", "quality_project", "grant", "accreditation"),
    Tier.MID_CAREER: ("committee_chair", "division_chief", "budget", "grant", "policy", "accreditation"),
    Tier.EXECUTIVE: ("executive", "department_chair", "board", "budget", "policy", "committee_chair"),
}
AIMS = {
    Tier.RESIDENT: ("committee_member", "quality_project", "department_chair", "grant"),
    Tier.FELLOW: ("quality_project", "committee_chair", "division_chief", "grant"),
    Tier.JUNIOR_FACULTY: ("division_chief", "committee_chair", "budget", "accreditation", "policy"),
    Tier.MID_CAREER: ("department_chair", "executive", "board", "budget"),
}
GOALS = (
    "Run morning rounds so that nurses speak first, and be done by ten.",
    "Lead one quality project from charter to result, not just join one.",
    "Learn to read the service line's budget before I ask for another position.",
    "Chair a committee within two years and know what to do in the first meeting.",
    "Give feedback that people come back for.",
    "Find out whether I want the chief's job before somebody offers it.",
    "Keep a clinic, a project and an evening free, all three.",
    "Handle a conflict between two services without waiting for it to go away.",
)
TOPICS = (
    "Negotiating protected time.",
    "First year as section chief.",
    "Writing a business case that is read.",
    "Committee work that changes something.",
    "Leading from the night shift.",
    "Careers of two physicians.",
    "Saying no.",
    "",
    "",
    "",
)
ABOUT = (
    "Two years on the flow committee. Likes short agendas and long walks.",
    "Started the discharge huddle here; happy to tell what went wrong first.",
    "Came back to medicine after teaching. Talks budgets without slides.",
    "Runs the simulation evening every other Thursday.",
    "Grew a clinic from two rooms to nine, made every mistake once.",
    "Looks after the schedule nobody wants and knows why people stay.",
)
PARTS = ("early", "morning", "afternoon", "evening")


def mentee_answers(
    random: Random, tier: str, languages: tuple[str, ...], priorities: list[str], zone: str
) -> Any:
    """Return a mentee's answers; residents' shifts vary more often."""
    step = Tier(tier)
    likely = WANTED[step]
    gaps = {key: random.choice((2, 3)) for key in random.sample(likely, k=2)}
    gaps |= {key: random.choice((0, 1, 1, 2)) for key in random.sample(DOMAINS, k=4) if key not in gaps}
    tiers = list(Tier.values)
    aspired = tiers[min(tiers.index(tier) + random.choice((1, 1, 1, 2)), len(tiers) - 1)]
    return MenteeAnswers(
        gaps=gaps,
        aspired_tier=aspired,
        aspired_roles=_ordered(random.sample(AIMS[step], k=random.choice((1, 2, 2))), MilestoneKind.values),
        style=random.choice(Style.values) if random.random() < 0.9 else "",
        modalities=_modalities(random),
        languages=tuple(sorted(languages)),
        interests={key: random.choice((0, 0, 1, 2, 3)) for key in priorities},
        hours="varies" if step == Tier.RESIDENT and random.random() < 0.35 else _hours(random),
        zone=zone,
        goals=random.choice(GOALS),
    )


def mentor_answers(
    random: Random, tier: str, languages: tuple[str, ...], priorities: list[str], zone: str
) -> Any:
    """Return a mentor's answers: two or three strengths, some experience, what they have held."""
    step = Tier(tier)
    expertise = {key: random.choice((3, 4, 4, 5)) for key in random.sample(STRONG[step], k=3)}
    expertise |= {
        key: random.choice((0, 1, 2, 3)) for key in random.sample(DOMAINS, k=3) if key not in expertise
    }
    held = random.sample(HELD[step], k=min(len(HELD[step]), random.choice((1, 2, 3))))
    bands = {Tier.EXECUTIVE: ("medium", "large"), Tier.MID_CAREER: ("small", "medium")}
    milestones = [
        {"kind": kind, "band": random.choice(bands.get(step, ("small",))) if kind == "budget" else ""}
        for kind in held
    ]
    return MentorAnswers.from_json(
        {
            "expertise": expertise,
            "milestones": milestones,
            "styles": random.sample(Style.values, k=random.choice((1, 2, 2))),
            "modalities": _modalities(random),
            "languages": languages,
            "experience": {key: random.choice((0, 0, 0, 1, 2)) for key in priorities},
            "hours": "varies" if random.random() < 0.1 else list(_hours(random)),
            "zone": zone,
            "hours_per_month": random.choice((2, 2, 3, 4, 6)),
            "training_hours": (training := random.choice((0, 0, 2, 4, 8))),
            "trained": training > 0,
            "topics": random.choice(TOPICS),
        }
    )


def capacity_of(random: Random, tier: str) -> tuple[int, int]:
    """Return (mentees in all, of these outside the programs)."""
    weights = (1, 4, 4, 2) if tier == Tier.FELLOW else (1, 3, 6, 4)
    capacity = random.choices((1, 2, 3, 4), weights=weights)[0]
    outside = 1 if capacity > 1 and random.random() < 0.1 else 0
    return capacity, outside


def confidence_of(random: Random, tier: str) -> dict[str, int]:
    """Return the eight own confidence items, a little higher with each tier; sometimes one is skipped."""
    middle = 3 + Tier(tier).step
    items = {key: max(0, min(10, round(random.gauss(middle, 1.8)))) for key in Confidence.values}
    if random.random() < 0.15:
        items.pop(random.choice(Confidence.values))
    return items


def _hours(random: Random) -> tuple[int, ...]:
    days = random.sample(range(5), k=random.choice((2, 3, 3, 4)))
    parts = [f"{day}-{random.choices(PARTS, weights=(2, 3, 4, 2))[0]}" for day in days]
    return hours_of(parts)


def _modalities(random: Random) -> tuple[str, ...]:
    chosen = {random.choice(("in_person", "video"))} | {
        kind for kind in Modality.values if random.random() < 0.45
    }
    return _ordered(chosen, Modality.values)


def _ordered(chosen: Any, known: list[str]) -> tuple[str, ...]:
    return tuple(sorted(chosen, key=known.index))
