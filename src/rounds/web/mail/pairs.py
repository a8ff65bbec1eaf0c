"""Messages about pairs that the program office changes; they wait 15 minutes, so that the change can be taken back."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from rounds.core.access import Viewer
from rounds.core.mail import STOP_MINUTES, Batch
from rounds.core.models import Institution
from rounds.mentorships.models import Mentorship
from rounds.people.models import Person
from rounds.web import mail

# Where what a message speaks of can be done; all others lead to the page of the pair.
PAGES = {
    "agreement_proposed": "pairs:agreement",
    "agreement_signed": "pairs:agreement",
    "conversation_recorded": "pairs:conversations",
    "conversation_removed": "pairs:conversations",
}


def tell_both(
    kind: str,
    pair: Mentorship,
    by: Viewer,
    *,
    moment: datetime,
    is_held: bool = True,
    day: date | None = None,
    batch_id: UUID | None = None,
    ids: Mapping[str, object] | None = None,
) -> None:
    """Queue one message to each of the two; it leaves 15 minutes after `moment`, or at once when it is not held.

    `day` is the one that the message speaks of, if not the last of the pair; what is stopped together has one `batch_id`.
    """
    for person, other in ((pair.mentee, pair.mentor), (pair.mentor, pair.mentee)):
        tell_one(
            kind,
            pair,
            person,
            other,
            by,
            moment=moment,
            is_held=is_held,
            day=day,
            batch_id=batch_id,
            ids=ids,
        )


def tell_one(
    kind: str,
    pair: Mentorship,
    person: Person,
    other: Person,
    by: Viewer,
    *,
    moment: datetime,
    is_held: bool = True,
    day: date | None = None,
    batch_id: UUID | None = None,
    ids: Mapping[str, object] | None = None,
) -> None:
    """Queue one message about a pair to one of its two people."""
    institution, program = Institution.objects.get(id=by.institution_id), pair.cycle.program
    mail.send_mail(
        kind,
        key=f"{kind}:{pair.id}:{person.id}:{moment.isoformat()}",
        to_address=person.email,
        by=by,
        to_person_id=person.id,
        program_id=program.id,
        batch=Batch(batch_id or pair.id, moment + timedelta(minutes=STOP_MINUTES)) if is_held else None,
        from_name=program.name,
        reply_to=program.reply_to,
        ids={"pair": pair.id, **(ids or {})},
        context={
            "name": person.display_name,
            "other": other.display_name,
            "is_mentor": person.id == pair.mentor_id,
            "purpose": pair.purpose,
            "day": f"{day or pair.ended_on:%-d %B %Y}" if day or pair.ended_on else "",
            "program": program.name,
            "institution": institution.name,
            "link": mail.link(institution, PAGES.get(kind, "pairs:pair"), mentorship_id=pair.id),
        },
    )
