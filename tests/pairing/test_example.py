"""The worked example of docs/pairing-example.md: every number on the page is what the engine says."""

import itertools
import re

import pytest

from rounds.pairing import (
    Explainer,
    Mentee,
    Mentor,
    Policy,
    Problem,
    Weights,
    faults,
    places,
    points,
    solve,
    why_not,
)
from tests.data import ROOT

NORTH, SOUTH = frozenset({"north"}), frozenset({"south"})
MENTEES = (
    Mentee(id="Cleo", tier="resident", gaps={"finance": 3, "team": 1}, sites=NORTH, wishes=("Bob",)),
    Mentee(id="Eve", tier="fellow", gaps={"strategy": 2, "team": 2}, sites=SOUTH, wishes=("Bob",)),
    Mentee(id="Finn", tier="resident", gaps={"team": 3}, sites=NORTH),
    Mentee(id="Gus", tier="junior", gaps={"finance": 1, "strategy": 1}, sites=SOUTH),
)
MENTORS = (
    Mentor(
        id="Bob",
        capacity=1,
        tier="junior",
        expertise={"finance": 4, "team": 3, "strategy": 2},
        sites=NORTH,
        wishes=("Cleo",),
    ),
    Mentor(id="Ann", capacity=2, tier="mid", expertise={"finance": 2, "team": 4, "strategy": 5}, sites=SOUTH),
)


@pytest.fixture
def problem():
    return Problem.of(
        MENTEES,
        MENTORS,
        weights=Weights(
            name="example", values={"gaps": 50, "tier": 20, "site": 10, "wishes": 20}, load_costs=(0, 100_000)
        ),
        policy=Policy(
            tiers=("resident", "fellow", "junior", "mid"), mentor_tiers=("junior", "mid"), near_peers=False
        ),
    )


@pytest.fixture
def page():
    return (ROOT / "docs" / "pairing-example.md").read_text()


def rows_of(page, title, width):
    part = page.split(f"## {title}")[1].split("\n## ")[0]
    rows = [
        [cell.strip(" *") for cell in line.strip("|").split("|")]
        for line in part.splitlines()
        if line.startswith("|")
    ]
    return [row for row in rows if len(row) == width and not row[0].startswith("-")]


def test_scores_on_the_page(problem, page):
    explain = Explainer(problem, solve(problem))

    header, *rows = rows_of(page, "The score of a pair", 3)

    for mentee, *cells in rows:
        for mentor, cell in zip(header[1:], cells, strict=True):
            if why_not(problem, mentee, mentor):
                assert cell.startswith("not above")
            else:
                assert points(explain.pair(mentee, mentor).score, places=3) == cell
    bob = {part.key: points(part.micro, places=3) for part in explain.pair("Cleo", "Bob").contributions}
    assert bob == {"gaps": "0.375", "tier": "0.200", "site": "0.100", "wishes": "0.200"}


def test_every_choice_is_on_the_page_and_the_best_is_chosen(problem, page):
    solution = solve(problem)
    explain = Explainer(problem, solution)
    _, *rows = rows_of(page, "The best choice", 4)

    told = {(bob, tuple(sorted(ann.split(", ")))): net for bob, ann, _, net in rows}

    possible = {
        (bob, tuple(sorted(pair)))
        for bob in ("Cleo", "Eve", "Finn")
        for pair in itertools.combinations([mentee.id for mentee in MENTEES if mentee.id != bob], 2)
    }
    assert set(told) == possible
    for (bob, ann), net in told.items():
        total = (
            explain.pair(bob, "Bob").score
            + sum(explain.pair(mentee, "Ann").score for mentee in ann)
            - 100_000
        )
        assert points(total, places=3) == net
    assert solution.mentees_of == {"Bob": ("Cleo",), "Ann": ("Eve", "Gus")}
    assert points(solution.points, places=3) == max(told.values()) == "2.095"
    assert explain.unmatched()[0].mentee == "Finn"


def test_proof_on_the_page(problem, page):
    solution = solve(problem)
    proof = solution.proof
    prices = {mentor: price - proof.bonus for mentor, price in proof.prices}

    _, *rows = rows_of(page, "The proof", 4)
    best = [float(row[3]) for row in rows]

    assert prices == {"Bob": 600_000, "Ann": 520_000}
    explain = Explainer(problem, solution)
    for mentee, *cells, _ in rows:
        for mentor, cell in zip(("Bob", "Ann"), cells, strict=True):
            if cell:
                reduced = explain.pair(mentee, mentor).score - prices[mentor]
                assert points(reduced, places=3) == cell.replace("−", "-")
    assert proof.bound == proof.objective == 3 * proof.bonus + round(sum(best) * 1_000_000) + 1_540_000
    assert faults(problem, solution) == ()
    gains = {place.mentor: (place.gain.people, place.gain.micro) for place in places(explain)}
    assert gains == {"Bob": (1, 500_000), "Ann": (1, 420_000)}
    assert re.search(r"Bob a mentee more and .* = 0\.50 points, with Ann .* = 0\.42", page)
