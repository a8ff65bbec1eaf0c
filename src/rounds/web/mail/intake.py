"""Reminders of intake, in the program's own words if it has some."""

from collections.abc import Mapping, Sequence
from typing import Any, cast
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.mail import Batch, new_batch, queue_mail
from rounds.core.models import Institution, OutgoingMail, User
from rounds.matching.enums import RunState
from rounds.matching.models import MatchRun
from rounds.programs.enums import INTAKE_MINUTES, Side
from rounds.programs.models import MailText, Program
from rounds.programs.selectors import ChaseRow
from rounds.programs.selectors.chase import REMINDER, asked_of
from rounds.web import mail

# what somebody reads whose answers are there, imported or entered by the office
CONFIRM = "intake_confirm"
PLACEHOLDERS = {"name", "program", "institution", "side", "link", "sender", "minutes", "closes"}


def reminder_context(
    row: ChaseRow, *, program: Program, institution: Institution, by: Viewer
) -> dict[str, Any]:
    """Return what a reminder to somebody can say."""
    side = Side(row.side)
    return {
        "name": row.name,
        "program": program.name,
        "institution": institution.name,
        "side": str(side.label),
        "link": mail.link(institution, "intake:resume", enrollment_id=row.enrollment_id),
        "sender": by.name,
        "minutes": INTAKE_MINUTES[side],
        "closes": f"{row.closes_on:%-d %b %Y}" if row.closes_on else _("soon"),
    }


def reminder_text(program: Program, context: Mapping[str, Any], own: MailText | None) -> mail.Text:
    """Write a reminder: in the program's own words, else in the standard ones."""
    if own is not None:
        return mail.Text(" ".join(mail.fill(own.subject, context).split()), mail.fill(own.body, context))
    return mail.render(REMINDER, context)


def text_for(
    row: ChaseRow, *, program: Program, institution: Institution, by: Viewer, own: MailText | None
) -> mail.Text:
    """Write the reminder to one person, as it fits what they are asked for: to finish, or to confirm."""
    context = reminder_context(row, program=program, institution=institution, by=by)
    return mail.render(CONFIRM, context) if row.waits_to_confirm else reminder_text(program, context, own)


def still_asked(message: OutgoingMail) -> str | None:
    """Return a reminder whose reader is still asked for the same; None when it is done, the pairs are out, or they take no part."""
    if "asks" not in message.ids:
        return message.body
    enrollment_id = UUID(message.ids["enrollment"])
    # "we start matching" is no news once pairs were published
    published = MatchRun.objects.filter(
        cohort__enrollments=enrollment_id, state=RunState.PUBLISHED, published_at__gte=message.queued_at
    )
    is_so = asked_of(enrollment_id) == message.ids["asks"] and not published.exists()
    return message.body if is_so else None


def standard_wording() -> mail.Text:
    """Return the standard words with {placeholders}, from which a program's own wording begins."""
    return mail.render(REMINDER, {name: "{" + name + "}" for name in PLACEHOLDERS})


@transaction.atomic
def remind(rows: Sequence[ChaseRow], *, program: Program, by: Viewer) -> tuple[Batch, int]:
    """Queue one reminder a person, and return how many leave: one whose address is none waits for its correction.

    On one day nobody is reminded twice.
    """
    batch = new_batch()
    institution = Institution.objects.get(id=by.institution_id)
    own = MailText.objects.filter(program=program, kind=REMINDER).first()
    queued = 0
    day = institution_today()
    for row in rows:
        if not row.email:
            continue
        text = text_for(row, program=program, institution=institution, by=by, own=own)
        message = queue_mail(
            key=f"{REMINDER}:{row.enrollment_id}:{day}:{row.over_today}",
            kind=REMINDER,
            to_address=row.email,
            subject=text.subject,
            body=text.body,
            by=by,
            to_person_id=row.person_id,
            batch=batch,
            from_name=program.name,
            reply_to=program.reply_to,
            program_id=program.id,
            ids={"enrollment": row.enrollment_id, "asks": row.asks},
        )
        queued += message.batch_id == batch.id and message.state == OutgoingMail.State.WAITING
    if queued:
        audit.record(
            "programs.intake.reminded",
            by=by,
            kind="program",
            object_id=program.id,
            program_id=program.id,
            people=queued,
        )
    return batch, queued


def send_test(*, program: Program, by: Viewer, own: MailText | None) -> None:
    """Send the reminder to the one who looks at it, so that it can be read where it will be read."""
    institution = Institution.objects.get(id=by.institution_id)
    text = reminder_text(program, example_context(program, institution, by), own)
    queue_mail(
        key=f"{REMINDER}:test:{uuid4()}",
        kind="test",
        to_address=User.objects.get(id=cast(UUID, by.user_id)).email,
        subject=_("Test: %(subject)s") % {"subject": text.subject},
        body=text.body,
        by=by,
        from_name=program.name,
        reply_to=program.reply_to,
        program_id=program.id,
        even_in_rehearsal=True,
    )


def example_context(program: Program, institution: Institution, by: Viewer) -> dict[str, Any]:
    """Return invented facts for a preview."""
    return {
        "name": _("Dr. Alex Example"),
        "program": program.name,
        "institution": institution.name,
        "side": _("mentor"),
        "link": mail.link(institution, "intake:mine"),
        "sender": by.name,
        "minutes": 4,
        "closes": _("soon"),
    }
