"""The rules of a pair's year in words."""

from django.utils.translation import gettext_lazy as _

from rounds.mentorships.dues.enums import Rule, Subject

# What each rule is, and from which day its days count.
RULES = {
    Rule.FIRST_CONVERSATION: (_("First conversation"), _("days from the beginning of the pair")),
    Rule.AGREEMENT: (_("Agreement signed by both"), _("days from the beginning of the pair")),
    Rule.GOALS: (_("A first goal"), _("days from the beginning of the pair")),
    Rule.CHECK_IN: (_("Check-in of a period"), _("days from the end of the period")),
    Rule.SILENCE: (_("No contact logged"), _("days from when the agreed time has passed twice")),
    Rule.DEBRIEF: (_("Debrief of a rotation"), _("days from the end of the rotation")),
    Rule.MID_POINT: (_("Middle: is it right as it is?"), _("days from the middle of the time")),
    Rule.REVIEW: (_("Agreement: still right?"), _("days from its review day")),
    Rule.CLOSING: (_("Closing"), _("days from the end: -30 is a month before it")),
    Rule.AFTERWARD: (_("Afterward: still in touch?"), _("days from the end")),
}
SIDES = {Subject.MENTEE: _("mentee"), Subject.MENTOR: _("mentor"), Subject.PAIR: _("both")}
