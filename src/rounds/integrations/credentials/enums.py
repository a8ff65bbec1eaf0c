"""What a machine may read."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Scope(TextChoices):
    """One thing that a credential opens. None of them speaks of a person."""

    STATES = (
        "connections",
        _("each connection: name, kind, state, when it last worked, class of its last problem"),
    )
    ENDS = "credentials", _("the last day of the credential that ends first")
