"""The site administrator reads no words of others through any page or form."""

from __future__ import annotations

import pytest

from tests.access.matrix import all_addresses, ask, asker_of, remembered, things_for
from tests.security.posting import plausible, with_sentinels

pytestmark = [pytest.mark.django_db, pytest.mark.ci]


def test_site_administrator_reads_no_words_of_others_by_any_page_or_form(standing_world):
    asker, leaks, asked = asker_of(standing_world.actors["site_admin"]), [], 0

    with remembered():
        for address in all_addresses():
            if address.name == "demo_mail":  # of the demo alone
                continue
            for thing in things_for(address, standing_world):
                fields = plausible(asker, address, thing)
                answers = [
                    ask(asker, address, "GET", thing, query={"q": "Zzq", "find": "Zzq", "show": "all"}),
                    ask(asker, address, "POST", thing, with_sentinels(fields)),
                ]
                asked += len(answers)
                leaks += [
                    f"{address.name} with {thing.label} shows {word.field}"
                    for answer in answers
                    for word in standing_world.words
                    if word.text in answer.text and word.leaks("site_admin", address.name)
                ]

    assert leaks == []
    assert asked > 1000
