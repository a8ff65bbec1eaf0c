"""What became of a place in a session."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PlaceState(TextChoices):
    """What became of somebody's place in a session."""

    INVITED = "invited", _("invited")
    COMING = "coming", _("coming")
    NOT_COMING = "not_coming", _("not coming")
    CAME = "came", _("was there")
