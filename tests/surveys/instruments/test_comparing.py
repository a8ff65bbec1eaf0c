"""Two versions side by side: what differs, and which trends go on."""

from dataclasses import replace

import pytest

from rounds.core.access import system
from rounds.core.database.scope import scope
from rounds.surveys.instruments.selectors.listing import content_of, list_instruments
from rounds.surveys.instruments.services import install_instruments
from rounds.surveys.instruments.values.comparing import Change, compare
from rounds.surveys.instruments.values.content import Content, ItemContent
from rounds.surveys.models import InstrumentVersion

POINTS = ((1, {"en": "no"}), (2, {"en": "yes"}))


def item(key, **more):
    return ItemContent(
        **{"key": key, "part_key": "p", "kind": "scale", "text": {"en": key}, "bank_key": key}
        | {"scale_key": "s"}
        | more
    )


def content(*items, points=POINTS):
    return Content(scales={"s": points}, items=items)


def changes(older, newer):
    return {(one.after or one.before).key: (set(one.changes), one.goes_on) for one in compare(older, newer)}


@pytest.mark.django_db
def test_first_and_second_confidence_eight_go_on_and_three_begin(hospital):
    with scope(hospital.id):
        install_instruments(by=system(hospital.id))
        first, second = (
            content_of(InstrumentVersion.objects.get(instrument__key="confidence", number=number).id)
            for number in (1, 2)
        )

        lines = compare(first, second)

    assert sum(one.goes_on for one in lines) == 8
    assert sum(one.changes == (Change.ADDED,) for one in lines) == 3
    assert first.digest != second.digest


def test_each_difference_is_named_and_ends_a_trend_where_it_must():
    older = content(item("a"), item("b"), item("c"), item("d"), item("e"), item("f"))
    newer = content(
        item("b", text={"en": "other words"}),
        item("c", scale_key=""),
        item("d", bank_key="another"),
        item("e", is_reverse=True),
        item("f", missing="na"),
        item("a"),
        item("g"),
    )

    found = changes(older, newer)

    assert found == {
        "a": ({Change.ORDER}, True),
        "b": ({Change.WORDING}, True),
        "c": ({Change.SCALE}, False),
        "d": ({Change.MEANING}, False),
        "e": ({Change.SCALE}, False),
        "f": ({Change.LEAVE_OUT}, True),
        "g": ({Change.ADDED}, False),
    }


def test_question_under_another_key_is_the_same_if_it_alone_means_it():
    older, newer = content(item("a")), content(item("b", bank_key="a", text={"en": "a"}))

    (line,) = compare(older, newer)

    assert (line.before.key, line.after.key, line.changes, line.goes_on) == ("a", "b", (), True)


def test_no_meaning_no_trend():
    older = newer = content(item("a", bank_key=""))

    (line,) = compare(older, newer)

    assert not line.goes_on


def test_other_labels_begin_a_trend_anew():
    newer = content(item("a"), points=((1, {"en": "no"}), (2, {"en": "very"})))

    assert changes(content(item("a")), newer) == {"a": ({Change.SCALE}, False)}


def test_digest_tells_apart_what_differs_in_anything():
    one = content(item("a"), item("b"))

    others = [
        content(item("b"), item("a")),
        content(item("a"), item("b", seconds=9)),
        content(item("a"), item("b", domain_key="FIN")),
        replace(one, scales={"s": POINTS[::-1]}),
    ]

    assert len({one.digest, *(other.digest for other in others)}) == 5
    assert content(item("a"), item("b")).digest == one.digest


@pytest.mark.django_db
def test_list_of_sets_counts_as_it_is_asked(hospital):
    with scope(hospital.id):
        install_instruments(by=system(hospital.id))

        pulse = next(one for one in list_instruments() if one.instrument.key == "pulse")

    assert (pulse.questions, pulse.newest.number, pulse.draft, pulse.waves) == (8, 1, None, 0)
