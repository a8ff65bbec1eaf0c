"""The message to somebody who was named as an assistant."""

from rounds.core.access import Viewer
from rounds.mentorships.models import Delegation
from rounds.people.selectors.leaves import has_left
from rounds.web import mail


def tell_assistant(named: Delegation, by: Viewer) -> None:
    """Queue the message that somebody was named as an assistant, and what they can do."""
    institution = named.institution
    if named.assistant is None or has_left(named.assistant):
        return
    mail.send_mail(
        "assistant_named",
        key=f"assistant_named:{named.id}",
        to_address=named.assistant.email,
        by=by,
        to_person_id=named.assistant_id,
        context={
            "name": named.assistant.display_name,
            "person": named.person.display_name,
            "institution": institution.name,
            "link": mail.link(institution, "calendar:times"),
        },
    )
