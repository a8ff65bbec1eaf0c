"""Forms of sets of questions."""


def question_posts(world, Post):
    draft, question = "draft questions here", "question of a draft here"
    return {
        "instruments:new": Post({"name": "Ward rounds"}, who="alice"),
        "instruments:begin": Post(thing="questions of here", who="alice"),
        "instruments:edit": Post(
            {"text-sat_all": "How content are you?", "reason": "Plainer words", "ptitle-new": "Last"},
            draft,
            "alice",
        ),
        "instruments:add": Post(
            {"part": "quarter", "lines": "How often?\tscale\tU5", "entry": "one"}, draft, "alice"
        ),
        "instruments:question": Post(
            {"missing": "na", "missing_label": "too early to say", "is_reverse": "on"}, question, "alice"
        ),
        "instruments:remove": Post(thing=question, who="alice"),
        "instruments:publish": Post(thing=draft, who="alice"),
        "instruments:delete": Post(thing=draft, who="alice"),
    }
