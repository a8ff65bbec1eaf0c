"""The letter that asks somebody outside to sign an endorsement, written with its link as it leaves."""

from typing import cast
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format

from rounds.core.clock import institution_day
from rounds.core.mail import Contents
from rounds.core.models import Institution, OutgoingMail
from rounds.rollout.models import SignLink
from rounds.rollout.selectors.links import KIND
from rounds.rollout.selectors.signing import newest_endorsement
from rounds.rollout.services.links import make_word
from rounds.web import mail


def write_sign_off(message: OutgoingMail) -> Contents | None:
    """Write the letter with its link; None once it was called off, signed, or another version stands.

    In rehearsal the message goes to the office: it then leads to the home, and opens nothing.
    """
    institution = Institution.objects.get(id=cast(UUID, message.institution_id))
    rows = SignLink.objects.filter(id=message.ids.get("sign_link"), called_off_at=None, signature=None)
    row: SignLink | None = rows.select_related("document__program").first()
    newest = newest_endorsement(row.document.program_id) if row else None
    if row is None or newest is None or newest.id != row.document_id:
        return None
    link, until = mail.link(institution, "home"), ""
    if not message.meant_for:
        word = make_word(row)
        link = settings.BASE_URL.rstrip("/") + reverse("sign_off_link", kwargs={"sign_token": word})
        until = date_format(institution_day(row.expires_at), "j M Y") if row.expires_at else ""
    text = mail.render(
        KIND,
        {
            "name": row.name,
            "capacity": row.get_capacity_display(),
            "sender": row.made_by,
            "program": row.document.program.name,
            "number": row.document.number,
            "institution": institution.name,
            "link": link,
            "until": until,
        },
    )
    return Contents(text.body, subject=text.subject)
