"""What becomes of a pair when its phase ends."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Going(TextChoices):
    GO_ON = "go_on", _("goes on")
    MATCH = "match", _("ends; the mentee needs a match")
    STOP = "stop", _("ends")
