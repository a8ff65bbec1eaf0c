"""What was done with mentor training and experiences, in words, as after a name."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

DEVELOPMENT_DEEDS: Mapping[str, str | Promise] = {
    "award.opened": gettext_lazy("asked for nominations for an award"),
    "award.nominated": gettext_lazy("nominated somebody for an award"),
    "award.withdrawn": gettext_lazy("took a nomination back"),
    "award.seated": gettext_lazy("seated a jury, or one more on it"),
    "award.voiced": gettext_lazy("gave their voice on a jury"),
    "award.decided": gettext_lazy("closed an award as its jury decided"),
    "award.called_off": gettext_lazy("called off an award"),
    "catalog.rewritten": gettext_lazy("rewrote an experience of the catalog"),
    "certificate.taken": gettext_lazy("took a certificate as a file"),
    "certificate.withdrawn": gettext_lazy("withdrew a certificate"),
    "certificates.issued": gettext_lazy("issued certificates by rule"),
    "coaching.answered": gettext_lazy("answered whether they coach"),
    "coaching.asked": gettext_lazy("asked to be coached"),
    "coaching.ended": gettext_lazy("ended a coaching plan"),
    "coaching.noted": gettext_lazy("wrote into a coaching plan"),
    "offering.asked": gettext_lazy("asked for a seat"),
    "offering.called_off": gettext_lazy("called off seats of an experience"),
    "offering.drawn": gettext_lazy("drew the seats of an experience"),
    "offering.given_back": gettext_lazy("gave a wish for a seat or a seat back"),
    "offering.posted": gettext_lazy("posted seats of an experience"),
    "offering.record_taken": gettext_lazy("took the record of a draw"),
    "offering.settled": gettext_lazy("said as the host whether an experience was done"),
    "thanks.read": gettext_lazy("let somebody’s words onto the page of thanks"),
    "thanks.shown": gettext_lazy("agreed to show something on the page of thanks"),
    "thanks.taken_off": gettext_lazy("took something off the page of thanks"),
    "thanks.withdrawn": gettext_lazy("withdrew something from the page of thanks"),
    "rehearsal.planned": gettext_lazy("planned a rehearsal of a pair"),
    "rehearsal.written": gettext_lazy("wrote about a rehearsal of a pair"),
    "training.answered": gettext_lazy("said whether they come to a session of mentor training"),
    "training.attended": gettext_lazy("recorded who was at a session of mentor training"),
    "training.called_off": gettext_lazy("called a session of mentor training off"),
    "training.invited": gettext_lazy("invited mentors to a session of training"),
    "training.planned": gettext_lazy("planned a session of mentor training"),
    "training.titles": gettext_lazy("chose the titles of training modules"),
    "training.uninvited": gettext_lazy("took invitations to a session of training back"),
}
