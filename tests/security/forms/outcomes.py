"""Forms of outcomes."""

from tests.security import states

DECISION = {"saw": "Few met", "changes": "Earlier start", "stays": "Pairs", "look_again_on": "2028-01-10"}
HISTORY = "E-mail,Hired on,Left on\n{email},2019-07-01,2021-06-30\n"


def outcome_posts(world, Post):
    fact = {"kind": "award", "on": "2026-05-04", "precision": "day", "level": "2", "details": "Teacher"}
    return {
        "evidence:compute": Post(),
        "evidence:decide": Post(DECISION, "cycle"),
        "evidence:history": Post({"file": states.file_of(HISTORY.format(email="a@x.example"))}),
        "evidence:check_history": Post({"go": "import", "version": "1"}, "history of alice"),
        "evidence:person": Post(fact, "person cleo"),
        "evidence:correct": Post(
            {**fact, "why": "", "reason": "misread", "go": "correct"}, "outcome of cleo"
        ),
        "record:outcomes": Post({"event": str(world.rows["outcome of cleo"].id), "go": "right"}, who="cleo"),
    }
