"""The tags that pages are made of."""

import pytest
from django import forms
from django.template import Context, Template

from rounds.web.templatetags import bars, look


def test_places_over_limit_hatched():
    drawn = bars.places(4, 3)

    assert drawn.count("place-taken") == 3
    assert drawn.count("place-over") == 1
    assert 'aria-label="4 of 3 places taken"' in drawn


def test_bar_longer_than_room_is_not_negative():
    drawn = bars.bar(-3, 10)

    assert 'class="bar-fill" width="0"' in drawn


@pytest.mark.parametrize(("value", "text"), [(-4.8, "−4.8"), (2, "+2.0"), (0, "0.0"), (-0.01, "0.0")])
def test_signed_with_real_minus(value, text):
    assert look.signed(value) == text


def test_initials_without_title():
    assert ">RH<" in look.initials("Dr. Ruth Halloran")


def test_badge_escapes():
    assert "<b>" not in look.badge("<b>loud</b>")


class HoursForm(forms.Form):
    hours = forms.IntegerField(label="Hours", min_value=1)
    begins_on = forms.DateField(label="Begins", widget=forms.DateInput(attrs={"type": "date"}))
    way = forms.ChoiceField(label="Way", widget=forms.RadioSelect, choices=[("a", "A"), ("b", "B")])


def test_field_keeps_what_was_typed():
    form = HoursForm({"hours": "a few", "begins_on": "soon"})

    drawn = Template("{% error_summary form %}{% field form.hours %}{% field form.begins_on %}").render(
        Context({"form": form})
    )

    assert 'value="a few"' in drawn
    assert 'value="soon"' in drawn
    assert 'type="number"' not in drawn
    assert 'type="date"' not in drawn


def test_error_summary_links_lead_to_controls():
    form = HoursForm({})

    drawn = Template(
        "{% error_summary form %}{% field form.hours %}{% field form.begins_on %}{% field form.way %}"
    ).render(Context({"form": form}))

    for control in ("id_hours", "id_begins_on", "id_way_0"):
        assert f'href="#{control}"' in drawn
        assert f'id="{control}"' in drawn
