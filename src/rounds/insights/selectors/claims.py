"""Claim cards: those of a program, how much information each has, and which measures are closed to whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.enums import Role
from rounds.core.errors import NotFound
from rounds.insights.models import Amendment, ClaimCard, ComparatorBasis, Figure, Look
from rounds.insights.selectors.outcomes import live_outcomes
from rounds.insights.selectors.seals import OUTCOMES, SEALED, closed_cycles, is_closed_in
from rounds.insights.values.claims import CLAIMS, FLOOR, Claim, expected_year
from rounds.insights.values.library import MEASURES
from rounds.programs.models import Program
from rounds.programs.selectors.programs import REPORTED_TO

DECIDES = (Role.COORDINATOR, Role.DIRECTOR)
CLOSED = "closed: a claim card of yours about it is not locked yet"


@dataclass(frozen=True)
class Card:
    """A card as a page shows it."""

    card: ClaimCard
    claim: Claim
    have: int
    expected: int | None
    look: Look | None
    amendments: list[Amendment]

    @property
    def has_few(self) -> bool:
        """Tell whether the count is too small to be told."""
        return 0 < self.have < FLOOR

    @property
    def is_whole(self) -> bool:
        """Tell whether the planned look may be taken."""
        return self.have >= self.card.needed

    @property
    def is_waiting(self) -> bool:
        """Tell whether a year can be named in which it will be whole."""
        return self.expected is not None and not self.is_whole

    @property
    def comes_too_late(self) -> bool:
        """Tell whether at this pace the stop day comes first."""
        return self.expected is not None and self.expected > self.card.stop_on.year

    @property
    def reached_its_stop(self) -> bool:
        """Tell whether the stop day has come."""
        return institution_today() >= self.card.stop_on


def card_for(viewer: Viewer, card_id: UUID) -> ClaimCard:
    """Return a card of a program of which the viewer gets figures."""
    card: ClaimCard | None = (
        ClaimCard.objects.filter(id=card_id).select_related("program", "basis", "look").first()
    )
    if card is None:
        raise NotFound
    scopes = viewer.scopes(*REPORTED_TO)
    if not scopes or (None not in scopes and card.program_id not in scopes):
        raise NotFound
    return card


def card_to_change(viewer: Viewer, card_id: UUID) -> ClaimCard:
    """Return a card of a program that the viewer runs."""
    card = card_for(viewer, card_id)
    if not decides(viewer, card.program_id):
        raise NotFound
    return card


def draft_of(program: Program, card_id: UUID | None) -> ClaimCard | None:
    """Return a card of a program that isn't locked, None where there is none of that id."""
    drafts = ClaimCard.objects.filter(program=program, locked_at=None)
    found: ClaimCard | None = drafts.filter(id=card_id).first() if card_id else None
    return found


def program_to_claim(viewer: Viewer, program_id: UUID) -> Program:
    """Return a program that the viewer runs."""
    program: Program | None = Program.objects.filter(id=program_id).first()
    if program is None or not decides(viewer, program.id):
        raise NotFound
    return program


def decides(viewer: Viewer, program_id: UUID) -> bool:
    """Tell whether the viewer runs a program."""
    scopes = viewer.scopes(*DECIDES)
    return bool(scopes) and (None in scopes or program_id in scopes)


def cards_of(program_id: UUID) -> list[Card]:
    """Return the cards of a program, the newest first."""
    rows = ClaimCard.objects.filter(program_id=program_id).select_related("look")
    return [shown_card(one, with_lines=False) for one in rows]


def shown_card(card: ClaimCard, *, with_lines: bool = True) -> Card:
    """Return a card with its information so far."""
    look = getattr(card, "look", None)
    # what a look was taken of stays what it was
    have = look.have if look else information(card)
    claim = CLAIMS[card.template]
    year = expected_year(have, card.needed, card.since, institution_today())
    lines = list(card.amendments.all()) if with_lines else []
    return Card(card, claim, have, year, look, lines)


def information(card: ClaimCard) -> int:
    """Return how much has come in since a card counts: events of its kind; of answers, those of the newest figure."""
    claim = CLAIMS[card.template]
    if claim.kind:
        found = live_outcomes().filter(kind=claim.kind, from_on__gte=card.since)
        return found.filter(from_on__lte=institution_today()).count()
    return _answers(card) if claim.key == "C2" else 0


def _answers(card: ClaimCard) -> int:
    figure = (
        Figure.objects.filter(measure="confidence", program_id=card.program_id)
        .order_by("-cut__recorded_until")
        .first()
    )
    rows = figure.result.get("rows", []) if figure else []
    return min((row["n"] for row in rows if "n" in row), default=0)


def closed_to(viewer: Viewer) -> set[tuple[str, UUID | None]]:
    """Return the measures, with their program where they are of one, that stay closed to a viewer until a card is locked."""
    if viewer.person_id is None:
        return set()
    drafts = ClaimCard.objects.filter(author_id=viewer.person_id, locked_at=None)
    rows = drafts.values_list("template", "program_id")
    return {
        (CLAIMS[key].measure, program_id if CLAIMS[key].is_of_program else None) for key, program_id in rows
    }


def sealed_for(viewer: Viewer, figures: Iterable[Figure]) -> list[Figure]:
    """Return figures as a viewer may see them: what is closed to its reader says so in the place of its numbers."""
    found, closed = list(figures), closed_to(viewer)
    sealed = closed_cycles({one.cycle_id for one in found if one.cycle_id and one.measure in OUTCOMES})
    for one in found:
        if (one.measure, one.program_id) in closed:
            one.result = {"hidden": CLOSED}
        elif one.measure in OUTCOMES and one.cycle_id in sealed:
            one.result = {"hidden": SEALED}
    return found


def is_wave_closed(viewer: Viewer, instrument: str, program_id: UUID | None) -> bool:
    """Tell whether the figures of a survey are closed to a viewer: a card about them, or the objectives, aren't locked."""
    if instrument != "confidence":
        return False
    return (instrument, program_id) in closed_to(viewer) or is_closed_in(program_id)


def bases() -> QuerySet[ComparatorBasis, ComparatorBasis]:
    """Return every basis of comparison, the one in force for longest first."""
    return ComparatorBasis.objects.order_by("-until_on")


def basis_in_force(day: date | None = None) -> ComparatorBasis | None:
    """Return the basis by which records of those outside a program may be used on a day."""
    found: ComparatorBasis | None = bases().filter(until_on__gte=day or institution_today()).first()
    return found


def were_out(claim: Claim, program_id: UUID) -> bool:
    """Tell whether a figure of a claim's measure with numbers was out already."""
    if claim.measure not in MEASURES:
        return False
    rows: Any = Figure.objects.filter(measure=claim.measure)
    if claim.is_of_program:
        rows = rows.filter(program_id=program_id)
    newest = rows.order_by("-cut__recorded_until").first()
    return newest is not None and "hidden" not in newest.result
