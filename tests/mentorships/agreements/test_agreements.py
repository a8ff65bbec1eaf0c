"""Proposed, changed, signed by both: what is in force, what is refused, what each of the two sees of it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.errors import DomainError, NotFound, OutOfOrder
from rounds.core.events import dispatch_waiting
from rounds.core.models import OutgoingMail
from rounds.mentorships.agreements.selectors import (
    agreement_for,
    first_terms,
    signed_terms_of,
    standing_terms_of,
)
from rounds.mentorships.agreements.services import (
    confirm_agreement,
    propose_agreement,
    save_standing_terms,
    sign_agreement,
    take_back_proposal,
)
from rounds.mentorships.agreements.values.terms import default_terms, differences
from rounds.mentorships.models import AgreementVersion, Signature
from rounds.mentorships.services.states import end_mentorship
from rounds.programs.models import Cycle
from tests.matching.scenes import add_person, make_scene
from tests.mentorships.conversations.scenes import day, run_pair


@pytest.fixture
def scene(in_hospital):
    return make_scene(in_hospital)


@pytest.fixture
def pair(scene):
    return run_pair(scene)


def terms(**changes):
    return replace(default_terms(day(-90)), **changes)


def propose(pair, by, *, seen=0, **changes):
    return propose_agreement(mentorship_id=pair.id, terms=terms(**changes), seen=seen, by=by)


def sign(version, by):
    sign_agreement(version=version, digest=version.digest, by=by)


def test_agreement_is_in_force_once_both_have_signed(scene, pair):
    version = propose(pair, scene.cleo, minutes=45)
    found = agreement_for(scene.bob, pair.id)
    assert (found.in_force, found.pending, found.waits_for_reader) == (None, version, True)
    assert signed_terms_of([pair.id]) == {}

    sign(version, scene.bob)

    assert agreement_for(scene.cleo, pair.id).in_force == version
    assert signed_terms_of([pair.id])[pair.id].minutes == 45


def test_other_sees_only_what_differs_from_what_they_last_agreed_to(scene, pair):
    sign(propose(pair, scene.cleo), scene.bob)

    propose(pair, scene.bob, seen=1, agenda="Both")

    (change,) = agreement_for(scene.cleo, pair.id).changes
    assert (change.before, change.after) == ("The mentee, a day before", "Both")


def test_change_of_a_proposal_is_a_version_and_the_old_one_is_signed_no_more(scene, pair):
    first = propose(pair, scene.cleo)
    propose(pair, scene.bob, seen=1, minutes=60)

    with pytest.raises(OutOfOrder, match="newer version"):
        sign(first, scene.bob)
    assert agreement_for(scene.cleo, pair.id).in_force is None


def test_two_proposals_at_once_are_not_merged(scene, pair):
    propose(pair, scene.cleo)

    with pytest.raises(OutOfOrder, match="proposed something meanwhile"):
        propose(pair, scene.bob)


def test_signature_is_refused_when_the_page_shows_another_text(scene, pair):
    version = propose(pair, scene.cleo)
    with pytest.raises(OutOfOrder, match="not the text"):
        sign_agreement(version=version, digest=terms(minutes=60).digest(), by=scene.bob)

    version.seal_value(terms(minutes=60).to_json())
    version.save()
    with pytest.raises(OutOfOrder, match="not the text"):
        sign(version, scene.bob)
    assert Signature.objects.count() == 1


def test_signing_twice_is_one_signature(scene, pair):
    version = propose(pair, scene.cleo)

    sign(version, scene.bob)
    sign(version, scene.bob)

    assert Signature.objects.count() == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        Signature.objects.create(version=version, person=pair.mentor, digest=version.digest)


def test_messages_do_not_hold_the_text(scene, pair):
    version = propose(pair, scene.cleo, own_words="Zebra crossing")
    dispatch_waiting()
    sign(version, scene.bob)
    dispatch_waiting()

    letters = OutgoingMail.objects.order_by("queued_at")
    assert [(one.kind, one.to_person_id == pair.mentor_id) for one in letters][:1] == [
        ("agreement_proposed", True)
    ]
    assert letters.filter(kind="agreement_signed").count() == 2
    assert not any("Zebra" in one.body + one.subject for one in letters)


def test_still_right_is_one_press_each(scene, pair, clock):
    sign(propose(pair, scene.cleo), scene.bob)
    clock.shift(timedelta(days=91))
    found = agreement_for(scene.cleo, pair.id)
    assert found.is_due

    again = confirm_agreement(version=found.in_force, by=scene.cleo)
    sign(again, scene.bob)

    renewed = agreement_for(scene.bob, pair.id)
    assert (renewed.in_force, renewed.is_due) == (again, False)
    assert renewed.in_force.review_on > institution_today() + timedelta(days=180)


@pytest.mark.parametrize(("left", "reviewed_in"), [(300, 90), (60, 30), (20, 90)])
def test_agreement_is_looked_at_again_before_the_year_is_over(scene, pair, left, reviewed_in):
    today = institution_today()
    Cycle.objects.filter(id=pair.cycle_id).update(ends_on=today + timedelta(days=left))

    review_on = first_terms(agreement_for(scene.cleo, pair.id)).review_on
    assert review_on == today + timedelta(days=reviewed_in)


def test_usual_terms_fill_in_a_new_agreement_and_change_no_signed_one(scene, pair):
    enrollment = scene.enrollments["Bob", "mentor"]
    save_standing_terms(enrollment=enrollment, terms=terms(place="Office 4-112"), by=scene.bob)
    assert first_terms(agreement_for(scene.cleo, pair.id)).place == "Office 4-112"
    sign(propose(pair, scene.cleo, place="Office 4-112"), scene.bob)

    save_standing_terms(enrollment=enrollment, terms=terms(place="Cafeteria"), by=scene.bob)

    assert standing_terms_of(enrollment).place == "Cafeteria"
    assert "Office 4-112" in [term.after for term in agreement_for(scene.cleo, pair.id).terms]


def test_review_day_that_has_passed_names_the_field(scene, pair):
    with pytest.raises(DomainError, match="to come") as refused:
        propose(pair, scene.cleo, review_on=day())

    assert refused.value.field == "review_on"


def test_nothing_is_agreed_after_the_end_and_what_was_signed_stays_readable(scene, pair):
    version = propose(pair, scene.cleo)
    sign(version, scene.bob)
    end_mentorship(mentorship_id=pair.id, reason="goals", by=scene.alice)

    with pytest.raises(OutOfOrder):
        propose(pair, scene.cleo, seen=1)
    assert agreement_for(scene.bob, pair.id).in_force == version


def test_nobody_else_finds_the_agreement(scene, pair):
    propose(pair, scene.cleo)
    stranger = add_person(scene, "Eve")

    for viewer in (scene.alice, Viewer(scene.institution.id, None, stranger.id, "Eve")):
        with pytest.raises(NotFound):
            agreement_for(viewer, pair.id)


def test_terms_read_back_as_written_and_differ_in_nothing(in_hospital):
    written = terms(own_words="Ünïcode —", protected_time="")

    assert type(written).from_json(written.to_json()) == written
    assert differences(written, written) == []


def test_database_keeps_version_numbers_apart(scene, pair):
    version = propose(pair, scene.cleo)

    with pytest.raises(IntegrityError), transaction.atomic():
        AgreementVersion.objects.create(
            mentorship=pair,
            number=version.number,
            interval_days=30,
            minutes=30,
            review_on=day(-9),
            proposed_by=pair.mentor,
            digest="",
            sealed="",
        )


def test_second_proposal_of_the_same_one_differs_from_what_is_in_force(scene, pair):
    sign(propose(pair, scene.cleo), scene.bob)
    propose(pair, scene.cleo, seen=1, minutes=45)
    propose(pair, scene.cleo, seen=2, minutes=45, interval_days=14)

    seen = [{one.label for one in agreement_for(by, pair.id).changes} for by in (scene.cleo, scene.bob)]

    assert seen[0] == seen[1]
    assert len(seen[0]) == 2


def test_proposal_is_taken_back_by_who_made_it_until_it_is_signed(scene, pair):
    version = propose(pair, scene.cleo)
    with pytest.raises(OutOfOrder):
        take_back_proposal(version=version, by=scene.bob)

    take_back_proposal(version=version, by=scene.cleo)
    dispatch_waiting()
    assert not OutgoingMail.objects.filter(kind="agreement_proposed").exists()
    again = propose(pair, scene.cleo)
    sign(again, scene.bob)

    assert agreement_for(scene.cleo, pair.id).in_force == again
    with pytest.raises(OutOfOrder):
        take_back_proposal(version=again, by=scene.cleo)


def test_second_own_proposal_is_not_compared_with_the_first_that_nobody_signed(scene, pair):
    first = propose(pair, scene.cleo, minutes=45)
    propose(pair, scene.cleo, seen=first.number, minutes=60)

    changes = agreement_for(scene.cleo, pair.id).changes

    assert len(changes) == len(differences(None, terms(minutes=60)))
