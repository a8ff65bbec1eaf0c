"""A mentor's own estimate on a strip: drawn toward the program's mean, with its interval, and what it can't say."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rounds.charts import Between, Forest, ForestRow, FunnelColumn, Words
from rounds.charts import Funnel as Drawn
from rounds.insights.models import MentorSignal
from rounds.insights.selectors.funnel import Funnel
from rounds.web.drawing.charts import Shown, shown
from rounds.web.evidence.pictures.numbers import between, number

LOW, MIDDLE, HIGH = 1.0, 3.0, 5.0
ENOUGH = 10


def strip_of(row: MentorSignal) -> Shown:
    """Return one estimate as a picture."""
    words = between(row.value, row.low, row.high)
    said = {
        "program": row.program.name,
        "n": row.n,
        "words": words,
        "mentors": row.mentors,
        "day": date_format(row.as_of, "j M Y"),
        "until": date_format(row.until_on, "j M Y"),
    }
    note = _(
        "As of %(day)s, different mentees of three years, each counted once; drawn toward the mean of %(mentors)s mentors,"
        " since few answers say little. Gone on %(until)s."
    )
    drawn = Forest(
        Words(_title(row), f"{_sentence(row)} {_limits()}", note % said),
        (ForestRow(row.program.name, Between(row.value, row.low, row.high, words)),),
        (LOW, MIDDLE, HIGH),
        MIDDLE,
        _("points of 5: how useful the time was, how satisfied they are"),
        no_effect_words="",
    )
    return shown(f"signal-{row.id}", drawn)


def funnel_of(found: Funnel) -> Shown:
    """Return how many mentors of a program lie where, between the limits of chance."""
    count, outside = (
        sum(one.mentors for one in found.columns),
        sum(one.outside for one in found.columns),
    )
    said = {
        "program": found.program,
        "some": outside,
        "all": count,
        "day": date_format(found.as_of, "j M Y"),
        "left": found.left_out,
        "mean": number(found.mean),
    }
    title = _("%(program)s: no mentor lies outside what chance alone explains")
    if outside:
        title = _("%(program)s: %(some)s of %(all)s mentors lie outside what chance alone explains")
    sentence = _(
        "Numbers are mentors, without a name and without a mean of anybody: what different mentees say together, of 5. Around"
        " the mean of all, %(mean)s, the dark field holds 95 of 100 and the pale one 998 of 1,000 mentors, were they all alike."
    )
    if found.left_out:
        sentence += " " + _("Not drawn: %(left)s, of whom fewer than five have as many mentees.")
    note = _(
        "As of %(day)s. Exact limits of the mean of so many answers (funnel: Spiegelhalter 2005). Somebody outside is a reason to"
        " look at the facts above, never a verdict on anybody."
    )
    columns = tuple(
        FunnelColumn(one.n, one.counts, (one.wide[0], one.wide[1]), (one.wider[0], one.wider[1]))
        for one in found.columns
    )
    words = Words(title % said, sentence % said, note % said)
    return shown(f"funnel-{found.key}", Drawn(words, columns, found.mean, _("different mentees who spoke")))


def _title(row: MentorSignal) -> str:
    if row.is_signal:
        return _("%(program)s: worth a conversation") % {"program": row.program.name}
    return _("%(program)s: what your mentees say together") % {"program": row.program.name}


def _sentence(row: MentorSignal) -> str:
    """Say the estimate, and who reads it from when."""
    said = {
        "words": between(row.value, row.low, row.high),
        "n": row.n,
        "day": date_format(row.opens_on, "j M Y"),
    }
    first = _("%(n)s different mentees: %(words)s of 5 (95%% interval).") % said
    if row.is_closed:
        return f"{first} " + _("You have answered it: nobody else reads it.")
    if row.is_signal:
        return f"{first} " + _("Faculty developers read the same from %(day)s, to offer help.") % said
    if row.n < ENOUGH:
        return f"{first} " + _("An estimate, no signal: that takes 10. Nobody else reads it today.")
    return f"{first} " + _("It gives no reason to offer help, so nobody else reads it today.")


def _limits() -> str:
    return _("It names no rank, and it is not for promotion or pay.")
