"""The report against an example worked out by hand, and against what nobody may learn from it."""

import random
from collections import Counter
from fractions import Fraction

import pytest

from rounds.surveys.box.mixing import merge_groups
from rounds.surveys.feedback360.values.limits import rounds_that_fit
from rounds.surveys.feedback360.values.report import Behavior, Heard, figures_of, interval_of

GROUPS = ("peers", "learners", "others", "outside", "supervisor")


def behaviors(*domains, each=2):
    return tuple(Behavior(f"{one}{n}", one, f"words of {one}{n}") for one in domains for n in range(each))


def test_200_random_rounds_have_no_group_under_the_floor_and_groups_add_up():
    draw = random.Random(360)
    for _ in range(200):
        floor = draw.choice([4, 5, 5, 6])
        sizes = {group: draw.randint(0, 8) for group in draw.sample(GROUPS, draw.randint(1, 5))}
        raters = [group for group, size in sizes.items() for _ in range(size)]
        draw.shuffle(raters)
        if len(raters) < floor:
            with pytest.raises(ValueError, match="nothing of them may be written"):
                merge_groups(raters, floor=floor)
            continue

        merged = merge_groups(raters, floor=floor)

        counted = Counter(merged)
        assert min(counted.values()) >= floor
        assert sum(counted.values()) == len(raters)
        for label, count in counted.items():
            assert count == sum(sizes.get(group, 0) for group in label.split(" + "))
        # a group that is large enough and not needed by a small one stays alone
        if all(size >= floor for size in sizes.values() if size):
            assert set(merged) == {group for group, size in sizes.items() if size}


def test_a_group_under_the_floor_joins_the_smallest_other():
    raters = ["peers"] * 7 + ["learners"] * 6 + ["others"] * 3

    merged = Counter(merge_groups(raters, floor=5))

    assert merged == {"peers": 7, "learners + others": 9}


def test_all_raters_are_one_where_no_two_groups_are_large_enough():
    assert set(merge_groups(["peers"] * 4 + ["learners"] * 4, floor=5)) == {"learners + peers"}


def test_a_report_is_equal_to_a_worked_example_to_the_digit():
    """Worked by hand: team (5 + 4·4 + 3·5)/10 = 3.6, plan twos and fours in turn = 3.0; t(9) = 2.262."""
    team = [5, 4, 4, 4, 4, 3, 3, 3, 3, 3]
    plan = [2, 4, 2, 4, 2, 4, 2, 4, 2, 4]
    raters = [
        ("peers" if place < 5 else "learners", {"T0": a, "T1": a, "P0": b, "P1": b})
        for place, (a, b) in enumerate(zip(team, plan, strict=True))
    ]
    heard = Heard(
        behaviors=behaviors("T", "P"),
        domains=(("T", "Teams"), ("P", "Plans")),
        raters=raters,
        own={"T0": 5, "T1": 5, "P0": 3, "P1": -98},
        supervisor={"T0": 4, "T1": 3, "P0": -98, "P1": -98},
    )

    said = figures_of(heard)

    team_line, plan_line = said["domains"]
    assert [team_line["name"], plan_line["name"]] == ["Teams", "Plans"]
    middles = [round(sum(one["others"]) / 2, 1) for one in said["domains"]]
    assert middles == [3.6, 3.0]
    assert [team_line["self"], plan_line["self"]] == [5.0, 3.0]
    assert [team_line["supervisor"], plan_line["supervisor"]] == [3.5, None]
    assert [team_line["gap"], plan_line["gap"]] == [-1.4, 0.0]
    assert [team_line["n"], plan_line["n"]] == [10, 10]
    # 3.6 ± 2.262 × 0.699 / √10 = 3.10 to 4.10; 3.0 ± 2.262 × 1.054 / √10 = 2.25 to 3.75
    assert [list(one["interval"]) for one in said["domains"]] == [[3.1, 4.1], [2.2, 3.8]]
    assert [team_line["counts"], plan_line["counts"]] == [True, False]
    assert [one["key"] for one in said["self_more"]] == ["T0", "T1"]
    assert [one["key"] for one in said["needs"]] == ["P0"]
    assert said["strengths"] == said["others_more"] == []


def test_a_rater_counts_in_a_domain_from_half_its_behaviors():
    given = [{"T0": 4, "T1": 4, "T2": 4}] * 6 + [{"T0": 1, "T1": -98, "T2": -98}]
    heard = Heard(behaviors("T", each=3), (("T", "Teams"),), [("peers", one) for one in given])

    line = figures_of(heard)["domains"][0]

    assert line["n"] == 6
    assert line["others"][0] <= 4.0 <= line["others"][1]


def test_a_domain_that_few_saw_is_hidden_and_no_group_gives_the_others_away():
    """All seven saw Teams; four of the peers and three of the learners saw Plans: no figure of fewer than five."""
    draw = random.Random(1)
    raters = [
        (
            "peers" if place < 6 else "learners",
            {key: draw.randint(2, 4) for key in ("T0", "T1")}
            | {
                key: draw.randint(2, 4) if place in (0, 1, 2, 6, 7, 8, 9, 10) else -98 for key in ("P0", "P1")
            },
        )
        for place in range(11)
    ]
    heard = Heard(behaviors("T", "P"), (("T", "Teams"), ("P", "Plans")), raters)

    lines = {one["key"]: one for one in figures_of(heard)["domains"]}

    assert lines["P"]["n"] == 8
    # three peers saw it: they are not told, and neither are the five learners, or the difference would tell
    assert lines["P"]["groups"] == {"peers": None, "learners": None}
    assert all(lines["T"]["groups"].values())


def test_one_who_skipped_a_single_behavior_is_not_given_away_by_behaviors_beside_domains():
    """Domain less both behaviors would be the one answer of who left one out: one of the three stays hidden."""
    draw = random.Random(2)
    raters = [("peers", {"T0": draw.randint(2, 4), "T1": draw.randint(2, 4)}) for _ in range(8)]
    raters[3] = ("peers", {"T0": 5, "T1": -98})

    said = figures_of(Heard(behaviors("T"), (("T", "Teams"),), raters, own={"T0": 1, "T1": 5}))

    shown = [one["key"] for key in ("strengths", "others_more", "self_more", "needs") for one in said[key]]
    assert said["domains"][0]["others"] is not None
    assert shown == ["T0"]


def test_an_interval_stands_around_what_is_told_so_its_middle_tells_no_more():
    values = [Fraction(code) for code in (1, 2, 3, 4, 5, 3, 4)]

    low, high = interval_of(values, 3.0, 4.0)

    assert (low + high) / 2 == 3.5


def test_an_interval_ends_with_the_scale():
    values = [Fraction(5)] * 9 + [Fraction(4)]

    assert interval_of(values, 4.8, 5.0) == (4.7, 5.0)


def test_twenty_residents_fill_thirteen_rounds_of_six():
    people = [f"resident {n}" for n in range(20)]

    fits = rounds_that_fit(people, dict.fromkeys(people, 4))

    assert fits == 13
