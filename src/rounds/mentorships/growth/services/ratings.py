"""Rating indicators: a mentee at any time, a mentor what the mentee asks for; showing it."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core.access import Viewer
from rounds.core.clock import institution_today, now
from rounds.core.errors import DomainError, NotFound, OutOfOrder
from rounds.framework.models import FrameworkVersion, Indicator
from rounds.framework.selectors import current_version
from rounds.mentorships.enums import AskState
from rounds.mentorships.growth.selectors.framework import indicators_of
from rounds.mentorships.growth.services.asks import running_pair
from rounds.mentorships.growth.values.scale import CLEARED, Ratings, stored_ratings
from rounds.mentorships.models import IndicatorRatings, Mentorship, ProgressShare, RatingAsk
from rounds.people.models import Person


@transaction.atomic
def rate_oneself(*, ratings: Ratings, by: Viewer, cleared: Collection[str] = ()) -> None:
    """Rate one's own indicators; what is said again on the same day replaces what was said, the rest stays.

    `cleared` are those of which nothing is said any more.
    """
    known = {one.key for one in indicators_of(by.own_id)}
    said: Ratings = {key: value for key, value in ratings.items() if key in known and value is not None}
    gone = known.intersection(cleared)
    if not said and not gone:
        raise DomainError(_("Nothing is rated yet. One tap in one row is enough."))
    Person.objects.select_for_update(no_key=True).get(id=by.own_id)
    _keep(by.own_id, said, _version(), by, pair=None, gone=gone)


@transaction.atomic
def ask_mentor_to_rate(*, mentorship_id: UUID, keys: Collection[str], by: Viewer) -> RatingAsk:
    """Ask the mentor of a running pair to rate some of one's indicators; asking again asks for these instead."""
    pair = running_pair(mentorship_id)
    if pair.mentee_id != by.own_id:
        raise NotFound
    wanted = [one.key for one in indicators_of(by.own_id) if one.key in set(keys)]
    if not wanted:
        raise DomainError(_("Choose at least one line that your mentor may have seen."), field="indicators")
    row = RatingAsk.objects.filter(mentorship=pair, state=AskState.OPEN).first() or RatingAsk(mentorship=pair)
    row.framework_version, row.asked_at = _version(), now()
    row.seal_value({"keys": wanted})
    row.save()
    return row


@transaction.atomic
def rate_mentee(*, mentorship_id: UUID, ratings: Ratings, by: Viewer) -> None:
    """Rate what one's mentee asks for, and nothing else; what was not seen is said so, and is no number."""
    pair = running_pair(mentorship_id)
    if pair.mentor_id != by.own_id:
        raise NotFound
    ask = RatingAsk.objects.filter(mentorship=pair, state=AskState.OPEN).first()
    if ask is None:
        raise OutOfOrder(_("Nothing is asked of you now. Your mentee may have taken it back."))
    keys = set(ask.opened()["keys"])
    said = {key: value for key, value in ratings.items() if key in keys}
    if not said:
        raise DomainError(_("Nothing is said yet. “Not seen yet” is an answer too."))
    _keep(pair.mentee_id, said, ask.framework_version, by, pair=pair)
    ask.state, ask.settled_at = AskState.ANSWERED, now()
    ask.save(update_fields=["state", "settled_at"])


@transaction.atomic
def share_progress(*, mentorship_id: UUID, is_shown: bool, by: Viewer) -> None:
    """Show the mentor of a running pair how one rates oneself, or no longer."""
    pair = running_pair(mentorship_id)
    if pair.mentee_id != by.own_id:
        raise NotFound
    if is_shown:
        ProgressShare.objects.get_or_create(mentorship=pair)
    else:
        ProgressShare.objects.filter(mentorship=pair).delete()


def _keep(
    mentee_id: UUID,
    said: Ratings,
    version: FrameworkVersion,
    by: Viewer,
    *,
    pair: Mentorship | None,
    gone: Collection[str] = (),
) -> None:
    """Keep ratings as one occasion a day; only what is an indicator of the version is kept."""
    written = stored_ratings(said) | dict.fromkeys(gone, CLEARED)
    known = set(
        Indicator.objects.filter(version=version, key__in=list(written)).values_list("key", flat=True)
    )
    today = institution_today()
    row = IndicatorRatings.objects.filter(
        mentee_id=mentee_id, rated_by_id=by.own_id, mentorship=pair, framework_version=version, rated_on=today
    ).first()
    before = row.opened() if row else {}
    row = row or IndicatorRatings(
        mentee_id=mentee_id,
        rated_by_id=by.own_id,
        mentorship=pair,
        framework_version=version,
        rated_on=today,
    )
    row.rated_at = now()
    row.seal_value(before | {key: value for key, value in written.items() if key in known})
    row.save()


def _version() -> FrameworkVersion:
    version = current_version()
    if version is None:
        raise OutOfOrder(_("No framework is published here yet. The program office publishes one."))
    return version
