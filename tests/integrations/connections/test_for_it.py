"""The sheet for the hospital's IT says what is so: words that it quotes stand on a page, addresses are those that are asked."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import rounds
from rounds.documents import Bullets, Facts
from rounds.integrations.lti.values.registrations import our_words
from rounds.integrations.outgoing import SECONDS
from rounds.integrations.signed_tokens import LEEWAY_SECONDS, SMALLEST_RSA_BITS
from rounds.people.models import Person
from rounds.web.coordinator.connections.for_it import sheet_of
from rounds.web.machines.platforms import ours_of
from tests.worlds.year_surveys.connections import a_connection

TEMPLATES = Path(rounds.__file__).parent / "web" / "templates"


@pytest.fixture
def sheet(in_hospital):
    sid = Person.objects.create(given_name="Sid", family_name="Ames", email="sid@st-brigid.example")
    connection = a_connection("Learn", "trying", sid)
    return connection, sheet_of(connection, "St. Brigid Health", "st-brigid")


def lines_of(document):
    return [line for block in document.blocks if isinstance(block, Bullets) for line in block.items]


def test_words_that_it_quotes_stand_on_a_page_of_a_launch(sheet):
    pages = " ".join(" ".join(one.read_text().split()) for one in (TEMPLATES / "machines").glob("*.html"))
    quoted = [word for line in lines_of(sheet[1]) for word in re.findall(r"“([^”]+)”", line)]

    assert len(quoted) >= 3
    assert [one for one in quoted if one[1:].rstrip(".") not in pages.replace("can&#x27;t", "can't")] == []


def test_addresses_hosts_and_limits_are_those_of_the_code(sheet):
    connection, document = sheet
    facts = dict(pair for block in document.blocks if isinstance(block, Facts) for pair in block.rows)
    ours, text = ours_of("st-brigid", connection.id), " ".join(lines_of(document))
    asked = our_words(name="Rounds", login=ours.login, launch=ours.launch, keys=ours.keys)

    assert [ours.login, ours.launch, ours.keys] == list(facts.values())[:3]
    assert "learn.example" in text
    assert (SMALLEST_RSA_BITS, LEEWAY_SECONDS, SECONDS) == (2048, 60, 10)
    assert "2,048 bits" in text
    assert "right to the minute" in text
    assert asked["scope"].count("https://") == 2  # scores, and names to read; the sheet names both services
    assert asked["https://purl.imsglobal.org/spec/lti-tool-configuration"]["claims"] == ["iss", "sub"]
