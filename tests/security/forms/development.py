"""Forms of mentor training."""

from tests.security import states


def development_posts(world, Post):
    session = {"module": "2", "starts_at": states.utc_moment_to_come(), "room": "B 12", "led_by": "Dr. Marsh"}
    fay = "faculty_developer"
    return {
        "development:titles": Post({"go": "plain"}, who=fay),
        "development:plan": Post(session, who=fay),
        "development:session": Post({"go": "invite"}, "session to come here", fay),
        "development:uninvite": Post(thing="session to come here", who=fay),
        "development:call_off": Post(thing="session to come here", who=fay),
        "development:answer": Post({"go": "coming"}, "place of bob", "bob"),
    }
