"""Changes of access take two people, and the owner hears of each."""

from contextlib import suppress
from datetime import timedelta
from html import unescape

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from rounds.accounts.models import PendingChange
from rounds.accounts.services import access_changes as services
from rounds.core.access import viewer_for
from rounds.core.clock import institution_today
from rounds.core.database.scope import scope
from rounds.core.errors import DomainError, NotFound, OutOfOrder
from rounds.core.events import dispatch_waiting
from rounds.core.models import AuditEvent, Institution, OutgoingMail, User
from rounds.people.enums import TrainingKind
from rounds.people.models import Person, RoleAssignment, TrainingProgram, TrainingProgramMember
from rounds.people.services import end_training_member, merge_people, record_leaving
from rounds.programs.models import Program, ProgramRole
from tests.access.matrix import client_of


@pytest.fixture
def world(own_world):
    with scope(own_world.here.id):
        PendingChange.objects.all().delete()  # the one that the access matrix needs
        yield own_world


@pytest.fixture
def other_hospital_of_cleo(world):
    with scope(Institution.objects.get(slug="elsewhere").id):
        Person.objects.create(given_name="Cleo", family_name="There", user=world.actors["cleo"].user)


def viewer(world, name):
    actor = world.actors[name]
    return viewer_for(actor.institution.id, actor.user.id)


def person(world, name):
    return world.actors[name].person


def mails_to(address):
    dispatch_waiting()
    return list(OutgoingMail.objects.filter(to_address=address).order_by("queued_at"))


def test_administrator_alone_changes_no_address(world):
    change = services.request_address_change(
        person=person(world, "cleo"), new_address="mine@evil.example", by=viewer(world, "site_admin")
    )

    with pytest.raises(OutOfOrder):
        services.confirm_change(change=change, by=viewer(world, "site_admin"))

    assert User.objects.get(pk=world.actors["cleo"].user.pk).email == "cleo@st-brigid.example"
    assert "mine@evil.example" in mails_to("cleo@st-brigid.example")[0].body


def test_owner_confirms_an_address_and_old_sessions_end(world):
    client, actor = client_of(world.actors["cleo"]), world.actors["cleo"]
    change = services.request_address_change(
        person=actor.person, new_address="New@Home.example", by=viewer(world, "alice")
    )

    services.confirm_change(change=change, by=viewer(world, "cleo"))

    assert User.objects.get(pk=actor.user.pk).email == "new@home.example"
    assert client.get("/accounts/").status_code == 302
    assert len(mails_to("cleo@st-brigid.example")) == 2


def test_second_person_confirms_an_address_and_the_old_one_opens_nothing(world):
    actor = world.actors["cleo"]
    old = Client()
    old.post("/sign-in/", {"email": "cleo@st-brigid.example"})
    change = services.request_address_change(
        person=actor.person, new_address="new@home.example", by=viewer(world, "site_admin")
    )

    services.confirm_change(change=change, by=viewer(world, "alice"))
    client = Client()
    client.post("/sign-in/", {"email": "cleo@st-brigid.example"})

    assert "belongs to no account" in mail.outbox[-1].body


def test_administrator_alone_takes_no_role(world):
    change = services.request_role(
        person=person(world, "site_admin"), role="coordinator", by=viewer(world, "site_admin")
    )

    for who in ("site_admin", "alice", "bob"):
        assert not services.can_decide(viewer(world, who), change)
    with pytest.raises(OutOfOrder):
        services.confirm_change(change=change, by=viewer(world, "site_admin"))

    assert not RoleAssignment.objects.filter(person=person(world, "site_admin"), role="coordinator").exists()


def test_owner_confirms_a_role(world):
    change = services.request_role(
        person=person(world, "bob"), role="auditor", by=viewer(world, "site_admin")
    )

    services.confirm_change(change=change, by=viewer(world, "bob"))

    assert viewer(world, "bob").has("auditor")
    assert len(mails_to("bob@st-brigid.example")) == 2


def test_change_is_decided_once(world):
    change = services.request_role(
        person=person(world, "bob"), role="auditor", by=viewer(world, "site_admin")
    )
    services.refuse_change(change=change, by=viewer(world, "bob"))

    with pytest.raises(OutOfOrder):
        services.confirm_change(change=change, by=viewer(world, "bob"))

    assert not viewer(world, "bob").has("auditor")


