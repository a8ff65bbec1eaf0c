"""What is asked of the dean today, as one list: to sign, to answer, to move; each line with where it is done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rounds.core.access import Request
from rounds.core.clock import institution_today
from rounds.programs.models import Program
from rounds.rollout.enums import Owner
from rounds.rollout.models import DeanAsk, DocumentVersion
from rounds.rollout.selectors.ladder import READERS, Ladder, Line
from rounds.rollout.selectors.signing import SIGNERS, waiting_for
from rounds.web.addresses import address

# Whose steps the dean can move: what is due within these days is asked today.
ABOVE, SOON = (Owner.SPONSOR, Owner.COMMITTEE), timedelta(days=30)
# What fits on two pages.
STEPS_TODAY = 6


@dataclass(frozen=True)
class Today:
    """One thing that is asked today, and where it is done or read."""

    words: str
    href: str = ""


def today_of(
    request: Request, programs: Sequence[Program], ladders: Mapping[UUID, Ladder], asks: Sequence[DeanAsk]
) -> tuple[Today, ...]:
    """Return what waits for the reader's signature, what is asked above, and the steps of sponsor and committee."""
    lines = [*_to_sign(request), *_to_answer(request, asks), *_to_move(request, programs, ladders)]
    return tuple(lines[:STEPS_TODAY])


def documents_to_sign(request: Request) -> list[DocumentVersion]:
    """Return the endorsements that wait for the reader's signature: the same at home and on the two pages."""
    return waiting_for(request.viewer) if request.viewer.has_anywhere(*SIGNERS) else []


def title_to_sign(document: DocumentVersion) -> str:
    """Return that an endorsement waits, in the words of every page."""
    words = _("The endorsement of %(program)s waits for your signature")
    return words % {"program": document.program.name}


def _to_sign(request: Request) -> Iterator[Today]:
    for one in documents_to_sign(request):
        yield Today(f"{title_to_sign(one)}.", address(request, "rollout:sign", document_id=one.id))


def _to_answer(request: Request, asks: Sequence[DeanAsk]) -> Iterator[Today]:
    """Yield what is asked above in one line, with whom to tell."""
    if not asks:
        return
    words = ngettext(
        "Answer what is asked above: tell %(names)s, whose office enters “Given” or “Declined”.",
        "Answer the %(count)s things asked above: tell %(names)s, whose office enters “Given” or “Declined”.",
        len(asks),
    )
    names = ", ".join(sorted({one.written_by for one in asks}))
    href = f"{address(request, 'rollout:dean')}#asked"
    yield Today(words % {"count": len(asks), "names": names}, href)


def _to_move(
    request: Request, programs: Iterable[Program], ladders: Mapping[UUID, Ladder]
) -> Iterator[Today]:
    until = institution_today() + SOON
    due = [
        (line.item.due_on, program.name, program, line)
        for program in programs
        if program.id in ladders
        for line in ladders[program.id].lines
        if line.is_open and line.step.owner in ABOVE and line.item.due_on <= until
    ]
    for _day, name, program, line in sorted(due, key=lambda one: one[:2]):
        may_read = request.viewer.has(*READERS, scope_id=program.id)
        page = "rollout:ladder" if may_read else "rollout:documents"
        words = _("%(program)s: %(step)s") % {"program": name, "step": due_words(line)}
        yield Today(words, address(request, page, program_id=program.id))


def due_words(line: Line) -> str:
    """Return a step with its day, and that it is late."""
    words = _("%(step)s, due %(day)s: late") if line.is_late else _("%(step)s, %(day)s")
    return words % {"step": line.step.title, "day": date_format(line.item.due_on, "j M Y")}
