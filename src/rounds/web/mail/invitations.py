"""Invitations: one letter a person, with the name of the program, all stopped together until they leave."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from rounds.accounts.models import LETTER
from rounds.accounts.services.logins import INVITATION_DAYS, invite_person, token_to
from rounds.core.access import Viewer, system, viewer_for
from rounds.core.access.devices import hash_token
from rounds.core.clock import now
from rounds.core.mail import STOP_MINUTES, Batch, NotYet, SaidAlready, new_batch, queue_mail, stop_waiting
from rounds.core.models import Institution, OutgoingMail
from rounds.people.models import Person
from rounds.programs.models import Program
from rounds.programs.selectors.inviting import InviteRow, list_invitable
from rounds.web import mail

INVITATION = "invitation"
# Stands in a letter that waits; the way in takes its place when the letter leaves.
WAY_IN = "(a link of their own)"
COMING = (OutgoingMail.State.WAITING, OutgoingMail.State.SENDING)
A_MOMENT = timedelta(seconds=5)
Programs = Mapping[UUID, Sequence[Program]]


def invitation_text(row: InviteRow, programs: Programs, institution: Institution, *, by: Viewer) -> mail.Text:
    """Write the letter to one person, as it waits and is shown: the way in is put into it when it leaves."""
    return mail.render(INVITATION, _context(row.person, programs, institution, by))


def _context(person: Person, programs: Programs, institution: Institution, by: Viewer) -> dict[str, Any]:
    names = [one.name for one in programs.get(person.id, ())]
    return {
        "name": person.display_name,
        "institution": institution.name,
        "programs": get_text_list(names, _("and")),
        "sender": by.name,
        "link": WAY_IN,
        "days": INVITATION_DAYS,
    }


def way_in(token: str) -> str:
    """Return the full address at which an invitation is accepted."""
    return settings.BASE_URL.rstrip("/") + reverse("account_open_invitation", kwargs={"token": token})


@dataclass(frozen=True)
class Invited:
    """Letters that leave together, how many they are, and who must get an address first."""

    batch: Batch
    leave: int
    wait: list[Person]


@transaction.atomic
def invite(rows: Sequence[InviteRow], programs: Programs, *, by: Viewer) -> Invited:
    """Queue one letter for each person who can be invited; nobody gets two at once.

    The letter of somebody without a usable address waits until there is one.
    """
    batch, institution = new_batch(), Institution.objects.get(id=by.institution_id)
    ids = sorted(row.person.id for row in rows)
    # whoever presses at the same time waits here, and then sees which letters are about to leave
    list(Person.objects.select_for_update(no_key=True).filter(id__in=ids).order_by("id"))
    fresh = list_invitable(by, only=ids)
    reached = [row for row in fresh if row.can_be_invited]
    waiting = [row for row in fresh if row.can_wait] if institution.mail_is_live else []
    stop_waiting([row.person.id for row in reached], kind=INVITATION)
    for row in reached:
        key = LETTER + hash_token(invite_person(person=row.person, by=by))
        _queue(row, key, programs, batch=batch, institution=institution, by=by)
    for row in waiting:  # their invitation is made when the letter leaves
        key = LETTER + hash_token(f"{row.person.id} {row.person.email}")
        _queue(row, key, programs, batch=batch, institution=institution, by=by)
    return Invited(batch, len(reached), [row.person for row in waiting])


def _queue(
    row: InviteRow, key: str, programs: Programs, *, batch: Batch, institution: Institution, by: Viewer
) -> None:
    text = invitation_text(row, programs, institution, by=by)
    theirs = programs.get(row.person.id, ())
    only = theirs[0] if len(theirs) == 1 else None
    queue_mail(
        key=key,
        kind=INVITATION,
        to_address=row.person.email,
        subject=text.subject,
        body=text.body,
        by=by,
        to_person_id=row.person.id,
        batch=batch,
        from_name=only.name if only else "",
        reply_to=only.reply_to if only else "",
        program_id=only.id if only else None,
        # in rehearsal only those with an office role are reached, and nobody in their place
        even_in_rehearsal=True,
        is_secret=True,
    )


def with_way_in(message: OutgoingMail) -> str:
    """Return the text of a message that leaves: whoever has no login yet finds the way in inside it.

    It goes to its owner alone: never to who rehearses, never to an address that was corrected since.
    """
    person = _awaited(message)
    if person is None:
        return message.body.replace(WAY_IN, settings.BASE_URL.rstrip("/") + reverse("start"))
    institution_id = cast(UUID, message.institution_id)
    by = viewer_for(institution_id, message.by_user_id) if message.by_user_id else None
    link = way_in(token_to(person=person, by=by or system(institution_id)))
    if WAY_IN in message.body:
        return message.body.replace(WAY_IN, link)
    return _with_more(message.body, link)


def shown_with_way_in(text: mail.Text, *, has_login: bool, institution: Institution) -> mail.Text:
    """Return a message as its reader will get it: who cannot sign in yet finds the way in below; rehearsal sends none."""
    if has_login or not institution.mail_is_live:
        return text
    return mail.Text(text.subject, _with_more(text.body, WAY_IN))


def _with_more(body: str, link: str) -> str:
    more = mail.render("way_in", {"link": link, "days": INVITATION_DAYS})
    return f"{body}\n{more.body}"


def letter_alone(message: OutgoingMail) -> str:
    """Return the letter if no other message brings the way in: one that leaves soon is waited for, one that left says it.

    A message that is stopped meanwhile, or has nothing to say, brings nothing: then the letter leaves.
    """
    theirs = OutgoingMail.objects.filter(
        to_person_id=message.to_person_id,
        to_address__iexact=message.to_address,
        meant_for="",
        is_secret=False,
    )
    if theirs.filter(state=OutgoingMail.State.SENT, sent_at__gte=message.queued_at).exists():
        raise SaidAlready(_("Another message of the same minutes brought the way in."))
    # no longer than the time in which both can be stopped
    latest = message.queued_at + 2 * timedelta(minutes=STOP_MINUTES)
    coming = theirs.filter(state__in=COMING, send_after__lte=latest).order_by("send_after").first()
    if coming is not None and now() < latest:
        raise NotYet(max(coming.send_after, now()) + A_MOMENT)
    return message.body


def _awaited(message: OutgoingMail) -> Person | None:
    """Return whom a message is for if they are here, cannot sign in yet, and it goes to their address."""
    if message.to_person_id is None or message.meant_for:
        return None
    person = Person.objects.filter(id=message.to_person_id, user=None, merged_into=None, left_on=None).first()
    is_theirs = person is not None and person.email.lower() == message.to_address.lower()
    return person if is_theirs else None
