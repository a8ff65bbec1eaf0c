"""Every field of every model is sorted: personal, sensitive or plain."""

from django.db import models
from django.test.utils import isolate_apps

from rounds.core.models import SealedRecord
from rounds.core.personal_data import Sort, sorted_fields, unsorted_fields
from tests.architecture.test_models import our_models


def test_every_field_is_sorted():
    assert unsorted_fields(our_models(), sorted_fields()) == []


def test_every_sealed_value_is_sensitive():
    sealed = [model._meta.label for model in our_models() if issubclass(model, SealedRecord)]

    assert sealed
    assert {sorted_fields()[label]["sealed"] for label in sealed} == {Sort.SENSITIVE}


@isolate_apps("rounds.people")
def test_an_unsorted_field_and_a_sorted_one_that_is_gone_are_found():
    class Person(models.Model):
        nickname = models.CharField()

        class Meta:
            app_label = "people"

    found = unsorted_fields([Person], {"people.Person": {"id": Sort.PLAIN, "npi": Sort.PERSONAL}})

    assert [sentence.split()[0].rstrip(":") for sentence in found] == [
        "people.Person.nickname",
        "people.Person.npi",
    ]


@isolate_apps("rounds.people")
def test_a_model_that_nobody_sorted_is_found():
    class Newcomer(models.Model):
        class Meta:
            app_label = "people"

    assert unsorted_fields([Newcomer], sorted_fields()) != []
