"""Estimates of mentors, worked out once a wave out of what has left the surveys' door; they go after a year."""

from datetime import timedelta

from django.db import transaction

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.dates import months_after
from rounds.evidence.mentors.signal import THRESHOLD, Pool, signal
from rounds.insights.models import MentorSignal
from rounds.people.models import Person
from rounds.surveys.models import Publication
from rounds.surveys.publication import Figure, Statistic, Subject
from rounds.surveys.publication.subjects import OF_MENTORS
from rounds.surveys.results.selectors.doors import newest_snapshot
from rounds.surveys.results.values.keeping import Answers, answers_in

# so long the mentor alone reads it, so long anybody does
FIRST, KEPT_MONTHS = timedelta(days=14), 12
# the ends of the scale, between which every mean lies
LOWEST, HIGHEST = 1.0, 5.0


@transaction.atomic
def work_out_signals(*, by: Viewer) -> int:
    """Keep the estimates of every wave that has been published since; drop those whose year is over. Return how many came."""
    today, made = institution_today(), 0
    MentorSignal.objects.filter(until_on__lte=today).delete()
    known = MentorSignal.objects.values("wave_id")
    rows = Publication.objects.filter(
        wave__campaign__instrument__key__in=OF_MENTORS, wave__campaign__scope_id__isnull=False
    ).exclude(wave_id__in=known)
    for publication in rows.select_related("wave__campaign__instrument").order_by("released_on", "id"):
        made += _keep(publication, by)
    return made


def _keep(publication: Publication, by: Viewer) -> int:
    """Keep one wave's estimates; what is too small, or was hidden at the door, leaves none."""
    wave, scope_id = publication.wave, publication.wave.campaign.scope_id
    answers = answers_in(newest_snapshot(publication).figures)
    until_on = months_after(wave.closes_on, KEPT_MONTHS)
    others = _pool(answers)
    if scope_id is None or others is None or until_on <= institution_today():
        return 0
    means = {
        ask.group.key: figure
        for ask, figure in answers.items()
        if isinstance(ask.group, Subject)
        and ask.statistic == Statistic.MEAN
        and isinstance(figure, Figure)
        and figure.is_told()
    }
    here = set(map(str, Person.objects.filter(id__in=list(means)).values_list("id", flat=True)))
    found = [_estimate(key, figure, others) for key, figure in sorted(means.items()) if key in here]
    rows = [one for one in found if one is not None]
    for one in rows:
        one.program_id, one.wave_id, one.mentors = scope_id, wave.id, others.mentors
        one.as_of, one.until_on = publication.released_on, until_on
        one.opens_on = publication.released_on + FIRST
    MentorSignal.objects.bulk_create(rows)
    if rows:
        audit.record(
            "signal.kept", by=by, kind="wave", object_id=wave.id, program_id=scope_id, mentors=len(rows)
        )
    return len(rows)


def _pool(answers: Answers) -> Pool | None:
    """Return how the mentors of a program differ, as the door lets it out; None where it doesn't, or tells nothing of it."""
    for ask, figure in answers.items():
        if ask.statistic == Statistic.COMPONENTS and isinstance(figure, Figure):
            if not all(figure.is_told(part) for part in ("mean", "between", "within")):
                return None
            return Pool(
                round(figure.told("subjects")),
                figure.told("mean"),
                figure.told("between"),
                figure.told("within"),
                figure.told("typical"),
                round(figure.told("answers")),
            )
    return None


def _estimate(key: str, figure: Figure, others: Pool) -> MentorSignal | None:
    result = signal(figure.people, figure.told(), others, THRESHOLD)
    if result.is_refused:
        return None
    found = result["mean"]
    low, high = (found.value if end is None else end for end in (found.low, found.high))
    return MentorSignal(
        person_id=key,
        n=figure.people,
        value=round(min(max(found.value, LOWEST), HIGHEST), 2),
        low=round(max(low, LOWEST), 2),
        high=round(min(high, HIGHEST), 2),
        is_signal=bool(result.numbers["signal"]),
    )
