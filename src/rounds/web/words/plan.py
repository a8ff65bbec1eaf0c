"""The rules of a pair's year in words."""

from collections.abc import Collection
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rounds.mentorships.dues.enums import Rule, Subject
from rounds.mentorships.dues.values import PlanRow

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
# What each survey of a year is, and who is asked.
SURVEYS = {
    "pulse_3": (_("Pulse"), _("mentees, days from the beginning of the year")),
    "midpoint_6": (_("Midpoint"), _("mentees, days from the beginning of the year")),
    "confidence_6": (_("Confidence"), _("mentees, days from the beginning of the year")),
    "mentor_self_6": (_("Self-assessment"), _("mentors, days from the beginning of the year")),
    "pulse_9": (_("Second pulse"), _("mentees, days from the beginning of the year")),
    "closure_mentee": (
        _("Closing survey"),
        _("mentees, days from the end of the year: -21 is three weeks before"),
    ),
    "closure_mentor": (
        _("Closing survey of mentors"),
        _("mentors about each mentee, days from the end of the year"),
    ),
    "confidence_12": (_("Confidence at the end"), _("mentees, days from the end of the year")),
    "rotation_begin": (
        _("Readiness before the rotation"),
        _("each mentee within a week after their rotation begins"),
    ),
    "rotation_end": (
        _("Readiness after the rotation"),
        _("each mentee within a week after their rotation ends"),
    ),
    "session": (
        _("Three taps after a conversation"),
        _("mentees, once a quarter on the page of their log: no mail, and nothing of what surveys may take"),
    ),
    "mentor_self_12": (_("Self-assessment at the end"), _("mentors, days from the end of the year")),
}
SIDES = {Subject.MENTEE: _("mentee"), Subject.MENTOR: _("mentor"), Subject.PAIR: _("both")}


def after_words(plan: Collection[PlanRow], ends_on: date, *, has_next: bool) -> list[str]:
    """Say what comes when a pair's time is over, and afterward, as a plan has it."""
    rows = {row.rule: row for row in plan}
    end = date_format(ends_on, "j M Y")
    words = [
        gettext(
            "On %(end)s the pair closes by itself and the mentor's place is free. Nobody gets mail of it;"
            " what the two wrote stays with the two."
        )
        % {"end": end}
    ]
    if has_next:
        words[0] = gettext(
            "The phase ends on %(end)s. The program office opens the next one and says for each pair whether it goes"
            " on; one for which nothing was said by then closes by itself."
        ) % {"end": end}
    if Rule.CLOSING not in rows:
        words.append(
            gettext("Closing is switched off: nobody is asked whether to end or to go on informally.")
        )
    elif Rule.AFTERWARD not in rows:
        words.append(gettext("Afterward is switched off: who goes on informally is asked nothing more."))
    else:
        days = max((one.day for one in rows[Rule.AFTERWARD].reminders), default=rows[Rule.AFTERWARD].due)
        words.append(
            gettext(
                "Who chose to go on informally is asked once, on %(day)s, whether the two are still in touch."
                " Everybody else hears nothing more."
            )
            % {"day": date_format(ends_on + timedelta(days=days), "j M Y")}
        )
    return words
