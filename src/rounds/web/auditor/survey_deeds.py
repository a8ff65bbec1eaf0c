"""What was done with surveys, feedback from all around and voices, in words, as after a name."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

SURVEY_DEEDS: Mapping[str, str | Promise] = {
    "box.destroyed": gettext_lazy("destroyed the key of an anonymous survey"),
    "box.extended": gettext_lazy("gave raters 14 days more, as too few had answered"),
    "box.lost": gettext_lazy(
        "gave up an anonymous survey whose key was gone; who had answered is asked again"
    ),
    "box.opened": gettext_lazy("made the key of an anonymous survey"),
    "box.released": gettext_lazy("opened all answers of an anonymous survey together"),
    "box.unread": gettext_lazy("deleted the few answers of an anonymous survey unread"),
    "feedback360.added": gettext_lazy("added a rater to a round of feedback"),
    "feedback360.booked": gettext_lazy("booked the debrief of a round of feedback"),
    "feedback360.called_off": gettext_lazy("called off a round of feedback before anybody was asked"),
    "feedback360.changed": gettext_lazy("changed a planned round of feedback"),
    "feedback360.debriefer_changed": gettext_lazy("chose another debriefer for a round of feedback"),
    "feedback360.decided": gettext_lazy("decided about a rater of a round of feedback"),
    "feedback360.ended": gettext_lazy("called off a round of feedback that had been sent"),
    "feedback360.handed_over": gettext_lazy("gave a person their feedback after 30 days without a debrief"),
    "feedback360.opened": gettext_lazy("opened a report of feedback in its debrief"),
    "feedback360.planned": gettext_lazy("planned a round of feedback about a person"),
    "feedback360.ready": gettext_lazy("closed a round of feedback and froze its report"),
    "feedback360.sent": gettext_lazy("asked the raters of a round of feedback"),
    "feedback360.taken_up": gettext_lazy("took up a round of feedback that was called off"),
    "feedback360.unread": gettext_lazy("deleted the few answers of a round of feedback unread"),
    "instrument.begun": gettext_lazy("began a version of a set of questions"),
    "instrument.brought_back": gettext_lazy("brought a retired set of questions back"),
    "instrument.draft_deleted": gettext_lazy("deleted a draft of a set of questions"),
    "instrument.edited": gettext_lazy("edited a draft of a set of questions"),
    "instrument.exported": gettext_lazy("took a file of a set of questions away"),
    "instrument.published": gettext_lazy("published a version of a set of questions"),
    "instrument.retired": gettext_lazy("retired a set of questions"),
    "license.attested": gettext_lazy("entered the license of a set of questions"),
    "license.ended": gettext_lazy("ended the license of a set of questions"),
    "survey.closed": gettext_lazy("closed a survey"),
    "survey.comment_read": gettext_lazy("read a comment of a survey before the program office did"),
    "survey.deleted": gettext_lazy("deleted a survey that nobody had answered"),
    "survey.exported": gettext_lazy("took the answers or figures of a survey away"),
    "survey.extended": gettext_lazy("gave a survey more days"),
    "survey.install": gettext_lazy("installed the surveys that Rounds brings along"),
    "survey.planned": gettext_lazy("planned a survey"),
    "survey.published": gettext_lazy("wrote down the figures of a survey"),
    "survey.quiet": gettext_lazy("entered a quiet period"),
    "survey.quiet_removed": gettext_lazy("removed a quiet period"),
    "survey.since": gettext_lazy("wrote what has come of the last answers of a survey"),
    "survey.sent": gettext_lazy("sent a survey"),
    "voices.noted": gettext_lazy("kept the notes of a talk"),
    "voices.talk": gettext_lazy("entered a talk with a group"),
    "voices.theme": gettext_lazy("wrote a theme of talks"),
    "voices.theme_removed": gettext_lazy("took a theme of talks away"),
}
