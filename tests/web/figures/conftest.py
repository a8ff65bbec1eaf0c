import pytest

from tests.web.figures.crowd import make_crowd
from tests.web.figures.untidy import make_untidy


@pytest.fixture
def crowd(in_hospital):
    return make_crowd(in_hospital)


@pytest.fixture
def untidy(in_hospital):
    return make_untidy(in_hospital)
