"""Who reads what, where several pages say it: one sentence each."""

from django.utils.translation import gettext as _

from rounds.programs.forms.beginnings import CARD_READ


def card_readers(office: str = "") -> str:
    """Say who reads an introduction card; with the office's names where a page knows them."""
    if not office:
        return str(CARD_READ)
    return _(
        "The other one of your pair, once you have approved it and the pair is published; %(office)s."
    ) % {"office": office}
