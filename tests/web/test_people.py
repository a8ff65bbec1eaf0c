"""Pages about people: what they do, what they refuse, and that lists cost the same however long they are."""

from copy import deepcopy
from datetime import date

import pytest
from django.urls import reverse

from rounds.accounts.models import PendingChange
from rounds.core.access import system
from rounds.core.database.scope import scope
from rounds.core.models import AuditEvent
from rounds.people import services
from rounds.people.models import (
    AuthorityLine,
    CareerStage,
    Department,
    Person,
    TrainingProgram,
    TrainingProgramMember,
)
from tests.browser.world import make_world
from tests.standing import standing

DAY = date(2026, 7, 1)


standing_people = standing(lambda: make_world("people"))


@pytest.fixture
def world(db, standing_people):
    world = deepcopy(standing_people)
    with scope(world.institution.id):
        yield world


@pytest.fixture
def office(client, world):
    """Return Alice's browser."""
    client.force_login(world.users["alice"])
    return client


def page(name, slug="st-brigid", **arguments):
    return reverse(name, kwargs={"institution": slug, **arguments})


def cleo_of(world):
    return {"person_id": world.people["cleo"].id}


@pytest.mark.parametrize(
    "name", ["people:list", "people:leavers", "people:duplicates", "people:structure", "people:roll_overs"]
)
def test_list_allowed_for_the_office_and_unknown_to_others(client, world, name):
    client.force_login(world.users["alice"])
    allowed = client.get(page(name)).status_code
    client.force_login(world.users["cleo"])
    denied = client.get(page(name)).status_code
    client.force_login(world.users["dan"])
    stranger = client.get(page(name)).status_code

    assert (allowed, denied, stranger) == (200, 404, 404)


@pytest.mark.parametrize(
    "name",
    ["people:detail", "people:edit", "people:stage", "people:lines", "people:training", "people:leave"],
)
def test_page_of_a_person_allowed_for_the_office_and_unknown_to_others(client, world, name):
    client.force_login(world.users["alice"])
    allowed = client.get(page(name, **cleo_of(world))).status_code
    elsewhere = client.get(page(name, person_id=world.people["dan"].id)).status_code
    client.force_login(world.users["bob"])
    denied = client.get(page(name, **cleo_of(world))).status_code

    assert (allowed, elsewhere, denied) == (200, 404, 404)


def make_people(world, count):
    by = system(world.institution.id)
    department = Department.objects.first()
    for number in range(count):
        person = services.create_person(by=by, given_name=f"Anna {number}", family_name="Aalto")
        services.record_stage(
            person=person, by=by, from_on=DAY, tier="resident", pgy=1, department=department
        )
        services.grant_role(person=person, role="faculty_developer", by=by)


@pytest.mark.parametrize("query", ["", "?tier=resident&q=anna", "?look=no_email"])
def test_list_costs_the_same_with_10_and_500_people(office, world, django_assert_max_num_queries, query):
    make_people(world, 10)
    office.get(page("people:list"))  # the first page of a session prolongs it
    with django_assert_max_num_queries(20) as few:
        office.get(page("people:list") + query)
    Person.objects.bulk_create(
        [Person(given_name=f"Otto {number}", family_name="Aalto") for number in range(490)]
    )
    crowd = Person.objects.filter(given_name__startswith="Otto")
    CareerStage.objects.bulk_create(
        [CareerStage(person=person, tier="resident", from_on=DAY) for person in crowd]
    )

    office.get(page("people:list") + query)  # what changed is read anew once
    with django_assert_max_num_queries(20) as many:
        answer = office.get(page("people:list") + query)

    assert answer.context["page"].paginator.count >= 10
    assert len(many.captured_queries) == len(few.captured_queries)


def test_filter_lives_in_the_address_and_its_counts_are_true(office, world):
    answer = office.get(page("people:list"), {"tier": "resident", "q": "nwosu"})

    assert [row.name.split()[-1] for row in answer.context["rows"]] == ["Nwosu"]
    tiers = {tier: count for tier, _label, count in answer.context["counts"].tiers}
    everybody = office.get(page("people:list"), {"tier": "resident"})
    counted = {tier: count for tier, _label, count in everybody.context["counts"].tiers}
    assert tiers["resident"] == answer.context["page"].paginator.count == 1
    assert counted["resident"] == everybody.context["page"].paginator.count > 1
    assert 'href="?q=nwosu"' in answer.content.decode()