def test_database_refuses_one_person_for_both(world):
    change = services.request_role(
        person=person(world, "bob"), role="auditor", by=viewer(world, "site_admin")
    )

    with pytest.raises(IntegrityError), transaction.atomic():
        PendingChange.objects.filter(id=change.id).update(decision="done", decided_by=change.asked_by)


def test_same_request_waits_once(world):
    services.request_role(person=person(world, "bob"), role="auditor", by=viewer(world, "site_admin"))

    with pytest.raises(OutOfOrder, match="waits"):
        services.request_role(person=person(world, "bob"), role="auditor", by=viewer(world, "site_admin"))


@pytest.mark.parametrize(
    "address", ["not an address", "bob@st-brigid.example", "BOB@st-brigid.example", "dan@elsewhere.example"]
)
def test_strange_and_taken_addresses_are_refused(world, address):
    with pytest.raises(DomainError, match="address"):
        services.request_address_change(
            person=person(world, "cleo"), new_address=address, by=viewer(world, "alice")
        )


def test_mentor_asks_for_nobody(world):
    with pytest.raises(NotFound):
        services.request_address_change(
            person=person(world, "cleo"), new_address="x@y.example", by=viewer(world, "bob")
        )


def test_coordinator_gives_no_role_for_the_whole_institution(world):
    with pytest.raises(DomainError, match="site administrator"):
        services.request_role(person=person(world, "bob"), role="auditor", by=viewer(world, "alice"))


def test_pages_ask_and_decide(world):
    admin, bob = client_of(world.actors["site_admin"]), client_of(world.actors["bob"])

    admin.post("/st-brigid/access/role/", {"person": str(person(world, "bob").id), "role": "auditor"})
    change = PendingChange.objects.get(role="auditor")
    page = f"/st-brigid/access/{change.id}/"
    refused = admin.post(page, {"confirm": "1"})
    shown = bob.get(page)
    bob.post(page, {"confirm": "1"})

    assert refused.status_code == 409
    assert "Confirm the change" in shown.text
    assert viewer(world, "bob").has("auditor")


def test_list_of_changes_takes_the_same_queries_for_one_and_many(world, django_assert_max_num_queries):
    admin = client_of(world.actors["site_admin"])
    admin.get("/st-brigid/access/")
    counts = []
    for names in (["bob"], [name for name in world.actors if world.actors[name].institution == world.here]):
        for name in names:
            for role, place in (
                ("faculty_developer", None),
                ("director", program_of(world)),
                ("residency_director", residency_of(world)),
            ):
                with suppress(OutOfOrder):
                    services.request_role(
                        person=person(world, name), role=role, scope_id=place, by=viewer(world, "site_admin")
                    )
        with django_assert_max_num_queries(20) as queries:
            admin.get("/st-brigid/access/")
        counts.append(len(queries))

    assert counts[0] == counts[1]


# roles in a program


def program_of(world):
    return next(
        thing.arguments["program_id"] for thing in world.things if set(thing.arguments) == {"program_id"}
    )


def ask_on_program_page(world, name, role, who="alice"):
    page = f"/st-brigid/programs/{program_of(world)}/roles/"
    return client_of(world.actors[who]).post(page, {"person": str(person(world, name).id), "role": role})


@pytest.mark.parametrize("role", ["coordinator", "director", "steering_viewer"])
@pytest.mark.parametrize("name", ["bob", "alice", "newcomer"])
def test_page_of_a_program_gives_no_role_by_one_person_alone(world, role, name):
    before = ProgramRole.objects.filter(person=person(world, name), to_on=None).count()

    ask_on_program_page(world, name, role)

    assert ProgramRole.objects.filter(person=person(world, name), to_on=None).count() == before
    for change in PendingChange.objects.filter(person=person(world, name)):
        assert not services.can_decide(viewer(world, "alice"), change)


def test_role_in_a_program_counts_once_its_owner_confirms(world):
    ask_on_program_page(world, "bob", "director")
    change = PendingChange.objects.get(role="director")
    page = f"/st-brigid/programs/{program_of(world)}/roles/"
    shown = client_of(world.actors["alice"]).get(page).text
    before = viewer(world, "bob").has("director", scope_id=program_of(world))

    client_of(world.actors["bob"]).post(f"/st-brigid/access/{change.id}/", {"confirm": "1"})

    assert "Waiting to be confirmed" in shown
    assert not before
    assert viewer(world, "bob").has("director", scope_id=program_of(world))
    assert "Waiting to be confirmed" not in client_of(world.actors["alice"]).get(page).text


