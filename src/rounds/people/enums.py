"""Tiers, tracks, and the kinds of lines between people."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Tier(TextChoices):
    """The five rungs, lowest first."""

    RESIDENT = "resident", _("resident")
    FELLOW = "fellow", _("fellow")
    JUNIOR_FACULTY = "junior_faculty", _("junior faculty")
    MID_CAREER = "mid_career", _("mid-career faculty")
    EXECUTIVE = "executive", _("executive")

    @property
    def step(self) -> int:
        """Return the rung's number, 0 for resident to 4 for executive."""
        return list(Tier).index(self)


class Track(TextChoices):
    """The kind of career; it swaps tier labels and evidence lists, not the competencies."""

    CLINICAL = "clinical", _("clinical")
    NURSING_ALLIED = "nursing_allied", _("nursing and allied health")
    ADMINISTRATION = "administration", _("administration")
    RESEARCH = "research", _("research")


class TrainingKind(TextChoices):
    """What a person is to a residency or fellowship."""

    RESIDENT = "resident", _("resident or fellow")
    DIRECTOR = "director", _("program director (PD)")
    ASSOCIATE_DIRECTOR = "associate_director", _("associate director")
    CORE_FACULTY = "core_faculty", _("core faculty")
    CCC_MEMBER = "ccc_member", _("member of the Clinical Competency Committee")
    CHIEF_RESIDENT = "chief_resident", _("chief resident")


# Whoever directs a training program may be given the role that sees its trainees' pairs.
DIRECTING = (TrainingKind.DIRECTOR, TrainingKind.ASSOCIATE_DIRECTOR)


class AuthorityKind(TextChoices):
    """Who has power over whom."""

    LINE_MANAGER = "line_manager", _("line manager")
    STANDING_EVALUATOR = "standing_evaluator", _("standing evaluator")
    ROTATION_ATTENDING = "rotation_attending", _("rotation attending")


class ConsentKind(TextChoices):
    """What a person agreed to; each has versions of its text."""

    FOLLOW_UP = "follow_up", _("follow-up after the program")
    RESEARCH = "research", _("use of de-identified data for research")
    DIRECTORY = "directory", _("introduction card shown to others")


class RollOverStep(TextChoices):
    """What happens to somebody in training on the day of the roll-over."""

    ADVANCE = "advance", _("next year")
    FELLOW = "fellow", _("becomes a fellow")
    FACULTY = "faculty", _("joins the faculty")
    LEAVE = "leave", _("leaves")
    STAY = "stay", _("stays as is")


class RollOverReason(TextChoices):
    """Why somebody should be looked at before the roll-over."""

    FINISHES = "finishes", _("finishes the training program")
    JUST_BEGUN = "just_begun", _("began less than four months before")
    BEGINS_LATER = "begins_later", _("begins on that day or later")
    NO_YEAR = "no_year", _("has no PGY")
    LENGTH_UNKNOWN = "length_unknown", _("length of the training program is not known")


class OriginKind(TextChoices):
    """How somebody has a hand in who another person is to the records."""

    CREATED = "created", _("made the record")
    ADDRESS = "address", _("chose the address")
    INVITED = "invited", _("invited")
    MERGED = "merged", _("merged two records")


class HelpTopic(TextChoices):
    """The limits of confidence, for each of which an institution has a route of its own."""

    DANGER = "danger", _("danger to yourself or others")
    HARASSMENT = "harassment", _("harassment or mistreatment")
    IMPAIRMENT = "impairment", _("impairment of a colleague")
    SAFETY = "safety", _("patient safety")
