"""What comes through the door of answers, and what doesn't."""

from itertools import product

import numpy as np
import pytest

from rounds.surveys.publication import HIDDEN, Ask, Cut, Door, Figure, Row, Statistic, Subject, Unknown, Wave
from rounds.surveys.publication.audit import Ledger
from rounds.surveys.publication.planning import merged_categories, whole_blocks
from tests.surveys.differencing import attacked, cohort
from tests.surveys.outsider import outsider_of


def wave(key: str, people: str, answers, **more) -> Wave:
    table = np.array(answers).reshape(len(people), -1)
    return Wave(key, tuple(people), tuple(f"q{n + 1}" for n in range(table.shape[1])), table, **more)


def mean(measure: str, *waves: str, group=None) -> Ask:
    return Ask(measure, Statistic.MEAN, waves, group) if group else Ask(measure, Statistic.MEAN, waves)


@pytest.mark.parametrize("size", [20, pytest.param(40, marks=pytest.mark.long)])
def test_an_outsider_with_every_figure_learns_nothing_of_a_small_group(size):
    # two waves and 200 asks: some seconds; `python -m tests.surveys.differencing 1000` tries many cohorts
    shown, sets, fixed = attacked(1, size)

    assert sets == []
    assert fixed == []
    assert shown[True] > shown.total() * 0.6


@pytest.mark.parametrize("forgotten", ["all", "waves", "items"])
def test_the_outsider_finds_what_an_audit_that_forgets_lets_out(forgotten, monkeypatch):
    # a cohort and 200 asks: two seconds
    def admit(self, rows):
        if not all(len(row.people) >= self.floor for row in rows):
            return False
        known = {
            "all": lambda row: True,
            "waves": lambda row: len({unknown.wave for unknown in row.weights}) > 1,
            "items": lambda row: len({unknown.measure for unknown in row.weights}) == 1,
        }[forgotten]
        watched = [row for row in rows if not known(row)]
        if not all(self.accepts(row) for row in watched):
            return False
        self.rows += watched
        return True

    monkeypatch.setattr(Ledger, "admit", admit)

    _shown, found, _fixed = attacked(1, 20, programs=False)

    assert found


def test_no_answer_follows_when_every_table_is_tried():
    # six people, two questions of three points: 531,441 tables
    answers = [[3, 3], [3, 2], [3, 3], [2, 3], [3, 3], [3, 3]]
    door = Door()
    out = door.release(wave("w", "abcdef", answers, high=3, scores={"both": ("q1", "q2")}))

    tables = np.array(list(product((1, 2, 3), repeat=6)))
    columns = {"q1": (1, 0), "q2": (0, 1), "both": (0.5, 0.5)}
    shown = {ask.measure: figure.limits["mean"] for ask, figure in out.items() if isinstance(figure, Figure)}
    first, second = np.meshgrid(range(len(tables)), range(len(tables)), indexing="ij")
    agrees = np.ones(first.shape, dtype=bool)
    for measure, (low, high) in shown.items():
        means = columns[measure][0] * tables.mean(1)[first] + columns[measure][1] * tables.mean(1)[second]
        agrees &= (means >= low - 1e-9) & (means <= high + 1e-9)

    assert {"q1", "q2", "both"} & set(shown)
    assert all(len(set(tables[first[agrees], person])) > 1 for person in range(6))
    assert all(len(set(tables[second[agrees], person])) > 1 for person in range(6))


def test_the_newcomer_is_not_the_difference_of_two_means_and_a_change():
    door = Door()
    door.release(wave("first", "abcdefgh", [1, 2, 3, 4, 5, 3, 2, 4]))
    door.release(wave("second", "abcdefghn", [2, 2, 3, 5, 5, 3, 3, 4, 1]))

    change = door.figure(Ask("q1", Statistic.CHANGE, ("first", "second")))

    assert change == HIDDEN
    assert isinstance(door.figure(mean("q1", "second")), Figure)


def test_moments_of_pairs_come_together_or_not_at_all():
    people = "abcdefghijkl"
    same, more = Door(), Door()
    for door, later in ((same, people), (more, people + "n")):
        door.release(wave("first", people, [1, 2, 3, 4, 5, 3, 2, 4, 3, 3, 4, 2]))
        door.release(wave("second", later, ([2, 2, 3, 5, 5, 3, 3, 4, 3, 4, 4, 2, 1])[: len(later)]))
    ask = Ask("q1", Statistic.MOMENTS, ("first", "second"))

    assert set(same.figure(ask).limits) == {"x", "y", "xx", "yy", "xy"}
    assert more.figure(ask) == HIDDEN
    assert not any(" x " in unknown.measure for row in more.ledger.rows for unknown in row.weights)


