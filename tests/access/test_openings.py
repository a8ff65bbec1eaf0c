"""Who opens what a partner wrote is noted for its owner, of every kind that two share; and each kind has its words."""

import pytest
from django.apps import apps

from rounds.core.database.scope import scope
from rounds.core.models import Opening, SealedRecord
from rounds.mentorships.models import Mentorship, ProgressShare
from rounds.web.auditor.words import opening_words
from rounds.web.participant.records.seen import sights_of
from tests.access.test_reachable import reached_by
from tests.worlds.words import viewer_of

pytestmark = pytest.mark.django_db

# What the two share, by the model that holds the words. A new one is noted where it is shown, or is left out with a reason.
KINDS = {
    "Note": "note",
    "AgreementVersion": "agreement",
    "GoalWords": "goal",
    "IndicatorRatings": "rating",
    "Ask": "ask",
    "OpenFeedback": "feedback",
    "SponsorshipAct": "door",
    "Debrief": "debrief",
    "GroupNote": "group_note",
    "MilestoneReport": "milestone",
    "MilestoneFeedback": "answer",
}
LEFT_OUT = {
    "Goal": "holds the reason of letting go, on the page of its words",
    "GoalEvidence": "stands on the page of its goal",
    "RatingAsk": "is a question to the mentor and holds which indicators, no words",
    "Action": "both wrote it in one conversation",
    "StandingTerms": "the mentor's own, read by nobody else",
    "AgreementPaper": "what both have signed",
    "Release": "the director's opening has a list of its own",
    "BreakGlass": "of the office",
    "ChangeRequest": "between whoever asks and the office, never for the other of the two (tests/mentorships/changes)",
    "PreservationHold": "of the office",
    "KeptText": "kept by a hold, opened by two people alone, who tell both",
}


def test_each_kind_that_two_share_is_noted_or_left_out_with_a_reason():
    models = {
        model.__name__
        for model in apps.get_app_config("mentorships").get_models()
        if issubclass(model, SealedRecord)
    }

    assert models == KINDS.keys() | LEFT_OUT.keys()
    assert not [kind for kind in KINDS.values() if "record of yours" in opening_words(kind, 1)]


def test_walk_of_both_is_noted_of_each_kind(standing_world):
    """Two walks through everything that a pair shares: that is the time which it takes."""
    world = standing_world
    with scope(world.here.id):
        pair = Mentorship.objects.get(
            mentee=world.actors["cleo"].person, mentor=world.actors["bob"].person, state="active"
        )
        ProgressShare.objects.get_or_create(mentorship=pair)
        for who in ("bob", "cleo"):
            reached_by(world, who)
        noted = set(Opening.objects.values_list("kind", flat=True))
        seen = {
            sight.thing.split(" (")[0]
            for group in sights_of(viewer_of(world, "cleo"))
            for sight in group.sights
        }

    # a report of feedback is no pair's: whoever debriefs opens it
    assert noted == {*KINDS.values(), "round360"}
    for thing in (
        "Your goals",
        "Your questions",
        "Your open feedback",
        "Debriefs",
        "What you released to your residency",
    ):
        assert thing in seen
