"""Figures in words: so many of so many, or why they are not shown."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from rounds.mentorships.figures.values import FLOOR, Share


def grouped(number: int) -> str:
    """Return "1,988": figures have their thousands apart."""
    return number_format(number, force_grouping=True)


def share_words(share: Share) -> str:
    """Return "19 of 20"."""
    return _("%(counted)s of %(of)s") % {"counted": grouped(share.counted), "of": grouped(share.of)}


def coverage_label() -> str:
    """Return what coverage is called, on every page alike."""
    return _("Mentees with a mentor")


def agreements_label() -> str:
    """Return what signed agreements are called, on every page alike."""
    return _("Agreements signed by both")


def contact_label() -> str:
    """Return what contact is called while its quarter runs, on every page alike."""
    return _("Pairs that talked this quarter so far")


def hours_label() -> str:
    """Return what hours are called, in the order in which the two numbers stand."""
    return _("Hours talked of hours promised")


def left_out_words() -> str:
    """Return whom figures of contact leave out for a reader with a hand in somebody's training."""
    return _(
        "Contact and time talked are without mentees whose training you direct or assess; "
        "hours promised and used are without their mentors."
    )


def panel_words() -> str:
    """Return where pairs of a panel count, and where not."""
    return _("A further mentor on a mentee’s panel counts in time talked, but not in agreements and contact.")


def hidden_words() -> str:
    """Return why a figure is not shown."""
    return _("hidden: fewer than %(floor)s") % {"floor": FLOOR}
