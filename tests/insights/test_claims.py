"""Claim cards: locked before their outcome is opened, looked at once, with a sentence that the data carry."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from rounds.core.access import Grant, Viewer, system
from rounds.core.clock import institution_today
from rounds.core.database.scope import current_institution_id
from rounds.core.errors import DomainError, NotFound, OutOfOrder
from rounds.evidence.claims.templates import TEMPLATES
from rounds.insights.models import Amendment, ClaimCard, Figure, Look
from rounds.insights.selectors.claims import card_for, cards_of, closed_to, draft_of
from rounds.insights.selectors.figures import figure_for, figures_of_house
from rounds.insights.services import claiming
from rounds.insights.services.claiming import Wanted
from rounds.insights.services.cutting import make_figures
from rounds.insights.services.looking import close_overdue, take_look
from rounds.insights.values.claims import CLAIMS, expected_year
from rounds.insights.values.facts import Career, Change, CycleFacts, Faculty, Stages
from rounds.insights.values.testing import Terms, analyzed, judged
from rounds.people.models import CareerStage, Person
from rounds.programs.models import Program

DAY, START = date(2026, 6, 30), date(2016, 7, 1)
db = pytest.mark.django_db


def terms(key, *, needed=None, compares=True, since=START):
    one = CLAIMS[key]
    return Terms(
        key,
        one.claimed,
        None,
        TEMPLATES[key].needs(one.claimed) if needed is None else needed,
        since,
        compares,
    )


def house(count, *, effect=1.0, seed=1, mentored=0.5, rate=0.1):
    """Return people with rises and seats at rates that having a mentor multiplies."""
    random, found = Random(seed), []
    for number in range(count):
        appointed = START + timedelta(days=random.randrange(900))
        joined = (
            appointed + timedelta(days=random.randrange(60, 1200)) if random.random() < mentored else None
        )
        found.append(_career(random, number, appointed, joined, effect, rate))
    return Faculty(tuple(found), START)


def _career(random, number, appointed, joined, effect, rate):
    acts, rose, day = [], None, appointed
    while day < DAY:
        day += timedelta(days=91)
        hazard = rate / 4 * (effect if joined and day >= joined else 1)
        if random.random() < hazard:
            acts += [("seat", day), ("qi_submitted", day)]
        if rose is None and random.random() < hazard:
            rose = day
    where = random.choice(("Medicine", "Surgery"))
    return Career(str(number), appointed, (DAY,), None, rose, joined, where, tuple(acts))


def test_claims_say_what_the_engine_tests():
    for key, one in CLAIMS.items():
        assert (one.claimed, one.no_effect) == (TEMPLATES[key].claimed, TEMPLATES[key].no_effect)


def test_eight_cards_on_a_pilot_of_twenty_as_good_as_can_be_support_nothing():
    """Twenty mentees, all risen, seated and sure of themselves within the year, beside twenty of whom nobody did anything."""
    start = date(2025, 7, 1)
    best = [
        Career(
            str(n),
            start,
            (DAY,),
            None,
            start + timedelta(days=200 + n),
            start,
            "Medicine",
            (("seat", start + timedelta(days=40 + n)), ("qi_submitted", start + timedelta(days=90 + n))),
        )
        for n in range(20)
    ]
    others = [Career(f"o{n}", start, (DAY,), place="Medicine") for n in range(20)]
    changes = CycleFacts(Stages(20, 20, 20, 20), (), (Change("Lead", 20, (3.9, 4.1), (0.9, 1.1)),))
    said = {
        key: judged(
            terms(key, since=start),
            analyzed(terms(key, since=start), Faculty((*best, *others), start), [changes], DAY),
        )
        for key in CLAIMS
    }

    assert len(said) == 8
    assert {one.sentence for one in said.values()} == {"cannot test yet"}
    assert said["C5"].words == "Cannot test yet: 20 of 143 promotions."
    # and were the number enough, without a comparison it could not say more than "compatible"
    alone = judged(
        terms("C2", needed=20), analyzed(terms("C2", needed=20), Faculty((), start), [changes], DAY)
    )
    assert alone.sentence in ("compatible with both", "contradicts")


def test_a_planted_effect_is_found_in_time_and_none_is_not_claimed():
    strong = analyzed(terms("C7", needed=100), house(900, effect=1.7), [], DAY)
    said = judged(terms("C7", needed=100), strong)
    assert said.sentence == "supports", said
    assert [one.is_adjusted for one in strong.analyses] == [False, True]
    none = judged(terms("C5", needed=100), analyzed(terms("C5", needed=100), house(900), [], DAY))
    assert none.sentence in ("contradicts", "compatible with both")


@pytest.mark.long
@pytest.mark.parametrize("key", ["C5", "C7"])
def test_null_programs_through_cards_seldom_support(key):
    """Rows 2 and S-36, through the cards of the rung: 1,000 programs without any effect."""
    tries = 1000
    supports = sum(
        judged(
            terms(key, needed=100), analyzed(terms(key, needed=100), house(300, seed=seed), [], DAY)
        ).sentence
        == "supports"
        for seed in range(tries)
    )
    print(f"{key}: supports in {supports} of {tries} null programs")
    assert supports <= 0.033 * tries


def test_pace_names_a_year_only_where_it_can():
    assert expected_year(12, 143, date(2026, 7, 1), date(2027, 3, 9)) == 2034
    assert expected_year(0, 143, date(2026, 7, 1), date(2027, 3, 9)) is None


@pytest.fixture
def program(in_hospital):
    return Program.objects.create(name="Pilot", slug="pilot", template="physician", state="running")


@pytest.fixture
def ruth(program):
    person = Person.objects.create(given_name="Ruth", family_name="Abel")
    grants = frozenset({Grant("director", program.id)})
    return Viewer(current_institution_id(), None, person.id, "Ruth Abel", grants)


@pytest.fixture
def told(program):
    """Let twelve people with a seat be in figures."""
    from rounds.insights.services.bringing import Brought, bring_outcomes
    from rounds.insights.services.outcomes import Fact, record_outcome

    office = system(current_institution_id())
    for number in range(14):
        person = Person.objects.create(
            given_name="N", family_name=f"No{number}", email=f"n{number}@x.example"
        )
        CareerStage.objects.create(person=person, tier="junior_faculty", from_on=date(2020, 7, 1))
        record_outcome(person=person, fact=Fact("seat", date(2022, 1, 3)), by=office)
        if number < 2:
            left = Fact("departure", date(2021 + number, 6, 30), why="retired")
            bring_outcomes([Brought(person.id, left, f"{number}")], source="hr", by=office, reason="x")
    make_figures(by=office)


def card(program, by, key="C7", **more):
    given = {"claimed": CLAIMS[key].claimed, "smallest": None, "since": date(2020, 1, 1), "compares": False}
    stop = institution_today() + timedelta(days=400)
    wanted = Wanted(key, **{**given, "stop_on": stop, **more})
    return claiming.write_card(program=program, wanted=wanted, entry_id=uuid4(), by=by)


@db
def test_before_the_lock_figures_are_closed_to_the_author_by_every_way(program, ruth, told):
    office = Viewer(current_institution_id(), None, uuid4(), "Head", frozenset({Grant("director")}))
    one = card(program, office)
    assert one.were_out, "figures of seats were out when it was written"
    claiming.throw_away_card(card_id=one.id, by=office)
    mine = card(program, Viewer(office.institution_id, None, ruth.person_id, "Ruth Abel", office.grants))
    author = Viewer(office.institution_id, None, ruth.person_id, "Ruth Abel", office.grants)
    seats = Figure.objects.get(measure="seats")
    assert "rows" in seats.result, seats.result

    for found in (figures_of_house(author)["seats"], figure_for(author, seats.id)):
        assert set(found.result) == {"hidden"}
    assert "rows" in figures_of_house(office)["seats"].result, "others read it"
    claiming.lock_card(card_id=mine.id, by=author)
    assert closed_to(author) == set()
    assert "rows" in figure_for(author, seats.id).result


@db
def test_draft_is_written_otherwise_and_a_locked_card_never(program, ruth):
    draft, entry = card(program, ruth), uuid4()
    wanted = Wanted(
        "C7", 1.2, None, date(2021, 1, 1), institution_today() + timedelta(days=9), compares=False
    )
    made = [
        claiming.write_card(program=program, wanted=wanted, entry_id=entry, by=ruth, instead_of=draft.id)
        for _ in range(2)
    ]

    assert made[0] == made[1] == ClaimCard.objects.get()
    assert draft_of(program, made[0].id) == made[0]
    claiming.lock_card(card_id=made[0].id, by=ruth)
    assert draft_of(program, made[0].id) is None
    with pytest.raises(OutOfOrder):
        claiming.write_card(program=program, wanted=wanted, entry_id=uuid4(), by=ruth, instead_of=made[0].id)


@db
def test_card_is_one_a_form_locks_once_and_needs_an_approval_to_compare(program, ruth):
    entry = uuid4()
    wanted = Wanted("C5", 1.6, None, date(2020, 1, 1), institution_today() + timedelta(days=9), True)
    one = claiming.write_card(program=program, wanted=wanted, entry_id=entry, by=ruth)
    assert claiming.write_card(program=program, wanted=wanted, entry_id=entry, by=ruth) == one
    assert one.needed == 143
    with pytest.raises(DomainError, match="Nobody has approved"):
        claiming.lock_card(card_id=one.id, by=ruth)
    until = institution_today() + timedelta(days=100)
    claiming.record_basis(approved_by="IRB 26-1", columns="rank", until_on=until, entry_id=uuid4(), by=ruth)
    locked = claiming.lock_card(card_id=one.id, by=ruth)
    assert locked.basis.approved_by == "IRB 26-1"
    for again in (claiming.lock_card, claiming.throw_away_card):
        with pytest.raises(OutOfOrder):
            again(card_id=one.id, by=ruth)
    stranger = Viewer(ruth.institution_id, None, None, "S", frozenset({Grant("steering_viewer", uuid4())}))
    with pytest.raises(NotFound):
        card_for(stranger, one.id)
    with pytest.raises(DomainError, match="no effect"):
        card(program, ruth, "C7", claimed=1.0)
    with pytest.raises(DomainError, match="stop day"):
        card(program, ruth, stop_on=institution_today())


@db
def test_look_waits_for_its_information_closes_on_its_stop_day_and_is_taken_once(program, ruth, told, clock):
    one = card(program, ruth)
    with pytest.raises(OutOfOrder):
        take_look(card_id=one.id, by=ruth)
    claiming.lock_card(card_id=one.id, by=ruth)
    (shown,) = cards_of(program.id)
    assert (shown.have, shown.is_whole) == (14, False)
    with pytest.raises(DomainError, match="too early"):
        take_look(card_id=one.id, by=ruth)
    clock.shift(timedelta(days=401))

    assert close_overdue(by=ruth) == 1
    assert close_overdue(by=ruth) == 0
    look = take_look(card_id=one.id, by=ruth)
    assert Look.objects.get() == look
    assert look.sentence == "cannot test yet"
    assert look.words.endswith("of 286 seats.")


@db
def test_locked_card_its_look_and_lines_are_refused_to_sql_and_bulk_alike(program, ruth, clock):
    one, draft = card(program, ruth), card(program, ruth)
    claiming.lock_card(card_id=one.id, by=ruth)
    line = {"words": "Seats of boards too", "reason": "Misread", "entry_id": uuid4(), "by": ruth}
    claiming.amend_card(card=ClaimCard.objects.get(id=one.id), **line)
    claiming.amend_card(card=ClaimCard.objects.get(id=one.id), **line)
    until = institution_today() + timedelta(days=100)
    claiming.record_basis(approved_by="IRB", columns="rank", until_on=until, entry_id=uuid4(), by=ruth)
    clock.shift(timedelta(days=401))
    take_look(card_id=one.id, by=ruth)

    assert Amendment.objects.count() == 1
    edits = 0
    for table, column, value in (
        ("insights_claimcard", "claimed", "9"),
        ("insights_claimcard", "locked_at", "NULL"),
        ("insights_look", "sentence", "'supports'"),
        ("insights_amendment", "words", "'x'"),
        ("insights_comparatorbasis", "until_on", "'2099-01-01'"),
    ):
        statements = [f"UPDATE {table} SET {column} = {value}", f"DELETE FROM {table}"]
        if connection.vendor == "postgresql":
            statements.append(f"TRUNCATE {table} CASCADE")
        for statement in statements:
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
            edits += 1
    kept = ClaimCard.objects.get(id=one.id)
    names = [f.name for f in ClaimCard._meta.fields if f.name not in ("id", "author", "institution")]
    for name in names:
        other = {"claimed": 9.0, "smallest": 1.1, "needed": 1, "compares": True, "were_out": True}.get(name)
        if other is None:
            continue
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            ClaimCard.objects.filter(id=one.id).update(**{name: other})
        edits += 1
    assert edits >= 15
    assert ClaimCard.objects.get(id=one.id).claimed == kept.claimed
    claiming.throw_away_card(card_id=draft.id, by=ruth)
    Person.objects.filter(id=ruth.person_id).delete()
    assert ClaimCard.objects.get().author_id is None, "who is forgotten leaves the card"
