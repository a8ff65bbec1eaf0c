"""Whom a link of a mail has let in, without signing in: one row of one institution, for as long as the session lasts."""

from uuid import UUID

from django.http import HttpRequest

from rounds.core.errors import NotFound
from rounds.core.models import Institution
from rounds.core.reading import read_id


def let_in(request: HttpRequest, key: str, institution: Institution, row_id: UUID) -> None:
    """Remember under a key which row a link has opened; on a shared computer it ends with the browser."""
    request.session[key] = [str(institution.id), str(row_id)]
    if not request.user.is_authenticated:
        request.session.set_expiry(0)


def opened_row(request: HttpRequest, key: str) -> tuple[Institution, UUID]:
    """Return the institution and the id of the row that a link has opened; NotFound where none has."""
    held = request.session.get(key) or ["", ""]
    institution_id, row_id = (read_id(one) for one in held)
    institution = Institution.objects.filter(id=institution_id).first() if institution_id else None
    if institution is None or row_id is None:
        raise NotFound
    return institution, row_id
