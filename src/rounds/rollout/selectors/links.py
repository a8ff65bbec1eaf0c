"""Letters that ask somebody outside for a signature: which wait, and what a link opens."""

from __future__ import annotations

import hashlib
from uuid import UUID

from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.errors import NotFound
from rounds.core.models import Institution
from rounds.programs.selectors.programs import OFFICE
from rounds.rollout.enums import How
from rounds.rollout.models import DocumentVersion, SignLink, SignOff

KIND = "sign_off"
LINK_DAYS = 14


def hash_of(word: str) -> str:
    """Return what is kept of the word of a link."""
    return hashlib.sha256(word.encode()).hexdigest()


def institution_of_link(word: str) -> Institution | None:
    """Return whose link it is; the institution is not in scope yet."""
    row = SignLink.everywhere.filter(token_hash=hash_of(word)).select_related("institution").first()
    return row.institution if row else None


def link_of_word(word: str) -> SignLink:
    """Return the letter that a link leads to, for fourteen days and while nobody has called it off; NotFound otherwise."""
    return _still(SignLink.objects.filter(token_hash=hash_of(word)))


def link_by_id(link_id: UUID) -> SignLink:
    """Return a letter whose link was opened; NotFound once it is over."""
    return _still(SignLink.objects.filter(id=link_id))


def _still(rows: object) -> SignLink:
    found: SignLink | None = rows.select_related("document__program", "signature").first()  # type: ignore[attr-defined]
    if found is None or found.called_off_at or found.expires_at is None or found.expires_at <= now():
        raise NotFound
    return found


def letters_of(document: DocumentVersion) -> list[SignLink]:
    """Return the letters about a version that wait for a signature, and are not over."""
    rows = SignLink.objects.filter(document=document, called_off_at=None, signature=None)
    return [one for one in rows if one.expires_at is None or one.expires_at > now()]


def letter_of_office(viewer: Viewer, link_id: UUID) -> SignLink:
    """Return a letter about a program whose office the viewer belongs to; NotFound otherwise."""
    found: SignLink | None = SignLink.objects.filter(id=link_id).select_related("document__program").first()
    if found is None or not viewer.has(*OFFICE, scope_id=found.document.program_id):
        raise NotFound
    return found


def paper_to_take_back(viewer: Viewer, signature_id: UUID) -> SignOff:
    """Return a signature on paper of a program whose office the viewer belongs to; NotFound otherwise."""
    rows = SignOff.objects.filter(id=signature_id, how=How.PAPER)
    found: SignOff | None = rows.select_related("document__program").first()
    if found is None or not viewer.has(*OFFICE, scope_id=found.document.program_id):
        raise NotFound
    return found
