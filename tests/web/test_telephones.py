"""A telephone number is called by a press, however it was written."""

import pytest
from django.utils.html import strip_tags

from rounds.web.templatetags.look import call


@pytest.mark.parametrize(
    ("written", "called"),
    [
        ("555-0100", "tel:5550100"),
        ("+1 (555) 010-0123, extension 4", "tel:+15550100123"),
        ("Operator: (555) 010-0123", "tel:5550100123"),
        ("988", "tel:988"),
    ],
)
def test_number_is_a_link_beside_its_words(written, called):
    shown = str(call(written))

    assert f'href="{called}"' in shown
    assert strip_tags(shown) == written


def test_words_without_a_number_stay_words_and_harm_nothing():
    assert call("ask at the desk") == "ask at the desk"
    assert "&lt;i&gt;" in str(call("<i> 555-0100"))
