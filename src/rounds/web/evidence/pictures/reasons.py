"""Why there is no picture, in a sentence."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from rounds.insights.models import Figure
from rounds.insights.values.library import MEASURES

SMALL = re.compile(r"hidden: fewer than (\d+)")


def reason_of(figure: Figure) -> str:
    """Return why a figure has no picture."""
    kept = str(figure.result.get("hidden", ""))
    if figure.measure == "contact" and not kept:
        return _("Too few pairs to show conversations by department.")
    words = phrase(kept or f"hidden: fewer than {MEASURES[figure.measure].least}")
    return f"{words[:1].upper()}{words[1:]}."


def phrase(reason: str) -> str:
    """Return a kept reason as it stands inside a sentence."""
    found = SMALL.fullmatch(reason)
    if found:
        return _("fewer than %(least)s people, so the figure is hidden") % {"least": found[1]}
    return reason.rstrip(".")
