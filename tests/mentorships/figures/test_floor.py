"""Which figures are hidden."""

import pytest

from rounds.mentorships.figures.values import is_too_small


@pytest.mark.parametrize(("size", "is_hidden"), [(0, False), (1, True), (4, True), (5, False), (190, False)])
def test_figures_about_one_to_four_are_hidden(size, is_hidden):
    assert is_too_small(size) is is_hidden
