"""The catalog is rewritten, seats are posted, asked for, drawn, given back and settled; pairs rehearse."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import institution_today, now
from rounds.core.database.once import made_before
from rounds.core.database.retrying import retried
from rounds.core.errors import DomainError, OutOfOrder
from rounds.development.enums import SEATED, AskState, Kind
from rounds.development.models import Draw, Entry, Offering, Rehearsal, SeatAsk
from rounds.development.selectors.experiences import earlier_of, pair_to_rehearse_in
from rounds.development.values.draw import draw
from rounds.mentorships.models import Mentorship
from rounds.people.models import Person, Site


@dataclass(frozen=True)
class Wording:
    """What an entry of the catalog says."""

    title: str
    kind: str
    tier: str
    length: str
    domains: tuple[str, ...]
    prompts: str
    looks_for: str
    evidence: str


@retried
def rewrite_entry(*, entry: Entry, wording: Wording, by: Viewer) -> Entry:
    """Write the next version of an entry; the same words are no version. Offerings keep the version that they have."""
    before = saved_entry(entry)
    if before.number != entry.number:
        raise OutOfOrder(
            _("Somebody has rewritten this entry meanwhile. Open it again to see how it reads now.")
        )
    said = {**wording.__dict__, "domains": list(wording.domains)}
    if all(getattr(before, name) == value for name, value in said.items()):
        return before
    row: Entry = Entry.objects.create(
        key=before.key, number=before.number + 1, written_by=by.name[:200], **said
    )
    _told("catalog.rewritten", row.id, by, entry=row.key, number=row.number)
    return row


def saved_entry(entry: Entry) -> Entry:
    """Return the newest saved version of an entry; one that ships is saved as its first. Within a transaction."""
    newest: Entry | None = Entry.objects.filter(key=entry.key).order_by("-number").first()
    if newest is None:
        entry.save(force_insert=True)
        return entry
    return newest


@dataclass(frozen=True)
class Posting:
    """Seats of one experience, as the office posts them."""

    host: Person
    site: Site | None
    times: str
    starts_on: date
    closes_on: date
    seats: int


@retried
def post_offering(*, entry: Entry, posting: Posting, entry_id: UUID, by: Viewer) -> Offering:
    """Post seats; a form sent twice is one offering. The seed of its draw is made now, unseen."""
    today = institution_today()
    if posting.closes_on < today:
        raise DomainError(_("This day has passed, so nobody could ask."), field="closes_on")
    if posting.starts_on <= posting.closes_on:
        raise DomainError(_("It begins before asking closes. Choose a later first day."), field="starts_on")
    said: dict[str, Any] = {**posting.__dict__, "times": posting.times.strip(), "entry": saved_entry(entry)}
    same, offering_id = made_before(Offering, entry_id, **said)
    if same is not None:
        return same
    row: Offering = Offering.objects.create(id=offering_id, posted_by=by.name[:200], **said)
    _told("offering.posted", row.id, by, entry=row.entry.key, seats=row.seats)
    return row


@transaction.atomic
def call_off_offering(*, offering_id: UUID, by: Viewer) -> Offering:
    """Call an offering off; what was done in it stays."""
    offering = _locked(offering_id)
    if offering.called_off_at is None:
        offering.called_off_at = now()
        offering.save(update_fields=["called_off_at"])
        _told("offering.called_off", offering.id, by)
    return offering


@retried
def ask_for_seat(*, offering_id: UUID, line: str, by: Viewer) -> SeatAsk:
    """Ask for a seat, or say something else to the host; asked twice is asked once. It makes no difference who is first."""
    offering = _locked(offering_id)
    if not _is_open(offering):
        raise OutOfOrder(_("Asking has closed. What is offered next stands on the list of experiences."))
    if offering.host_id == by.own_id:
        raise OutOfOrder(_("You are the host of this one."))
    row, is_new = SeatAsk.objects.get_or_create(
        offering=offering, person_id=by.own_id, defaults={"line": line.strip()}
    )
    if not is_new and (row.state, row.line) != (AskState.ASKED, line.strip()):
        row.state, row.line = AskState.ASKED, line.strip()
        row.save(update_fields=["state", "line"])
    if is_new:
        _told("offering.asked", offering.id, by)
    found: SeatAsk = row
    return found


@retried
def give_back(*, offering_id: UUID, by: Viewer) -> SeatAsk:
    """Ask no longer, or give a seat back: it goes to who is next by the draw. Given back twice it is given back once."""
    offering = _locked(offering_id)
    row: SeatAsk | None = SeatAsk.objects.filter(offering=offering, person_id=by.own_id).first()
    if row is None or row.state in (AskState.DONE, AskState.NOT_DONE):
        raise OutOfOrder(_("There is no seat to give back."))
    if row.state != AskState.WITHDRAWN:
        freed = row.seat
        row.state, row.seat, row.settled_at = AskState.WITHDRAWN, None, now()
        row.save(update_fields=["state", "seat", "settled_at"])
        _told("offering.given_back", offering.id, by)
        if freed is not None:
            _move_on(offering, freed)
    return row


@retried
def draw_seats(*, offering_id: UUID, by: Viewer) -> Draw:
    """Draw the seats of an offering whose asking has closed; drawn twice it is drawn once."""
    offering = _locked(offering_id)
    found: Draw | None = Draw.objects.filter(offering=offering).first()
    if found is not None:
        return found
    if offering.called_off_at is not None:
        raise OutOfOrder(_("This offering was called off."))
    if _is_open(offering):
        raise OutOfOrder(_("Asking is still open. Seats are drawn on the day after."))
    asks = {one.person_id: one for one in SeatAsk.objects.filter(offering=offering, state=AskState.ASKED)}
    lots = draw(offering.seed, earlier_of(list(asks), without=offering.id))
    for number, lot in enumerate(lots, start=1):
        ask = asks[lot.person_id]
        has_seat = number <= offering.seats
        ask.state, ask.seat = (AskState.SEAT, number) if has_seat else (AskState.WAITING, None)
    SeatAsk.objects.bulk_update(asks.values(), ["state", "seat"], batch_size=200)
    row: Draw = Draw.objects.create(
        offering=offering, seats=offering.seats, seed=offering.seed, lots=[one.kept() for one in lots]
    )
    _told("offering.drawn", offering.id, by, asked=len(lots), seats=offering.seats)
    return row


def draw_what_has_closed(*, by: Viewer) -> int:
    """Draw all offerings of the institution in scope whose asking has closed; return how many."""
    rows = Offering.objects.filter(drawn=None, called_off_at=None, closes_on__lt=institution_today())
    ids: Sequence[UUID] = list(rows.values_list("id", flat=True))
    for one in ids:
        draw_seats(offering_id=one, by=by)
    return len(ids)


@transaction.atomic
def settle_seat(*, ask: SeatAsk, state: str, by: Viewer) -> SeatAsk:
    """Say as the host that it was done or not; it can be said otherwise. Not before its first day."""
    offering = _locked(ask.offering_id)
    row: SeatAsk = SeatAsk.objects.select_for_update(of=("self",)).get(id=ask.id)
    if row.state not in SEATED:
        raise OutOfOrder(_("They have given this seat back."))
    if offering.called_off_at is not None or institution_today() < offering.starts_on:
        raise OutOfOrder(_("It has not begun, or was called off, so there is nothing to confirm."))
    if row.state != state:
        row.state, row.settled_at = state, now()
        row.save(update_fields=["state", "settled_at"])
        _told("offering.settled", offering.id, by, about_person_id=row.person_id, state=state)
    return row


@retried
def plan_rehearsal(*, pair: Mentorship, entry: Entry, entry_id: UUID, by: Viewer) -> Rehearsal:
    """Plan to rehearse something in an own pair; a form sent twice is one."""
    pair = pair_to_rehearse_in(by, pair.id)
    if entry.kind != Kind.REHEARSAL:
        raise OutOfOrder(_("This one is not rehearsed with a mentor: ask for a seat instead."))
    found: Rehearsal | None = Rehearsal.objects.filter(mentorship=pair, entry_id=entry_id).first()
    if found is not None:
        return found
    row = Rehearsal(
        mentorship=pair, experience=saved_entry(entry), planned_by_id=by.own_id, entry_id=entry_id
    )
    row.seal_value({"mentee": "", "mentor": ""})
    row.save()
    audit.record("rehearsal.planned", by=by, kind="rehearsal", object_id=row.id)
    return row


@transaction.atomic
def write_rehearsal(*, rehearsal: Rehearsal, words: str, held_on: date | None, by: Viewer) -> Rehearsal:
    """Write one's own words about a rehearsal, and on which day it was held; the other one's words stay."""
    row: Rehearsal = (
        Rehearsal.objects.select_for_update(of=("self",)).select_related("mentorship").get(id=rehearsal.id)
    )
    if held_on is not None and held_on > institution_today():
        raise DomainError(
            _("This day is still to come. Leave it empty until you have rehearsed."), field="held_on"
        )
    mine = "mentee" if row.mentorship.mentee_id == by.own_id else "mentor"
    row.seal_value({**row.opened(), mine: words.strip()})
    row.held_on = held_on
    row.save(update_fields=["sealed", "held_on"])
    audit.record("rehearsal.written", by=by, kind="rehearsal", object_id=row.id)
    return row


def _move_on(offering: Offering, seat: int) -> None:
    """Give a seat that became free to who is next by the draw."""
    drawn: Draw | None = Draw.objects.filter(offering=offering).first()
    if drawn is None or offering.called_off_at is not None:
        return
    waiting = {
        one.person_id: one for one in SeatAsk.objects.filter(offering=offering, state=AskState.WAITING)
    }
    following = next((waiting[one] for lot in drawn.lots if (one := UUID(lot[0])) in waiting), None)
    if following is not None:
        following.state, following.seat = AskState.SEAT, seat
        following.save(update_fields=["state", "seat"])


def _is_open(offering: Offering) -> bool:
    return (
        offering.called_off_at is None
        and offering.closes_on >= institution_today()
        and not Draw.objects.filter(offering=offering).exists()
    )


def _locked(offering_id: UUID) -> Offering:
    offering: Offering = Offering.objects.select_for_update().get(id=offering_id)
    return offering


def _told(action: str, offering_id: UUID, by: Viewer, **facts: Any) -> None:
    audit.record(action, by=by, kind="experience", object_id=offering_id, **facts)
