"""What is kept while the database answers as before is never what it no longer says."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.db import transaction

from rounds.core.clock import institution_today, now
from rounds.core.database import unchanged
from rounds.core.database.scope import scope
from rounds.core.database.unchanged import kept_while_unchanged
from rounds.people.models import CareerStage, Department, Person


@dataclass(frozen=True)
class Names:
    """The names of a department, and the day."""

    on: date
    names: tuple[str, ...]


@pytest.fixture
def worked():
    return []


@pytest.fixture
def names_in(worked):
    @kept_while_unchanged
    def names_in(department, *, upper=False):
        worked.append(department)
        day = institution_today()
        stages = CareerStage.objects.filter(department__name=department, from_on__lte=day).select_related(
            "person"
        )
        names = sorted(stage.person.family_name for stage in stages)
        return Names(day, tuple(name.upper() if upper else name for name in names))

    return names_in


@pytest.fixture
def marsh(in_hospital):
    medicine = Department.objects.create(name="Medicine")
    person = Person.objects.create(given_name="Cleo", family_name="Marsh")
    CareerStage.objects.create(person=person, department=medicine, tier="fellow", from_on=institution_today())
    return person


def test_work_is_done_once_while_rows_stay(marsh, names_in, worked):
    seen = [names_in("Medicine").names for _ in range(3)]

    assert seen == [("Marsh",)] * 3
    assert worked == ["Medicine"]


def test_work_is_done_again_for_other_arguments_and_changed_rows(marsh, names_in, worked):
    first = names_in("Medicine").names, names_in("Medicine", upper=True).names, names_in("Surgery").names
    marsh.family_name = "Moor"
    marsh.save()

    assert first == (("Marsh",), ("MARSH",), ())
    assert (names_in("Medicine").names, names_in("Surgery").names) == (("Moor",), ())
    assert worked == ["Medicine", "Medicine", "Surgery", "Medicine"]


def test_what_was_rolled_back_is_not_kept(marsh, names_in):
    names_in("Medicine")
    with transaction.atomic():
        Person.objects.update(family_name="Moor")
        within = names_in("Medicine").names
        transaction.set_rollback(True)

    assert within == ("Moor",)
    assert names_in("Medicine").names == ("Marsh",)


def test_each_institution_has_its_own(marsh, other_hospital, names_in):
    names_in("Medicine")

    with scope(other_hospital.id):
        assert names_in("Medicine").names == ()


def test_the_next_day_is_another(marsh, names_in, time_machine):
    today = names_in("Medicine").on
    time_machine.move_to(now() + timedelta(days=1))

    assert names_in("Medicine").on == today + timedelta(days=1)


def test_a_second_question_that_follows_from_the_first_is_asked_again(marsh):
    @kept_while_unchanged
    def titles():
        ids = list(Person.objects.order_by("id").values_list("id", flat=True))
        return tuple(Person.objects.get(id=one).title for one in ids)

    titles()
    Person.objects.create(given_name="Bob", family_name="Brandt", title="Dr.")

    assert sorted(titles()) == ["", "Dr."]


def test_work_is_not_told_the_moment(in_hospital):
    with pytest.raises(RuntimeError, match="given the time"):
        kept_while_unchanged(lambda: str(now()))()


def test_work_that_writes_is_refused(in_hospital):
    @kept_while_unchanged
    def write():
        return Department.objects.create(name="Surgery").name

    with pytest.raises(TypeError, match="never changes anything"):
        write()


@pytest.mark.parametrize(
    "result", [list, dict, Department, lambda: (1, [2]), lambda: [*Department.objects.all()]]
)
def test_a_result_that_could_be_changed_is_refused(in_hospital, result):
    with pytest.raises(TypeError, match="frozen through and through"):
        kept_while_unchanged(result)()


def test_what_was_not_asked_for_longest_goes_first(in_hospital, monkeypatch, worked):
    @kept_while_unchanged
    def double(number):
        worked.append(number)
        return 2 * number

    monkeypatch.setattr(unchanged._store, "most", 2)
    for number in (1, 2, 1, 3, 1, 2):
        double(number)

    assert worked == [1, 2, 3, 2]
