"""What an endorsement says: the ask, the sponsor, hours, money, until when, and the rule of use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Terms:
    """What the signers put their names under."""

    ask: str
    sponsor: str
    hours: str
    money: str
    until_on: date


def facts_of_endorsement(program: str, terms: Terms) -> dict[str, Any]:
    """Return what of an endorsement is frozen, as sections."""
    rule = _("What is said in mentoring is never used for evaluation, renewal or discipline.")
    said = (
        (_("What is asked"), terms.ask),
        (_("Sponsor"), terms.sponsor),
        (_("Hours of mentors, by department and month"), terms.hours),
        (_("Money"), terms.money),
        (_("Until"), date_format(terms.until_on, "j M Y")),
        (_("Rule of use"), rule),
    )
    sections = [
        {"number": number, "title": title, "text": text.strip(), "figures": []}
        for number, (title, text) in enumerate(said, start=1)
    ]
    said_before = {name: getattr(terms, name) for name in ("ask", "sponsor", "hours", "money")}
    kept = {**said_before, "until_on": terms.until_on.isoformat()}
    return {"program": program, "sections": sections, "one_sided": "", "terms": kept}
