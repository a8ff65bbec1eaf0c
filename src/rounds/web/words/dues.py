"""What is due of a pair, in words for the two."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from rounds.core.clock import institution_today
from rounds.mentorships.dues.enums import Rule
from rounds.mentorships.dues.selectors import OnLeave, OpenPair, Trouble

DUE = {
    Rule.FIRST_CONVERSATION: _("First conversation by %(day)s"),
    Rule.AGREEMENT: _("Agreement signed by both by %(day)s"),
    Rule.GOALS: _("A first goal by %(day)s"),
    Rule.CHECK_IN: _("Check-in: talk for 15 minutes or more before %(day)s"),
    Rule.SILENCE: _("No contact logged since %(day)s"),
    Rule.DEBRIEF: _("Debrief of a rotation by %(day)s"),
    Rule.MID_POINT: _("Half of the time is over on %(day)s: is it still right?"),
    Rule.REVIEW: _("On %(day)s you two look at the agreement again"),
    Rule.CLOSING: _("Closing conversation by %(day)s"),
    Rule.AFTERWARD: _("How did it go on? By %(day)s"),
}


def due_words(rule: Rule, day: date) -> str:
    """Return one sentence about something that is due on a day."""
    return str(DUE[rule]) % {"day": date_format(day, "j M Y")}


def late_words(row: Trouble) -> str:
    """Say what the office should see of a pair: how long nothing was logged, or what has not been done, in which phase."""
    return in_phase(_late_words(row), row.pair)


def in_phase(said: str, pair: OpenPair) -> str:
    """Say of a pair of a program with phases in which one it is."""
    if not pair.phase:
        return said
    return gettext("%(said)s, in %(phase)s") % {"said": said, "phase": pair.phase}


def _late_words(row: Trouble) -> str:
    today = institution_today()
    if row.due.rule == Rule.SILENCE and row.last_held_on:
        days = (today - row.last_held_on).days
        return ngettext("Silent for %(days)s day", "Silent for %(days)s days", days) % {"days": days}
    since = {"day": date_format(row.pair.opened_on or today, "j M Y")}
    if row.due.rule == Rule.AGREEMENT:
        return gettext("Agreement not signed by both, together since %(day)s") % since
    return gettext("No first conversation, together since %(day)s") % since


def away_words(one: OnLeave) -> str:
    """Say who of a pair is away, and until when."""
    if one.back_on is None:
        return gettext("%(name)s is on leave, with no day of return yet") % {"name": one.who.display_name}
    said = {"name": one.who.display_name, "day": date_format(one.back_on, "j M Y")}
    return gettext("%(name)s is on leave, back on %(day)s") % said


def nudged_words(row: Trouble) -> str:
    """Say of a pair that was written to: what is late, when who wrote, and when it is on the desk again."""
    if row.nudge is None:
        return late_words(row)
    said = {
        "late": late_words(row),
        "day": date_format(row.nudge.on, "j M"),
        "name": row.nudge.by,
        "back": date_format(row.nudge.back_on, "j M"),
    }
    return gettext("%(late)s. Written to on %(day)s by %(name)s; here again on %(back)s") % said
