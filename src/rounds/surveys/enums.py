"""States and kinds of surveys."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Source(TextChoices):
    """Whose items an instrument holds."""

    OURS = "ours", _("made for Rounds")
    OWN = "own", _("written here")
    OPEN = "open", _("open, with a credit line")
    LICENSED = "licensed", _("licensed")


class KindOfItem(TextChoices):
    """How an item is answered; a class each in `kinds`."""

    SCALE = "scale", _("scale of labeled points")
    TEN = "ten", _("0 to 10")
    CHOICE = "choice", _("one of several")
    TICKS = "ticks", _("any of several")
    TEXT = "text", _("text")
    NUMBER = "number", _("number")
    MONTH = "month", _("month")
    OWN_AREAS = "own_areas", _("own topics, with weight and satisfaction")
    NOTE = "note", _("note without an answer")


class Missing(TextChoices):
    """What it means to leave an item out by a press of its own."""

    NEITHER = "", _("no such press")
    NOT_APPLICABLE = "na", _("does not apply")
    NOT_SEEN = "ns", _("not seen")


class KindOfScore(TextChoices):
    """How the answers to several items become one figure."""

    MEAN = "mean", _("mean")
    SUM = "sum", _("sum")
    WEIGHTED = "weighted", _("weighted mean")


class Mode(TextChoices):
    """Who could ever read an answer; the words that promise it are in `campaigns.values.promises`."""

    NAMED = "named", _("with names")
    POOLED = "pooled", _("confidential")
    ANONYMOUS = "anonymous", _("anonymous")


class WaveState(TextChoices):
    PLANNED = "planned", _("planned")
    SENT = "sent", _("open")
    STOPPED = "stopped", _("stopped")
    CLOSED = "closed", _("closed")


class RequestState(TextChoices):
    """Where one person's request stands."""

    # the mail has not left, nor has a page shown it
    WAITING = "waiting", _("not asked yet")
    ASKED = "asked", _("asked")
    ANSWERED = "answered", _("answered")
    DECLINED = "declined", _("declined")
    NOT_ASKED = "not_asked", _("not asked")


class WhyNot(TextChoices):
    """Why somebody of the audience is not asked."""

    NONE = "", ""
    ON_LEAVE = "leave", _("on leave")
    NO_ADDRESS = "no_address", _("no e-mail address")
    LEFT = "left", _("has left")
    BUDGET = "budget", _("asked enough this year")
    QUIET = "quiet", _("in a quiet period")


class AskState(TextChoices):
    """What became of the room that a wave holds in somebody's year."""

    HELD = "held", _("held")
    CHARGED = "charged", _("asked")
    YIELDED = "yielded", _("gave way")


class BoxKind(TextChoices):
    """Until when a box takes ballots."""

    MAIN = "main", _("until the wave closes")
    LATE = "late", _("of those who answer late")


class BoxState(TextChoices):
    """Where a sealed box stands."""

    # its key is being made; nobody may be asked yet
    OPENING = "opening", _("being made")
    OPEN = "open", _("takes answers")
    RELEASED = "released", _("opened and mixed")
    # fewer answers than the floor
    UNREAD = "unread", _("deleted unread")
    # its key was gone while it was open
    LOST = "lost", _("lost")
    DESTROYED = "destroyed", _("opened and mixed, the key is destroyed")


class WhySnapshot(TextChoices):
    """Why figures of a wave were written down."""

    CLOSED = "closed", _("the survey closed")
    LATE = "late", _("late answers were opened")
    CORRECTION = "correction", _("a correction")


# what stands as the audience of campaigns that ask about one person from all around
FEEDBACK360 = "feedback360"


class RaterGroup(TextChoices):
    """What somebody is to the person whom they are asked about."""

    SUPERVISOR = "supervisor", _("supervisors")
    PEERS = "peers", _("peers")
    LEARNERS = "learners", _("learners and direct reports")
    OTHERS = "others", _("other professions")
    OUTSIDE = "outside", _("people outside")


class NominationState(TextChoices):
    PROPOSED = "proposed", _("proposed")
    APPROVED = "approved", _("asked")
    # moves up when somebody declines
    RESERVE = "reserve", _("in reserve")
    REFUSED = "refused", _("not asked")
    DECLINED = "declined", _("declined")


class RoundState(TextChoices):
    """Where a round of feedback stands."""

    NOMINATING = "nominating", _("raters are being chosen")
    RUNNING = "running", _("open")
    # the report is frozen and waits for its debrief, or was opened in it
    READY = "ready", _("report ready")
    UNREAD = "unread", _("too few answers, deleted unread")
    STOPPED = "stopped", _("stopped")


class CommentState(TextChoices):
    """What became of a comment with whoever reads it first."""

    WAITING = "waiting", _("not read yet")
    PASSED = "passed", _("shown word for word")
    REWORDED = "reworded", _("shown in other words")
    HELD = "held", _("held back")


class Stance(TextChoices):
    """What a theme asks for."""

    KEEP = "keep", _("keep")
    CHANGE = "change", _("change")
    STOP = "stop", _("stop")


class CallTo(TextChoices):
    """Whom somebody asks to be called by."""

    OFFICE = "office", _("the program office")
    DEVELOPER = "developer", _("a faculty developer")
