"""What was done about roll-outs, in words, as after a name."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

ROLLOUT_DEEDS: Mapping[str, str | Promise] = {
    "committee.called": gettext_lazy("called a meeting of a steering committee"),
    "committee.decided": gettext_lazy("wrote down a decision of a steering committee"),
    "committee.minuted": gettext_lazy("wrote the minutes of a steering committee"),
    "committee.seat_ended": gettext_lazy("ended a seat on a steering committee"),
    "committee.seated": gettext_lazy("entered a seat on a steering committee"),
    "document.asked": gettext_lazy("asked somebody by mail to sign a document"),
    "document.called_off": gettext_lazy("called off a letter that asks for a signature"),
    "document.issued": gettext_lazy("issued a document of a roll-out"),
    "document.paper": gettext_lazy("entered a signature on paper"),
    "document.paper_seen": gettext_lazy("saw a signature on paper as the second person"),
    "document.signed": gettext_lazy("signed a document of a roll-out"),
    "document.take_back_asked": gettext_lazy("asked to take back a signature on paper"),
    "document.taken": gettext_lazy("took a document of a roll-out as a file"),
    "document.taken_back": gettext_lazy("agreed to take back a signature on paper"),
    "gate.confirmed": gettext_lazy("confirmed a decision at a gate as the second person"),
    "gate.decided": gettext_lazy("decided at a gate"),
    "gate.read": gettext_lazy("read the gate of a pilot"),
    "plan.locked": gettext_lazy("locked the plan of a pilot"),
    "plan.written": gettext_lazy("wrote the plan of a pilot"),
    "objectives.amended": gettext_lazy("amended locked objectives"),
    "objectives.asked": gettext_lazy("asked to lock objectives"),
    "objectives.begun": gettext_lazy("began objectives"),
    "objectives.locked": gettext_lazy("locked objectives"),
    "objectives.removed": gettext_lazy("removed an objective"),
    "objectives.written": gettext_lazy("wrote objectives"),
    "outcomes.closed": gettext_lazy("closed the outcomes of a year until its objectives are locked"),
    "outcomes.opened": gettext_lazy("opened the outcomes of a year"),
    "pitch.begun": gettext_lazy("began the figures of a pitch"),
    "pitch.figure": gettext_lazy("changed a figure of a pitch"),
    "pitch.written": gettext_lazy("wrote a pitch"),
    "rollout.begun": gettext_lazy("began a roll-out"),
    "rollout.moved": gettext_lazy("moved the anchors of a roll-out"),
    "rollout.owner": gettext_lazy("named the owner of a step of a roll-out"),
    "rollout.said": gettext_lazy("said of a step of a roll-out that it is done, or let it go"),
    "rollout.taken_back": gettext_lazy("took back what was said of a step of a roll-out"),
}
