"""The states of a mentorship, why one ends, and which change may follow which."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    PROPOSED = "proposed", _("proposed")
    OFFERED = "offered", _("offered to the mentor")
    ACCEPTED = "accepted", _("accepted by the mentor")
    ACTIVE = "active", _("active")
    PAUSED = "paused", _("paused")
    COMPLETED = "completed", _("completed")
    ENDED = "ended", _("ended")
    CONTINUED = "continued", _("continues informally")


# Proposed: published, nobody told yet. Offered and accepted take a place, so that nobody else gets it.
TRANSITIONS: dict[str, frozenset[str]] = {
    State.PROPOSED: frozenset({State.OFFERED, State.ACTIVE, State.ENDED}),
    State.OFFERED: frozenset({State.ACCEPTED, State.ENDED}),
    State.ACCEPTED: frozenset({State.ACTIVE, State.ENDED}),
    State.ACTIVE: frozenset({State.PAUSED, State.COMPLETED, State.ENDED}),
    State.PAUSED: frozenset({State.ACTIVE, State.COMPLETED, State.ENDED}),
    State.COMPLETED: frozenset({State.CONTINUED}),
    State.ENDED: frozenset(),
    State.CONTINUED: frozenset(),
}

# These take one of the mentor's places and count as the mentee's mentor.
OPEN = (State.PROPOSED, State.OFFERED, State.ACCEPTED, State.ACTIVE, State.PAUSED)
RUNNING = (State.ACTIVE, State.PAUSED)
# These have a mentor, or had one to the end: they wait for nobody.
SERVED = (*RUNNING, State.COMPLETED, State.CONTINUED)


class EndReason(TextChoices):
    """Why a mentorship ended. None of them says who was at fault."""

    WITHDRAWN = "withdrawn", _("taken back before anybody was told")
    DECLINED = "declined", _("not taken up")
    CHANGED = "changed", _("change of mentor")
    GOALS = "goals", _("goals changed")
    TIME = "time", _("no time")
    LEFT = "left", _("left the institution")
    CAUSE = "cause", _("ended by the program office")
    OTHER = "other", _("another reason")


# The two are not put together again without the coordinator saying so.
NOT_AGAIN = (EndReason.DECLINED, EndReason.CHANGED, EndReason.CAUSE)


class ConversationState(TextChoices):
    PLANNED = "planned", _("planned")
    HELD = "held", _("held")
    MOVED = "moved", _("moved")
    NOT_HELD = "not_held", _("not held")


class ProposalState(TextChoices):
    """What became of times that one of a pair proposed."""

    OPEN = "open", _("waits for an answer")
    TAKEN = "taken", _("taken")
    REPLACED = "replaced", _("other times were proposed")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Mode(TextChoices):
    """How the two talk."""

    IN_PERSON = "in_person", _("in person")
    VIDEO = "video", _("by video")
    PHONE = "phone", _("by phone")


class Audience(TextChoices):
    """Who reads a note."""

    PRIVATE = "private", _("Only me")
    PAIR = "pair", _("Both of us")


class GroupAudience(TextChoices):
    """Who reads a note about a session of a group."""

    PRIVATE = "private", _("Only me")
    GROUP = "group", _("The group")


class Occasion(TextChoices):
    """When the two are asked about the pair itself."""

    MID_POINT = "mid_point", _("middle of the time")
    CLOSING = "closing", _("end of the time")
    AFTERWARD = "afterward", _("three months afterward")
    TIER = "tier", _("a new career tier")


class Choice(TextChoices):
    """What one answers then."""

    RIGHT = "right", _("It is right as it is")
    CHANGE = "change", _("Something should change")
    END = "end", _("We end here")
    GO_ON = "go_on", _("We go on informally")
    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNSAID = "unsaid", _("I would rather not say")


class GlassKind(TextChoices):
    """What can be opened in an emergency: never a private note."""

    AGREEMENT = "agreement", _("the agreement")
    NOTES = "notes", _("what was written for both about a conversation")
    KEPT = "kept", _("what both shared, as it was before it was changed during a hold")


class GlassDecision(TextChoices):
    OPEN = "open", _("waits for a second person")
    AGREED = "agreed", _("agreed")
    REFUSED = "refused", _("refused")


class GoalState(TextChoices):
    OPEN = "open", _("open")
    DONE = "done", _("done")
    LET_GO = "let_go", _("let go")


class NewsKind(TextChoices):
    """What one of a pair is told that the other has done."""

    ANSWERED = "answered", _("a question answered")
    LET_GO = "let_go", _("a question let go")
    REPORT = "report", _("a report answered")
    RELEASED = "released", _("an answer to a report released")
    GOAL = "goal", _("evidence for a goal released")
    DEBRIEF = "debrief", _("a debrief released")
    DISPUTED = "disputed", _("a conversation disputed")
    CORRECTED = "corrected", _("a conversation corrected")
    CHANGE = "change", _("an answer of the program office")


class ChangeAnswer(TextChoices):
    """What the program office answers who asks for a change of their pair."""

    ARRANGE = "arrange", _("We arrange a change")
    TALK = "talk", _("Somebody of us talks with you first")
    LATER = "later", _("Nothing yet: we look at it again")


class AskState(TextChoices):
    OPEN = "open", _("open")
    ANSWERED = "answered", _("answered")
    LET_GO = "let_go", _("let go")


class Door(TextChoices):
    """Which door a sponsor has opened."""

    COMMITTEE = "committee", _("a seat on a committee")
    PROJECT = "project", _("a project")
    TRAINING = "training", _("a training")
    SHADOWING = "shadowing", _("shadowing")
    AWARD = "award", _("an award")
    INTRODUCTION = "introduction", _("an introduction")


class Milestone(TextChoices):
    """A milestone of this institution's own, mapped to published ones; never reported as one of those."""

    LEADERSHIP = "leadership_communication", _("Leadership Communication (local milestone)")


class ReleaseKind(TextChoices):
    """What a resident releases: pieces with their words, or only that a requirement is done."""

    PIECES = "pieces", _("pieces")
    DONE = "done", _("requirement done")
