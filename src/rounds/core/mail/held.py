"""What waits for an address to be corrected, and leaves once it is."""

from collections.abc import Callable, Collection, Mapping
from uuid import UUID

from django.db.models import F

from rounds.core.clock import now
from rounds.core.database.scope import scope
from rounds.core.fields import is_mail_address
from rounds.core.models import OutgoingMail

AT_ONCE = 200
HELD = OutgoingMail.State.HELD
# Returns the work addresses of people of the institution in scope.
AddressSource = Callable[[Collection[UUID]], Mapping[UUID, str]]
_sources: list[AddressSource] = []


def add_address_source(source: AddressSource) -> None:
    """Register source(people) -> their work addresses, by which messages that are held find their way."""
    _sources.append(source)


def release_held() -> int:
    """Let go what waited for an address that has been corrected since; return how many messages that were."""
    held = OutgoingMail.everywhere.filter(state=HELD).exclude(to_person_id=None)
    rows = list(held.order_by("queued_at").values_list("id", "institution_id", "to_person_id")[:AT_ONCE])
    released = 0
    for institution_id in {institution for _id, institution, _person in rows}:
        mine = {mail: person for mail, institution, person in rows if institution == institution_id}
        with scope(institution_id):
            addresses = _addresses_of(set(mine.values()))
        released += sum(_release(mail, addresses.get(person, "")) for mail, person in mine.items())
    return released


def release(mail_id: UUID) -> int:
    """Let one message of the institution in scope go, if its address is usable now; return how many that were."""
    mail = OutgoingMail.objects.get(id=mail_id)
    known = _addresses_of({mail.to_person_id}) if mail.to_person_id else {}
    return _release(mail_id, known.get(mail.to_person_id, mail.meant_for or mail.to_address))


def _addresses_of(people: Collection[UUID]) -> dict[UUID, str]:
    found: dict[UUID, str] = {}
    for source in _sources:
        found |= source(people)
    return found


def _release(mail_id: UUID, address: str) -> int:
    if not is_mail_address(address):
        return 0
    row = OutgoingMail.everywhere.filter(id=mail_id, state=HELD)
    # what rehearsal sends elsewhere still says for whom it was meant
    (row.filter(meant_for="")).update(to_address=address)
    row.exclude(meant_for="").update(meant_for=address)
    row.filter(send_after__lt=now()).update(send_after=now())
    return row.update(state=OutgoingMail.State.WAITING, problem="", attempts=F("attempts") * 0)
