"""Whether a text may name somebody of the institution: what leaves in a bundle names nobody."""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import gettext as _

from rounds.people.models import Person
from rounds.programs.values.templates import DEFAULT_TEMPLATE, TEMPLATES

_WORD = re.compile(r"\w[\w’'-]*")
_ADDRESS = re.compile(r"\S+@\S+")
# a number of several digits after a sign of money, or before its word
_MONEY = re.compile(r"[$€£]\s*\d|\d\s*(?:dollars|USD|EUR|euros?)\b", re.IGNORECASE)


class Names:
    """The family names of everybody here, as words; read once."""

    def __init__(self) -> None:
        families = Person.objects.order_by().values_list("family_name", flat=True).distinct()
        self._single: set[str] = set()
        self._several: set[str] = set()
        for name in families:
            words = _WORD.findall(name)
            (self._single if len(words) == 1 else self._several).add(name.strip().casefold())
        self._several.discard("")

    def found_in(self, text: str) -> str:
        """Return what of a text may name somebody, or is an address or a price; empty where nothing is."""
        for pattern in (_ADDRESS, _MONEY):
            match = pattern.search(text)
            if match:
                return match.group()
        for word in _WORD.findall(text):
            for part in {word, *re.split(r"[-’']", word)}:
                if part[:1].isupper() and part.casefold() in self._single:
                    return part
        folded = f" {' '.join(_WORD.findall(text.casefold()))} "
        return next((name for name in self._several if f" {' '.join(_WORD.findall(name))} " in folded), "")


def without_names(setup: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Return a setup without texts that may name somebody or say a price, and a sentence for each that is left out."""
    names, told = Names(), []
    clean = dict(setup)
    template = setup["settings"]["template"]
    if template not in TEMPLATES:  # one that no longer ships
        template = DEFAULT_TEMPLATE
    ships = TEMPLATES[template]
    clean["settings"] = {
        **setup["settings"],
        "template": template,
        "mentee_tiers": setup["settings"]["mentee_tiers"] or list(map(str, ships.mentee_tiers)),
        "mentor_tiers": setup["settings"]["mentor_tiers"] or list(map(str, ships.mentor_tiers)),
    }
    for part, titles in (
        ("priorities", "name"),
        ("mail", "kind"),
        ("objectives", "measure"),
        ("catalog", "title"),
    ):
        kept = []
        for one in setup[part]:
            odd = names.found_in(_texts(one))
            if odd:
                told.append(_left_out(part, one[titles], odd))
            else:
                kept.append(one)
        clean[part] = kept
    _drop_shares(clean)
    odd = names.found_in(_texts(setup["phases"]))
    if odd:
        told.append(_left_out("phases", "", odd))
        clean["phases"] = [one.to_json() for one in ships.phases]
    odd = names.found_in(setup["name"])
    if odd:
        told.append(_left_out("name", "", odd))
        clean["name"] = str(ships.name)
    framework = setup["framework"]
    if framework and names.found_in(framework["name"]):
        clean["framework"] = None
    return clean, told


def _drop_shares(clean: dict[str, Any]) -> None:
    """Leave out the shares of priorities that are left out."""
    kept = {one["name"] for one in clean["priorities"]}
    if clean["weights"]:
        shares = [one for one in clean["weights"]["shares"] if one["name"] in kept]
        clean["weights"] = {**clean["weights"], "shares": shares}


def _texts(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return "\n".join(_texts(one) for one in value.values())
    if isinstance(value, list | tuple):
        return "\n".join(_texts(one) for one in value)
    return ""


def _left_out(part: str, title: str, odd: str) -> str:
    what = {
        "priorities": _("The priority “%(title)s”"),
        "mail": _("The words of mail “%(title)s”"),
        "objectives": _("An objective about “%(title)s”"),
        "catalog": _("The experience “%(title)s”"),
        "phases": _("The parts of the program in your words"),
        "name": _("The name of the program"),
    }[part]
    words = _("%(what)s is left out: “%(odd)s” may name somebody, or be an address or a price.")
    return words % {"what": what % {"title": title}, "odd": odd}
