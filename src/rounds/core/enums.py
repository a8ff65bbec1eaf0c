"""The roles that exist, one table for all."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What a person is to an institution, a program or a training program."""

    MENTEE = "mentee", _("mentee")
    MENTOR = "mentor", _("mentor")
    COORDINATOR = "coordinator", _("coordinator")
    DIRECTOR = "director", _("director of the mentorship program")
    RESIDENCY_DIRECTOR = "residency_director", _("program director (PD)")
    GME_OFFICER = "gme_officer", _("GME officer")
    FACULTY_DEVELOPER = "faculty_developer", _("faculty developer")
    STEERING_VIEWER = "steering_viewer", _("steering committee viewer")
    DELEGATE = "delegate", _("assistant")
    AUDITOR = "auditor", _("auditor")
    SITE_ADMIN = "site_admin", _("site administrator")


# Roles that see other people's records: password and second factor, and a short idle time.
STAFF = (
    Role.COORDINATOR,
    Role.DIRECTOR,
    Role.RESIDENCY_DIRECTOR,
    Role.GME_OFFICER,
    Role.FACULTY_DEVELOPER,
    Role.STEERING_VIEWER,
    Role.AUDITOR,
    Role.SITE_ADMIN,
)
