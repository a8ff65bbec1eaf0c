import pytest

from rounds.web.mail import fill, render, unknown_placeholders

SHAPES = [
    *("{{ %s }}", "{%% %s %%}", "{# %s #}", "{%s}", "{{{%s}}}", "${%s}", "#{%s}"),
    *("<%%= %s %%>", "[[%s]]", "@(%s)"),
]
WORDS = ["institution", "settings.SECRET_KEY", "7*7", "load static", "include '/etc/passwd'"]
INJECTIONS = [shape % word for shape in SHAPES for word in WORDS]


@pytest.mark.parametrize("hostile", INJECTIONS)
def test_template_text_in_a_value_is_printed_literally(hostile):
    text = render("test", {"institution": hostile})

    assert text.subject == f"A test message from {hostile}"
    assert hostile in text.body


@pytest.mark.parametrize("hostile", INJECTIONS)
def test_template_text_in_a_value_is_printed_literally_in_own_wordings(hostile):
    assert fill("Dear {name}, {greeting}", {"name": hostile, "greeting": "hello"}) == f"Dear {hostile}, hello"


def test_text_is_plain_and_escapes_nothing():
    assert render("test", {"institution": "O'Hara & Sons"}).subject == "A test message from O'Hara & Sons"


def test_placeholders_that_nobody_fills_are_named():
    assert unknown_placeholders("{mentee} {mentro}", {"mentee", "mentor"}) == ["mentro"]
