"""Lines of those who agreed to research: whoever adds them up learns nothing of those who refused."""

import numpy as np
import pytest

from rounds.surveys.publication import Door, Figure, Lines, Statistic, items_that_may_leave
from tests.surveys.differencing import CUTS, ITEMS, SCORES, asked, cohort
from tests.surveys.outsider import outsider_of


def released(seed, size, refusing):
    """Return a door with two waves out, the first with the lines of all but the last people, and these lines."""
    first, second = cohort(seed, size)
    agreed = first.people[: size - refusing]
    trial = Door()
    trial.release(first)
    items = items_that_may_leave(first, agreed, trial.ledger)
    lines = Lines(agreed, tuple(items))
    door = Door()
    door.release(first, lines if items else None)
    door.release(second)
    return door, first, lines


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_with_the_sums_of_all_lines_nothing_speaks_of_few(seed):
    # two waves of forty and sixty asks: a second each
    door, first, lines = released(seed, 40, 14)
    asked(door, seed, 60)

    outsider = outsider_of(door)
    for measure in [*lines.items, *(name for name, own in SCORES.items() if set(own) <= set(lines.items))]:
        valid = outsider._valid(first, measure, None) & set(lines.people)
        row = outsider._mean([first], measure, None, valid)
        codes = {key: column for key, column in outsider.columns.items() if column in row}
        total = sum(
            row[column] * first.answers[first.people.index(person), first.items.index(item)]
            for (person, item, _wave), column in codes.items()
        )
        outsider._note(row, (total, total))

    assert lines.items
    assert outsider.isolated() == []
    assert [one for one in outsider.fixed() if one[0] not in lines.people] == []


def test_figures_are_the_same_with_lines_and_without():
    door, first, lines = released(1, 40, 14)
    alone = Door()
    without = alone.release(first)

    shown = {ask for ask, figure in without.items() if isinstance(figure, Figure)}

    assert lines.items
    assert {ask for ask in shown if not isinstance(door.answers[ask], Figure)} == set()


@pytest.mark.parametrize(("agreeing", "refusing", "leaves"), [(10, 0, 1), (9, 0, 0), (30, 9, 0), (30, 10, 1)])
def test_those_who_refuse_are_nobody_or_enough_for_a_table(agreeing, refusing, leaves):
    first, _second = cohort(5, agreeing + refusing)
    first.answers[first.answers < 0] = 3
    door = Door()
    whole = type(first)("w", first.people, first.items, first.answers, scores=SCORES)
    door.release(whole)

    found = items_that_may_leave(whole, whole.people[:agreeing], door.ledger)

    assert len(found) == leaves * len(ITEMS)


def test_a_cell_with_few_who_refuse_keeps_its_lines():
    first, _second = cohort(5, 40)
    first.answers[first.answers < 0] = 3
    agreed = first.people[:30]
    # two of those who refuse are all that a small category has beside three who agreed
    places = ["a" if one in (*agreed[:8], *first.people[38:]) else "b" for one in first.people]
    wave = type(first)(
        "w", first.people, first.items, first.answers, scores=SCORES, cuts={"unit": tuple(places)}
    )
    door = Door()
    door.release(wave)

    assert any(ask.statistic == Statistic.MEAN and "unit" in str(ask.group) for ask in door.answers)
    assert np.isin(places[38:], "a").all()
    assert items_that_may_leave(wave, agreed, door.ledger) != [], CUTS
