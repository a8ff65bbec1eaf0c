"""Mail to the two who have entered and confirmed a connection, once it is broken."""

from rounds.core.access import system
from rounds.core.events import handles
from rounds.core.models import Event, Institution
from rounds.integrations.connections.models import Connection
from rounds.web.mail import link, send_mail


@handles("connection.broken")
def tell_that_it_is_broken(event: Event) -> None:
    """Write to both, once."""
    rows = Connection.objects.select_related("entered_by", "confirmed_by")
    row = rows.filter(id=event.ids["connection"]).first()
    if row is None:
        return
    institution = Institution.objects.get(id=event.institution_id)
    for person in (row.entered_by, row.confirmed_by):
        if person is None or not person.email or person.left_on is not None:
            continue
        send_mail(
            "connection_broken",
            key=f"connection.broken:{event.id}:{person.id}",
            to_address=person.email,
            to_person_id=person.id,
            by=system(institution.id),
            context={
                "name": person.display_name,
                "connection": row.name,
                "institution": institution.name,
                "link": link(institution, "connections:detail", connection_id=row.id),
            },
            even_in_rehearsal=True,
        )
