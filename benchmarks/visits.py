"""Which pages of the demo people open: who, its name, its address and what it may cost in plain pages."""

import re
from typing import Any, NamedTuple

from rounds.core.enums import Role

# What a page may cost, in plain Django pages: 8, 15, 30 and 60 ms where a plain one takes 3.
FRAME, PARTICIPANT, OFFICE, COHORT = 8 / 3, 5.0, 10.0, 20.0
MENTOR, MENTEE, COORDINATOR = Role.MENTOR, Role.MENTEE, Role.COORDINATOR


class Visit(NamedTuple):
    """A page that somebody opens."""

    who: Role
    name: str
    path: str
    most: float


def visits_of(get: Any) -> list[Visit]:
    """Return the pages; `get(role, path)` returns the text of one, so that addresses with ids are found on others."""
    home = re.search(r'href="(/[\w-]+/)programs/"', get(COORDINATOR, "/"))
    assert home, "the demo's coordinator sees no programs"
    at = home[1]
    found = {
        "intake": (MENTEE, at + "intake/", rf'href="({at}intake/[0-9a-f-]{{36}}/[^"]*)"'),
        "pair": (MENTEE, at, rf'href="({at}pairs/[0-9a-f-]{{36}}/)[^"]*"'),
        "growth": (MENTEE, at, rf'href="({at}growth/pairs/[0-9a-f-]{{36}}/)[^"]*"'),
        "person": (COORDINATOR, at + "people/", rf'href="({at}people/[0-9a-f-]{{36}}/)"'),
        "chase": (COORDINATOR, at + "programs/", rf'href="({at}programs/[0-9a-f-]{{36}}/people/)"'),
        "cohort": (COORDINATOR, at + "matching/", rf'href="({at}matching/cohorts/[0-9a-f-]{{36}}/)"'),
    }
    links = {
        name: list(dict.fromkeys(re.findall(link, get(role, path))))
        for name, (role, path, link) in found.items()
    }
    runs = [
        run[0]
        for path in links["cohort"]
        if (run := re.search(rf"{at}matching/runs/[0-9a-f-]{{36}}/", get(COORDINATOR, path)))
    ]
    return [
        Visit(MENTEE, "frame, participant (help)", at + "help/", FRAME),
        Visit(COORDINATOR, "frame, office (help)", at + "help/", FRAME),
        Visit(MENTEE, "home of a mentee", at, PARTICIPANT),
        Visit(MENTOR, "home of a mentor", at, PARTICIPANT),
        Visit(MENTEE, "my mentorship", at + "mine/", PARTICIPANT),
        Visit(MENTEE, "my programs", at + "intake/", PARTICIPANT),
        Visit(MENTEE, "answers to check", links["intake"][0], PARTICIPANT),
        Visit(MENTOR, "my pairs", at + "pairs/", PARTICIPANT),
        Visit(MENTEE, "my record", at + "me/", PARTICIPANT),
        Visit(MENTEE, "log a conversation", links["pair"][0] + "log/", PARTICIPANT),
        Visit(MENTOR, "conversations of a pair", links["pair"][0] + "conversations/", PARTICIPANT),
        Visit(MENTEE, "agreement of a pair", links["pair"][0] + "agreement/", PARTICIPANT),
        Visit(MENTEE, "growth", at + "growth/", PARTICIPANT),
        Visit(MENTEE, "goals of a pair", links["growth"][0], PARTICIPANT),
        Visit(COORDINATOR, "pairs", at + "year/", OFFICE),
        Visit(COORDINATOR, "home of the office", at, OFFICE),
        Visit(COORDINATOR, "people", at + "people/", OFFICE),
        Visit(COORDINATOR, "a person", links["person"][0], OFFICE),
        Visit(COORDINATOR, "programs", at + "programs/", OFFICE),
        Visit(COORDINATOR, "who has not finished intake", links["chase"][0], OFFICE),
        Visit(COORDINATOR, "matching", at + "matching/", OFFICE),
        Visit(COORDINATOR, "sent mail", at + "sent/", OFFICE),
        Visit(COORDINATOR, "competencies", at + "competencies/", OFFICE),
        *(
            Visit(COORDINATOR, f"cohort {number}", path, COHORT)
            for number, path in enumerate(links["cohort"], 1)
        ),
        *(Visit(COORDINATOR, f"review of run {number}", path, COHORT) for number, path in enumerate(runs, 1)),
    ]
