"""What is sent to the pages of growing."""

from __future__ import annotations

from typing import Any

from tests.security import states
from tests.world import World


def growth_posts(world: World, post: Any) -> dict[str, Any]:
    pair, goal = "running pair of cleo", "goal shared"
    words = {"text": "Lead the huddle", "step_1": "Ask to lead on Monday"}
    rows = world.rows
    return {
        "growth:pair": post({"goal": str(rows["goal alone"].id)}, pair, who="cleo"),
        "growth:new_goal": post(words, who="cleo"),
        "growth:goal": post({"what": "Led the huddle", "on": states.day_of_today()}, goal, who="bob"),
        "growth:change_goal": post({**words, "version": "1"}, goal, who="cleo"),
        "growth:step": post({"step": rows["step of shared goal"], "go": "done"}, goal, who="bob"),
        "growth:close_goal": post({"state": "let_go", "reason": "Another year"}, goal, who="cleo"),
        "growth:reopen_goal": post(thing="goal let go", who="cleo"),
        "growth:goal_reader": post(
            {"mentorship": str(rows["running pair"].id), "go": "hide"}, goal, who="cleo"
        ),
        "growth:remove_evidence": post(thing="evidence of bob", who="bob"),
    }