@pytest.mark.parametrize("role", ["coordinator", "director", "steering_viewer"])
def test_role_in_a_program_names_it_on_the_page_in_the_list_and_in_the_mail(world, role):
    ask_on_program_page(world, "bob", role)
    change = PendingChange.objects.get(role=role)
    words = f"{change.get_role_display()} in {Program.objects.get(id=program_of(world)).name}"

    page = client_of(world.actors["bob"]).get(f"/st-brigid/access/{change.id}/")
    listed = client_of(world.actors["alice"]).get("/st-brigid/access/")

    for text in (page.text, listed.text, mails_to("bob@st-brigid.example")[0].body):
        assert words in unescape(text)


def test_role_for_the_whole_institution_names_no_program(world):
    services.request_role(person=person(world, "bob"), role="auditor", by=viewer(world, "site_admin"))

    listed = client_of(world.actors["site_admin"]).get("/st-brigid/access/")

    assert "auditor</span>" in listed.text


def test_second_person_of_another_program_has_no_say(world):
    ask_on_program_page(world, "bob", "director")
    change = PendingChange.objects.get(role="director")

    assert not services.can_decide(viewer(world, "other_coordinator"), change)
    assert services.can_decide(viewer(world, "director"), change)


def test_role_that_somebody_has_is_not_asked_for(world):
    ask_on_program_page(world, "director", "director")

    assert not PendingChange.objects.exists()


# directors of training programs


def residency_of(world):
    return next(
        thing.arguments["training_program_id"]
        for thing in world.things
        if set(thing.arguments) == {"training_program_id"}
    )


def add_on_training_page(world, name, kind, who="alice"):
    page = f"/st-brigid/people/training-programs/{residency_of(world)}/"
    fields = {"person": str(person(world, name).id), "kind": kind, "from_on": "2026-07-01"}
    return client_of(world.actors[who]).post(page, fields)


def sees_trainees(world, name):
    return client_of(world.actors[name]).get("/st-brigid/vetoes/").status_code == 200


@pytest.mark.parametrize("kind", TrainingKind.values)
def test_nobody_reads_more_by_being_recorded_in_a_training_program(world, kind):
    before = viewer(world, "bob").grants

    add_on_training_page(world, "bob", kind)

    assert TrainingProgramMember.objects.filter(person=person(world, "bob"), kind=kind, to_on=None).exists()
    assert viewer(world, "bob").grants == before
    assert not sees_trainees(world, "bob")


@pytest.mark.parametrize("asked_by", ["alice", "gme_officer"])
@pytest.mark.parametrize("confirmed_by", ["bob", "director", "site_admin"])
def test_director_of_a_training_program_sees_trainees_once_confirmed(world, asked_by, confirmed_by):
    add_on_training_page(world, "bob", "director", who=asked_by)
    change = PendingChange.objects.get(role="residency_director")
    page = f"/st-brigid/access/{change.id}/"

    shown = client_of(world.actors[confirmed_by]).get(page).text
    alone = client_of(world.actors[asked_by]).post(page, {"confirm": "1"}).status_code
    early = sees_trainees(world, "bob")
    client_of(world.actors[confirmed_by]).post(page, {"confirm": "1"})

    assert "program director (PD) in Internal Medicine Residency" in shown
    assert (alone, early) == (409, False)
    assert viewer(world, "bob").scopes("residency_director") == {residency_of(world)}
    assert sees_trainees(world, "bob")


def test_director_whose_membership_ended_is_asked_for_anew(world):
    add_on_training_page(world, "bob", "associate_director")
    change = PendingChange.objects.get(role="residency_director")
    services.confirm_change(change=change, by=viewer(world, "bob"))
    member = TrainingProgramMember.objects.get(person=person(world, "bob"), kind="associate_director")

    client_of(world.actors["alice"]).post(f"/st-brigid/people/training-programs/members/{member.id}/end/")
    add_on_training_page(world, "bob", "director")

    assert not sees_trainees(world, "bob")
    assert PendingChange.objects.filter(role="residency_director", decision="open").count() == 1


