"""Somebody outside is asked by mail to sign one version, signs it once by their link, or the letter is called off."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer, system, viewer_for
from rounds.core.clock import institution_today, now
from rounds.core.errors import DomainError, NotFound, OutOfOrder
from rounds.core.mail import Batch, new_batch, queue_mail
from rounds.core.models import User
from rounds.programs.selectors.programs import OFFICE
from rounds.rollout.enums import How
from rounds.rollout.models import DocumentVersion, SignLink, SignOff
from rounds.rollout.selectors.links import KIND, LINK_DAYS, hash_of, letters_of
from rounds.rollout.services.signing import check_version

# 128 bits
TOKEN_BYTES = 16


@dataclass(frozen=True)
class Asked:
    """Who is asked to sign, as what, at which address."""

    name: str
    capacity: str
    email: str


@transaction.atomic
def ask_by_mail(
    *, document: DocumentVersion, digest: str, asked: Asked, entry_id: UUID, by: Viewer
) -> tuple[SignLink, Batch | None]:
    """Queue a letter with a link; it can be stopped until it leaves. A form sent twice is one letter, without a batch."""
    DocumentVersion.objects.select_for_update(of=("self",)).filter(id=document.id).first()
    found: SignLink | None = SignLink.objects.filter(document=document, entry_id=entry_id).first()
    if found is not None:
        return found, None
    check_version(document, digest)
    _check_address(document, asked.email, by)
    if any(one.email.lower() == asked.email.lower() for one in letters_of(document)):
        raise OutOfOrder(_("A letter to this address waits for a signature already. Call it off first."))
    row: SignLink = SignLink.objects.create(
        document=document,
        name=asked.name.strip(),
        capacity=asked.capacity,
        email=asked.email,
        made_by=by.name[:200],
        made_by_id=by.person_id,
        entry_id=entry_id,
    )
    batch = new_batch()
    queue_mail(
        key=key_of(row),
        kind=KIND,
        to_address=row.email,
        subject=_("An endorsement waits for your signature"),
        body=_("The words and the link are written as it leaves."),
        by=by,
        program_id=document.program_id,
        batch=batch,
        ids={"sign_link": row.id},
    )
    _told("document.asked", row, by, capacity=row.capacity)
    return row, batch


def key_of(row: SignLink) -> str:
    """Return the key of a letter in the queue of mail."""
    return f"{KIND}:{row.id}"


def _check_address(document: DocumentVersion, email: str, by: Viewer) -> None:
    """Refuse an address of the office itself: whoever issues it does not sign it by a link."""
    user = User.objects.filter(email__iexact=email).first()
    theirs = viewer_for(by.institution_id, user.id) if user else None
    if theirs and (theirs.user_id == by.user_id or theirs.has(*OFFICE, scope_id=document.program_id)):
        raise DomainError(
            _("This is an address of the program’s office. Ask whoever endorses it, at their own address."),
            field="email",
        )


def make_word(row: SignLink) -> str:
    """Return the word of a letter's link, the same at every try; its fourteen days begin as the letter leaves."""
    token = salted_hmac(KIND, str(row.id), algorithm="sha256").digest()[:TOKEN_BYTES]
    word = urlsafe_b64encode(token).decode().rstrip("=")
    expires_at = row.expires_at or now() + timedelta(days=LINK_DAYS)
    SignLink.objects.filter(id=row.id).update(token_hash=hash_of(word), expires_at=expires_at)
    row.expires_at = expires_at
    return word


@transaction.atomic
def sign_by_link(*, link_id: UUID, digest: str) -> SignOff:
    """Sign the one version of a link, once; OutOfOrder afterward, and where another version stands now."""
    rows = SignLink.objects.select_for_update(of=("self",)).filter(id=link_id)
    link: SignLink | None = rows.select_related("document__program__institution").first()
    if link is None or link.called_off_at or link.expires_at is None or link.expires_at <= now():
        raise NotFound
    if link.signature_id is not None:
        raise OutOfOrder(_("You have signed this version already: the link works once."))
    document = link.document
    check_version(document, digest)
    signature: SignOff = SignOff.objects.create(
        document=document,
        digest=digest,
        name=link.name,
        capacity=link.capacity,
        how=How.LINK,
        signed_on=institution_today(),
        entered_by=link.made_by,
        entered_by_id=link.made_by_id,
        entry_id=link.id,
    )
    SignLink.objects.filter(id=link.id).update(signature=signature)
    outside = replace(system(document.program.institution.id), name=link.name)
    _told("document.signed", link, outside, capacity=link.capacity, how=How.LINK)
    return signature


@transaction.atomic
def call_off(*, link_id: UUID, by: Viewer) -> SignLink:
    """Call a letter off: its link opens nothing from now on. What was signed stays."""
    rows = SignLink.objects.select_for_update(of=("self",)).filter(id=link_id)
    link: SignLink | None = rows.select_related("document__program").first()
    if link is None:
        raise NotFound
    if link.signature_id is not None:
        raise OutOfOrder(_("%(name)s has signed already: the letter did its work.") % {"name": link.name})
    if link.called_off_at is None:
        link.called_off_at, link.called_off_by = now(), by.name[:200]
        link.save(update_fields=["called_off_at", "called_off_by"])
        _told("document.called_off", link, by)
    return link


def call_off_stopped(keys: Collection[str]) -> None:
    """Call off the letters whose messages were stopped."""
    ids = [key.removeprefix(f"{KIND}:") for key in keys if key.startswith(f"{KIND}:")]
    if ids:
        open_ = SignLink.objects.filter(id__in=ids, called_off_at=None, signature=None)
        open_.update(called_off_at=now(), called_off_by=_("stopped before it left"))


def _told(action: str, link: SignLink, by: Viewer, **facts: Any) -> None:
    document = link.document
    program_id = document.program_id
    audit.record(action, by=by, kind="rollout", object_id=document.id, program_id=program_id, **facts)
