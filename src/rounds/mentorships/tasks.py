"""What the worker does for pairs by itself."""

from datetime import timedelta

from rounds.core.database.scope import scope
from rounds.core.jobs.chores import chore
from rounds.core.models import Institution
from rounds.mentorships.agreements.services.papers import keep_missing_papers
from rounds.mentorships.growth.services.marks import delete_evidence_taken_away
from rounds.mentorships.safeguards.services import tell_who_waits
from rounds.mentorships.safeguards.services.keeping import erase_what_was_kept


@chore("agreements.papers", every=timedelta(minutes=1))
def write_missing_papers() -> None:
    """Write documents of agreements that have none yet."""
    for institution in Institution.objects.all():
        with scope(institution.id):
            keep_missing_papers()


@chore("break_glass.tell", every=timedelta(hours=1))
def tell_of_what_was_opened() -> None:
    """Tell those whom counsel wanted told later, on their day."""
    for institution in Institution.objects.all():
        with scope(institution.id):
            tell_who_waits()


@chore("hold.erase", every=timedelta(days=1))
def erase_what_holds_kept() -> None:
    """Erase what holds kept, a year after they were lifted."""
    for institution in Institution.objects.all():
        with scope(institution.id):
            erase_what_was_kept()


@chore("evidence.delete", every=timedelta(hours=1))
def delete_what_was_taken_away() -> None:
    """Delete lines of evidence that were taken away a day ago."""
    for institution in Institution.objects.all():
        with scope(institution.id):
            delete_evidence_taken_away()
