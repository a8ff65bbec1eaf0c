"""What a home page is made of, ready to be shown."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rounds.core.clock import institution_today
from rounds.core.dates import months_after, months_between
from rounds.mentorships.figures.values import Quarter, YearFigures
from rounds.mentorships.selectors import MenteeCounts
from rounds.programs.selectors.chase import ChaseRow, select_rows
from rounds.programs.selectors.setup import CohortFigures
from rounds.web.words.figures import agreements_label, contact_label, grouped


@dataclass(frozen=True)
class Row:
    """One line of a group: name, what about it, since when, and the link that says what happens."""

    name: str
    what: str
    when: str
    link: str
    href: str


@dataclass(frozen=True)
class Group:
    """One kind of trouble, with one batch action and a few rows to judge whether the batch is right."""

    key: str
    icon: str
    tone: str
    title: str
    text: str
    action: str = ""
    href: str = ""
    rows: list[Row] = field(default_factory=list)
    more: str = ""
    more_href: str = ""


@dataclass(frozen=True)
class Figure:
    """A number with its denominator and what to compare it with."""

    label: str
    value: int
    most: int
    of: str
    note: str


@dataclass(frozen=True)
class Year:
    """How far a cycle is. `months` are the filled shares of its months, 0 to 1."""

    starts_on: date
    ends_on: date
    months: list[float]
    intake_closes_on: date | None

    @property
    def month(self) -> int:
        """Return the number of the current month, 0 before the start."""
        return sum(share > 0 for share in self.months)

    @property
    def is_over(self) -> bool:
        """Tell whether its last month has passed."""
        return bool(self.months) and self.months[-1] >= 1


def year_of(starts_on: date, ends_on: date, day: date, intake_closes_on: date | None = None) -> Year:
    """Cut [starts_on, ends_on) into months and say how much of each has passed."""
    count = months_between(starts_on, ends_on)
    begin = [months_after(starts_on, number) for number in range(count + 1)]
    months = [min(1.0, max(0.0, (day - first) / (following - first))) for first, following in pairwise(begin)]
    return Year(starts_on, ends_on, months, intake_closes_on)


def days_ago(then: date, day: date) -> str:
    """Return "today", "yesterday" or "5 days ago"."""
    days = (day - then).days
    if days <= 0:
        return _("today")
    if days == 1:
        return _("yesterday")
    return ngettext("%(days)s day ago", "%(days)s days ago", days) % {"days": days}


FEW = 6


def count_the_work(groups: int, others: int = 0, *, is_calm: bool = True) -> str:
    """Return the one sentence under the date: the things of the program shown, and how many other programs wait.

    Things are not summed over programs: the same would then be counted by what the page happens to show.
    `is_calm` says that nothing waits anywhere else, for anybody.
    """
    more = ngettext(
        "Something waits in another program.",
        "Something waits in %(programs)s other programs.",
        others,
    ) % {"programs": _in_words(others).lower() if others else ""}
    if not groups:
        if is_calm and not others:
            return _("Nothing needs you today. Everything is on course.")
        here = _("Nothing needs you in this program today.")
        return f"{here} {more}" if others else here
    if others:
        return f"{_counted(groups)}. {more}"
    words = f"{_counted(groups)}."
    return f"{words} {_('Everything else is on course.')}" if is_calm and groups <= FEW else words


def _counted(things: int) -> str:
    words = ngettext("%(count)s thing needs you today", "%(count)s things need you today", things)
    return words % {"count": _in_words(things)}


def _in_words(count: int) -> str:
    said = [_("One"), _("Two"), _("Three"), _("Four"), _("Five"), _("Six")]
    return said[count - 1] if count <= FEW else str(count)


def figures_of(
    counted: CohortFigures,
    mentees: MenteeCounts,
    year: YearFigures,
    *,
    places: int,
    chase: Sequence[ChaseRow],
) -> list[Figure]:
    """Return the figures at the top of an office's home: of intake while it goes on, of the year once pairs run."""
    begun = _begun(counted, mentees)
    intake = [_intake_figure(counted, chase), _places_figure(counted, places)]
    if not year.has_pairs:
        return [*intake, begun]
    is_open = counted.sent < counted.people
    return [*(intake if is_open else ()), begun, *_year_figures(year)]


