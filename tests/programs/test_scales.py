"""Scales of intake are whole: a number is never asked without saying what the ends mean."""

import pytest

from rounds.programs.forms.fields import ScaleField, WordsField
from rounds.programs.forms.topic import FormContext
from rounds.programs.forms.topics import MENTEE_TOPICS, MENTOR_TOPICS

COUNTED = {"demand", "capacity", "outside_mentees", "outside"}


def fields_of(side, topics):
    context = FormContext(
        side=side, zone="America/Chicago", priorities=(("a", "Access", ""),), sites=(("b", "Main"),)
    )
    for topic in topics:
        if topic.applies(context):
            yield from ((topic.key, name, field) for name, field in topic(context=context).fields.items())


@pytest.mark.parametrize(("side", "topics"), [("mentee", MENTEE_TOPICS), ("mentor", MENTOR_TOPICS)])
def test_every_scale_says_what_it_asks_and_what_its_ends_mean(side, topics):
    scales, bare = [], []

    for key, name, field in fields_of(side, topics):
        if isinstance(field, ScaleField):
            scales.append(f"{field.label} {' '.join(map(str, field.ends))}")
        elif isinstance(field, WordsField):
            words = [str(label) for _value, label in field.choices]
            if all(word.isdecimal() for word in words) and name not in COUNTED:
                bare.append((key, name, words))

    assert not bare, "numbers without a word"
    assert len(scales) == (8 if side == "mentee" else 0)
    assert all(scale.lower().count("confident") == 3 for scale in scales)
