"""A setting of a program in words, and what stands there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as t

from rounds.matching.input.values.weights import PRESET_LIST
from rounds.mentorships.audiences.values import PREFIX
from rounds.people.enums import Tier
from rounds.programs.enums import PhaseMatch, PriorityMode
from rounds.programs.values.templates import TEMPLATES
from rounds.rollout.enums import Measured
from rounds.web.words.pairs import criterion_title
from rounds.web.words.plan import RULES, SURVEYS

SETTINGS: Mapping[str, str | Promise] = {
    "template": t("Template"),
    "months": t("Months"),
    "checkins_per_year": t("Check-ins a year"),
    "weight_preset": t("Weights that it began with"),
    "mentee_tiers": t("Mentees come from"),
    "mentor_tiers": t("Mentors come from"),
    "needs_second_person": t("A second person approves"),
    "allow_peers": t("Peers may pair at the top tier"),
    "priority_mode": t("For whom experience in a priority counts"),
    "minimum_score": t("Lowest score for a pair"),
    "applications_open": t("People may apply"),
}
PARTS: Mapping[str, Callable[[tuple[str, ...]], str]] = {
    "settings": lambda path: str(SETTINGS[path[0]]),
    "phases": lambda path: _("Part %(number)s") % {"number": path[0]},
    "weights": lambda path: _weight(path[0]),
    "shares": lambda path: _("Weight of the priority “%(name)s”") % {"name": path[0]},
    "priorities": lambda path: _("Priority “%(name)s”") % {"name": path[0]},
    "plan": lambda path: _plan(*path),
    "mail": lambda path: _("Words of mail: %(kind)s") % {"kind": path[0]},
    "objectives": lambda path: _("Objectives: %(tier)s") % {"tier": Tier(path[0]).label},
}


def _weight(key: str) -> str:
    if key == "load_costs":
        return _("What a further mentee costs a mentor")
    return _("Weight: %(criterion)s") % {"criterion": criterion_title(key, {})}


def _plan(phase: str, rule: str) -> str:
    words: Mapping[Any, Any] = {**RULES, **SURVEYS}
    known = words.get(rule.removeprefix(PREFIX))
    title = str(known[0]) if known else rule
    if phase == "0":
        return _("Plan: %(rule)s") % {"rule": title}
    return _("Plan of part %(phase)s: %(rule)s") % {"phase": phase, "rule": title}


def label_of(path: tuple[str, ...]) -> str:
    """Return what a setting is called."""
    return PARTS[path[0]](path[1:])


# What stands within a part, a row of the plan, an objective.
NAMES: Mapping[str, str | Promise] = {
    "name": t("name"),
    "months": t("months"),
    "match": t("pairs"),
    "days": t("days"),
    "checkins_per_year": t("check-ins a year"),
    "mentor_tiers": t("mentors from"),
    "tasks": t("tasks"),
    "is_on": t("asked"),
    "due": t("due after days"),
    "reminders": t("reminders after days"),
    "office_from": t("the office asks after days"),
    "measure": t("measure"),
    "target": t("target"),
    "describes_only": t("describes only"),
    "comparison": t("compared with"),
    "least": t("known of at least"),
}
# Words of lists that mean the same wherever they stand.
WORDS: Mapping[str, str | Promise] = {
    **{str(key): label for key, label in Tier.choices},
    **{str(key): label for key, label in PhaseMatch.choices},
    **{str(key): label for key, label in PriorityMode.choices},
    **{str(key): label for key, label in Measured.choices},
    **{key: one.name for key, one in TEMPLATES.items()},
    **{one.key: one.name for one in PRESET_LIST},
}


def value_words(value: Any) -> str:
    """Return what stands in a setting."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value is None or value in ("", []):
        return _("nothing")
    if isinstance(value, dict):
        known = {key: one for key, one in value.items() if one not in (None, "", [])}
        return "; ".join(f"{NAMES.get(key, key)}: {value_words(one)}" for key, one in known.items())
    if isinstance(value, list):
        between = " | " if any(isinstance(one, dict) for one in value) else ", "
        return between.join(value_words(one) for one in value)
    return str(WORDS.get(value, value) if isinstance(value, str) else value)
