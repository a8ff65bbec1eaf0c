"""Kinds and states of changes that take two people."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ChangeKind(TextChoices):
    """What a second person must look at before it counts."""

    ADDRESS = "address", _("sign-in address")
    ROLE = "role", _("role")
    CLOSING = "closing", _("sign-in to be closed")
    SWITCH = "switch", _("switch")


class Switch(TextChoices):
    """What two people turn on or off for everybody."""

    MAIL_LIVE = "mail_live", _("mail goes live: messages reach people")
    MAIL_REHEARSAL = "mail_rehearsal", _("mail goes back to rehearsal")
    ALONE = "alone", _("pairs are approved without a second person")


class Decision(TextChoices):
    """How a change of access was decided."""

    OPEN = "open", _("waits")
    DONE = "done", _("confirmed")
    REFUSED = "refused", _("refused")