def test_rows_of_another_rung_meet_the_same_audit():
    door = Door()
    events = [Unknown(person, "promotion", "half 1") for person in "abcdefgh"]

    assert door.admit([Row(dict.fromkeys(events, 1))])
    assert not door.admit([Row(dict.fromkeys(events[:6], 1))])
    assert not door.admit([Row(dict.fromkeys(events[:4], 1))])
    assert door.admit([Row(dict.fromkeys(events, 3))])


def test_an_ask_has_one_answer_and_nothing_new_follows_an_erasure():
    first, second = cohort(1, 20)
    door = Door()
    before = door.release(first)
    old = next(figure for figure in before.values() if isinstance(figure, Figure))

    door.end("first")
    door.release(second)

    assert door.figure(old.ask) is old
    assert door.figure(Ask("item 1", Statistic.CHANGE, ("first", "second"))) == HIDDEN
    assert door.figure(mean("growth", "first", "second")) == HIDDEN


def test_the_audit_does_not_look_at_answers():
    first, second = cohort(3, 20)
    other = [
        Wave(
            one.key,
            one.people,
            one.items,
            np.where(one.answers < 0, one.answers, 6 - one.answers),
            scores=one.scores,
            cuts=one.cuts,
        )
        for one in (first, second)
    ]
    doors = Door(), Door()
    for door, waves in zip(doors, ((first, second), other), strict=True):
        for one in waves:
            door.release(one)

    shown = [{ask: isinstance(figure, Figure) for ask, figure in door.answers.items()} for door in doors]

    assert shown[0] == shown[1]


def test_a_mean_near_an_end_is_told_as_or_more_and_under_five_people_nothing():
    door = Door()
    out = door.release(wave("w", "abcdef", [5, 5, 5, 5, 5, 5]))
    few = Door().release(wave("w", "abcd", [5, 5, 5, 5]))

    assert out[mean("q1", "w")].limits == {"mean": (4.8, 5.0)}
    assert set(few.values()) == {HIDDEN}
    assert Door().figure(mean("q1", "w")) == HIDDEN
    with pytest.raises(ValueError, match="smallest group is 4"):
        Door(people_at_least=3)


def test_small_categories_become_other_and_people_count_in_blocks():
    assert merged_categories(dict(zip("abcdefghijkl", "SSSSSSMMMMMP", strict=True)), 5) == dict(
        zip("abcdefghijkl", ["S"] * 6 + ["other"] * 6, strict=True)
    )
    assert whole_blocks(["abc", "cdef", "g"], 5) == [frozenset("abcde")]


def test_a_subjects_figure_renews_in_blocks_of_new_people():
    # beside the answers about Ann, or the whole less a block would speak of two
    door = Door()
    first, second = [4, 4, 3, 5, 4, 1, 1, 3, 4, 2, 5, 3], [2, 3, 3, 2, 4, 4, 3, 5, 3]
    door.release(wave("y1", "abcdefgmnopq", first, subjects=("bob",) * 7 + ("ann",) * 5))
    door.release(wave("y2", "hijkrstuv", second, subjects=("bob",) * 4 + ("ann",) * 5))

    early, both = (door.figure(mean("q1", *waves, group=Subject("bob"))) for waves in (("y1",), ("y1", "y2")))
    last = door.figure(mean("q1", "y2", group=Subject("bob")))

    assert (early.people, both.people) == (5, 10)
    assert last == HIDDEN
    assert outsider_of(Door()).isolated() == []


def test_a_cell_that_would_speak_of_the_rest_is_hidden():
    # the whole is out, and one of two cells: the other follows, so both or none
    cuts = {"site": ("N",) * 6 + ("S",) * 5}
    answers = [[3, 3, 3]] * 10 + [[3, -97, 3]]
    door = Door()
    out = door.release(wave("w", "abcdefghijk", answers, cuts=cuts, scores={"s": ("q1", "q2")}))

    north = out[mean("s", "w", group=Cut("site", "N"))]
    south = out[
        mean(
            "s", "w", group=Cut("site", "other" if "other" in door.categories["w", "site"].values() else "S")
        )
    ]

    # eleven gave the site, ten have the score: of the four in the south nothing may be said, nor of the north beside the whole
    assert south == HIDDEN
    assert north == HIDDEN
