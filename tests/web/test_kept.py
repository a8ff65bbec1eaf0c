"""Components drawn once, addresses found once: what is kept is right for whoever asks next."""

from uuid import UUID, uuid4

import pytest
from django.template import Context, engines
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString

from rounds.web.addresses import address_below


def draw(text, **values):
    return engines["django"].from_string(text).template.render(Context(values))


def test_kept_component_sees_nothing_but_its_inputs():
    wanted = '{% kept "components/brand.html" home=home %}'

    mine = draw(wanted, home="/mine/", request="secret")
    other = draw(wanted, home="/other/")

    assert 'href="/mine/"' in mine
    assert 'href="/other/"' in other
    assert draw("{% kept 'components/brand.html' %}", home="/mine/") == draw(
        '{% kept "components/brand.html" %}'
    )


def test_kept_safe_text_and_equal_text_to_escape_told_apart():
    wanted = '{% kept "components/brand.html" home=home %}'

    safe = draw(wanted, home=SafeString("/?a=1&b=2"))
    unsafe = draw(wanted, home="/?a=1&b=2")

    assert 'href="/?a=1&b=2"' in safe
    assert 'href="/?a=1&amp;b=2"' in unsafe


def test_kept_inputs_that_cannot_be_compared_refused():
    with pytest.raises(TypeError, match="unhashable"):
        draw('{% kept "components/areas.html" areas=areas %}', areas=[])


def test_address_like_django_finds_it():
    run, mentee, mentor = uuid4(), uuid4(), uuid4()

    found = address_below("here", "matching:pair", mentor_id=mentor, run_id=run, mentee_id=mentee)

    given = {"institution": "here", "run_id": run, "mentee_id": mentee, "mentor_id": mentor}
    assert found == reverse("matching:pair", kwargs=given)
    assert address_below("here", "matching:export", run_id=run, kind="pairs").endswith("/export/pairs/")


def test_address_wrong_argument_refused_each_time():
    for _ in range(2):
        with pytest.raises(NoReverseMatch):
            address_below("here", "people:detail", run_id=UUID(int=1))
