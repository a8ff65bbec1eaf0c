"""Which of a page's buttons was pressed."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from rounds.core.errors import OutOfOrder


def pressed(request: HttpRequest, *known: str) -> str:
    """Return which of the known buttons was pressed; OutOfOrder for another, which would do what nobody meant."""
    go = request.POST.get("go", "")
    if go not in known:
        raise OutOfOrder(
            _("Nothing was done: this button is not on the page. Load the page again and press once more.")
        )
    return go
