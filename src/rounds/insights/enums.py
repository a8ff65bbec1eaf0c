"""Kinds of outcomes, where we know of them, and what is said of one."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """What happened."""

    APPOINTMENT = "appointment", _("Appointed here")
    PROMOTION = "promotion", _("Promotion")
    ROLE = "role", _("Leadership role")
    SEAT = "seat", _("Seat on a committee or board")
    PROPOSAL = "proposal", _("Proposal")
    GRANT_SUBMITTED = "grant_submitted", _("Grant submitted")
    GRANT_AWARDED = "grant_awarded", _("Grant awarded")
    QI_SUBMITTED = "qi_submitted", _("Quality project submitted")
    QI_COMPLETED = "qi_completed", _("Quality project completed")
    QI_MET = "qi_met", _("Quality project met its own target")
    PUBLICATION = "publication", _("Publication")
    CREDENTIAL = "credential", _("Credential or degree")
    AWARD = "award", _("Award")
    TALK = "talk", _("Talk")
    DEPARTURE = "departure", _("Departure")
    RETURN = "return", _("Return")


class Why(TextChoices):
    """Why somebody left."""

    OTHER_POST = "other_post", _("another post")
    TRAINING_ENDED = "training_ended", _("end of training")
    RETIRED = "retired", _("retired")
    PRIVATE = "private", _("private reasons")
    NOT_RENEWED = "not_renewed", _("not renewed")
    DEATH = "death", _("death")
    NOT_SAID = "not_said", _("not said")


class Level(IntegerChoices):
    """How far a role, a seat or an award reaches."""

    NONE = 0, _("Not said")
    DIVISION = 1, _("Division")
    DEPARTMENT = 2, _("Department")
    INSTITUTION = 3, _("Hospital or school")
    BOARD = 4, _("Board or health system")
    NATIONAL = 5, _("National")


class Source(TextChoices):
    """Where we know an outcome from."""

    OFFICE = "office", _("entered by the office")
    HR = "hr", _("HR history")
    SHEET = "sheet", _("sheet of outcomes")
    PROGRAM = "program", _("records of the program")
    PERSON = "person", _("told by the person")
    # proposed: counts once its person says that it is theirs
    PUBLIC = "public", _("found in a public file")


class Checker(TextChoices):
    """Who says whether an outcome is right."""

    OWNER = "owner", _("the person")
    OFFICE = "office", _("the office")
    SECOND = "second", _("a second source")


class Said(TextChoices):
    """What a checker says of an outcome."""

    RIGHT = "right", _("right")
    WRONG = "wrong", _("wrong")
    UNSURE = "unsure", _("not sure")


class Precision(TextChoices):
    """How well a day is known."""

    DAY = "day", _("The day")
    MONTH = "month", _("Only the month")
    YEAR = "year", _("Only the year")


class HelpAnswer(TextChoices):
    """What a mentor answers to an offer of a talk."""

    TALK = "talk", _("talk")
    NOT_NOW = "not_now", _("not now")
    WRONG = "wrong", _("this is wrong")


class ProposalAnswer(TextChoices):
    """What a person answers to proposed weights."""

    ADOPTED = "adopted", _("adopted")
    DECLINED = "declined", _("declined")


class Plain(TextChoices):
    """A plain answer to a plain question."""

    YES = "yes", _("yes")
    NO = "no", _("no")
