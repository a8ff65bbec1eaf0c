"""Who owns a step of the roll-out, what shows that it is done, and what was said of it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Owner(TextChoices):
    """Whose step it is: a role, so that it outlives whoever holds it now."""

    COORDINATOR = "coordinator", _("coordinator")
    DIRECTOR = "director", _("director")
    FACULTY_DEVELOPER = "faculty_developer", _("faculty developer")
    GME_OFFICER = "gme_officer", _("GME officer")
    RESIDENCY_DIRECTORS = "residency_directors", _("program directors (PDs)")
    COMMITTEE = "committee", _("steering committee")
    SPONSOR = "sponsor", _("sponsor")
    PRIVACY = "privacy", _("privacy office")
    HR = "hr", _("HR seat")


class Anchor(TextChoices):
    """From which day a step's day counts."""

    KICKOFF = "kickoff", _("kick-off")
    END = "end", _("end of the pilot")


class Proof(TextChoices):
    """What shows that a step is done."""

    FACT = "fact", _("a fact in Rounds")
    DOCUMENT = "document", _("a document")
    TICK = "tick", _("a tick with a note")


class Said(TextChoices):
    """What somebody has said of a step."""

    NOTHING = "", _("open")
    TICKED = "ticked", _("ticked")
    DOCUMENT = "document", _("points to a document")
    LET_GO = "let_go", _("let go")


class Status(TextChoices):
    """How well a figure is known."""

    PEER_REVIEWED = "peer_reviewed", _("peer-reviewed")
    LOCAL = "local", _("our own")
    ASSUMPTION = "assumption", _("assumption")
    UNVERIFIED = "unverified", _("unverified")


class Kind(TextChoices):
    """Of what a version is frozen."""

    PITCH = "pitch", _("pitch")
    ENDORSEMENT = "endorsement", _("stakeholder endorsement")
    OBJECTIVES = "objectives", _("objectives")
    PLAN = "plan", _("pilot evaluation plan")
    GATE = "gate", _("the pilot’s gate")
    TIMELINE = "timeline", _("roll-out timeline")


class Capacity(TextChoices):
    """As what somebody signs."""

    SPONSOR = "sponsor", _("sponsor")
    DIO = "dio", _("designated institutional official (DIO)")
    CHAIR = "chair", _("department chair")
    OTHER = "other", _("another capacity")


class How(TextChoices):
    """How somebody signed."""

    ACCOUNT = "account", _("signed in here")
    PAPER = "paper", _("on paper")
    LINK = "link", _("by a mailed link")


class Measured(TextChoices):
    """What an objective is about."""

    CONFIDENCE = "confidence", _("rise in confidence to lead")
    PROJECT = "project", _("finish a project of their own")
    ROLE = "role", _("hold a role or a seat")
    PROMOTION = "promotion", _("be promoted")
    RETENTION = "retention", _("still be here")
    SAFETY = "safety", _("see fewer harms to patients")


class CriterionKind(TextChoices):
    """Whether a criterion of the gate has to be met."""

    MUST = "must", _("must")
    SHOULD = "should", _("should")


class Verdict(TextChoices):
    """What a criterion of the gate says."""

    MET = "met", _("met")
    NOT_MET = "not_met", _("not met")
    CANNOT_TELL = "cannot_tell", _("cannot tell")


class Way(TextChoices):
    """What is decided at the gate."""

    GO = "go", _("go")
    CHANGES = "changes", _("go with changes")
    EXTEND = "extend", _("extend the pilot")
    STOP = "stop", _("stop")


class SitsFor(TextChoices):
    """For whom somebody sits on the committee."""

    CLINICIAN = "clinician", _("clinicians")
    HR = "hr", _("HR or faculty affairs")
    EDUCATION = "education", _("the education dean")
    SPONSOR = "sponsor", _("the sponsor")
    FINANCE = "finance", _("finance")
    MENTORS = "mentors", _("mentors")
    MENTEES = "mentees", _("mentees")
    OTHER = "other", _("others")


class Prompt(TextChoices):
    """What of mentoring a rule of promotion may count: five questions that help to ask for a wording."""

    HOURS = "hours", _("hours of mentoring as service")
    PROGRESS = "progress", _("progress of mentees, without names")
    TRAINING = "training", _("training of mentors")
    DOORS = "doors", _("doors opened: acts of sponsorship")
    PROGRAM = "program", _("running the program")


class DossierKind(TextChoices):
    """For which of two files somebody picks facts of their own."""

    FULL = "promotion", _("dossier for promotion")
    ANNUAL = "annual", _("annual review")


class DossierPart(TextChoices):
    """What of somebody's mentoring a dossier can say; mentees are counts in all of it."""

    YEARS = "years", _("how long you have mentored")
    MENTEES = "mentees", _("mentees, counted")
    HOURS = "hours", _("hours and conversations held")
    TRAINING = "training", _("training of mentors")
    RECOGNITION = "recognition", _("recognition")
    ACTS = "acts", _("doors that you opened, counted")
    ROLES = "roles", _("roles in mentoring")
    RULES = "rules", _("what your department’s rules say")


class Asked(TextChoices):
    """What is asked of the dean."""

    MONEY = "money", _("dollars")
    POST = "post", _("FTE, as a share of a post")
    HOURS = "hours", _("hours of mentors’ protected time")
    SIGNATURE = "signature", _("a signature")


class Answer(TextChoices):
    """What became of something that was asked."""

    NONE = "", _("open")
    GIVEN = "given", _("given")
    DECLINED = "declined", _("declined")
    TAKEN_BACK = "taken_back", _("taken back")


class HarmState(TextChoices):
    """What became of a report of harm."""

    OPEN = "open", _("unanswered")
    ANSWERED = "answered", _("answered")
    MISTAKE = "mistake", _("entered by mistake")
