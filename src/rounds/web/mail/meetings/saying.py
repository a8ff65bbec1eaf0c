"""What a calendar message says in short, so that one that says nothing new reaches nobody: what was undone in time."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from rounds.core.models import OutgoingMail

LEFT = (OutgoingMail.State.SENT, OutgoingMail.State.SENDING)
OFF = "off"


def said_of(starts_at: datetime | None, minutes: int | None, mode: str) -> str:
    """Return what a message says of a meeting that stands, to be kept with its ids."""
    return f"{starts_at.isoformat() if starts_at else ''}|{minutes or ''}|{mode}"


def is_known(
    outgoing: OutgoingMail, kinds: Iterable[str], meeting: str, others: Iterable[Mapping[str, object]] = ()
) -> bool:
    """Tell whether the last message that left to the same person about the same meeting said the same.

    What left in rehearsal reached who sent it, not the person. `others` is what messages of other kinds have said of it.
    """
    rows = [*others] + [
        ids
        for kind in kinds
        for ids in OutgoingMail.objects.filter(
            key__startswith=f"{kind}:{meeting}:",
            to_person_id=outgoing.ids["person"],
            state__in=LEFT,
            meant_for=outgoing.meant_for,
        )
        .exclude(id=outgoing.id)
        .values_list("ids", flat=True)
    ]
    last = max(rows, key=lambda ids: int(str(ids["sequence"])), default=None)
    return last is not None and "said" in last and last["said"] == outgoing.ids.get("said")
