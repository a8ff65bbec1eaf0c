import pytest

from tests.web.figures.crowd import make_crowd


@pytest.fixture
def crowd(in_hospital):
    return make_crowd(in_hospital)