def test_nonsense_in_the_address_is_left_out(office, world):
    answer = office.get(page("people:list"), {"tier": "wizard", "department": "x", "page": "-3", "look": "?"})

    assert answer.status_code == 200
    assert not answer.context["is_filtered"]


def test_opening_a_record_is_logged_for_its_person_and_not_for_oneself(office, world):
    office.get(page("people:detail", **cleo_of(world)))
    office.get(page("people:detail", person_id=world.people["alice"].id))

    seen = AuditEvent.objects.filter(action="person.view").values_list("about_person_id", flat=True)
    assert list(seen) == [world.people["cleo"].id]


def test_detail_costs_few_queries(office, world, django_assert_max_num_queries):
    office.get(page("people:list"))  # the first page of a session prolongs it

    with django_assert_max_num_queries(20):
        office.get(page("people:detail", **cleo_of(world)))


def test_hostile_name_is_text(office, world):
    evil = "<script>alert(1)</script>"
    services.update_person(person=world.people["cleo"], by=system(world.institution.id), family_name=evil)

    for name, arguments in (
        ("people:list", {}),
        ("people:detail", cleo_of(world)),
        ("people:duplicates", {}),
    ):
        assert evil not in office.get(page(name, **arguments)).content.decode()


def test_wrong_facts_come_back_with_what_was_typed_and_a_sentence(office, world):
    answer = office.post(
        page("people:new"),
        {"given_name": "Amy", "family_name": "Wong", "npi": "1003142390", "email": "amy@hospital"},
    )

    text = answer.content.decode()
    assert "name@hospital.org" in text
    assert 'value="Amy"' in text
    assert not Person.objects.filter(family_name="Wong").exists()

    answer = office.post(
        page("people:new"), {"given_name": "Amy", "family_name": "Wong", "npi": "1003142390"}
    )

    assert "last digit does not check" in answer.content.decode()
    assert "<title>Error:" in answer.content.decode()


def test_taken_address_names_its_owner(office, world):
    answer = office.post(
        page("people:edit", **cleo_of(world)), {"family_name": "M", "email": "bob@st-brigid.example"}
    )

    assert "already belongs to Robert Okafor" in answer.content.decode()


def test_person_is_added_then_given_a_stage(office, world):
    answer = office.post(page("people:new"), {"given_name": "Amy", "family_name": "Wong"})
    amy = Person.objects.get(family_name="Wong")
    assert answer.url == page("people:stage", person_id=amy.id)

    office.post(answer.url, {"from_on": "2026-07-01", "tier": "fellow", "track": "clinical", "pgy": "4"})

    stage = CareerStage.objects.get(person=amy)
    assert (stage.tier, stage.pgy, stage.from_on) == ("fellow", 4, DAY)


def test_form_cannot_set_what_it_does_not_show(office, world):
    office.post(
        page("people:new"),
        {
            "family_name": "Wong",
            "user": str(world.users["alice"].id),
            "left_on": "2020-01-01",
            "merged_into": str(world.people["bob"].id),
        },
    )

    amy = Person.objects.get(family_name="Wong")
    assert (amy.user_id, amy.left_on, amy.merged_into_id) == (None, None, None)


def test_correcting_a_stage_keeps_the_wrong_row(office, world):
    stage = CareerStage.objects.get(id=world.things["stage"].id)

    office.post(
        page("people:correct", person_id=stage.person_id, stage_id=stage.id),
        {"tier": "fellow", "track": "clinical"},
    )

    assert CareerStage.objects.get(person_id=stage.person_id, tier="fellow").to_on == stage.to_on
    assert CareerStage.objects.get(id=stage.id).is_replaced


def test_line_is_added_and_ended(office, world):
    cleo, nadia = world.people["cleo"], world.people["nadia"]
    form = {"kind": "line_manager", "from_on": "2026-07-01", "person": str(nadia.id)}
    office.post(page("people:lines", person_id=cleo.id), form)
    line = AuthorityLine.objects.get(subject=cleo, over=nadia)

    office.post(page("people:end_line", person_id=cleo.id, line_id=line.id))

    line.refresh_from_db()
    assert line.to_on is not None


def test_line_without_a_person_says_what_to_do(office, world):
    form = {"kind": "line_manager", "from_on": "2026-07-01", "person": str(world.people["dan"].id)}

    answer = office.post(page("people:lines", **cleo_of(world)), form)

    assert "find one by name first" in answer.content.decode()


