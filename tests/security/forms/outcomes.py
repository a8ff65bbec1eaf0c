"""Forms of outcomes."""


def outcome_posts(world, Post):
    fact = {"kind": "award", "on": "2026-05-04", "precision": "day", "level": "2", "details": "Teacher"}
    return {
        "evidence:compute": Post(),
        "evidence:person": Post(fact, "person cleo"),
        "evidence:correct": Post(
            {**fact, "why": "", "reason": "misread", "go": "correct"}, "outcome of cleo"
        ),
        "record:outcomes": Post({"event": str(world.rows["outcome of cleo"].id), "go": "right"}, who="cleo"),
    }
