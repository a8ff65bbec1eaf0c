"""Mentor training in seven modules of eight hours, and a refresher: outline, a case, and what an observer looks for.

Slides are the institution's. The key of a module stands in each record of training, so it never changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Module:
    """One module: its parts with minutes, a case to talk about, and what an observer looks for."""

    key: str
    title: str | Promise
    minutes: int
    parts: tuple[tuple[int, str | Promise], ...]
    case: str | Promise
    looks_for: tuple[str | Promise, ...]
    # the same content under words that no law of a state objects to
    plain_title: str | Promise = ""

    @property
    def hours(self) -> Decimal:
        """Return its length in hours, to a tenth."""
        return (Decimal(self.minutes) / 60).quantize(Decimal("0.1"))

    def title_for(self, *, is_plain: bool) -> str:
        """Return its title, or the plain one where the house has chosen plain titles."""
        return str(self.plain_title if is_plain and self.plain_title else self.title)


REFRESHER = "R"

_ALL = (
    Module(
        "1",
        _("Starting well"),
        90,
        (
            (15, _("Why the first month decides: what mentees wait for, and rarely ask")),
            (25, _("Expectations said aloud: how often, how long, who writes, what stays between us")),
            (25, _("The agreement: draft one for your own pair, and read your neighbor’s")),
            (25, _("The first talk, in threes: fifteen minutes as mentor, as mentee, as observer")),
        ),
        _(
            "A resident has canceled twice and writes “whenever suits you”. You have one free half hour this week. What do"
            " you write, and what do you say first when you meet?"
        ),
        (
            _("asks before telling, and waits for the answer"),
            _("says what stays between the two, and what does not"),
            _("ends with a next date and one thing each of the two does"),
        ),
    ),
    Module(
        "2",
        _("Listening and asking"),
        90,
        (
            (15, _("Three ways to listen: for facts, for what matters, for what is not said")),
            (30, _("Questions that open and questions that lead: rewrite ten of your own")),
            (30, _("In threes: a real worry, ten minutes, no advice allowed")),
            (15, _("When advice is wanted: ask for the question behind it, then answer that")),
        ),
        _(
            "“I am not sure that I want to stay in medicine.” You know three people who left and were happy. What is your"
            " next sentence?"
        ),
        (
            _("lets a silence stand for some seconds"),
            _("says back what was heard before asking on"),
            _("gives no advice before it was asked for"),
        ),
    ),
    Module(
        "3",
        _("Feedback in words, and hearing it"),
        75,
        (
            (15, _("What was seen, what it did, what next: three sentences")),
            (25, _("Write one piece of feedback that you have put off; say it to a partner")),
            (20, _("Hearing it: thank, ask for an example, say what you take along")),
            (15, _("Asking mentees for feedback, so that they can answer honestly")),
        ),
        _(
            "Your mentee presented to the chair and lost the thread. In the corridor they ask: “How was I?” Two people"
            " stand within earshot."
        ),
        (
            _("names one thing that was seen, not a trait"),
            _("asks how the other saw it first"),
            _("agrees on one thing to try, with a day"),
        ),
    ),
    Module(
        "4",
        _("Across difference and rank"),
        75,
        (
            (15, _("What I assume about somebody after one minute, and how I would know")),
            (25, _("Two stories of being the only one in a room; what a mentor did that helped")),
            (20, _("Rank: what a mentee can’t say to somebody who may judge them one day")),
            (15, _("Opening doors: who gets asked along, and who does not")),
        ),
        _(
            "You pass on invitations to panels as they come. Over a year, all five went to people who remind you of"
            " yourself. A colleague has noticed."
        ),
        (
            _("asks how somebody wants to be called and worked with"),
            _("names the difference in rank, and what follows from it"),
            _("opens a door by name: who, to whom, by when"),
        ),
        _("Working well with everybody"),
    ),
    Module(
        "5",
        _("Matters of leadership"),
        75,
        (
            (20, _("Money: a budget line, a business case, the question that a finance person asks first")),
            (20, _("Conflict: interests behind positions, a talk of four steps")),
            (15, _("Policy: who decides, who only speaks, and when the door is open")),
            (20, _("Boards: what they decide, ten minutes and four slides")),
        ),
        _(
            "A fellow wants a second scope for the clinic. “They always say no.” You know the person who says no, and what"
            " she is measured by."
        ),
        (
            _("asks what the other side wins"),
            _("uses one figure with its source"),
            _("lets the mentee do the first step, and offers an introduction"),
        ),
    ),
    Module(
        "6",
        _("When it doesn’t work"),
        60,
        (
            (10, _("Limits: what a mentor is not – no therapist, no judge, no lawyer")),
            (20, _("Routes for harm: which one, how fast, and what you tell the mentee before")),
            (15, _("Ending a pair without a fault: words for it, said aloud")),
            (15, _("Handing over: what the next mentor is told, and by whom")),
        ),
        _(
            "Your mentee tells of a supervisor’s remarks about her pregnancy, and asks you to keep it between you. You sit on"
            " the same committee as he does."
        ),
        (
            _("says early what can’t stay between the two"),
            _("knows the route and its telephone number"),
            _("names the end of a pair as a result, not as a failure"),
        ),
    ),
    Module(
        "7",
        _("Observed conversation and a note"),
        15,
        (
            (10, _("A colleague sits in on one real conversation, if the mentee agrees")),
            (5, _("A note of three lines: what helped, what to try, one question")),
        ),
        _("No case: it is your own conversation. Nobody but you reads the note."),
        (
            _("speaks for less than half of the time"),
            _("comes back to what was agreed last time"),
            _("ends on time, with a next step"),
        ),
    ),
    Module(
        REFRESHER,
        _("Refresher"),
        60,
        (
            (20, _("What was hard in these two years: one case each, without names")),
            (25, _("One skill again, in threes: the group chooses which")),
            (15, _("What has changed: rules, routes, telephone numbers, who helps")),
        ),
        _("Bring one of your own, without names. The group asks before it advises."),
        (
            _("tells a case without a name that can be guessed"),
            _("asks for what would help, not for who was right"),
        ),
    ),
)
MODULES: dict[str, Module] = {one.key: one for one in _ALL}
# Of eight hours; what is beyond, such as the refresher, keeps it fresh.
CORE_HOURS = Decimal(8)