def test_leaving_is_recorded_and_taken_back_by_undo(office, world):
    bob = world.people["bob"]
    office.post(page("people:leave", person_id=bob.id), {"on": "2026-12-01"})
    bob.refresh_from_db()
    assert bob.left_on == date(2026, 12, 1)

    office.post(page("people:undo_leave", person_id=bob.id))

    bob.refresh_from_db()
    assert bob.left_on is None


def test_leaver_is_brought_back_in_another_session(client, office, world):
    bob = world.people["bob"]
    office.post(page("people:leave", person_id=bob.id), {"on": "2026-08-01"})
    client.logout()
    client.force_login(world.users["alice"])
    where = page("people:bring_back", person_id=bob.id)

    asked = client.get(where).content.decode()
    wrong = client.post(where, {"on": "2026-07-01"}).content.decode()
    client.post(where, {"on": "2026-08-01"})

    bob.refresh_from_db()
    assert "Counts again, with the same account" in asked
    assert "Choose a day from 1 Aug 2026" in wrong
    assert bob.left_on is None


def test_bringing_back_is_for_the_office_alone(client, office, world):
    bob = world.people["bob"]
    office.post(page("people:leave", person_id=bob.id), {"on": "2026-08-01"})
    client.force_login(world.users["cleo"])

    answers = (
        client.get(page("people:bring_back", person_id=bob.id)),
        client.post(page("people:bring_back", person_id=bob.id), {"on": "2026-08-01"}),
    )

    bob.refresh_from_db()
    assert [answer.status_code for answer in answers] == [404, 404]
    assert bob.left_on is not None


def test_nobody_records_their_own_leaving(office, world):
    answer = office.post(page("people:leave", person_id=world.people["alice"].id), {"on": "2026-12-01"})

    assert answer.status_code == 400
    assert Person.objects.get(id=world.people["alice"].id).left_on is None


def test_merge_is_looked_at_then_done_and_the_old_address_leads_on(office, world):
    keep, other = world.people["cleo"], world.things["double"]
    address = page("people:merge", keep_id=keep.id, other_id=other.id)
    looked = office.get(address).content.decode()
    assert "takes it over" in looked
    assert Person.objects.get(id=other.id).merged_into_id is None

    office.post(address, {"go": "merge"})

    answer = office.get(page("people:detail", person_id=other.id))
    assert answer.url == page("people:detail", person_id=keep.id)


def test_merge_of_two_who_sign_in_is_refused_in_words(office, world):
    address = page("people:merge", keep_id=world.people["cleo"].id, other_id=world.people["bob"].id)

    answer = office.post(address, {"go": "merge"})

    assert "both sign in" in answer.content.decode()


def test_one_of_two_sign_ins_is_asked_to_be_closed_on_the_page(office, world):
    address = page("people:merge", keep_id=world.people["cleo"].id, other_id=world.people["bob"].id)
    assert f"Close {world.users['bob'].email}" in office.get(address).content.decode()

    office.post(address, {"go": "close_other"})

    text = office.get(address).content.decode()
    assert "waits to be confirmed" in text
    assert "Close bob" not in text
    change = PendingChange.objects.get(kind="closing")
    assert change.person_id == world.people["bob"].id
    assert "the sign-in" in office.get(page("access:list")).content.decode()


def test_they_are_two_people_is_remembered_and_can_be_asked_again(office, world):
    address = page("people:merge", keep_id=world.people["cleo"].id, other_id=world.things["double"].id)
    assert address in office.get(page("people:duplicates")).content.decode()

    office.post(address, {"go": "two"})

    assert address not in office.get(page("people:duplicates")).content.decode()
    assert address in office.get(page("people:duplicates") + "?show=two").content.decode()
    assert "no more" in office.get(address).content.decode()
    office.post(address, {"go": "ask_again"})
    assert address in office.get(page("people:duplicates")).content.decode()


def test_duplicates_come_by_pages(office, world):
    twins = [Person(given_name="Twin", family_name=f"Name{place // 2:03}") for place in range(400)]
    Person.objects.bulk_create(twins)

    text = office.get(page("people:duplicates")).content.decode()

    assert text.count("people/duplicates/") <= 56
    assert "1 to 50 of 20" in text
    assert "Twin" in office.get(page("people:duplicates") + "?page=4").content.decode()


