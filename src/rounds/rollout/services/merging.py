"""Two records of one person become one: what of dossiers both have stays with the record that goes."""

from django.db.models import Q

from rounds.core.access import Viewer
from rounds.people.models import Person
from rounds.people.services.merge_steps import UnmovedIds
from rounds.rollout.models import Dossier, NameRelease


def merge_dossiers(keep: Person, other: Person, by: Viewer) -> UnmovedIds:
    """Drop what one record asked the other; return the drafts and the releases of which the kept record has its own."""
    both = Q(mentor=keep, mentee=other) | Q(mentor=other, mentee=keep)
    NameRelease.objects.filter(both).delete()
    kinds = Dossier.objects.filter(person=keep, frozen_at=None).values("kind")
    drafts = Dossier.objects.filter(person=other, frozen_at=None, kind__in=kinds)
    asked = NameRelease.objects.filter(mentor=keep).values("mentee_id")
    asking = NameRelease.objects.filter(mentee=keep).values("mentor_id")
    twice = NameRelease.objects.filter(
        Q(mentor=other, mentee_id__in=asked) | Q(mentee=other, mentor_id__in=asking)
    )
    return {*drafts.values_list("id", flat=True), *twice.values_list("id", flat=True)}
