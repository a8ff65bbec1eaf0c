import re
from pathlib import Path

import pytest
from django.utils import timezone

import rounds
from rounds.core import events
from rounds.core.events import dispatch_waiting, emit
from rounds.core.models import Institution
from rounds.web.mail import fill, render, unknown_placeholders

SOURCE = Path(rounds.__file__).parent
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


MARKS = ("send_mail(", "queue_mail(", "add_writer(", "Contents(")


def writers_of_mail():
    """Return the modules that write mail, by path."""
    texts = {path: path.read_text() for path in SOURCE.rglob("*.py") if "/core/" not in str(path)}
    return {path: text for path, text in texts.items() if any(mark in text for mark in MARKS)}


def test_writers_of_mail_say_moments_by_the_clocks_of_their_reader_alone():
    found = writers_of_mail()

    assert {"notices.py", "evening.py", "groups.py", "pairs.py"} <= {path.name for path in found}
    for path, text in found.items():
        assert "localtime" not in text, f"{path}: use rounds.web.words.times, with the reader's zone"
        assert not re.search(r"g:i|%-?[HI]", text), f"{path}: use rounds.web.words.times"
        assert not re.search(r"at_words\([^,()]*\)", text), f"{path}: name the zone of who reads"


def test_templates_of_mail_shape_no_moment():
    for path in (SOURCE / "web/templates/mail").glob("*.txt"):
        assert not re.search(r"\|\s*(date|time)\b|localtime", path.read_text()), path


def test_handler_of_an_event_reads_clocks_of_the_institution(in_hospital, monkeypatch):
    Institution.objects.filter(id=in_hospital.id).update(timezone="America/Chicago")
    seen = []
    note = [lambda event: seen.append(str(timezone.get_current_timezone()))]
    monkeypatch.setitem(events._handlers, "test.clock", note)
    emit("test.clock", institution_id=in_hospital.id)

    dispatch_waiting()

    assert seen == ["America/Chicago"]
