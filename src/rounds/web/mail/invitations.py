"""Invitations: one letter a person, with the name of the program, all stopped together until they leave."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from rounds.accounts.models import LETTER
from rounds.accounts.services.logins import INVITATION_DAYS, invite_person
from rounds.core.access import Viewer
from rounds.core.access.devices import hash_token
from rounds.core.mail import Batch, new_batch, queue_mail
from rounds.core.models import Institution
from rounds.people.models import Person
from rounds.programs.models import Program
from rounds.programs.selectors.inviting import InviteRow, list_invitable
from rounds.web import mail

INVITATION = "invitation"
Programs = Mapping[UUID, Sequence[Program]]


def invitation_text(
    row: InviteRow, programs: Programs, institution: Institution, *, by: Viewer, token: str = ""
) -> mail.Text:
    """Write the letter to one person; without a token, as it is shown before anything is sent."""
    return mail.render(INVITATION, _context(row.person, programs, institution, by, token))


def _context(
    person: Person, programs: Programs, institution: Institution, by: Viewer, token: str
) -> dict[str, Any]:
    names = [one.name for one in programs.get(person.id, ())]
    return {
        "name": person.display_name,
        "institution": institution.name,
        "programs": get_text_list(names, _("and")),
        "sender": by.name,
        "link": way_in(token) if token else _("(a link of their own)"),
        "days": INVITATION_DAYS,
    }


def way_in(token: str) -> str:
    """Return the full address at which an invitation is accepted."""
    return settings.BASE_URL.rstrip("/") + reverse("account_open_invitation", kwargs={"token": token})


@transaction.atomic
def invite(rows: Sequence[InviteRow], programs: Programs, *, by: Viewer) -> tuple[Batch, int]:
    """Queue one letter for each person who can be invited, and return how many; nobody gets two at once."""
    batch, institution = new_batch(), Institution.objects.get(id=by.institution_id)
    ids = sorted(row.person.id for row in rows)
    # whoever presses at the same time waits here, and then sees which letters are about to leave
    list(Person.objects.select_for_update(no_key=True).filter(id__in=ids).order_by("id"))
    reached = [row for row in list_invitable(by, only=ids) if row.can_be_invited]
    for row in reached:
        token = invite_person(person=row.person, by=by)
        text = invitation_text(row, programs, institution, by=by, token=token)
        theirs = programs.get(row.person.id, ())
        only = theirs[0] if len(theirs) == 1 else None
        queue_mail(
            key=LETTER + hash_token(token),
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
    return batch, len(reached)
