"""What was done with mentor training, in words, as after a name."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

DEVELOPMENT_DEEDS: Mapping[str, str | Promise] = {
    "training.answered": gettext_lazy("said whether they come to a session of mentor training"),
    "training.attended": gettext_lazy("recorded who was at a session of mentor training"),
    "training.called_off": gettext_lazy("called a session of mentor training off"),
    "training.invited": gettext_lazy("invited mentors to a session of training"),
    "training.planned": gettext_lazy("planned a session of mentor training"),
    "training.titles": gettext_lazy("chose the titles of training modules"),
    "training.uninvited": gettext_lazy("took invitations to a session of training back"),
}
