"""No way leads from what was answered to who answered, and no column there is finer than a day."""

from collections import deque

import pytest
from django.apps import apps
from django.db import models

from rounds.surveys.models import AnonymousAnswer, AnonymousText, Ballot

FORBIDDEN = {
    "surveys.Request",
    "surveys.Ballot",
    "people.Person",
    "core.User",
    "surveys.LinkHash",
    "surveys.Response",
}


def walk(start):
    """Return every table that keys lead to from here, each with the way there."""
    found, waiting = {start._meta.label: [start._meta.label]}, deque([start])
    while waiting:
        model = waiting.popleft()
        for field in model._meta.concrete_fields:
            target = field.related_model if field.is_relation else None
            if target is not None and target._meta.label not in found:
                found[target._meta.label] = [
                    *found[model._meta.label],
                    f"{field.name} → {target._meta.label}",
                ]
                waiting.append(target)
    return found


@pytest.mark.parametrize("start", [AnonymousAnswer, AnonymousText])
def test_no_key_leads_from_answers_to_requests_or_people(start):
    ways = walk(start)

    assert not FORBIDDEN & ways.keys(), [ways[label] for label in FORBIDDEN & ways.keys()]
    assert "surveys.Wave" in ways


def test_no_key_leads_from_comments_to_answers_nor_back():
    assert "surveys.AnonymousAnswer" not in walk(AnonymousText)
    assert "surveys.AnonymousText" not in walk(AnonymousAnswer)


def test_no_table_points_at_single_answers():
    pointing = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model in (AnonymousAnswer, AnonymousText)
    ]

    assert pointing == []


@pytest.mark.parametrize("label", ["AnonymousAnswer", "AnonymousText", "Batch", "Box", "BlindDraft"])
def test_no_column_is_finer_than_a_day_and_no_number_counts_up(label):
    model = apps.get_model("surveys", label)

    columns = model._meta.concrete_fields

    assert [one.name for one in columns if isinstance(one, models.DateTimeField | models.TimeField)] == []
    assert [one.name for one in columns if isinstance(one, models.AutoField)] == []
    assert isinstance(model._meta.pk, models.UUIDField)
    assert model._meta.pk.default.__name__ == "uuid4"


def test_walk_finds_a_way_where_there_is_one():
    assert {"surveys.Request", "people.Person"} <= walk(Ballot).keys()
