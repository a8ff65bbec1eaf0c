"""Whose mentors differ between two sets of pairs, as rows."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rounds.matching.review.selectors.outcomes import Change, Outcome
from rounds.matching.review.selectors.people import Someone
from rounds.matching.review.selectors.what_if import Since
from rounds.matching.runs.values.scores import MICRO_PER_POINT, percent
from rounds.web.words.names import few_names
from rounds.web.words.scores import with_sign

NONE = "–"
FEW = 3
MICRO_PER_TENTH = 1000


@dataclass(frozen=True)
class ChangeRow:
    """One mentee whose mentors change."""

    person: Someone
    before: str
    after: str
    was_text: str
    is_text: str
    change_text: str
    # None where one side has no mentor: there is no difference of scores
    bar: float | None


def change_row(one: Change) -> ChangeRow:
    """Return a change as it is read; the difference is that of the two numbers as they are shown."""
    return ChangeRow(
        person=one.person,
        before=_mentors(one.before, one.was),
        after=_mentors(one.after, one.is_),
        was_text=NONE if one.was is None else percent(one.was),
        is_text=NONE if one.is_ is None else percent(one.is_),
        change_text=_change_text(one),
        bar=None if one.change is None else one.change / MICRO_PER_POINT,
    )


def _mentors(people: Iterable[Someone], micro: int | None) -> str:
    return _("no mentor") if micro is None else names_of(people) or NONE


def _change_text(one: Change) -> str:
    if one.was is None:
        return _("has one now")
    if one.is_ is None:
        return _("has none now")
    tenths = round(float(percent(one.is_)) * 10) - round(float(percent(one.was)) * 10)
    return with_sign(percent(tenths * MICRO_PER_TENTH))


def names_of(people: Iterable[Someone]) -> str:
    """Return names in a row."""
    return ", ".join(one.name for one in people)


def lowest_text(outcome: Outcome) -> str:
    """Return the lowest score, a dash where there is no pair."""
    return NONE if outcome.lowest is None else percent(outcome.lowest)


def since_words(since: Since) -> list[str]:
    """Say what the next run takes into account that the reviewed one could not know."""
    said = []
    if since.decisions:
        said.append(
            ngettext(
                "%(count)s decision that this run's pairs do not follow",
                "%(count)s decisions that this run's pairs do not follow",
                since.decisions,
            )
            % {"count": since.decisions}
        )
    for people, words in ((since.left, _("no longer here: %(names)s")), (since.joined, _("new: %(names)s"))):
        if people:
            said.append(words % {"names": few_names([one.name for one in people], FEW)})
    return said
