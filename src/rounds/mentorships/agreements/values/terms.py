"""The terms of an agreement as one value: filled in by defaults, compared field by field, told apart by a digest."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LONGEST_TERM = 600
# Field, and what the page calls it, in the order of the page.
LABELS = {
    "interval_days": gettext_lazy("How often"),
    "minutes": gettext_lazy("How long"),
    "place": gettext_lazy("How and where"),
    "proposes": gettext_lazy("Who proposes times"),
    "agenda": gettext_lazy("Who writes the agenda"),
    "reach": gettext_lazy("Between the meetings"),
    "confidential": gettext_lazy("What stays between us, and its limits"),
    "not_done": gettext_lazy("What the mentor does not do"),
    "credit": gettext_lazy("Credit and authorship"),
    "protected_time": gettext_lazy("Protected time"),
    "ending": gettext_lazy("How either of us ends it"),
    "review_on": gettext_lazy("We look at this again on"),
    "own_words": gettext_lazy("In our own words"),
}
# Intervals that have a word of their own; the others are so many days.
INTERVALS = {
    14: gettext_lazy("every two weeks"),
    30: gettext_lazy("every month"),
    45: gettext_lazy("every six weeks"),
    60: gettext_lazy("every two months"),
    90: gettext_lazy("every three months"),
}


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What the two agree on."""

    interval_days: int
    minutes: int
    review_on: date
    place: str = ""
    proposes: str = ""
    agenda: str = ""
    reach: str = ""
    confidential: str = ""
    not_done: str = ""
    credit: str = ""
    protected_time: str = ""
    ending: str = ""
    own_words: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the terms as JSON holds them."""
        return {**asdict(self), "review_on": self.review_on.isoformat()}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "Terms":
        """Return the terms that `to_json` wrote."""
        return cls(**{**value, "review_on": date.fromisoformat(value["review_on"])})

    def digest(self) -> str:
        """Return what tells these terms from any others: SHA-256 over their canonical JSON."""
        return hashlib.sha256(json.dumps(self.to_json(), sort_keys=True).encode()).hexdigest()

    def reviewed_on(self, day: date) -> "Terms":
        """Return the same terms with another day on which the two look at them."""
        return replace(self, review_on=day)


@dataclass(frozen=True)
class Difference:
    """One term of two versions: what it was, what it would be."""

    label: str
    before: str
    after: str


def differences(before: Terms | None, after: Terms) -> list[Difference]:
    """Return the terms in which two versions differ; all that are said, when there was none before."""
    return [
        Difference(str(label), _said(before, name), _said(after, name))
        for name, label in LABELS.items()
        if _said(before, name) != _said(after, name)
    ]


def said_interval(days: int) -> str:
    """Return in words how often so many days are."""
    return str(INTERVALS.get(days, _("every %(days)s days") % {"days": days}))


def said_minutes(minutes: int) -> str:
    """Return in words how long so many minutes are."""
    return _("%(minutes)s minutes") % {"minutes": minutes}


def _said(terms: Terms | None, name: str) -> str:
    if terms is None:
        return ""
    value = getattr(terms, name)
    if isinstance(value, date):
        return f"{value:%-d %b %Y}"
    if name == "interval_days":
        return said_interval(value)
    return said_minutes(value) if name == "minutes" else str(value)


# Who proposes times, as the two sides and as the terms say it; other words name nobody.
MENTEE, MENTOR, EITHER = "mentee", "mentor", ""
PROPOSERS = {
    MENTEE: gettext_lazy("The mentee"),
    MENTOR: gettext_lazy("The mentor"),
    EITHER: gettext_lazy("Either of us"),
}


def proposer_of(words: str) -> str:
    """Return which side proposes times by the words of an agreement, "" for either of the two."""
    said = words.strip().rstrip(".").casefold()
    return next((side for side, known in PROPOSERS.items() if str(known).casefold() == said), EITHER)


def default_terms(review_on: date) -> Terms:
    """Return the terms of a program that has written none of its own."""
    return Terms(
        interval_days=30,
        minutes=30,
        review_on=review_on,
        place=_("In person where we can, else by video"),
        proposes=_("The mentee"),
        agenda=_("The mentee, a day before"),
        reach=_("A message at any time; an answer within three working days"),
        confidential=_(
            "What we say stays between us. Limits: danger to anybody, harassment, impairment, patient safety. "
            "Then we use the local routes, and say so first where we can. Faculty developers, who help mentors, read "
            "days alone (of training, first and last talk, lost time), never what was said."
        ),
        not_done=_("Evaluate, prescribe, supervise"),
        credit=_("Agreed in writing before the work begins"),
        ending=_("Either of us, at any time, without blame; the program office helps"),
    )
