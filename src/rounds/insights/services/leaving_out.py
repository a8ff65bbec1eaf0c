"""Leaving somebody out of outcomes: asked for, taken back, done when its day has come. Each step twice is the step once."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import institution_today, now
from rounds.core.errors import OutOfOrder
from rounds.insights.models import LeftOut
from rounds.insights.services.outcomes import forget_outcomes
from rounds.people.models import Person

# so long it can be taken back
WAIT = timedelta(days=7)


@transaction.atomic
def ask_to_be_left_out(*, person: Person, by: Viewer) -> LeftOut:
    """Note that somebody wants to be in no outcome; what is asked already stays as it is."""
    today = institution_today()
    wish: LeftOut
    wish, is_new = LeftOut.objects.get_or_create(
        person=person, defaults={"asked_on": today, "asked_by": by.name[:200], "due_on": today + WAIT}
    )
    if is_new:
        _record("outcome.leaving_asked", person, by)
    return wish


@transaction.atomic
def stay_in(*, person: Person, by: Viewer) -> None:
    """Take the wish back before it is done; afterward nothing is left to bring back."""
    wish = LeftOut.objects.select_for_update().filter(person=person).first()
    if wish is None:
        return
    if wish.done_at is not None:
        raise OutOfOrder(_("This was done already. What was recorded is gone."))
    wish.delete()
    _record("outcome.leaving_stopped", person, by)


def leave_out_due(*, by: Viewer) -> int:
    """Take out of all outcomes whose day has come; return how many people that were."""
    due = LeftOut.objects.filter(done_at=None, due_on__lte=institution_today(), person__isnull=False)
    return sum(_leave_out(one, by) for one in list(due.values_list("id", flat=True)))


@transaction.atomic
def _leave_out(wish_id: UUID, by: Viewer) -> int:
    rows = LeftOut.objects.select_for_update(of=("self",)).filter(id=wish_id, done_at=None)
    wish = rows.select_related("person").first()
    if wish is None or wish.person is None:
        return 0
    wish.outcomes = forget_outcomes(person=wish.person, by=by)
    wish.done_at = now()
    wish.save()
    return 1


def merge_wishes(keep: Person, other: Person, by: Viewer) -> set[UUID]:
    """Keep one wish of two records of one person, the earlier; whoever was left out once stays left out."""
    rows = list(LeftOut.objects.select_for_update().filter(person__in=[keep, other]).order_by("due_on", "id"))
    for doubled in rows[1:]:
        doubled.person = None
        doubled.save(update_fields=["person"])
    if rows and rows[0].done_at is not None:
        # what the other record brings is taken out with the next night
        LeftOut.objects.filter(id=rows[0].id).update(done_at=None, due_on=institution_today())
    return set()


def _record(action: str, person: Person, by: Viewer) -> None:
    about = None if by.person_id == person.id else person.id
    audit.record(action, by=by, kind="person", object_id=person.id, about_person_id=about)