def asked_to_direct(world, kind="director"):
    add_on_training_page(world, "bob", kind)
    member = TrainingProgramMember.objects.get(person=person(world, "bob"), kind=kind, to_on=None)
    return member, PendingChange.objects.get(role="residency_director")


def decisions_in_the_audit(change):
    rows = AuditEvent.objects.filter(action="access.decided", object_id=change.id)
    return [(row.by_name, row.facts["decision"]) for row in rows]


def test_request_for_a_director_is_refused_when_the_membership_ends(world):
    member, change = asked_to_direct(world)
    page = f"/st-brigid/access/{change.id}/"

    end_training_member(member=member, by=viewer(world, "alice"))

    change.refresh_from_db()
    answer = client_of(world.actors["bob"]).post(page, {"confirm": "1"})
    assert (change.decision, change.decided_by_id) == ("refused", person(world, "alice").id)
    assert decisions_in_the_audit(change) == [(viewer(world, "alice").name, "refused")]
    assert answer.status_code == 409
    assert (
        f"{person(world, 'bob').display_name} does not direct this training program any more" in answer.text
    )
    assert not RoleAssignment.objects.filter(person=person(world, "bob"), to_on=None).exists()
    assert "refused it" in mails_to("bob@st-brigid.example")[-1].body


def test_request_for_a_director_waits_on_while_another_membership_is_open(world):
    _member, change = asked_to_direct(world)
    add_on_training_page(world, "bob", "associate_director")
    other = TrainingProgramMember.objects.get(person=person(world, "bob"), kind="associate_director")

    end_training_member(member=other, by=viewer(world, "alice"))
    services.confirm_change(change=change, by=viewer(world, "bob"))

    assert viewer(world, "bob").scopes("residency_director") == {residency_of(world)}


def test_requests_for_all_roles_are_refused_when_somebody_leaves(world):
    asked_to_direct(world)
    services.request_role(person=person(world, "bob"), role="auditor", by=viewer(world, "site_admin"))
    ask_on_program_page(world, "bob", "director")
    asked = list(PendingChange.objects.filter(person=person(world, "bob")))

    record_leaving(
        people=[person(world, "bob")], on=institution_today() + timedelta(days=9), by=viewer(world, "alice")
    )

    assert len(asked) == 3
    assert set(PendingChange.objects.values_list("decision", flat=True)) == {"refused"}
    assert {len(decisions_in_the_audit(change)) for change in asked} == {1}


def test_leaving_of_another_person_leaves_a_request_open(world):
    _member, change = asked_to_direct(world)

    record_leaving(people=[person(world, "cleo")], on=institution_today(), by=viewer(world, "alice"))

    change.refresh_from_db()
    assert change.decision == "open"


@pytest.mark.parametrize("role", ["auditor", "residency_director"])
def test_role_of_somebody_recorded_as_leaving_is_not_confirmed(world, role):
    _member, change = asked_to_direct(world)
    if role == "auditor":
        change = services.request_role(person=person(world, "bob"), role=role, by=viewer(world, "site_admin"))
    # A request that outlived the leaving, for whatever reason.
    Person.objects.filter(id=change.person_id).update(left_on=institution_today() + timedelta(days=9))

    with pytest.raises(OutOfOrder, match=r"Bob.* has been recorded as leaving. Refuse this request"):
        services.confirm_change(change=change, by=viewer(world, "bob"))

    change.refresh_from_db()
    assert change.decision == "open"
    assert not RoleAssignment.objects.filter(person=change.person_id, to_on=None).exists()


def test_role_of_somebody_who_directs_no_more_is_not_confirmed(world):
    member, change = asked_to_direct(world)
    # A request that outlived the membership; another training program and another kind don't count.
    TrainingProgramMember.objects.filter(id=member.id).update(to_on=institution_today())
    other = TrainingProgram.objects.create(name="Surgery Residency")
    for program, kind in ((other, "director"), (member.training_program, "ccc_member")):
        TrainingProgramMember.objects.create(
            training_program=program, person=member.person, kind=kind, from_on=institution_today()
        )

    with pytest.raises(OutOfOrder, match=r"Bob.* does not direct this training program any more"):
        services.confirm_change(change=change, by=viewer(world, "director"))

    assert not RoleAssignment.objects.filter(person=change.person_id, to_on=None).exists()


