"""States of a run and kinds of decisions, and the table of allowed transitions."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RunState(TextChoices):
    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("working")
    FAILED = "failed", _("stopped with a problem")
    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    APPROVED = "approved", _("approved")
    PUBLISHED = "published", _("published")


# Approved goes back to draft when it is returned or changed; published when its mail is stopped in time.
TRANSITIONS: dict[str, frozenset[str]] = {
    RunState.WAITING: frozenset({RunState.RUNNING, RunState.DRAFT, RunState.FAILED}),
    RunState.RUNNING: frozenset({RunState.DRAFT, RunState.FAILED}),
    RunState.FAILED: frozenset(),
    RunState.DRAFT: frozenset({RunState.IN_REVIEW}),
    RunState.IN_REVIEW: frozenset({RunState.APPROVED, RunState.DRAFT}),
    RunState.APPROVED: frozenset({RunState.PUBLISHED, RunState.DRAFT}),
    RunState.PUBLISHED: frozenset({RunState.APPROVED}),
}
IN_WORK = (RunState.WAITING, RunState.RUNNING)
# These are before people: program directors (PDs) can still say no.
BEFORE_PEOPLE = (RunState.IN_REVIEW, RunState.APPROVED)
SOLVED = (RunState.DRAFT, RunState.IN_REVIEW, RunState.APPROVED, RunState.PUBLISHED)


class Aim(TextChoices):
    TOTAL = "total", _("Best total")
    FAIR = "fair", _("Fair")
    STABLE = "stable", _("Stable")


class Decision(TextChoices):
    LOCK = "lock", _("locked")
    HAND = "hand", _("assigned by hand")
    FORBID = "forbid", _("forbidden")
    VETO = "veto", _("vetoed by the program director (PD)")


KEEPS = (Decision.LOCK, Decision.HAND)
REMOVES = (Decision.FORBID, Decision.VETO)


class Rule(TextChoices):
    """What takes a mentor from a mentee before any score; the engine knows each by the same key."""

    TIER = "tier", _("not above the mentee")
    LINE_MANAGER = "line_manager", _("line manager")
    PROGRAM_DIRECTOR = "program_director", _("directs the residency")
    EVALUATOR = "evaluator", _("evaluates the mentee now")
    EXCLUSION = "exclusion", _("private exclusion")
    ENDED = "ended", _("were a pair before")
    BAN = "ban", _("kept apart by hand")
    MUTUAL = "mutual", _("the other way round")
    PANEL = "panel", _("on the mentee's panel already")
    MINIMUM = "minimum", _("under the lowest score")
    FLOOR = "floor", _("under the lowest score that this run reaches")
    CAPACITY = "capacity", _("no places")
    SELF = "self", _("the same person")
    # what everybody but the coordinator reads instead of any personal rule
    PERSONAL = "personal", _("not available")


class Step(TextChoices):
    """What people did with a run, in its log."""

    SENT = "sent", _("sent for approval")
    APPROVED = "approved", _("approved")
    RETURNED = "returned", _("sent back")
    PUBLISHED = "published", _("published")
    STOPPED = "stopped", _("stopped")


class Answer(TextChoices):
    WAITING = "waiting", _("not answered")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
