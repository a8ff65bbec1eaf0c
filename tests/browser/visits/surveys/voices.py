"""Voices: what the office reads, and a talk with its notes for who leads it."""

from tests.browser.visits import Visit


def prepare(world, program):
    from tests.worlds.year_surveys.voices import a_talk, a_theme, note

    first, second = a_talk(program, "Mentees, first year", 6), a_talk(program, "Mentors", 5)
    note(first, "g1", "The evening before the board meeting.")
    world.things["talk"] = first
    a_theme(program, "A fixed hour each month should stay", "keep", first, second)
    world.things["theme"] = a_theme(program, "Shorter forms", "stop", first)


def _id(name, which):
    return lambda world: {name: world.things[which].id}


GINA = {"who": "gina"}
VISITS = [
    Visit("voices:list"),
    Visit("voices:list", state="as who leads", **GINA),
    Visit("voices:new", **GINA),
    Visit("voices:talk", arguments=_id("talk_id", "talk"), **GINA),
    Visit("voices:new_theme", arguments=_id("talk_id", "talk"), **GINA),
    Visit("voices:theme", arguments=_id("theme_id", "theme"), **GINA),
]
NOT_PAGES = {f"voices:{name}": "takes a POST and leads back" for name in ("remove", "restore")}