def _year_figures(year: YearFigures) -> list[Figure]:
    figures = []
    if year.agreements.of:  # where no pair runs any more, none is left to sign
        unsigned = year.agreements.of - year.agreements.counted
        figures.append(
            Figure(
                agreements_label(),
                year.agreements.counted,
                year.agreements.of,
                _of_pairs(year.agreements.of),
                _agreements_note(unsigned, year.on_panel),
            )
        )
    if year.contact is not None:
        figures.append(_contact_figure(year.contact))
    if year.hours.promised:
        hours, mentors = year.hours, year.hours.mentors
        note = _("what is promised is known of %(said)s of %(all)s mentors")
        figures.append(
            Figure(
                _("Hours talked"),
                hours.used,
                hours.promised,
                _("of %(all)s promised") % {"all": grouped(hours.promised)},
                note % {"said": mentors.counted, "all": mentors.of},
            )
        )
    return figures


def _of_pairs(count: int) -> str:
    return ngettext("of %(all)s pair", "of %(all)s pairs", count) % {"all": count}


def _contact_figure(quarter: Quarter) -> Figure:
    """Return who talked in the quarter that runs, or in the last one of a year that is over."""
    label, first = contact_label(), f"{quarter.from_on:%-d %b}"
    note = _("since %(day)s; the quarter is not over") % {"day": first}
    if quarter.to_on <= institution_today():
        label = _("Pairs that talked in the last quarter")
        last = quarter.to_on - timedelta(days=1)
        note = _("from %(first)s to %(last)s") % {"first": first, "last": f"{last:%-d %b %Y}"}
    return Figure(label, quarter.talked.counted, quarter.talked.of, _of_pairs(quarter.talked.of), note)


def _agreements_note(unsigned: int, on_panel: int) -> str:
    """Say how many are not signed, of which pairs: those that run or are paused, without what is on a panel."""
    words = ngettext("%(count)s not signed by both yet", "%(count)s not signed by both yet", unsigned)
    words %= {"count": unsigned}
    if not on_panel:
        return words
    beside = ngettext("%(count)s on a panel not counted", "%(count)s on panels not counted", on_panel)
    return f"{words}; {beside % {'count': on_panel}}"


def _intake_figure(counted: CohortFigures, chase: Sequence[ChaseRow]) -> Figure:
    """Return how many have sent answers, and of the others what their lists say: to finish, to confirm, applied."""
    words = {
        "missing": _("%(count)s to finish"),
        "confirm": _("%(count)s to confirm"),
        "applied": _("%(count)s applied"),
    }
    found = {show: len(select_rows(chase, show=show)) for show in words}
    open_ = [words[show] % {"count": count} for show, count in found.items() if count]
    return Figure(
        _("Intake finished"),
        counted.sent,
        counted.people,
        _("of %(all)s") % {"all": counted.people},
        ", ".join(open_) or _("nobody is asked for anything"),
    )


def _places_figure(counted: CohortFigures, places: int) -> Figure:
    free = places - counted.wanted
    return Figure(
        _("Places wanted"),
        counted.wanted,
        places,
        _("of %(all)s offered") % {"all": places},
        ngettext("%(count)s place too few", "%(count)s places too few", -free) % {"count": -free}
        if free < 0
        else ngettext("%(count)s place to spare", "%(count)s places to spare", free) % {"count": free},
    )


def _begun(counted: CohortFigures, mentees: MenteeCounts) -> Figure:
    return Figure(
        _("Mentees who have begun"),
        mentees.begun,
        mentees.everybody,
        _("of %(all)s") % {"all": mentees.everybody},
        _("%(asked)s wait for an answer, %(without)s without a mentor")
        % {"asked": mentees.asked, "without": mentees.without},
    )
