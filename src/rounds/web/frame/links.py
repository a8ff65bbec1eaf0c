"""Whom a link has let in, without signing in: one row of one institution, for as long as the session lasts."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from rounds.core.errors import NotFound, OutOfOrder
from rounds.core.models import Institution
from rounds.core.reading import read_id


def let_in(request: HttpRequest, key: str, institution: Institution, row_id: UUID, *, by: str = "") -> None:
    """Remember under a key which row a link has opened; on a shared computer it ends with the browser.

    `by`: the key of another way in, without which this one is closed; "" for the link of a mail.
    """
    request.session[key] = [str(institution.id), str(row_id), by]
    if not request.user.is_authenticated:
        request.session.set_expiry(0)


def opened_row(request: HttpRequest, key: str) -> tuple[Institution, UUID]:
    """Return the institution and the id of the row that a link has opened; NotFound where none has."""
    held = request.session.get(key) or ["", ""]
    institution_id, row_id = (read_id(one) for one in held[:2])
    institution = Institution.objects.filter(id=institution_id).first() if institution_id else None
    if institution is None or row_id is None:
        raise NotFound
    return institution, row_id


def opened_by(request: HttpRequest, key: str) -> str:
    """Return the key of the way in that a row hangs on; "" for one that hangs on none."""
    return str([*(request.session.get(key) or []), "", "", ""][2])


# the field of a form by which it says whose page it stands on
MARK = "opened"


def see_whose(request: HttpRequest, *whose: str) -> None:
    """See that a form comes from a page of the one whom this browser has let in last; {% whose %} puts the mark there.

    A computer of a ward has many hands: who opens a link of their own leaves the pages of others open in other tabs.
    """
    mark = salted_hmac("rounds.opened", "\n".join(whose), algorithm="sha256").hexdigest()[:32]
    marked: Any = request
    marked.opened_mark = mark
    if request.method == "POST" and request.POST.get(MARK, mark) != mark:
        raise OutOfOrder(
            _(
                "Another link was opened in this browser after this page, so that nothing was kept: it would have gone to"
                " somebody else. Open your own link again."
            )
        )
