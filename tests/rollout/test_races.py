"""Many people who lock, amend, sign, decide and take back at the same moment: one winner each, no error."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from rounds.core.clock import institution_today
from rounds.core.database.scope import scope
from rounds.core.errors import DomainError
from rounds.core.models import Institution
from rounds.people.enums import Tier
from rounds.programs.models import Cycle, Program
from rounds.rollout.models import DocumentVersion, ObjectiveChange, ObjectiveSet, SignOff, TakenBack
from rounds.rollout.selectors.objectives import objectives_of
from rounds.rollout.services.links import ask_by_mail, make_word, sign_by_link
from rounds.rollout.services.objectives import amend_objectives, ask_to_lock, lock_objectives, take_drafts
from rounds.rollout.services.signing import (
    agree_to_take_back,
    ask_to_take_back,
    enter_paper,
    issue_endorsement,
    sign_document,
)
from tests.rollout.test_links import DEAN
from tests.rollout.test_signing import TERMS, paper, viewer

pytestmark = pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one writer in at a time")


@pytest.fixture
def hospital(transactional_db):
    return Institution.objects.create(slug="st-brigid", name="St. Brigid Health", mail_is_live=True)


def at_once(hospital, acts):
    """Do all acts at the same moment; return how many were done, how many refused, and what else happened."""
    barrier, done, broken = threading.Barrier(len(acts), timeout=60), Counter(), []

    def write(act):
        try:
            with scope(hospital.id):
                connection.ensure_connection()
                barrier.wait()
                act()
            done["done"] += 1
        except DomainError:
            done["refused"] += 1
        except Exception as error:
            broken.append(f"{type(error).__name__}: {error}")
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return done, broken


def one_round(hospital, number, writers):
    """Let so many people race for each of the acts of one program of its own; return what went wrong."""
    with scope(hospital.id):
        program = Program.objects.create(
            name=f"P{number}", slug=f"p{number}", template="physician", state="running"
        )
        today = institution_today()
        days = {"starts_on": today, "ends_on": today + timedelta(days=200)}
        Cycle.objects.create(program=program, name="Year", state="open", **days)
        alice = viewer("Alice")
        take_drafts(program=program, tier=Tier.RESIDENT, by=alice)
        digest = objectives_of(program).digest
        ask_to_lock(program=program, digest=digest, by=alice)
        document = issue_endorsement(program=program, terms=TERMS, by=alice)
        row = enter_paper(
            document=document,
            digest=document.digest,
            signature=paper("Mash", "chair"),
            entry_id=uuid4(),
            by=alice,
        )
        ask_to_take_back(signature=row, reason="Mistyped", by=alice)
        asked = {"digest": document.digest, "asked": DEAN, "entry_id": uuid4(), "by": alice}
        link, _batch = ask_by_mail(document=document, **asked)
        make_word(link)
        others = [viewer(f"O{one}") for one in range(writers)]
        entry = uuid4()
    said = {"words": "A year", "reason": "Moved", "entry_id": entry}
    acts = {
        "lock": lambda by: lock_objectives(program=program, digest=digest, by=by),
        "amend": lambda by: amend_objectives(program=program, **said, by=by),
        "link": lambda by: sign_by_link(link_id=link.id, digest=document.digest),
        "account": lambda by: sign_document(
            document=document, digest=document.digest, capacity="dio", by=others[0]
        ),
        "take back": lambda by: agree_to_take_back(signature=row, by=by),
    }
    wrong = []
    for name, act in acts.items():
        _done, broken = at_once(hospital, [lambda act=act, by=by: act(by) for by in others])
        wrong += [f"{name}: {one}" for one in broken]
    with scope(hospital.id):
        counts = {
            "locked": ObjectiveSet.objects.filter(cycle__program=program, locked_at__isnull=False).count(),
            "issued": DocumentVersion.objects.filter(program=program, kind="objectives").count(),
            "amended": ObjectiveChange.objects.filter(of__cycle__program=program).count(),
            "by link": SignOff.objects.filter(document=document, how="link").count(),
            "by account": SignOff.objects.filter(document=document, how="account").count(),
            "taken back": TakenBack.objects.filter(signature=row, agreed_at__isnull=False).count(),
        }
    return [*wrong, *(f"{name}: {count}" for name, count in counts.items() if count != 1)]


def test_eight_people_at_once_make_one_of_each(hospital):
    assert one_round(hospital, 0, 8) == []


@pytest.mark.long
def test_fifty_people_two_hundred_times_at_once_make_one_of_each(hospital):
    wrong = [what for number in range(200) for what in one_round(hospital, number, 50)]
    print("\n200 rounds of 50 writers, 5 acts each:", len(wrong), "wrong")
    assert wrong == []
