"""The answers of people, looked at before they become columns: every sentence names the person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rounds.pairing.arguments import Checks, is_whole
from rounds.pairing.problem.people import HOURS_OF_WEEK, MAX_DEMAND, MAX_STYLES, MAX_WISHES, Mentee, Mentor
from rounds.pairing.problem.policy import Policy

# answer -> what it is called, and the highest level
LEVELS_OF_MENTEES = {"gaps": ("importance of the gap", 3), "interests": ("interest in", 3)}
LEVELS_OF_MENTORS = {
    "expertise": ("expertise in", 5),
    "milestones": ("milestone", 2),
    "experience": ("experience in", 2),
}


def check_answers(mentees: Sequence[Mentee], mentors: Sequence[Mentor], policy: Policy) -> None:
    """Raise InvalidInput with everything that is wrong in anybody's answers."""
    given = Checks("answers")
    given.kind("The policy", policy, Policy, "a Policy")
    given.several("The mentees", mentees, lambda one: isinstance(one, Mentee), "a Mentee")
    given.several("The mentors", mentors, lambda one: isinstance(one, Mentor), "a Mentor")
    for number, person in enumerate((*mentees, *mentors), 1):
        given.need(
            isinstance(person, Mentee | Mentor) and isinstance(person.id, str) and person.id != "",
            f"The id of person {number}",
            getattr(person, "id", None),
            "a text",
        )
    given.close()
    for mentee in mentees:
        _mentee(given, mentee, policy)
    for mentor in mentors:
        _mentor(given, mentor, policy)
    given.close()


def _mentee(given: Checks, mentee: Mentee, policy: Policy) -> None:
    who, before = f"Mentee {mentee.id}", len(given.problems)
    given.whole(f"{who}: demand", mentee.demand, 1, MAX_DEMAND)
    _levels(given, who, mentee, LEVELS_OF_MENTEES)
    _tier(given, f"{who}: aspired tier", mentee.aspired_tier, policy)
    given.texts(f"{who}: aspires", mentee.aspires)
    given.text(f"{who}: style", mentee.style, optional=True)
    _both(given, who, mentee, policy)
    if len(given.problems) > before:
        given.people.add(mentee.id)


def _mentor(given: Checks, mentor: Mentor, policy: Policy) -> None:
    who, before = f"Mentor {mentor.id}", len(given.problems)
    given.whole(f"{who}: capacity", mentor.capacity, 0, 1_000)
    given.whole(f"{who}: load", mentor.load, 0, 1_000)
    _levels(given, who, mentor, LEVELS_OF_MENTORS)
    if given.texts(f"{who}: styles", mentor.styles) and len(mentor.styles) > MAX_STYLES:
        given.problems.append(f"{who}: {len(mentor.styles)} styles; at most {MAX_STYLES} can be given.")
    _both(given, who, mentor, policy)
    if len(given.problems) > before:
        given.people.add(mentor.id)


def _both(given: Checks, who: str, person: Mentee | Mentor, policy: Policy) -> None:
    _tier(given, f"{who}: tier", person.tier, policy)
    if person.pgy is not None:
        given.whole(f"{who}: PGY", person.pgy, 0, 20)
    for name in ("sites", "modalities", "languages"):
        given.texts(f"{who}: {name}", getattr(person, name))
    for name in ("department", "specialty"):
        given.text(f"{who}: {name}", getattr(person, name), optional=True)
    given.several(f"{who}: hours", person.hours, _is_hour, "a whole number from 0 (Monday midnight) to 167")
    if given.texts(f"{who}: wishes", person.wishes):
        different = len(set(person.wishes)) == len(person.wishes) <= MAX_WISHES
        if not different:
            given.problems.append(f"{who}: wishes must be at most {MAX_WISHES} different people.")


def _is_hour(value: object) -> bool:
    return is_whole(value) and 0 <= value < HOURS_OF_WEEK


def _levels(given: Checks, who: str, person: Mentee | Mentor, names: Mapping[str, tuple[str, int]]) -> None:
    for name, (what, high) in names.items():
        levels = getattr(person, name)
        if given.mapping(f"{who}: {name}", levels, "levels by name"):
            for key, level in levels.items():
                given.whole(f"{who}: {what} “{key}”", level, 0, high)


def _tier(given: Checks, what: str, tier: str | None, policy: Policy) -> None:
    if given.text(what, tier, optional=True) and tier is not None and tier not in policy.tiers:
        names = ", ".join(policy.tiers) or "none are set"
        given.problems.append(f"{what} is “{tier}”, which is not one of: {names}.")
