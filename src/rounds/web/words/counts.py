"""What a conversation counts as, in a sentence."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rounds.mentorships.dues.selectors import would_count
from rounds.mentorships.dues.values import Counted, CountsAs
from rounds.mentorships.dues.values.plan import CHECK_IN_MINUTES
from rounds.mentorships.models import Mentorship
from rounds.programs.selectors.rotations import rotation_names

QUARTERS = 4


def counts_words_of(pair: Mentorship, counts: Sequence[CountsAs]) -> str:
    """Return the sentence for a conversation of a pair; empty for one that counts as nothing."""
    if not counts:
        return ""
    keys = [one.key for one in counts if one.kind == Counted.DEBRIEF]
    return counts_words(
        counts,
        checkins_a_year=pair.cycle.program.checkins_in(pair.phase),
        rotations=rotation_names(keys) if keys else None,
    )


def what_it_would_count_as(pair: Mentorship, on: date, minutes: int) -> str:
    """Say what a conversation of a day would count as beside a meeting, if it is long enough, and from which day on it
    is the same; empty for nothing."""
    counts = would_count(pair, on, max(minutes, CHECK_IN_MINUTES))
    if len(counts) == 1:
        return ""
    since = max(one.since for one in counts if one.since)
    words = (
        _("If it was from %(since)s to %(on)s: %(counts)s")
        if since < on
        else _("If it was on %(on)s: %(counts)s")
    )
    days = {"since": date_format(since, "j M"), "on": date_format(on, "j M")}
    return words % {**days, "counts": counts_words_of(pair, counts)}


def counts_words(
    counts: Sequence[CountsAs], *, checkins_a_year: int = QUARTERS, rotations: Mapping[str, str] | None = None
) -> str:
    """Return the sentence, empty for a meeting and nothing else; `rotations` gives the names of those that a debrief may be of."""
    said = [_said(one, checkins_a_year, rotations or {}) for one in counts if one.kind != Counted.MEETING]
    if not said:
        return ""  # a meeting and nothing else
    return _("Counts as your %(what)s.") % {"what": _(" and your ").join(said)}


def _said(one: CountsAs, checkins_a_year: int, rotations: Mapping[str, str]) -> str:
    if one.kind == Counted.DEBRIEF:
        name = rotations.get(one.key, "")
        return _("debrief of %(rotation)s") % {"rotation": name} if name else _("debrief")
    number = int(one.key)
    if checkins_a_year != QUARTERS:
        if one.until is None:
            return _("check-in number %(number)s") % {"number": number}
        return _("check-in for the time until %(day)s") % {"day": date_format(one.until, "j M Y")}
    year, quarter = divmod(number - 1, QUARTERS)
    words = (
        _("first-quarter check-in"),
        _("second-quarter check-in"),
        _("third-quarter check-in"),
        _("fourth-quarter check-in"),
    )[quarter]
    return _("%(check_in)s of year %(year)s") % {"check_in": words, "year": year + 1} if year else words
