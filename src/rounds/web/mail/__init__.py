"""The texts of mail: templates in `templates/mail/<kind>.txt`; wordings of a program with {placeholders}.

A template's first line is the subject, an empty line follows, then the body; plain text, nothing is escaped,
and what is in the context is never rendered again. Whoever sends mail does so in a handler of an event
(`handlers.py`) or from a page, with `send_mail`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.urls import reverse

from rounds.core.access import Viewer
from rounds.core.mail import Batch, queue_mail
from rounds.core.models import Institution, OutgoingMail


@dataclass(frozen=True)
class Text:
    """A subject and a body, as people read them."""

    subject: str
    body: str


def render(kind: str, context: Mapping[str, Any]) -> Text:
    """Write the text of a kind of mail."""
    template = get_template(f"mail/{kind}.txt").template  # type: ignore[attr-defined]
    subject, _, body = template.render(Context(dict(context), autoescape=False)).partition("\n")
    return Text(" ".join(subject.split()), body.strip() + "\n")


_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
# whatever somebody puts in braces is meant to be filled in: {Name} and {first name} too
_BRACED = re.compile(r"\{([^{}\n]{0,60})\}")


def fill(wording: str, context: Mapping[str, Any]) -> str:
    """Put values in the place of {names}, once; a name that is not known stays as it is."""
    return _PLACEHOLDER.sub(lambda found: str(context.get(found[1], found[0])), wording)


def unknown_placeholders(wording: str, known: set[str]) -> list[str]:
    """Return the {names} of a wording that nobody will fill, for the page where it is edited."""
    return sorted(set(_BRACED.findall(wording)) - known)


def send_mail(
    kind: str,
    *,
    key: str,
    to_address: str,
    by: Viewer,
    context: Mapping[str, Any],
    to_person_id: UUID | None = None,
    program_id: UUID | None = None,
    batch: Batch | None = None,
    send_after: datetime | None = None,
    from_name: str = "",
    reply_to: str = "",
    even_in_rehearsal: bool = False,
    is_secret: bool = False,
    ids: Mapping[str, object] | None = None,
) -> OutgoingMail:
    """Write and queue one message; see `rounds.core.mail.queue_mail` for what each argument does."""
    text = render(kind, context)
    return queue_mail(
        key=key,
        kind=kind,
        to_address=to_address,
        subject=text.subject,
        body=text.body,
        by=by,
        to_person_id=to_person_id,
        program_id=program_id,
        batch=batch,
        send_after=send_after,
        from_name=from_name,
        reply_to=reply_to,
        even_in_rehearsal=even_in_rehearsal,
        is_secret=is_secret,
        ids=ids,
    )


def link(institution: Institution, name: str, **arguments: Any) -> str:
    """Return the full address of an institution's page, for a message."""
    return settings.BASE_URL.rstrip("/") + reverse(
        name, kwargs={"institution": institution.slug, **arguments}
    )