def test_imported_director_is_asked_for_on_the_page_of_the_training_program(world):
    TrainingProgramMember.objects.create(
        training_program_id=residency_of(world),
        person=person(world, "bob"),
        kind="director",
        from_on="2026-01-01",
    )
    page = f"/st-brigid/people/training-programs/{residency_of(world)}/"
    shown = client_of(world.actors["alice"]).get(page).text

    add_on_training_page(world, "bob", "director")

    after = client_of(world.actors["alice"]).get(page).text
    assert "Ask to show the trainees" in shown
    assert "Ask to show the trainees" not in after
    assert "Waiting to be confirmed" in after
    assert not sees_trainees(world, "bob")


def test_office_moves_no_address_that_opens_records_elsewhere(world, other_hospital_of_cleo):
    change = services.request_address_change(
        person=person(world, "cleo"), new_address="mine@evil.example", by=viewer(world, "site_admin")
    )

    with pytest.raises(OutOfOrder, match=r"Only .* confirms"):
        services.confirm_change(change=change, by=viewer(world, "alice"))
    assert change not in services.list_changes(viewer(world, "alice"))
    services.confirm_change(change=change, by=viewer(world, "cleo"))

    assert User.objects.get(pk=world.actors["cleo"].user.pk).email == "mine@evil.example"


def test_one_of_two_sign_ins_is_closed_by_two_people_and_then_the_records_may_merge(world):
    alice, cleo, bob = viewer(world, "alice"), person(world, "cleo"), person(world, "bob")
    with pytest.raises(DomainError, match="both sign in"):
        merge_people(keep=cleo, other=bob, by=alice)
    address = bob.user.email

    change = services.request_closing(person=bob, twin=cleo, by=alice)

    assert viewer(world, "bob") is not None  # nothing is closed before a second person says so
    assert any(address in mail.body for mail in mails_to(address))
    with pytest.raises(OutOfOrder):
        services.confirm_change(change=change, by=alice)
    services.confirm_change(change=change, by=viewer(world, "bob"))
    assert viewer(world, "bob") is None
    assert User.objects.filter(email=address).exists()  # it may open records elsewhere
    assert Person.objects.get(id=cleo.id).user_id is not None


def test_a_second_person_of_the_office_may_close_it_and_nobody_else(world):
    change = services.request_closing(
        person=person(world, "bob"), twin=person(world, "cleo"), by=viewer(world, "alice")
    )

    assert services.can_decide(viewer(world, "site_admin"), change)
    assert not services.can_decide(viewer(world, "cleo"), change)
    services.refuse_change(change=change, by=viewer(world, "site_admin"))
    assert viewer(world, "bob") is not None


def test_a_sign_in_without_a_twin_is_not_closed(world):
    alone = Person.objects.create(given_name="Cleo", family_name="Marsh")

    with pytest.raises(OutOfOrder):
        services.request_closing(person=person(world, "bob"), twin=alone, by=viewer(world, "alice"))
    with pytest.raises(NotFound):
        services.request_closing(
            person=person(world, "bob"), twin=person(world, "cleo"), by=viewer(world, "cleo")
        )


@pytest.mark.parametrize("name", ["access:ask_role", "access:ask_address"])
def test_the_person_is_searched_and_the_page_stays_light(world, name):
    Person.objects.bulk_create(
        Person(given_name="Zoë", family_name=f"Öztürk{place}", email=f"z{place}@x.example")
        for place in range(300)
    )
    client = client_of(world.actors["alice"])
    page = reverse(name, kwargs={"institution": "st-brigid"})

    empty = client.get(page).content.decode()
    found = client.get(page, {"find": "ozturk zoe"}).content.decode()
    nobody = client.get(page, {"find": "nobody at all"}).content.decode()

    assert "Öztürk" not in empty
    assert found.count("Öztürk") == 20
    assert len(found) < 40_000
    assert "Nobody is called" in nobody


def test_who_was_chosen_stays_when_the_form_comes_back(world):
    client = client_of(world.actors["alice"])
    bob = person(world, "bob")

    answer = client.post(
        reverse("access:ask_role", kwargs={"institution": "st-brigid"}), {"person": str(bob.id), "role": ""}
    )

    assert f'value="{bob.id}" selected' in answer.content.decode()
