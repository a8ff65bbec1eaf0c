"""Signatures under a document: who signed, which of them count, and what still waits for a second pair of eyes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from rounds.core.access import Viewer
from rounds.core.enums import Role
from rounds.core.errors import NotFound
from rounds.programs.selectors.programs import OFFICE
from rounds.rollout.enums import Capacity, How, Kind
from rounds.rollout.models import DocumentVersion, PaperCheck, SignOff, TakenBack

# Whoever issues it does not sign it here.
SIGNERS = (Role.GME_OFFICER, Role.STEERING_VIEWER)
WANTED = (Capacity.SPONSOR, Capacity.DIO)
# Whose role says it; anything else is said on paper, or by whoever signs.
ROLE_OF = {Capacity.SPONSOR: Role.STEERING_VIEWER, Capacity.DIO: Role.GME_OFFICER}


@dataclass(frozen=True)
class Signed:
    """A signature, and who has seen its paper."""

    signature: SignOff
    check: PaperCheck | None
    taken_back: TakenBack | None = None

    @property
    def is_taken_back(self) -> bool:
        """Tell whether two people have taken it back."""
        return self.taken_back is not None and self.taken_back.agreed_at is not None

    @property
    def counts(self) -> bool:
        """Tell whether it counts: given here or by one's link, or seen by a second person; and not taken back."""
        is_sure = self.signature.how != How.PAPER or self.check is not None
        return is_sure and not self.is_taken_back


def signatures_of(documents: Collection[DocumentVersion]) -> dict[UUID, list[Signed]]:
    """Return the signatures under each document, in their order."""
    found: dict[UUID, list[Signed]] = {one.id: [] for one in documents}
    rows = SignOff.objects.filter(document__in=list(documents)).select_related("check_of_paper", "taken_back")
    for row in rows.order_by("entered_at", "id"):
        found[row.document_id].append(
            Signed(row, getattr(row, "check_of_paper", None), getattr(row, "taken_back", None))
        )
    return found


def is_endorsed(signed: Collection[Signed]) -> bool:
    """Tell whether sponsor and DIO have signed."""
    return {one.signature.capacity for one in signed if one.counts} >= set(WANTED)


def capacities_for(viewer: Viewer, program_id: UUID) -> list[Capacity]:
    """Return as what somebody may sign with their account: what endorses is said by their role."""
    held = {one for one, role in ROLE_OF.items() if viewer.has(role, scope_id=program_id)}
    return [one for one in Capacity if one not in ROLE_OF or one in held]


def waiting_for(viewer: Viewer) -> list[DocumentVersion]:
    """Return the endorsements that stand and wait for what the viewer's role may sign."""
    rows = DocumentVersion.objects.filter(kind=Kind.ENDORSEMENT).defer("facts").select_related("program")
    rows = rows.order_by("number")
    newest = {one.program_id: one for one in rows if viewer.has(*SIGNERS, scope_id=one.program_id)}
    signed = signatures_of(newest.values())
    found = []
    for one in newest.values():
        has = {row.signature.capacity for row in signed[one.id] if row.counts}
        mine = {row.signature.signer_id for row in signed[one.id]}
        wanted = {role for role in capacities_for(viewer, one.program_id) if role in WANTED}
        if wanted - has and viewer.own_id not in mine:
            found.append(one)
    return found


def newest_endorsement(program_id: UUID) -> DocumentVersion | None:
    """Return the endorsement that stands: the newest version."""
    found: DocumentVersion | None = (
        DocumentVersion.objects.filter(program_id=program_id, kind=Kind.ENDORSEMENT)
        .order_by("-number")
        .first()
    )
    return found


def document_to_sign(viewer: Viewer, document_id: UUID) -> DocumentVersion:
    """Return an endorsement of a program for whose signing the viewer is asked; NotFound otherwise."""
    return _endorsement(viewer, document_id, SIGNERS)


def document_of_office(viewer: Viewer, document_id: UUID) -> DocumentVersion:
    """Return an endorsement of a program whose office the viewer belongs to; NotFound otherwise."""
    return _endorsement(viewer, document_id, OFFICE)


def _endorsement(viewer: Viewer, document_id: UUID, roles: Collection[str]) -> DocumentVersion:
    rows = DocumentVersion.objects.filter(id=document_id, kind=Kind.ENDORSEMENT)
    found = rows.select_related("program").first()
    if found is None or not viewer.has(*roles, scope_id=found.program_id):
        raise NotFound
    return found


def paper_to_see(viewer: Viewer, signature_id: UUID) -> SignOff:
    """Return a signature on paper of a program whose office the viewer belongs to; NotFound otherwise."""
    rows = SignOff.objects.filter(id=signature_id, how=How.PAPER).select_related("document__program")
    found = rows.first()
    if found is None or not viewer.has(*OFFICE, scope_id=found.document.program_id):
        raise NotFound
    return found