def test_roll_over_from_plan_to_undo(office, world):
    roll_over = world.things["roll_over"]
    item = roll_over.items.get(person__family_name="Brandt")
    address = page("people:roll_over", roll_over_id=roll_over.id)
    office.post(address, {f"step-{item.id}": "leave"})

    office.post(page("people:commit_roll_over", roll_over_id=roll_over.id))
    gone = Person.objects.get(family_name="Brandt").left_on
    office.post(page("people:undo_roll_over", roll_over_id=roll_over.id))

    assert gone == date(2027, 7, 1)
    assert Person.objects.get(family_name="Brandt").left_on is None


def test_roll_over_that_is_done_refuses_a_second_commit(office, world):
    address = page("people:commit_roll_over", roll_over_id=world.things["roll_over"].id)
    office.post(address)

    assert office.post(address).status_code == 409


def test_roll_over_keeps_what_was_chosen_beside_an_error(office, world):
    roll_over = world.things["roll_over"]
    vaughn = roll_over.items.get(person__family_name="Vaughn")

    answer = office.post(
        page("people:roll_over", roll_over_id=roll_over.id), {f"step-{vaughn.id}": "advance"}
    )

    assert "Tessa Vaughn has no PGY" in answer.content.decode()
    assert '<option value="advance" selected>' in answer.content.decode()


def test_training_without_a_date_is_recorded_and_said(office, world):
    form = {"title": "Workshop", "hours": "", "done_on": ""}

    office.post(page("people:training", **cleo_of(world)), form)

    assert "date not known" in office.get(page("people:detail", **cleo_of(world))).content.decode()


def test_training_program_number_is_checked(office, world):
    answer = office.post(page("people:new_training_program"), {"name": "Surgery", "acgme_number": "12345"})

    assert "has not ten digits" in answer.content.decode()
    assert not TrainingProgram.objects.filter(name="Surgery").exists()


def test_nobody_makes_themselves_residency_director(office, world):
    program = world.things["residency"]
    form = {"kind": "director", "from_on": "2026-07-01", "person": str(world.people["alice"].id)}

    answer = office.post(page("people:training_program", training_program_id=program.id), form)

    assert "Ask a colleague" in answer.content.decode()
    assert not TrainingProgramMember.objects.filter(person=world.people["alice"]).exists()


def test_department_in_use_stays_and_an_unused_one_goes(office, world):
    by = system(world.institution.id)
    empty = services.save_department(by=by, name="Empty")
    used = world.things["department"]

    for place in (used, empty):
        office.post(page("people:place", place_id=place.id), {"go": "remove"})

    assert set(Department.objects.values_list("name", flat=True)) >= {used.name}
    assert not Department.objects.filter(name="Empty").exists()


def test_quick_search_finds_people_for_the_office_alone(client, world):
    client.force_login(world.users["alice"])
    found = client.get(page("frame:find"), {"q": "nwosu"}).context["others"]
    client.force_login(world.users["bob"])
    not_found = client.get(page("frame:find"), {"q": "nwosu"}).context["others"]

    assert [str(one.label) for one in found] == ["Amara Nwosu"]
    assert not_found == []


def test_own_record_shows_and_corrects_oneself_alone(client, world):
    client.force_login(world.users["cleo"])
    mine = client.get(page("record:mine")).content.decode()
    assert "Robert Okafor" in mine

    client.post(
        page("record:edit"),
        {
            "pronouns": "she/her",
            "personal_email": "c@home.example",
            "languages": ["es"],
            "family_name": "Queen",
        },
    )

    cleo = Person.objects.get(id=world.people["cleo"].id)
    assert (cleo.pronouns, cleo.personal_email, cleo.languages) == ("she/her", "c@home.example", ["es"])
    assert cleo.family_name == "Marchetti"


def test_consent_is_given_and_withdrawn_by_oneself(client, world):
    client.force_login(world.users["bob"])
    client.post(page("record:consent"), {"kind": "research", "go": "give"})
    given = world.people["bob"].consents.filter(kind="research", withdrawn_at=None).exists()

    client.post(page("record:consent"), {"kind": "research", "go": "withdraw"})

    assert given
    assert not world.people["bob"].consents.filter(kind="research", withdrawn_at=None).exists()
    assert client.post(page("record:consent"), {"kind": "soul", "go": "give"}).status_code == 400


@pytest.mark.parametrize(("typed", "kind"), [("", "date"), ("first of May", "text")])
def test_date_box_stays_one_after_an_error_unless_it_would_lose_what_was_typed(office, world, typed, kind):
    answer = office.post(page("people:leave", person_id=world.people["bob"].id), {"on": typed})

    assert f'<input type="{kind}" name="on"' in answer.text
    assert f'value="{typed}"' in answer.text or not typed
