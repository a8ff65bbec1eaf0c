"""What a cut was made of is forgotten with people: the next cut is then made from nothing."""

from uuid import UUID

from django.db import transaction
from django.db.models import F

from rounds.core.access import Viewer
from rounds.insights.models import Remembered, RememberedBlock
from rounds.people.models import Person

Mark = tuple[UUID | None, int]


def mark_of_remembered() -> Mark:
    """Return which cut is remembered, and how often one was forgotten: a cut that began before is not remembered after."""
    return Remembered.objects.values_list("cut_id", "forgotten").first() or (None, 0)


@transaction.atomic
def forget_remembered() -> None:
    """Empty what is remembered, since somebody's days are in it no longer: the next cut is made from nothing."""
    Remembered.objects.get_or_create()
    Remembered.objects.update(cut=None, forgotten=F("forgotten") + 1)
    RememberedBlock.objects.all().delete()


def merge_remembered(_keep: Person, _other: Person, _by: Viewer) -> set[UUID]:
    """Forget what is remembered, since days of one record become those of another."""
    forget_remembered()
    return set()
