"""What the report says: each figure with its counts, what it counts, and why one is not shown."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rounds.core.clock import institution_today
from rounds.mentorships.figures.values import FLOOR, QUARTER_MONTHS, Quarter, Share, YearFigures, is_too_small
from rounds.web.words.figures import (
    agreements_label,
    coverage_label,
    grouped,
    hidden_words,
    hours_label,
    left_out_words,
    panel_words,
    share_words,
)


@dataclass(frozen=True)
class Line:
    """One figure: so many of so many, what is counted of what; hidden when too few are behind it."""

    label: str
    meaning: str
    counted: str = ""
    of: str = ""
    words: str = ""
    # for the bar; a figure that is no share has none
    value: int = 0
    most: int = 0
    is_hidden: bool = False


@dataclass(frozen=True)
class Report:
    """The report of a cycle, of one day."""

    program: str
    cycle: str
    on: date
    lines: list[Line]
    notes: list[str]


def report_of(program: str, cycle: str, on: date, figures: YearFigures) -> Report:
    """Return the report of a cycle; who reads it makes no difference to what is hidden."""
    lines = [
        _line(
            coverage_label(),
            figures.coverage,
            _("mentees who have begun with a mentor, of all who take part"),
        ),
        _line(agreements_label(), figures.agreements, _("running pairs whose agreement both have signed")),
        *_contact(figures),
        _talked(figures),
        _hours(figures),
    ]
    return Report(program, cycle, on, lines, _notes(lines, figures))


def _line(label: str, share: Share, meaning: str, *, size: int | None = None) -> Line:
    many = share.of if size is None else size
    if is_too_small(many):
        return _hidden(label, meaning)
    if not share.of:
        return Line(label, meaning, _("none yet"), "", _("none yet"))
    words = share_words(share)
    value = min(share.counted, share.of)
    return Line(label, meaning, grouped(share.counted), grouped(share.of), words, value, share.of)


def _hidden(label: str, meaning: str) -> Line:
    return Line(label, meaning, words=hidden_words(), is_hidden=True)


def _contact(figures: YearFigures) -> list[Line]:
    """Return contact by quarter: of the pairs together at its end, or today, those that talked in it."""
    whole = _("pairs with a conversation, of those together on the last day")
    so_far = _("pairs with a conversation so far, of those together today; the quarter is not over")
    today = institution_today()
    return [
        _line(
            _("Pairs that talked, %(days)s") % {"days": _days(one, today)},
            one.talked,
            so_far if one.to_on > today else whole,
        )
        for one in figures.quarters
    ]


def _days(quarter: Quarter, today: date) -> str:
    """Return the days of a quarter in words; one that runs has no last day yet."""
    first = date_format(quarter.from_on, "j M Y")
    if quarter.to_on > today:
        return _("%(first)s until today") % {"first": first}
    return f"{first} – {date_format(quarter.to_on - timedelta(days=1), 'j M Y')}"


def _talked(figures: YearFigures) -> Line:
    """Return the hours in conversations; no share of anything, so it has no bar."""
    pairs = max((one.talked.of for one in figures.quarters), default=0)
    label, meaning = _("Time talked"), _("hours and minutes in conversations that were logged as held")
    if is_too_small(pairs):
        return _hidden(label, meaning)
    if not figures.conversations:
        return Line(label, meaning, _("none yet"), "", _("none yet"))
    hours = _("%(hours)s h %(minutes)s min") % {
        "hours": grouped(figures.minutes // 60),
        "minutes": figures.minutes % 60,
    }
    held = ngettext("%(count)s conversation", "%(count)s conversations", figures.conversations)
    of = held % {"count": grouped(figures.conversations)}
    return Line(label, meaning, hours, of, _("%(hours)s in %(held)s") % {"hours": hours, "held": of})


def _hours(figures: YearFigures) -> Line:
    mentors = figures.hours.mentors
    meaning = ngettext(
        "hours talked, of those that %(count)s mentor promised until today",
        "hours talked, of those that %(count)s mentors promised until today",
        mentors.counted,
    ) % {"count": mentors.counted}
    if is_too_small(mentors.counted):
        meaning = _("hours talked, of those that mentors promised until today")
    share = Share(figures.hours.used, figures.hours.promised)
    return _line(hours_label(), share, meaning, size=mentors.counted)


def _notes(lines: list[Line], figures: YearFigures) -> list[str]:
    notes = [
        _("Counted from days and minutes that pairs logged; nobody's notes, goals or agreements were read."),
        _("A quarter is %(months)s months from the first day of the cycle; the last one runs until today.")
        % {"months": QUARTER_MONTHS},
    ]
    if any(line.is_hidden for line in lines):
        notes.append(
            _("Hidden: figures about fewer than %(floor)s, by which single people could be recognized.")
            % {"floor": FLOOR}
        )
    if figures.hours.mentors.of > figures.hours.mentors.counted:
        notes.append(_("Mentors who did not say how many hours they can give are not in the last line."))
    if figures.on_panel:
        notes.append(panel_words())
    if figures.left_out:
        notes.append(left_out_words())
    return notes
