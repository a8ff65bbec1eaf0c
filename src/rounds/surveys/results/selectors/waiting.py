"""Which waves wait for their figures."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from rounds.core.clock import institution_today
from rounds.surveys.enums import FEEDBACK360, BoxKind, Mode, WaveState, WhySnapshot
from rounds.surveys.models import Box, Snapshot, Wave
from rounds.surveys.results.selectors.gathering import READ


def waves_to_publish() -> list[UUID]:
    """Return the closed waves without figures, the one that closed first ahead; anonymous ones once their box is opened."""
    closed = Q(state=WaveState.CLOSED) | Q(state=WaveState.SENT, closes_on__lt=institution_today())
    # feedback about one person has a report of its own, and goes through the door once
    rows = Wave.objects.filter(closed, publication=None).exclude(campaign__audience=FEEDBACK360)
    rows = rows.exclude(mode=Mode.NAMED)
    # a round of feedback about one person has a report of its own, which opens in its debrief
    rows = rows.exclude(campaign__audience=FEEDBACK360)
    ready = rows.filter(~Q(mode=Mode.ANONYMOUS) | Exists(_read(BoxKind.MAIN)))
    return list(ready.order_by("closes_on", "created_at").values_list("id", flat=True))


def waves_with_late_answers() -> list[UUID]:
    """Return the waves of which late answers were opened and not told yet."""
    told = Snapshot.objects.filter(publication__wave=OuterRef("id"), reason=WhySnapshot.LATE)
    rows = Wave.objects.filter(Exists(_read(BoxKind.LATE, batches__isnull=False)), publication__isnull=False)
    return list(rows.exclude(Exists(told)).order_by("closes_on").values_list("id", flat=True))


def _read(kind: BoxKind, **more: bool) -> QuerySet[Box]:
    return Box.objects.filter(wave=OuterRef("id"), kind=kind, state__in=READ, **more)
