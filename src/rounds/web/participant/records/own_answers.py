"""Answers of intake in words: levels by area, kinds, languages, hours of the week."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from rounds.people.enums import Tier
from rounds.people.models import Site
from rounds.programs.enums import BudgetBand, Confidence, MilestoneKind, Modality, Style
from rounds.programs.forms.working_together import LANGUAGES
from rounds.programs.models import Priority
from rounds.programs.values.answers import VARIES
from rounds.programs.values.domains import DOMAIN_WORDS

Words = dict[str, str | Promise]
LABELS: Words = {
    "gaps": _("Where you want to grow, 0 to 3"),
    "expertise": _("What you can help with, 0 to 5"),
    "interests": _("Priorities that interest you, 0 to 3"),
    "experience": _("Priorities that you know, 0 to 2"),
    "aspired_tier": _("The next step you have in mind"),
    "aspired_roles": _("What you would like to do one day"),
    "style": _("A mentor for you"),
    "styles": _("As a mentor you are one who"),
    "modalities": _("Ways to meet"),
    "languages": _("Languages you can talk in"),
    "sites": _("Where you can meet in person"),
    "milestones": _("What you have been or led"),
    "hours": _("Hours of the week"),
    "zone": _("Time zone"),
    "goals": _("In your own words"),
    "topics": _("Anything else you can help with"),
    "hours_per_month": _("Hours a month for all mentees"),
    "trained": _("Mentor training done"),
    "training_hours": _("Hours of mentor training"),
}


def languages_in_words(codes: Iterable[str]) -> str:
    """Return languages by name."""
    names: Words = dict(LANGUAGES)
    return ", ".join(str(names.get(code, code)) for code in codes)


def items_in_words(items: Mapping[str, Any]) -> str:
    """Return how confident somebody was, item by item, from 0 to 10."""
    names: Words = dict(Confidence.choices)
    return "\n".join(f"{names.get(key, key)}: {value}" for key, value in items.items())


def answers_in_words(answers: Mapping[str, Any]) -> str:
    """Return coded answers, a line for each that was given."""
    lines = ((name, _said(name, answers.get(name))) for name in LABELS)
    return "\n".join(f"{LABELS[name]}: {said}" for name, said in lines if said)


def _said(name: str, value: Any) -> str:
    if value in (None, "", [], {}, ()):
        return ""
    if name == "hours":
        return _t("varies") if value == VARIES else _t("%(hours)s hours") % {"hours": len(value)}
    names = _names(name)
    if isinstance(value, Mapping):
        return ", ".join(f"{names.get(key, key)} {level}" for key, level in value.items())
    if name == "milestones":
        return ", ".join(_milestone(one, names) for one in value)
    if isinstance(value, bool):
        return _t("yes") if value else _t("no")
    many = value if isinstance(value, (list, tuple)) else [value]
    return ", ".join(str(names.get(str(one), one)) for one in many)


def _milestone(one: Any, names: Words) -> str:
    kind, band = (one.get("kind"), one.get("band")) if isinstance(one, Mapping) else (one, "")
    bands: Words = dict(BudgetBand.choices)
    return f"{names.get(str(kind), kind)}" + (f" ({bands.get(band, band)})" if band else "")


def _names(name: str) -> Words:
    """Return the words of the codes of an answer."""
    if name in ("gaps", "expertise"):
        return {key: words[0] for key, words in DOMAIN_WORDS.items()}
    if name in ("interests", "experience"):
        return {str(one.id): one.name for one in Priority.objects.all()}
    if name == "sites":
        return {str(one.id): one.name for one in Site.objects.all()}
    known: dict[str, Any] = {
        "aspired_tier": Tier,
        "aspired_roles": MilestoneKind,
        "milestones": MilestoneKind,
        "style": Style,
        "styles": Style,
        "modalities": Modality,
    }
    return dict(LANGUAGES) if name == "languages" else dict(known[name].choices) if name in known else {}
