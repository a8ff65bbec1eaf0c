"""Reads of ratings: one's own and every mentor's for the mentee; for a mentor his own, and the mentee's when shown."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from rounds.core.access import Viewer
from rounds.core.database.bulk_rows import among
from rounds.core.database.prepared import Ask, Ids, Prepared
from rounds.core.errors import NotFound
from rounds.framework.models import FrameworkVersion, Indicator
from rounds.mentorships.enums import AskState
from rounds.mentorships.growth.selectors.goals import read_until
from rounds.mentorships.growth.values.scale import Ratings, cleared_in, read_ratings
from rounds.mentorships.models import IndicatorRatings, Mentorship, ProgressShare, RatingAsk
from rounds.mentorships.selectors import own_mentorship_for
from rounds.people.models import Person


@dataclass(frozen=True)
class RatedBy:
    """What somebody has said last of each indicator."""

    person: Person
    is_self: bool
    ratings: Ratings
    last_at: datetime


def ratings_of(
    mentee_id: UUID, version: FrameworkVersion, *, by: Collection[UUID] = (), until: datetime | None = None
) -> list[RatedBy]:
    """Return what was said of a mentee's indicators, by whom, the newest for each; one's own first. One query.

    Whoever calls this has found out that the reader may read it; `by` and `until` say whose and until when.
    """
    rows = IndicatorRatings.objects.filter(mentee_id=mentee_id, framework_version=version)
    if by:
        rows = rows.filter(rated_by_id__in=list(by))
    if until is not None:
        rows = rows.filter(rated_at__lte=until)
    found: dict[UUID, RatedBy] = {}
    for row in rows.select_related("rated_by").order_by("rated_at"):
        before = found[row.rated_by_id].ratings if row.rated_by_id in found else {}
        stored = row.opened()
        ratings = before | read_ratings(stored)
        ratings = {key: value for key, value in ratings.items() if key not in cleared_in(stored)}
        found[row.rated_by_id] = RatedBy(row.rated_by, row.rated_by_id == mentee_id, ratings, row.rated_at)
    return sorted(found.values(), key=lambda one: not one.is_self)


def ratings_for(viewer: Viewer, pair: Mentorship, version: FrameworkVersion) -> list[RatedBy]:
    """Return what the viewer may read of ratings in an own pair."""
    if pair.mentee_id == viewer.own_id:
        return ratings_of(pair.mentee_id, version)
    if pair.mentor_id != viewer.own_id:
        return []
    whose = [viewer.own_id, *([pair.mentee_id] if is_shared(pair) else [])]
    return ratings_of(pair.mentee_id, version, by=whose, until=read_until(pair))


def is_shared(pair: Mentorship) -> bool:
    """Tell whether the mentee shows the mentor of a pair how they rate themselves."""
    return bool(ProgressShare.objects.filter(mentorship=pair).exists())


def shared_pairs(pair_ids: Iterable[UUID]) -> set[UUID]:
    """Return those pairs whose mentor sees how the mentee rates themselves."""
    rows = ProgressShare.objects.filter(mentorship_id__in=list(pair_ids))
    return set(rows.values_list("mentorship_id", flat=True))


@dataclass(frozen=True)
class OpenAsk:
    """What a mentee asks the mentor to rate."""

    ask: RatingAsk
    indicators: list[Indicator]


def open_rating_ask(pair: Mentorship) -> OpenAsk | None:
    """Return what is asked in a pair. Whoever calls this has found the pair for one of the two."""
    ask: RatingAsk | None = RatingAsk.objects.filter(mentorship=pair, state=AskState.OPEN).first()
    if ask is None:
        return None
    rows = Indicator.objects.filter(version_id=ask.framework_version_id, key__in=ask.opened()["keys"])
    return OpenAsk(ask, sorted(rows, key=lambda one: (not one.is_focus, one.position)))


def asked_to_rate(pair_ids: Iterable[UUID]) -> set[UUID]:
    """Return those pairs in which the mentor is asked to rate; one query."""
    return {pair_id for (pair_id,) in _open(pair_ids=list(pair_ids))}


def ask_for_wanted_ratings(pair_ids: Iterable[UUID]) -> Ask:
    """Return what `asked_to_rate` will ask."""
    return _open.asked(pair_ids=list(pair_ids))


_open: Prepared[tuple[UUID]] = Prepared(
    lambda pair_ids: RatingAsk.objects.filter(
        mentorship_id__in=among(pair_ids), state=AskState.OPEN
    ).values_list("mentorship_id"),
    pair_ids=Ids(),
)


def mentors_pair_for(viewer: Viewer, mentorship_id: UUID) -> Mentorship:
    """Return an own pair to its mentor; NotFound to everybody else."""
    pair = own_mentorship_for(viewer, mentorship_id)
    if pair.mentor_id != viewer.own_id:
        raise NotFound
    return pair


def mentees_pair_for(viewer: Viewer, mentorship_id: UUID) -> Mentorship:
    """Return an own pair to its mentee; NotFound to everybody else."""
    pair = own_mentorship_for(viewer, mentorship_id)
    if pair.mentee_id != viewer.own_id:
        raise NotFound
    return pair
