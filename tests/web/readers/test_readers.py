"""Who reads what, as pages say it, against what access allows: planted words, real emergencies, real releases."""

from datetime import timedelta

import pytest

from rounds.core.clock import now
from rounds.core.database.scope import scope
from rounds.mentorships.enums import GlassKind
from rounds.mentorships.models import BreakGlass, KeptText, PreservationHold
from rounds.mentorships.releases.selectors import own_residencies, packet_of, pieces_to_release
from rounds.mentorships.safeguards.selectors import openables_of, texts_of
from rounds.mentorships.safeguards.services.keeping import WATCHED
from rounds.web.words.readers import (
    READ_BY,
    Kind,
    Reader,
    help_rows,
    in_an_emergency,
    who_reads,
    who_reads_of_mentee,
)
from tests.worlds.words import viewer_of

pytestmark = pytest.mark.django_db

# the planted words of each kind, by the beginning of what they stand in
PLANTED = {
    Kind.INTAKE: ("Intake.answers",),
    Kind.CARD: ("IntroductionCard.about",),
    Kind.EXCLUSION: ("Exclusion.sealed",),
    Kind.CHANGE: ("ChangeRequest.sealed",),
    Kind.UNSAVED: ("Draft of a note", "Draft.sealed"),
    Kind.PRIVATE_NOTE: ("Note.private running",),
    Kind.SHARED_NOTE: ("Note.pair running",),
    Kind.LINE: ("Action.sealed running",),
    Kind.AGREEMENT: ("AgreementVersion.sealed running",),
    Kind.USUAL_TERMS: ("StandingTerms.sealed",),
    Kind.DEBRIEF: ("Debrief.sealed running",),
    Kind.GOAL: ("GoalWords.", "GoalEvidence."),
    Kind.QUESTION: ("Ask.",),
    Kind.FEEDBACK: ("OpenFeedback.",),
    Kind.DOOR: ("SponsorshipAct.",),
    Kind.REPORT: ("MilestoneReport.sealed running", "MilestoneFeedback.sealed running"),
}
# no word can be planted in numbers, days and ticks: the matrix of pages holds them
WITHOUT_WORDS = {Kind.OWN_RATING, Kind.RATING, Kind.TALKED, Kind.MEETING, Kind.ROTATIONS, Kind.LOST_TIME}
# who of the test world stands for a reader; a mentor's and a mentee's are told apart by who wrote
STAND_FOR = {"alice": {Reader.OFFICE, Reader.COORDINATOR}, "director": {Reader.OFFICE}}
PEOPLE_OF_THE_PAIR = {"cleo", "bob", "both", "former_mentor", "former", "panelist"}
NOBODY = ("delegate", "faculty_developer", "steering_viewer", "auditor", "site_admin")


def planted(world, kind):
    return [word for word in world.words if word.field.startswith(PLANTED[kind])]


def test_every_kind_is_held_against_planted_words_or_is_a_number():
    assert set(PLANTED) | WITHOUT_WORDS == set(Kind)
    assert set(READ_BY) == set(Kind)


@pytest.mark.parametrize("kind", PLANTED)
def test_readers_of_a_kind_are_those_who_find_its_words(standing_world, kind):
    words, readers = planted(standing_world, kind), READ_BY[kind]

    assert words
    found = set().union(*(word.may for word in words))
    for name, roles in STAND_FOR.items():
        assert (name in found) == bool(roles & readers), name
    assert not found & set(NOBODY)
    assert ("residency_director" in found) <= (Reader.DIRECTOR in readers)
    others = any(len(word.may & PEOPLE_OF_THE_PAIR) > 1 for word in words)
    assert others == bool(readers & {Reader.OTHER, Reader.SHOWN})


def test_emergency_opens_the_kinds_that_say_so_and_no_other(standing_world):
    world = standing_world
    pair = world.rows["running pair"]

    with scope(world.here.id):
        hold = PreservationHold(mentorship=pair, asked_by=world.actors["alice"].person)
        hold.seal_value({"reason": "Asked for"})
        hold.from_at = now() - timedelta(days=400)
        hold.save()
        for model, watched in WATCHED.items():
            for row in model.objects.all():
                kept = KeptText(
                    hold=hold, kind=model.__name__, row_id=row.pk, is_shared=watched.is_shared(row)
                )
                kept.seal_value(row.opened())
                kept.save()
        opened = [
            text.text
            for one in openables_of(pair)
            for text in texts_of(BreakGlass(mentorship=pair, kind=one.kind, thing_id=one.thing_id))
        ]
        kinds = {one.kind for one in openables_of(pair)}

    shown = "\n".join(opened)
    seen = {kind for kind in PLANTED if any(word.text in shown for word in planted(world, kind))}
    assert {GlassKind.NOTES, GlassKind.KEPT} <= kinds
    assert seen == {kind for kind, readers in READ_BY.items() if Reader.EMERGENCY in readers}


def test_director_may_be_released_the_kinds_that_say_so_and_no_other(standing_world):
    world = standing_world

    with scope(world.here.id):
        cleo = viewer_of(world, "cleo")
        keys = [one.key for one in pieces_to_release(cleo)]
        packet = packet_of(cleo, keys, own_residencies(cleo)[0])

    shown = str(packet.to_json())
    seen = {kind for kind in PLANTED if any(word.text in shown for word in planted(world, kind))}
    assert seen == {kind for kind, readers in READ_BY.items() if Reader.DIRECTOR in readers}


@pytest.mark.parametrize("kind", Kind)
def test_sentence_names_each_reader(kind):
    said = who_reads(kind, other="Bob", office="Alice, program office")

    words = {
        Reader.OTHER: "Bob",
        Reader.SHOWN: "each mentor",
        Reader.OFFICE: "Alice",
        Reader.COORDINATOR: "the coordinator",
        Reader.OFFICE_KNOWS: "never what it says",
        Reader.OFFICE_COUNTS: "how many",
        Reader.DIRECTOR: "(PD)",
        Reader.EMERGENCY: "In an emergency",
        Reader.ASSISTANT: "assistant",
        Reader.SUMS: "sums of five",
    }
    assert {one for one, text in words.items() if text in said} == READ_BY[kind]


def test_emergency_is_told_by_what_it_opens():
    assert in_an_emergency().startswith(
        "Two people together can open one of these for an hour: notes for both, the agreement, a debrief;"
    )
    assert len(help_rows()) == len(set(Kind) - {Kind.USUAL_TERMS})


def test_mentor_is_told_whose_goal_it_is():
    said = who_reads_of_mentee("goal", mentee="Cleo Castell")

    assert said.startswith("Cleo Castell, you, and each other mentor to whom Cleo Castell shows it.")
    assert "what the mentee releases" in said
