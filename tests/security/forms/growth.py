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
        "growth:asks": post({"question": "Whom do I ask first?"}, pair, who="cleo"),
        "growth:answer": post({"answer": "The charge nurse"}, "ask of cleo", who="bob"),
        "growth:let_go_ask": post(thing="ask of cleo", who="bob"),
        "growth:take_up_ask": post(thing="ask of cleo", who="bob", before=states.let_ask_go),
        "growth:feedback": post({"helps": "You wait", "listen": "4"}, pair, who="cleo"),
        "growth:take_back_feedback": post(thing="feedback of cleo", who="cleo"),
        "growth:doors": post(
            {"door": "committee", "on": states.day_of_today(), "what": "A seat"}, pair, who="bob"
        ),
        "growth:door": post({"came": "She stayed on it"}, "door of bob", who="cleo"),
        "growth:withdraw_door": post(thing="door of bob", who="cleo"),
        "growth:restore_door": post(thing="door that cleo withdrew", who="cleo"),
        "growth:ratings": post({"TEAM.fellow": "3.5"}, who="cleo"),
        "growth:rate": post({"TEAM.fellow": "ns"}, pair, who="bob"),
        "growth:ask_rating": post({"indicators": "IMP.fellow"}, pair, who="cleo"),
        "growth:share_progress": post({"go": "show"}, pair, who="cleo"),
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
        "growth:put_evidence_back": post(thing="line that bob took away", who="bob"),
    }
