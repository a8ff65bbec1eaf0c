"""What became of a place in a session, what an experience is, and what became of a wish for a seat."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PlaceState(TextChoices):
    """What became of somebody's place in a session."""

    INVITED = "invited", _("invited")
    COMING = "coming", _("coming")
    NOT_COMING = "not_coming", _("not coming")
    CAME = "came", _("was there")


class Kind(TextChoices):
    """What an experience of the catalog is."""

    REHEARSAL = "rehearsal", _("rehearsal of a pair")
    SEAT = "seat", _("seat")
    SHADOWING = "shadowing", _("shadowing")
    PROJECT = "project", _("project")
    TRAINING = "training", _("training")


class AskState(TextChoices):
    """What became of somebody's wish for a seat."""

    ASKED = "asked", _("asked")
    SEAT = "seat", _("has a seat")
    WAITING = "waiting", _("waits for a seat that becomes free")
    WITHDRAWN = "withdrawn", _("no longer asks")
    DONE = "done", _("done")
    NOT_DONE = "not_done", _("not done")


# These have a seat, or had it to the end.
SEATED = (AskState.SEAT, AskState.DONE, AskState.NOT_DONE)


class Honor(TextChoices):
    """What a certificate is for: earned by a rule, or given by a jury to somebody who was nominated."""

    TRAINED = "trained", _("Trained mentor")
    YEAR = "year", _("Mentor, year of service")
    FIVE_YEARS = "five_years", _("Mentor of five years")
    LEARNER = "learner", _("Learner’s certificate")
    AWARD_MENTOR = "award_mentor", _("Award: mentor")
    AWARD_FIRST_YEAR = "award_first_year", _("Award: first-year mentor")
    AWARD_SPONSOR = "award_sponsor", _("Award: sponsor who opened doors")
    AWARD_GROUP = "award_group", _("Award: group or panel mentor")
    AWARD_PROJECT = "award_project", _("Award: project of a mentee")


BY_RULE = (Honor.TRAINED, Honor.YEAR, Honor.FIVE_YEARS, Honor.LEARNER)
BY_JURY = tuple(one for one in Honor if one not in BY_RULE)


class Voice(TextChoices):
    """What somebody of a jury says of a nominee."""

    FOR = "for", _("for")
    AGAINST = "against", _("not this time")
    ASIDE = "aside", _("steps aside")


class CoachingState(TextChoices):
    """What became of a coaching plan."""

    ASKED = "asked", _("asked")
    RUNNING = "running", _("runs")
    DECLINED = "declined", _("declined")
    ENDED = "ended", _("ended")


class Origin(TextChoices):
    """Where the wish to be coached came from; sealed with the plan."""

    SELF = "self", _("my own wish")
    ROUND = "round", _("a 360 round about me")
    TALK = "talk", _("a talk that I was offered")
    OFFICE = "office", _("somebody of the office suggested it")
