"""The message to who is asked to call somebody: that there is somebody, never who, or why."""

from uuid import UUID

from django.utils.formats import date_format

from rounds.core.access import system
from rounds.core.events import handles
from rounds.core.mail import add_look
from rounds.core.models import Event, Institution, OutgoingMail
from rounds.surveys.models import CallRequest
from rounds.web.mail import link, send_mail
from rounds.web.participant.surveys.calling import readers_in

KIND = "call_asked"


@handles("call.asked")
def tell_who_calls(event: Event) -> None:
    """Write to everybody who reads the wish; nothing once it is taken back or done."""
    call = CallRequest.objects.filter(id=UUID(event.ids["call"]), done_on=None).first()
    if call is None:
        return
    institution = Institution.objects.get(id=event.institution_id)
    for person in readers_in(call.scope_id, call.to, call.person_id):
        if not person.email:
            continue
        send_mail(
            KIND,
            key=f"{KIND}:{call.id}:{person.id}",
            to_address=person.email,
            to_person_id=person.id,
            by=system(institution.id),
            program_id=call.scope_id,
            from_name=institution.name,
            ids={"call": call.id},
            context={
                "name": person.display_name,
                "due": date_format(call.due_on, "l, M j"),
                "link": link(institution, "surveys:calls"),
                "institution": institution.name,
            },
        )


def _still_waits(message: OutgoingMail) -> str | None:
    """Return what a message says while its wish is open: taken back or done meanwhile, it goes to nobody."""
    is_open = CallRequest.objects.filter(id=message.ids["call"], done_on=None).exists()
    return message.body if is_open else None


add_look(KIND, _still_waits)
