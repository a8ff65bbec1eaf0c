"""What pairs of a cycle do in time, from dates alone: agreements by day 30, questions answered in a week."""

from datetime import date, datetime, time, timedelta

from django.db.models import Count, F, Max, OuterRef, Q, Subquery
from django.utils.timezone import localtime, make_aware

from rounds.insights.values.facts import InTime
from rounds.mentorships.enums import AskState
from rounds.mentorships.models import Ask, Mentorship, Signature
from rounds.mentorships.models.pairs import NEVER_WAS, NOT_ON_PANEL
from rounds.programs.models import Cycle

SIGNED_WITHIN, ANSWERED_WITHIN = timedelta(days=30), timedelta(days=7)
BOTH = 2


def agreed_in_time(cycle: Cycle, as_of: date) -> InTime:
    """Return how many pairs had both signed a version by day 30, of those that began here 30 days ago or more."""
    pairs = Mentorship.objects.filter(
        NOT_ON_PANEL,
        cycle=cycle,
        opened_on__lte=as_of - SIGNED_WITHIN,
        imported_start_on=None,
        is_primary=True,
    ).exclude(NEVER_WAS)
    both = (
        Signature.objects.filter(version__mentorship_id=OuterRef("id"))
        .order_by()
        .values("version_id")
        .annotate(count=Count("id"), last=Max("signed_at"))
        .filter(count=BOTH)
        .order_by("last")
        .values("last")[:1]
    )
    days = list(pairs.annotate(signed=Subquery(both)).order_by().values_list("opened_on", "signed"))
    some = sum(
        signed is not None and localtime(signed).date() <= opened + SIGNED_WITHIN for opened, signed in days
    )
    return InTime(some, len(days), len(days))


def asks_in_time(cycle: Cycle, as_of: date) -> InTime:
    """Return how many questions were answered within a week, of those put a week ago or more and not let go in it."""
    ends = make_aware(datetime.combine(as_of + timedelta(days=1), time()))
    week = F("asked_at") + ANSWERED_WITHIN
    rows = Ask.objects.filter(mentorship__cycle=cycle, asked_at__lte=ends - ANSWERED_WITHIN).exclude(
        state=AskState.LET_GO, settled_at__lte=week
    )
    answered = Q(state=AskState.ANSWERED, settled_at__lte=week)
    counts = rows.aggregate(
        of=Count("id"), some=Count("id", filter=answered), pairs=Count("mentorship_id", distinct=True)
    )
    return InTime(**counts)
