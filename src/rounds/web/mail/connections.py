"""Mail to who has entered and confirmed a connection: once it is broken, and before a credential of it ends."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.formats import date_format

from rounds.core.access import system
from rounds.core.clock import institution_today
from rounds.core.events import handles
from rounds.core.models import Event, Institution
from rounds.integrations.connections.models import Connection
from rounds.integrations.credentials.models import MachineCredential
from rounds.integrations.credentials.selectors import alive_of
from rounds.people.models import Person
from rounds.web.mail import link, send_mail


@handles("connection.broken")
def tell_that_it_is_broken(event: Event) -> None:
    """Write to both, once."""
    rows = Connection.objects.select_related("entered_by", "confirmed_by")
    row = rows.filter(id=event.ids["connection"]).first()
    if row is not None:
        _tell("connection_broken", event, row, (row.entered_by, row.confirmed_by), {})


@handles("credential.ends")
def tell_that_a_credential_ends(event: Event) -> None:
    """Write to both and to who has made it, once, unless it was ended meanwhile."""
    rows = MachineCredential.objects.select_related(
        "connection__entered_by", "connection__confirmed_by", "made_by"
    )
    credential = rows.filter(id=event.ids["credential"], ended_at=None).first()
    if credential is None or credential.last_on < institution_today():
        return
    row = credential.connection
    later = alive_of(row).filter(last_on__gt=credential.last_on).first()
    more = {
        "day": date_format(credential.last_on, "j M Y"),
        "later": date_format(later.last_on, "j M Y") if later else "",
    }
    _tell("credential_ends", event, row, (row.entered_by, row.confirmed_by, credential.made_by), more)


def _tell(
    kind: str, event: Event, row: Connection, people: tuple[Person | None, ...], more: Mapping[str, Any]
) -> None:
    institution = Institution.objects.get(id=event.institution_id)
    for person in _reached(people):
        send_mail(
            kind,
            key=f"{event.name}:{event.id}:{person.id}",
            to_address=person.email,
            to_person_id=person.id,
            by=system(institution.id),
            context={
                "name": person.display_name,
                "connection": row.name,
                "institution": institution.name,
                "link": link(institution, "connections:detail", connection_id=row.id),
                **more,
            },
            even_in_rehearsal=True,
        )


def _reached(people: tuple[Person | None, ...]) -> Iterator[Person]:
    """Yield each who is still here and has an address, once."""
    each = {person.id: person for person in people if person is not None}
    yield from (person for person in each.values() if person.email and person.left_on is None)
