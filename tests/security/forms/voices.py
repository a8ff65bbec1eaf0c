"""Forms of voices."""

from rounds.core.clock import institution_today


def voice_posts(world, Post):
    program, talk = str(world.rows["running pair"].cycle.program_id), world.rows["talk"]
    theme = {"text": "Keep the hour free", "stance": "keep", "talks": [str(talk.id)]}
    who = {"who": "faculty_developer"}
    return {
        "voices:new": Post(
            {
                "program": program,
                "group": "Chiefs",
                "held_on": institution_today().isoformat(),
                "speakers": "6",
                "consent": "on",
            },
            **who,
        ),
        "voices:talk": Post({"q-g1": "Other words", "speakers": "8"}, "talk", **who),
        "voices:new_theme": Post(theme, "talk", **who),
        "voices:theme": Post(theme, "theme", **who),
        "voices:remove": Post(thing="theme", **who),
        "voices:restore": Post(thing="removed theme", **who),
    }
