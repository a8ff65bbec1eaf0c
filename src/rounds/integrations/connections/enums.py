"""Kinds and states of connections."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ConnectionKind(models.TextChoices):
    """What is at the other end."""

    LTI = "lti", _("learning management system (LTI 1.3)")
    MONITOR = "monitor", _("monitoring by your IT (reads how connections fare)")


class ConnectionState(models.TextChoices):
    """Where a connection stands. Only one that is on lets anybody in or sends anything."""

    DRAFT = "draft", _("draft")
    TRYING = "trying", _("being tried")
    ON = "on", _("on")
    PAUSED = "paused", _("paused")
    BROKEN = "broken", _("broken")
