"""A report as a closed round would have frozen it, written by hand: for pages that show one."""

from typing import Any


def _domain(key: str, name: str, own: float, low: float, gap: float, *, counts: bool) -> dict[str, Any]:
    others = [low, round(low + 0.1, 1)]
    return {
        "key": key,
        "name": name,
        "texts": ["explain while working, so that others learn", "give feedback that is specific and kind"],
        "supervisor": 4.0,
        "groups": {"peers": others, "learners + others": [low - 0.2, low - 0.1]},
        "self": own,
        "n": 16,
        "others": others,
        "interval": [round(low - 0.4, 1), round(low + 0.5, 1)],
        "gap": gap,
        "counts": counts,
    }


def _behavior(text: str, own: int, low: float, gap: float) -> dict[str, Any]:
    said = {"self": own, "others": [low, low + 0.1], "interval": [low - 0.3, low + 0.4]}
    return {"key": text, "text": text, "n": 16, "gap": gap, "counts": abs(gap) >= 1, **said}


def a_report(*, comment: str = "Say more often what you expect.") -> dict[str, Any]:
    """Return a report of sixteen raters in two groups, and a sole supervisor."""
    domains = [
        _domain("DEV", "Growing others", 3.0, 4.3, 1.4, counts=True),
        _domain("TEAM", "Teams", 4.5, 3.1, -1.3, counts=True),
        _domain("STR", "Direction", 4.0, 3.2, -0.8, counts=False),
        _domain("SELF", "Steadiness", 4.0, 4.1, 0.2, counts=False),
    ]
    hidden = {
        **domains[3],
        "key": "POL",
        "name": "Influence",
        "others": None,
        "interval": None,
        "gap": None,
        "n": 0,
    }
    return {
        "k": 5,
        "planned_on": "2026-10-01",
        "closed_on": "2026-10-22",
        "asked": {"peers": 8, "learners": 7, "others": 6},
        "answered": {"peers": 7, "learners + others": 9},
        "all": 16,
        "has_self": True,
        "supervisor": {"name": "Rolf Peters", "answered": True, "words": {"continue": "Keep the calm."}},
        "domains": [*domains, hidden],
        "strengths": [_behavior("stay clear-headed when things go wrong", 4, 4.2, 0.3)],
        "others_more": [_behavior("give feedback that is specific and kind", 3, 4.3, 1.4)],
        "self_more": [_behavior("make sure that everybody in the room is heard", 5, 3.1, -1.8)],
        "needs": [],
        "comments": {"start": [comment, "Ask the night team."], "stop": ["Long mails."], "continue": []},
    }
