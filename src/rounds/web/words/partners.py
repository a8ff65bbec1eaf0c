"""What the two of a pair are to each other, in words."""

from django.utils.translation import gettext as _

from rounds.mentorships.models import Mentorship


def partner_words(pair: Mentorship, *, i_am_mentor: bool) -> str:
    """Say what the other of a pair is to the reader."""
    if not pair.is_on_panel:
        return _("Your mentee") if i_am_mentor else _("Your mentor")
    words = (
        _("Your mentee, on the panel for %(purpose)s") if i_am_mentor else _("On your panel for %(purpose)s")
    )
    return words % {"purpose": pair.purpose}
