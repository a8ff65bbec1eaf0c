"""One more offer after publishing: to the next mentor for a mentee who waits, with a Stop before anybody is told."""

from datetime import timedelta
from typing import cast
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core import audit, events
from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.errors import NotFound, OutOfOrder
from rounds.core.mail import STOP_MINUTES, stop_batch
from rounds.matching.enums import RunState
from rounds.matching.input.selectors.gathering import Gathering, gather
from rounds.matching.models import MatchRun, Offer
from rounds.mentorships.enums import State
from rounds.mentorships.selectors import mentees_with_primary
from rounds.mentorships.services.limits import Opening
from rounds.mentorships.services.pairs import open_pairs
from rounds.mentorships.services.states import take_back_pairs
from rounds.programs.models import Cohort
from rounds.programs.selectors import MatchingRow


@transaction.atomic
def offer_to(*, run_id: UUID, mentee_id: UUID, mentor_id: UUID, by: Viewer) -> Offer:
    """Ask one more mentor for a mentee who has none; the mail can be stopped for 15 minutes.

    The mentee hears nothing before the mentor has said yes. Raises OutOfOrder when the pairs are not published,
    when the mentee has a mentor again, or when the mentor can't be asked any more.
    """
    run = MatchRun.objects.select_related("cohort__cycle__program").get(id=run_id)
    Cohort.objects.select_for_update(no_key=True).get(id=run.cohort_id)  # one offer at a time
    if run.state != RunState.PUBLISHED:
        raise OutOfOrder(_("These pairs are not published yet. Publish them, then single offers can follow."))
    gathering = gather(run.cohort)
    mentee, mentor = _row(gathering.mentees, mentee_id), _row(gathering.mentors, mentor_id)
    _check(gathering, mentee, mentor)
    cycle = run.cohort.cycle
    leaves_at = now() + timedelta(minutes=STOP_MINUTES)
    opening = Opening(
        mentee_enrollment_id=mentee.enrollment_id,
        mentor_enrollment_id=mentor.enrollment_id,
        mentee_id=mentee_id,
        mentor_id=mentor_id,
        places=mentor.places,
        is_primary=not mentees_with_primary([mentee_id], cycle.id),
    )
    (mentorship,) = open_pairs(
        pairs=[opening],
        cycle_id=cycle.id,
        program_id=cycle.program_id,
        by=by,
        state=State.OFFERED,
        shown_from_at=leaves_at,
    )
    offer: Offer = Offer.objects.create(run=run, mentorship=mentorship)
    audit.record("offer.made", by=by, kind="offer", object_id=offer.id, program_id=cycle.program_id)
    events.emit("offer.made", institution_id=by.institution_id, offer=offer.id, user=by.user_id or "")
    return offer


def lock_offers_of_run(run_id: UUID) -> list[Offer]:
    """Lock a run and return the offers whose mentors hear with its message, so that no Stop comes between.

    None once Stop was pressed. Offers made to single mentors since have a message and a moment of their own.
    """
    run = MatchRun.objects.select_for_update(no_key=True).get(id=run_id)
    if run.state != RunState.PUBLISHED:
        return []
    offers = Offer.objects.filter(run=run, mentorship__shown_from_at__lte=run.mail_leaves_at)
    return list(offers.select_related("mentorship__mentor", "run__cohort__cycle__program"))


def lock_offer(offer_id: UUID) -> Offer | None:
    """Lock an offer whose mentor is asked, so that no Stop comes between; None once Stop was pressed."""
    offer: Offer | None = (
        Offer.objects.select_for_update(of=("self",), no_key=True)
        .select_related("mentorship__mentor", "run__cohort__cycle__program")
        .filter(id=offer_id)
        .first()
    )
    return offer


def _row(rows: list[MatchingRow], person_id: UUID) -> MatchingRow:
    found = next((row for row in rows if row.person_id == person_id), None)
    if found is None:
        raise OutOfOrder(_("One of the two is not enrolled in this cohort any more. Open the answers again."))
    return found


def _check(gathering: Gathering, mentee: MatchingRow, mentor: MatchingRow) -> None:
    if any(person == str(mentee.person_id) for person, _mentor in gathering.running):
        raise OutOfOrder(
            _("%(name)s has a mentor, or one is asked already. Open the answers to see who.")
            % {"name": mentee.name}
        )
    if (
        gathering.rules_between(mentee.person_id, mentor.person_id)
        or not gathering.open_places[mentor.person_id]
    ):
        raise OutOfOrder(
            _("%(mentor)s can't be asked for %(mentee)s any more. Open the answers to see who comes next.")
            % {"mentor": mentor.name, "mentee": mentee.name}
        )


@transaction.atomic
def take_back_offer(*, offer_id: UUID, by: Viewer) -> MatchRun:
    """Stop one offer while nobody was told; the mentee waits again, in the old place of the list."""
    offer: Offer | None = (
        Offer.objects.select_for_update(of=("self",), no_key=True)
        .select_related("mentorship", "run__cohort__cycle")
        .filter(id=offer_id)
        .first()
    )
    if offer is None:
        raise NotFound
    if offer.mentorship.shown_from_at <= now():
        raise OutOfOrder(_("The mail has left, so this offer can't be taken back. Wait for the answer."))
    take_back_pairs(mentorship_ids=[offer.mentorship_id], by=by)
    stop_batch(offer.id, by=by)
    run = cast(MatchRun, offer.run)
    offer.delete()
    return run
