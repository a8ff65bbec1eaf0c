"""Verifying the audit chains, and anchoring their heads where the database cannot reach.

A chain alone shows changed, removed and inserted rows. It cannot show that its end was cut off, or that
everything was written again; the anchors can: a file beside the database, and mail to somebody else.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from rounds.core.audit import INSTALLATION, digest_of
from rounds.core.clock import now, today
from rounds.core.jobs.chores import chore
from rounds.core.models import AuditEvent, AuditHead, Institution
from rounds.core.private_files import owner_alone

BLOCK = 64 * 1024  # bytes of the file of anchors read at once


@dataclass(frozen=True)
class Anchor:
    """How a chain ended at some moment."""

    institution_id: UUID
    number: int
    hash: str


@dataclass(frozen=True)
class Result:
    """What a check of all chains found; no findings means that nothing was changed."""

    findings: list[str]
    events: int
    chains: int
    anchors: int


def anchor_file() -> Path:
    return Path(settings.AUDIT_ANCHOR_FILE)


@chore("audit.anchor", every=timedelta(minutes=1))
def write_anchors() -> None:
    """Append the heads that have moved to the file of anchors."""
    heads = list(AuditHead.objects.all())
    known = newest_anchors({head.institution_id for head in heads})
    moved = [head for head in heads if head.number > known.get(head.institution_id, 0)]
    if not moved:
        return
    lines = [
        json.dumps(
            {
                "at": now().isoformat(),
                "institution": str(head.institution_id),
                "number": head.number,
                "hash": head.hash,
            }
        )
        for head in moved
    ]
    with open(anchor_file(), "a", encoding="utf-8", opener=owner_alone) as file:
        file.write("\n".join(lines) + "\n")
        file.flush()
        os.fsync(file.fileno())


@chore("audit.anchor_mail", every=timedelta(days=1))
def mail_anchors() -> None:
    """Send the heads to an address outside, if one is set: whoever owns this machine can't take that back."""
    if not settings.AUDIT_ANCHOR_MAIL:
        return
    lines = [
        f"{head.institution_id} {head.number} {head.hash}"
        for head in AuditHead.objects.order_by("institution_id")
    ]
    EmailMessage(
        subject=_("Rounds: where the audit chains end, %(day)s") % {"day": today("UTC").isoformat()},
        body="\n".join(lines) + "\n",
        to=[settings.AUDIT_ANCHOR_MAIL],
    ).send()


def read_anchors() -> list[Anchor]:
    """Return the anchors of the file, oldest first; a half-written last line is left out."""
    try:
        lines = anchor_file().read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    return [anchor for anchor in map(_anchor_in, lines) if anchor]


def newest_anchors(institution_ids: set[UUID]) -> dict[UUID, int]:
    """Return the newest anchored number of each institution; the file is read from its end, and only as far as needed."""
    found: dict[UUID, int] = {}
    for line in _lines_from_the_end(anchor_file()):
        if institution_ids <= found.keys():
            break
        anchor = _anchor_in(line)
        if anchor:
            found.setdefault(anchor.institution_id, anchor.number)
    return found


def _lines_from_the_end(path: Path) -> Iterator[str]:
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return
    with file:
        left, rest = file.seek(0, os.SEEK_END), b""
        while left:
            size = min(BLOCK, left)
            left -= size
            file.seek(left)
            first, *lines = (file.read(size) + rest).split(b"\n")
            yield from (line.decode(errors="replace") for line in reversed(lines))
            rest = first
        yield rest.decode(errors="replace")


def _anchor_in(line: str) -> Anchor | None:
    try:
        entry = json.loads(line)
        return Anchor(UUID(entry["institution"]), entry["number"], entry["hash"])
    except (ValueError, KeyError, TypeError):
        return None


def verify_all() -> Result:
    """Check every chain from its first row to its head and against all anchors."""
    anchors = read_anchors()
    heads = {head.institution_id: head for head in AuditHead.objects.all()}
    with_events = AuditEvent.objects.order_by().values_list("institution_id", flat=True).distinct()
    chains: set[Any] = set(heads) | set(with_events) | {anchor.institution_id for anchor in anchors}
    names = dict(Institution.objects.values_list("id", "name")) | {INSTALLATION: _("the installation")}
    findings = []
    for chain in sorted(chains, key=str):
        own = [anchor for anchor in anchors if anchor.institution_id == chain]
        name = names.get(chain, str(chain))
        findings += [f"{name}: {finding}" for finding in verify_chain(chain, heads.get(chain), own)]
    return Result(findings, AuditEvent.objects.count(), len(chains), len(anchors))


def verify_chain(institution_id: UUID | None, head: AuditHead | None, anchors: list[Anchor]) -> Iterator[str]:
    """Yield a sentence for each thing that does not fit in one chain."""
    number, last, anchored = 0, "0" * 64, {anchor.number: anchor.hash for anchor in anchors}
    rows = AuditEvent.objects.filter(institution_id=institution_id).order_by("number")
    for event in rows.iterator(chunk_size=1000):
        if event.number != number + 1:
            yield _("events %(first)s to %(last)s are missing.") % {
                "first": number + 1,
                "last": event.number - 1,
            }
        elif event.previous_hash != last:
            yield _("event %(number)s does not follow the one before it.") % {"number": event.number}
        if digest_of(event) != event.hash:
            yield _("event %(number)s was changed.") % {"number": event.number}
        if anchored.pop(event.number, event.hash) != event.hash:
            yield _("event %(number)s is not the one that was anchored.") % {"number": event.number}
        number, last = event.number, event.hash
    if (head.number, head.hash) != (number, last) if head else number:
        yield _("the end of the chain (event %(number)s) is not where it was left.") % {"number": number}
    for missing in sorted(anchored):
        yield _("event %(number)s was anchored and is no longer there.") % {"number": missing}
