"""What matching puts on the first pages: to the office what to decide, to each of a pair their own question."""

from datetime import timedelta

import pytest
from django.db.models.sql.compiler import SQLCompiler
from django.test import Client

from rounds.core.access import system
from rounds.core.clock import institution_today, now
from rounds.core.database.scope import scope
from rounds.matching.models import MatchRun, Offer, WeightSet
from rounds.mentorships.models import Mentorship
from rounds.people.services import record_leaving
from rounds.programs.models import Enrollment, Intake
from tests.browser.conftest import sign_in_client
from tests.browser.world import make_world


@pytest.fixture
def world(db):
    return make_world("home")


def look(world, who):
    client = Client()
    sign_in_client(client, world.users[who])
    return client.get("/st-brigid/")


def keys(answer):
    return [group.key for group in answer.context["office"].groups]


def make_run(world, state, **fields):
    weights = WeightSet.objects.create(program=world.pilot, version=1, name="Balanced")
    return MatchRun.objects.create(
        cohort=world.pilot_cohort,
        number=4,
        weights=weights,
        state=state,
        input_digest="0" * 64,
        figures={"matched": 6, "pairs": 6},
        **fields,
    )


def make_offer(world, **fields):
    run = make_run(world, "published", published_at=now())
    bobs, cleos = (
        Enrollment.objects.get(cohort=world.pilot_cohort, person=world.people[who]) for who in ("bob", "cleo")
    )
    pair = Mentorship.objects.create(
        cycle=world.pilot_cohort.cycle,
        mentee_enrollment=cleos,
        mentor_enrollment=bobs,
        mentee=cleos.person,
        mentor=bobs.person,
        state=fields.pop("pair_state", "offered"),
        shown_from_at=now() - timedelta(days=6),
    )
    return Offer.objects.create(mentorship=pair, run=run, **fields)


def test_office_matches_once_everybody_has_answered(world):
    with scope(world.institution.id):
        for enrollment in Enrollment.objects.all():
            Intake.objects.create(enrollment=enrollment, submitted_at=now())

    answer = look(world, "alice")

    assert keys(answer) == ["match"]
    assert "Match 7 mentees" in answer.content.decode()


def test_card_of_a_match_names_who_has_nobody_and_counts_who_wants_a_further_one(world):
    with scope(world.institution.id):
        for enrollment in Enrollment.objects.all():
            Intake.objects.create(enrollment=enrollment, submitted_at=now())
        mentees = list(Enrollment.objects.filter(cohort=world.pilot_cohort, side="mentee"))
        bobs = Enrollment.objects.get(cohort=world.pilot_cohort, person=world.people["bob"])
        for one in mentees[1:]:
            Mentorship.objects.create(
                cycle=world.pilot_cohort.cycle,
                mentee_enrollment=one,
                mentor_enrollment=bobs,
                mentee=one.person,
                mentor=bobs.person,
                state="active",
                opened_on=institution_today(),
            )
        Enrollment.objects.filter(id__in=[one.id for one in mentees[1:3]]).update(demand=2)
        nobody = mentees[0].person.full_name

    (card,) = [group for group in look(world, "alice").context["office"].groups if group.key == "match"]

    assert card.title == "1 mentee has no mentor"
    assert "2 more have a mentor and asked for a further one." in card.text
    assert card.action == "Match 3 mentees"
    assert [row.name for row in card.rows] == [nobody]


def test_draft_says_how_many_of_its_pairs_run_already(world):
    with scope(world.institution.id):
        run = make_run(world, "draft")
        run.figures |= {"kept": 5, "running": 4}
        run.save()

    (card,) = [group for group in look(world, "alice").context["office"].groups if group.key == "review"]

    assert "4 of them run already and stay." in card.text


@pytest.mark.parametrize(
    ("state", "action"), [("draft", "Review 6 pairs"), ("in_review", "Approve or send back")]
)
def test_office_reviews_a_run(world, state, action):
    with scope(world.institution.id):
        make_run(world, state)

    answer = look(world, "alice")

    assert "review" in keys(answer)
    assert action in answer.content.decode()


def test_office_sees_unanswered_and_mentor_is_asked(world):
    with scope(world.institution.id):
        offer = make_offer(world)

    office, mentor, mentee = look(world, "alice"), look(world, "bob"), look(world, "cleo")

    assert "unanswered" in keys(office)
    assert "Would you mentor Cleo Marchetti?" in mentor.content.decode()
    assert f"/pairs/{offer.mentorship_id}/" in mentor.content.decode()
    assert "Okafor" not in mentee.content.decode()


def test_office_sees_the_open_pair_of_who_leaves(world):
    with scope(world.institution.id):
        make_offer(world, pair_state="active")
        record_leaving(people=[world.people["bob"]], on=institution_today(), by=system(world.institution.id))

    groups = {group.key: group for group in look(world, "alice").context["office"].groups}

    (row,) = groups["leavers"].rows
    assert "Okafor, mentor of Cleo" in row.name
    assert "Gone from" in row.what


def test_office_hears_of_no_leaver_while_all_are_here(world):
    with scope(world.institution.id):
        make_offer(world, pair_state="active")

    assert "leavers" not in keys(look(world, "alice"))


def test_office_sees_declined_and_mentee_hears_nothing(world):
    with scope(world.institution.id):
        make_offer(world, mentor_answer="declined", mentor_answered_at=now(), pair_state="ended")

    office, mentee = look(world, "alice"), look(world, "cleo")

    assert keys(office)[0] == "declined"
    assert "Okafor" not in mentee.content.decode()


def test_mentee_is_asked_once_the_mentor_accepted(world):
    with scope(world.institution.id):
        make_offer(
            world, mentor_answer="accepted", pair_state="accepted", meeting_at=now() + timedelta(days=3)
        )

    page = look(world, "cleo").content.decode()

    assert "Dr. Robert Okafor would like to be your mentor" in page
    assert "First meeting:" in page
    assert page.count("button-primary") == 1


def test_home_of_a_pair_has_its_queries_written_beforehand(world, monkeypatch):
    """To write SQL takes Django longer than to have it answered: a subject's line on a home uses `Prepared`."""
    with scope(world.institution.id):
        make_offer(world, pair_state="active")
        Mentorship.objects.update(opened_on=institution_today() - timedelta(days=20))
    for who in ("bob", "cleo"):
        look(world, who)
    written = []
    as_sql = SQLCompiler.as_sql
    monkeypatch.setattr(
        SQLCompiler,
        "as_sql",
        lambda self, **options: written.append(self.query.model) or as_sql(self, **options),
    )

    for who in ("bob", "cleo"):
        look(world, who)

    # by the sign-in of the test and the session; what else asks here is to be prepared
    assert [model.__name__ for model in written if model._meta.app_label not in ("core", "sessions")] == []
