"""Forms of sets of questions."""


def question_posts(world, Post):
    draft, question = "draft questions here", "question of a draft here"
    return {
        "instruments:new": Post({"name": "Ward rounds", "source": "own"}, who="alice"),
        "instruments:begin": Post(thing="questions of here", who="alice"),
        "instruments:retire": Post(thing="questions of here", who="alice"),
        "instruments:bring_back": Post(thing="questions of here", who="alice", before=retire),
        "instruments:edit": Post(
            {"text-sat_all": "How content are you?", "reason": "Plainer words", "ptitle-new": "Last"},
            draft,
            "alice",
        ),
        "instruments:add": Post({"part": "quarter", "lines": "How often?\tscale\tU5"}, draft, "alice"),
        "instruments:question": Post(
            {"missing": "na", "missing_label": "too early to say", "is_reverse": "on"}, question, "alice"
        ),
        "instruments:license": Post(
            {"holder": "Other press", "from_on": "2026-07-01", "most_uses": "50", "is_true": "on"},
            "licensed questions here",
            "alice",
        ),
        "instruments:end_license": Post(thing="license here", who="alice"),
        "instruments:remove": Post(thing=question, who="alice"),
        "instruments:publish": Post(thing=draft, who="alice"),
        "instruments:delete": Post(thing=draft, who="alice"),
    }


def retire(world, actor, client):
    """Retire every set."""
    from rounds.core.clock import institution_today
    from rounds.surveys.models import Instrument

    Instrument.objects.update(retired_on=institution_today())
