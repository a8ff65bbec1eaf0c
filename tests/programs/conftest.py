import pytest

from tests.programs.builders import make_world


@pytest.fixture
def world(in_hospital):
    return make_world(in_hospital)
