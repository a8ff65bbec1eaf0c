"""Please call me: by name, on a row that knows of no survey, read by whom it names, done, told back, gone."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, models, transaction

from rounds.core.access import Grant, Viewer
from rounds.core.clock import institution_today
from rounds.core.errors import NotFound
from rounds.core.models import AuditEvent, Event
from rounds.people.enums import TrainingKind
from rounds.people.models import Person, TrainingProgram, TrainingProgramMember
from rounds.surveys.calling.selectors import call_for, open_calls_for, own_call
from rounds.surveys.calling.services import (
    Wish,
    ask_for_call,
    forget_old_calls,
    merge_calls,
    note_called,
    reopen_call,
    take_back_call,
)
from rounds.surveys.calling.values import due_after
from rounds.surveys.models import CallRequest
from tests.surveys.box.test_schema import walk

PROGRAM, OTHER = uuid4(), uuid4()


def somebody(institution, name, *roles):
    person = Person.objects.create(given_name=name, family_name="Lind", email=f"{name}@mercy.example")
    grants = frozenset(Grant(role, scope) for role, scope in roles)
    return Viewer(institution.id, None, person.id, person.display_name, grants)


@pytest.fixture
def cleo(in_hospital):
    return somebody(in_hospital, "Cleo")


@pytest.fixture
def alice(in_hospital):
    return somebody(in_hospital, "Alice", ("coordinator", PROGRAM))


def ask(by, to="office", reach="555 0100"):
    return ask_for_call(wish=Wish(PROGRAM, to, reach), by=by)


def test_two_working_days_pass_over_a_weekend():
    assert due_after(date(2026, 11, 26)) == date(2026, 11, 30)  # Thursday, Monday
    assert due_after(date(2026, 11, 28)) == date(2026, 12, 1)  # Saturday, Tuesday


def test_no_key_leads_from_a_wish_to_a_survey_and_nothing_is_finer_than_a_day():
    ways = walk(CallRequest)

    assert not [label for label in ways if label.startswith("surveys.") and label != "surveys.CallRequest"]
    columns = CallRequest._meta.concrete_fields
    assert not [one.name for one in columns if isinstance(one, models.DateTimeField | models.AutoField)]


def test_wish_reaches_whom_it_names_and_asking_twice_is_once(in_hospital, cleo, alice):
    developer = somebody(in_hospital, "Gina", ("faculty_developer", None))
    elsewhere = somebody(in_hospital, "Ola", ("coordinator", OTHER))
    auditor = somebody(in_hospital, "Aud", ("auditor", None), ("residency_director", None))

    wish, again = ask(cleo), ask(cleo, reach="other words")

    assert (wish.id, again.opened()) == (again.id, {"reach": "555 0100"})
    assert [one.id for one in open_calls_for(alice)] == [wish.id]
    assert [open_calls_for(one) for one in (developer, elsewhere, auditor, cleo)] == [[], [], [], []]
    take_back_call(by=cleo)
    ask(cleo, to="developer")
    assert open_calls_for(alice) == []
    assert len(open_calls_for(developer)) == 1
    with pytest.raises(NotFound):
        call_for(alice, CallRequest.objects.get().id)
    assert not AuditEvent.objects.exists()
    assert Event.objects.filter(name="call.asked").count() == 2


def test_whoever_judges_ones_training_reads_no_wish(in_hospital, cleo, alice):
    training = TrainingProgram.objects.create(name="Internal Medicine", specialty="internal_medicine")
    for who, kind in ((cleo, TrainingKind.RESIDENT), (alice, TrainingKind.DIRECTOR)):
        TrainingProgramMember.objects.create(
            training_program=training, person_id=who.own_id, kind=kind, from_on=institution_today()
        )

    ask(cleo)

    assert open_calls_for(alice) == []


def test_done_is_told_back_undone_and_gone_after_a_month(cleo, alice):
    wish = ask(cleo)

    note_called(call=wish, by=alice)
    told = own_call(cleo.own_id)
    assert (told.done_by, told.done_on) == (alice.name, institution_today())
    assert reopen_call(call=wish, by=alice)
    assert own_call(cleo.own_id).done_on is None
    note_called(call=wish, by=alice)
    newer = ask(cleo)
    assert not reopen_call(call=wish, by=alice)  # one is open already
    assert own_call(cleo.own_id).id == newer.id
    CallRequest.objects.filter(id=wish.id).update(done_on=institution_today() - timedelta(days=31))
    assert forget_old_calls() == 1
    assert take_back_call(by=cleo)
    assert not CallRequest.objects.exists()
    assert own_call(cleo.own_id) is None


def test_database_refuses_a_second_open_wish_and_a_deed_of_nobody(cleo):
    wish = ask(cleo)
    with pytest.raises(IntegrityError), transaction.atomic():
        CallRequest.objects.create(
            person_id=cleo.own_id,
            scope_id=PROGRAM,
            to="office",
            asked_on=wish.asked_on,
            due_on=wish.due_on,
            sealed="x",
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        CallRequest.objects.filter(id=wish.id).update(done_on=wish.asked_on)


def test_two_records_of_one_person_keep_the_wish_that_is_due_first(in_hospital, cleo):
    other = somebody(in_hospital, "Cleopatra")
    first = ask(other)
    CallRequest.objects.filter(id=first.id).update(due_on=institution_today())
    ask(cleo)

    merge_calls(Person.objects.get(id=cleo.own_id), Person.objects.get(id=other.own_id), cleo)

    assert list(CallRequest.objects.values_list("id", flat=True)) == [first.id]
