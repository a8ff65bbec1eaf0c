"""Components drawn once, addresses found once: what is kept is right for whoever asks next."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from django.template import Context, Engine, engines
from django.template.base import TextNode
from django.templatetags.i18n import TranslateNode
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from rounds.web.addresses import address_below
from rounds.web.templatetags import kept


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


def test_kept_times_are_those_of_the_reader():
    source = ("django.template.loaders.locmem.Loader", {"day.html": '{{ since|date:"j M Y" }}'})
    page = Engine(loaders=[source], builtins=[kept.__name__]).from_string('{% kept "day.html" since=since %}')
    since = Context({"since": datetime(2027, 1, 1, 3, tzinfo=UTC)})

    with timezone.override("America/New_York"):
        here = page.render(since)
    with timezone.override("Europe/Paris"):
        there = page.render(since)

    assert (here, there) == ("31 Dec 2026", "1 Jan 2027")


@pytest.mark.parametrize("tag", ['{% translate "Home" %}', '{% icon "house" %}', '{% icon "house" "Home" %}'])
def test_tags_of_fixed_words_are_text(tag):
    (node,) = engines["django"].from_string(tag).template.nodelist

    assert isinstance(node, TextNode)
    assert "Home" in node.s or "#house" in node.s


def test_words_are_looked_up_where_there_are_two_languages(settings):
    settings.USE_I18N = True

    (node,) = engines["django"].from_string('{% translate "Home" %}').template.nodelist

    assert isinstance(node, TranslateNode)


@pytest.mark.parametrize(
    ("tag", "shown"),
    [
        ("{% icon name %}", "#x-lg"),
        ('{% icon "x" label %}', "a &amp; b"),
        ("{% translate name %}", "x-lg"),
        ('{% translate "50% & more" %}', "50% & more"),
        ('{% translate "Home" as word %}{{ word|upper }}', "HOME"),
    ],
)
def test_tags_with_something_in_them_are_drawn_each_time(tag, shown):
    assert shown in draw(tag, name="x-lg", label="a & b")
