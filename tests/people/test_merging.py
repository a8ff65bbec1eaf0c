import pytest

from rounds.accounts.services.access_changes import request_role
from rounds.core.access import Grant, Viewer, grants_of, system
from rounds.core.errors import DomainError, OutOfOrder
from rounds.core.models import AuditEvent, Event, User
from rounds.people import services
from rounds.people.models import AuthorityLine, CareerStage, Consent, Person, RoleAssignment, TwoPeople
from rounds.people.selectors import compare_records, find_lookalikes, list_duplicates, person_for


@pytest.fixture
def pair(make_person):
    """Cleo twice: once from the hospital's list, once from her application."""
    keep = make_person("Cleo", tier="resident", email="cleo@hospital.example")
    other = make_person("Cleo", tier="resident", personal_email="cleo@home.example", npi="1003142399")
    return keep, other


def test_merge_fills_what_is_empty_and_the_old_address_leads_on(pair, alice):
    keep, other = pair

    report = services.merge_people(keep=keep, other=other, by=alice)

    found = person_for(alice, other.id)
    assert found == keep
    assert (found.email, found.personal_email, found.npi) == (
        "cleo@hospital.example",
        "cleo@home.example",
        "1003142399",
    )
    assert set(report.filled) == {"personal_email", "npi"}
    assert Event.objects.filter(name="person.merged").count() == 1
    assert AuditEvent.objects.filter(action="person.merge", about_person_id=keep.id).exists()


def test_merge_moves_rows_and_leaves_doubles_behind(pair, make_person, alice):
    keep, other = pair
    bob, ola = make_person("Bob"), make_person("Ola")
    for subject, over in ((keep, bob), (other, bob), (other, ola)):
        services.record_authority_line(subject=subject, over=over, kind="line_manager", by=alice)
    services.give_consent(person=other, kind="research", by=alice)

    report = services.merge_people(keep=keep, other=other, by=alice)

    assert {line.over for line in AuthorityLine.objects.filter(subject=keep)} == {bob, ola}
    assert Consent.objects.get(kind="research").person_id == keep.id
    assert report.doubled == {"authority line": 1}
    assert CareerStage.objects.filter(person=keep, to_on=None).count() == 1


def test_comparison_names_what_the_merge_then_does(pair, alice):
    keep, other = pair
    services.give_consent(person=other, kind="research", by=alice)

    seen = compare_records(keep, other)
    report = services.merge_people(keep=keep, other=other, by=alice)

    assert {field.label for field in seen.fields if field.is_filled} == {"personal e-mail", "NPI"}
    assert dict(seen.moves) == report.moved


def test_two_people_who_sign_in_are_not_merged(pair, alice):
    keep, other = pair
    for person in pair:
        Person.objects.filter(id=person.id).update(user=User.objects.create_user(f"{person.id}@x.example"))

    with pytest.raises(DomainError, match="both sign in"):
        services.merge_people(keep=keep, other=other, by=alice)


def test_login_does_not_gain_the_roles_of_the_other_record(pair, alice, hospital):
    keep, other = pair
    Person.objects.filter(id=keep.id).update(user=User.objects.create_user("cleo@x.example"))
    services.grant_role(person=other, role="auditor", by=alice)

    report = services.merge_people(keep=keep, other=other, by=alice)

    assert report.ended == 1
    assert grants_of(keep.id) == frozenset()
    assert RoleAssignment.objects.get().to_on is not None


def test_login_does_not_gain_what_was_asked_for_the_other_record(pair, make_person, hospital):
    keep, other = pair
    services.update_person(
        person=keep, by=system(hospital.id), user=User.objects.create_user("cleo@x.example")
    )
    office = Viewer(hospital.id, None, make_person("Sam").id, "Sam", grants=frozenset({Grant("site_admin")}))
    theirs = request_role(person=other, role="auditor", by=office)
    own = request_role(person=keep, role="gme_officer", by=office)

    services.merge_people(keep=keep, other=other, by=office)

    theirs.refresh_from_db()
    own.refresh_from_db()
    assert (theirs.decision, own.decision) == ("refused", "open")


def test_login_of_the_record_that_goes_moves(pair, alice):
    keep, other = pair
    user = User.objects.create_user("cleo@x.example")
    Person.objects.filter(id=other.id).update(user=user)

    services.merge_people(keep=keep, other=other, by=alice)

    keep.refresh_from_db()
    assert keep.user == user


def test_merging_twice_is_refused(pair, alice):
    keep, other = pair
    services.merge_people(keep=keep, other=other, by=alice)

    with pytest.raises(OutOfOrder, match="merged already"):
        services.merge_people(keep=keep, other=other, by=alice)


def test_chain_of_merges_leads_to_the_last(pair, make_person, alice):
    keep, other = pair
    last = make_person("Cleopatra")
    services.merge_people(keep=keep, other=other, by=alice)
    keep.refresh_from_db()

    services.merge_people(keep=last, other=keep, by=alice)

    assert person_for(alice, other.id) == last


def test_duplicates_are_found_by_address_number_and_name(make_person, alice):
    make_person("Amara", "Nwosu", email="amara@hospital.example")
    make_person("A.", "Nwosu", personal_email="amara@hospital.example")
    make_person("José", "Niño", employee_id="00412")
    make_person("Joe", "Other", employee_id="412")
    make_person("Zoë", "Lindholm")
    make_person("Zoe", "Lindholm")
    make_person("Only", "One")

    found = {(pair.keep.given_name, pair.other.given_name) for pair in list_duplicates(alice)}

    assert found == {("Amara", "A."), ("José", "Joe"), ("Zoë", "Zoe")}


def test_two_people_are_not_asked_about_again_until_somebody_takes_it_back(make_person, alice):
    zoe, other = make_person("Zoë", "Lindholm"), make_person("Zoe", "Lindholm")

    services.say_two_people(one=other, other=zoe, by=alice)
    services.say_two_people(one=zoe, other=other, by=alice)

    assert list_duplicates(alice) == []
    assert [{pair.keep_id, pair.other_id} for pair in find_lookalikes(alice, said=True)] == [
        {zoe.id, other.id}
    ]
    assert AuditEvent.objects.filter(action="person.two_people").count() == 1
    services.take_back_two_people(one=zoe, other=other, by=alice)
    assert len(list_duplicates(alice)) == 1
    assert find_lookalikes(alice, said=True) == []


def test_who_were_said_to_be_two_people_can_be_merged_after_all(make_person, alice):
    zoe, other, third = (make_person("Zoe", "Lindholm") for _ in range(3))
    services.say_two_people(one=zoe, other=other, by=alice)
    services.say_two_people(one=other, other=third, by=alice)

    services.merge_people(keep=zoe, other=other, by=alice)

    assert person_for(alice, other.id) == zoe
    assert not TwoPeople.objects.exists()
