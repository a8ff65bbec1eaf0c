"""The audit log reads in words: every deed that the code records has some, and a page shows neither codes nor ids."""

import ast
import re
from pathlib import Path

import pytest

from rounds.core import audit
from rounds.core.database.scope import scope
from rounds.insights.enums import ProposalAnswer
from rounds.matching.enums import Decision, Step
from rounds.mentorships.enums import ConversationState
from rounds.programs.enums import CohortState, EnrollmentState, ProgramState
from rounds.surveys.enums import BoxState, RoundState
from rounds.web.auditor.deeds import DEEDS, deed
from rounds.web.auditor.words import facts_in_words
from tests.access.matrix import client_of, path_of

SOURCE = Path(__file__).parents[2] / "src" / "rounds"
CODE = re.compile(r"^[a-z_]+(\.[a-z_]+)+$")
CALLS = re.compile(r"record|_tell|_kept|_taken|_told")
# recorded with a state in the code
STATES = {
    "box": [BoxState.UNREAD, BoxState.LOST, BoxState.DESTROYED],
    "run": Step.values,
    "decision": Decision.values,
    "programs.program": ProgramState.values,
    "programs.cohort": CohortState.values,
    "programs.enrollment": EnrollmentState.values,
    "programs.priority": ["added", "changed", "removed"],
    "access": ["asked", "decided", "withdrawn"],
    "conversation": [ConversationState.MOVED, ConversationState.NOT_HELD],
    "feedback360": [RoundState.READY, RoundState.UNREAD],
    "weights": ProposalAnswer.values,
}


def recorded():
    """Return every action that some call in the source records by its whole name."""
    found = set()
    for path in SOURCE.rglob("*.py"):
        if "sheets" in path.parts or "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and CALLS.search(
                getattr(node.func, "attr", getattr(node.func, "id", ""))
            ):
                found |= {one for arg in node.args[:2] for one in _words_in(arg) if CODE.match(one)}
    return found


def _words_in(arg):
    """Return the texts that an argument is, whichever way it is decided."""
    if isinstance(arg, ast.IfExp):
        return [*_words_in(arg.body), *_words_in(arg.orelse)]
    return [arg.value] if isinstance(arg, ast.Constant) and isinstance(arg.value, str) else []


def test_every_deed_that_is_recorded_has_words():
    states = {f"{family}.{state}" for family, values in STATES.items() for state in values}

    assert sorted((recorded() | states) - DEEDS.keys()) == []
    assert len(recorded()) > 60


def test_deed_that_nobody_has_named_is_no_code():
    assert deed("new_thing.was_done") == "did this: new thing, was done"


def test_facts_leave_ids_and_digests_out():
    facts = {
        "rows": 3,
        "changed_fields": ["family_name", "email"],
        "pairs": [["a", "b"]],
        "input": "0" * 64,
        "who": "3f2c8a90-1111-4222-8333-444455556666",
    }

    assert facts_in_words(facts) == ["rows: 3", "changed fields: family name, email"]


@pytest.mark.django_db
def test_log_names_people_and_programs_and_shows_no_code_and_no_id(standing_world):
    world = standing_world
    with scope(world.here.id):
        cleo = world.actors["cleo"].person
        audit.record(
            "person.view", by=_viewer(world), kind="person", object_id=cleo.id, about_person_id=cleo.id
        )
        path = path_of("audit:log", (("institution", world.here.slug),))
        page = client_of(world.actors["auditor"]).get(path)

    rows = re.sub(r"<[^>]+>", " ", page.content.decode().split("<tbody>")[1].split("</tbody>")[0])
    assert "read somebody&#x27;s page" in rows
    assert cleo.family_name in rows
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}-", rows)
    assert not re.search(r"\b[a-z_]+\.[a-z_]+\b", rows)


def _viewer(world):
    from tests.worlds.words import viewer_of

    return viewer_of(world, "alice")
