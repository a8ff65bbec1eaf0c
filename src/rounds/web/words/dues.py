"""What is due of a pair, in words for the two."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from rounds.mentorships.dues.enums import Rule

DUE = {
    Rule.FIRST_CONVERSATION: _("First conversation by %(day)s"),
    Rule.AGREEMENT: _("Agreement signed by both by %(day)s"),
    Rule.GOALS: _("A first goal by %(day)s"),
    Rule.CHECK_IN: _("Check-in: talk for 15 minutes or more before %(day)s"),
    Rule.SILENCE: _("No contact logged since %(day)s"),
    Rule.DEBRIEF: _("Debrief of a rotation by %(day)s"),
    Rule.MID_POINT: _("Half-time on %(day)s: is it still right?"),
    Rule.REVIEW: _("On %(day)s you two look at the agreement again"),
    Rule.CLOSING: _("Closing conversation by %(day)s"),
    Rule.AFTERWARD: _("How did it go on? By %(day)s"),
}


def due_words(rule: Rule, day: date) -> str:
    """Return one sentence about something that is due on a day."""
    return str(DUE[rule]) % {"day": date_format(day, "j M Y")}
