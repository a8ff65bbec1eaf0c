"""Lines of authority and evaluation."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.errors import DomainError
from rounds.people.models import AuthorityLine, Person
from rounds.people.services.recording import record_about


@transaction.atomic
def record_authority_line(
    *, subject: Person, over: Person, kind: str, by: Viewer, from_on: date | None = None
) -> AuthorityLine:
    """Record that one person has authority over another; the same open line twice changes nothing."""
    if subject == over:
        raise DomainError(
            _("%(name)s cannot have authority over themselves. Choose another person.")
            % {"name": over.full_name},
            field="person",
        )
    line: AuthorityLine
    line, created = AuthorityLine.objects.get_or_create(
        subject=subject,
        over=over,
        kind=kind,
        to_on=None,
        defaults={"from_on": from_on or institution_today()},
    )
    if created:
        record_about(subject.id, "person.authority", by=by, over=over.id, line=kind)
    return line


@transaction.atomic
def end_authority_line(*, line: AuthorityLine, by: Viewer, on: date | None = None) -> None:
    """End a line; ending an ended one changes nothing."""
    ended = AuthorityLine.objects.filter(id=line.id, to_on=None).update(
        to_on=max(line.from_on, on or institution_today())
    )
    if ended:
        record_about(line.subject_id, "person.authority_end", by=by, over=line.over_id, line=line.kind)
