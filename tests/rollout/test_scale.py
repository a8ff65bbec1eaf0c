"""Differences say each setting once; a copy and a bundle take along how a program is set up, and nobody."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import date, timedelta
from uuid import uuid4

import pytest

from rounds.core.errors import DomainError, OutOfOrder
from rounds.development.models import Entry
from rounds.matching.input.services.weights import save_weights
from rounds.people.models import Person
from rounds.programs.models import MailText, PlanItem, Program
from rounds.programs.services.priorities import save_priority
from rounds.programs.services.starting import create_program
from rounds.rollout.models import Bundle, DocumentVersion
from rounds.rollout.selectors.differences import differences_of, settings_of
from rounds.rollout.selectors.ladder import ladders_of
from rounds.rollout.selectors.scale import bundle_of
from rounds.rollout.selectors.setup import setup_of
from rounds.rollout.services.objectives import take_drafts
from rounds.rollout.services.scale import (
    Department,
    bring_bundle,
    drop_wave,
    give_reason,
    issue_timeline,
    plan_wave,
    read_in,
)
from rounds.rollout.services.setting_up import copy_program
from rounds.rollout.values.bundle import written
from rounds.rollout.values.pitch import digest_of
from rounds.web.rollout.setup_words import label_of, value_words
from tests.rollout.test_signing import viewer

pytestmark = pytest.mark.django_db
FIRST = date(2031, 9, 15)
EMPTY_CATALOG = {"catalog": []}


@pytest.fixture
def pilot(in_hospital):
    by = viewer("Alice")
    by = type(by)(by.institution_id, None, None, "Alice", by.grants)
    program = create_program(by=by, name="Pilot", template="pilot_6", starts_on=date(2030, 9, 16))
    priority = {"from_on": FIRST, "to_on": None, "weight": 10, "rationale": "The board asks for it"}
    first = save_priority(by=by, program=program, name="Safety", **priority)
    numbers = {"gaps": 50, "ambition": 30, str(first.id): 20}
    save_weights(program=program, name="Own", numbers=numbers, rationale="Skills count", by=by)
    PlanItem.objects.update_or_create(
        program=program, rule="goals", phase=0, defaults={"due": 40, "reminders": [7], "office_from": 60}
    )
    MailText.objects.create(program=program, kind="reminder", subject="Soon", body="Please answer.\n")
    take_drafts(program=program, tier="resident", by=by)
    return program


def nobody():
    by = viewer("Alice")
    return type(by)(by.institution_id, None, None, "Alice", by.grants)


def test_each_setting_changed_in_turn_is_a_difference_once_with_both_sides(pilot):
    copy = copy_program(program=pilot, name="Surgery", starts_on=FIRST, by=nobody())
    assert differences_of(copy, pilot) == [], "a copy differs in nothing"
    was = settings_of(setup_of(pilot))

    changes = {
        ("settings", "months"): 9,
        ("settings", "checkins_per_year"): 3,
        ("settings", "weight_preset"): "growth",
        ("settings", "mentee_tiers"): ["resident"],
        ("settings", "mentor_tiers"): ["executive"],
        ("settings", "needs_second_person"): not was["settings", "needs_second_person"],
        ("settings", "allow_peers"): True,
        ("settings", "priority_mode"): "interested",
        ("settings", "minimum_score"): 40,
        ("settings", "applications_open"): True,
    }
    for path, value in changes.items():
        before = getattr(copy, path[1])
        Program.objects.filter(id=copy.id).update(**{path[1]: value})
        copy.refresh_from_db()
        assert [(one.path, one.was, one.now) for one in differences_of(copy, pilot)] == [
            (path, before, value)
        ]
        assert value_words(before) != value_words(value)
        assert label_of(path)
        Program.objects.filter(id=copy.id).update(**{path[1]: before})
        copy.refresh_from_db()

    def one_differs(path):
        assert [one.path for one in differences_of(copy, pilot)] == [path]
        assert label_of(path)

    for row, path, change in (
        (copy.plan.filter(rule="goals"), ("plan", "0", "goals"), {"due": 41}),
        (copy.mail_texts.all(), ("mail", "reminder"), {"subject": "Now"}),
        (copy.priorities.all(), ("priorities", "Safety"), {"rationale": "The council asks for it"}),
    ):
        before = row.values(*change).get()
        row.update(**change)
        one_differs(path)
        row.update(**before)
    take_drafts(program=copy, tier="fellow", by=nobody())
    one_differs(("objectives", "fellow"))
    print(f"\n{len(changes) + 4} settings changed in turn: each once, with both sides")


def test_a_reason_holds_for_what_stood_there(pilot):
    copy = copy_program(program=pilot, name="Surgery", starts_on=FIRST, by=nobody())
    Program.objects.filter(id=copy.id).update(minimum_score=40)
    copy.refresh_from_db()
    key = "settings:minimum_score"
    for reason in ("Few mentors", "Fewer mentors"):
        give_reason(program=copy, pilot=pilot, key=key, reason=reason, evidence="", by=nobody())
    assert [one.said.reason for one in differences_of(copy, pilot)] == ["Fewer mentors"]
    Program.objects.filter(id=copy.id).update(minimum_score=50)
    copy.refresh_from_db()
    assert [one.said for one in differences_of(copy, pilot)] == [None]
    with pytest.raises(OutOfOrder, match="differs no more"):
        give_reason(program=copy, pilot=pilot, key="settings:months", reason="x", evidence="", by=nobody())


def test_a_copy_begins_on_days_of_its_own_with_nobody_in_it(pilot):
    copy = copy_program(program=pilot, name="Surgery", starts_on=FIRST, by=nobody())
    ladder = ladders_of([copy])[copy.id]
    assert ladder.launch.kickoff_on == FIRST
    assert copy.roles.count() == 0
    assert not copy.cycles.get().cohorts.get().enrollments.exists()
    with pytest.raises(DomainError, match="a program “surgery” already"):
        copy_program(program=pilot, name="surgery", starts_on=FIRST, by=nobody())


def test_a_bundle_names_nobody_and_is_read_in_once(pilot):
    """Two hundred names, addresses and prices are planted in every text of a program: one writes them all."""
    names = [f"Planted{'abcdefghij'[n // 20]}{'abcdefghijklmnopqrst'[n % 20]}" for n in range(200)]
    Person.objects.bulk_create([Person(given_name="Pat", family_name=name) for name in names])
    secrets = [*names, "planted@hospital.example", "$412,000"]
    for place, secret in enumerate(secrets):
        words = f"Ask Dr. {secret} about it."
        if place % 4 == 0:
            MailText.objects.create(program=pilot, kind=f"kind{place}", subject="Soon", body=words)
        elif place % 4 == 1:
            priority = {"from_on": FIRST, "to_on": None, "weight": 1, "rationale": words}
            save_priority(by=nobody(), program=pilot, name=f"Aim {place}", **priority)
        elif place % 4 == 2:
            Entry.objects.create(key=f"k{place}", title="T", kind="seat", tier="resident", prompts=words)
        else:
            Entry.objects.create(key=f"k{place}", title=words, kind="seat", tier="resident")
    Entry.objects.create(key="own", title="Our own seat", kind="seat", tier="resident")
    data, content, told = bundle_of(pilot)
    found = [secret for secret in secrets if secret in data.decode()]
    print(f"\n{len(secrets)} planted, {len(found)} found; {len(told)} texts left out")
    assert found == []
    assert len(told) == len(secrets)
    assert [one["key"] for one in content["catalog"]] == ["own"]

    afar = {**content, "catalog": [*content["catalog"], {**content["catalog"][0], "key": "afar"}]}
    data = written(afar)
    MailText.objects.exclude(kind="reminder").delete()
    pilot.priorities.exclude(name="Safety").delete()
    brought = bring_bundle(data=data, by=nobody())
    made = read_in(bundle_id=brought.id, name="Elsewhere", starts_on=FIRST, by=nobody())
    whole = {**setup_of(made), "catalog": content["catalog"]}
    assert whole == {**content, "name": "Elsewhere"}, "the copy is complete"
    assert Entry.objects.filter(key="afar").count() == 1
    assert Entry.objects.filter(key="own").count() == 1, "what is here already keeps its words"

    counts = Program.objects.count(), Bundle.objects.count(), Entry.objects.count(), MailText.objects.count()
    again = bring_bundle(data=data, by=nobody())
    assert read_in(bundle_id=again.id, name="Other", starts_on=FIRST, by=nobody()) == made
    assert counts == (
        *(Program.objects.count(), Bundle.objects.count(), Entry.objects.count(), MailText.objects.count()),
    )


def hostile(good: dict) -> dict[str, bytes]:
    """Return bundles that nobody should read in, by what is wrong with them."""
    found: dict[str, bytes] = {
        "nothing": b"",
        "no JSON": b"{",
        "a list": b"[]",
        "too long": b" " * 300_001,
        "no UTF-8": b"\xff\xfe{}",
        "deep": b"[" * 100_000,
        "infinite": b'{"format": Infinity}',
        "long digits": b'{"schema": ' + b"9" * 5000 + b"}",
        "doubled": b'{"format": "rounds-program", "format": "rounds-program"}',
        "XML": b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>",
    }

    def add(name, change, *, resealed=True):
        bundle = deepcopy(good)
        change(bundle)
        if resealed:
            bundle["digest"] = digest_of(bundle["content"])
        found[name] = json.dumps(bundle).encode()

    def put(path, value):
        def change(bundle):
            at = bundle
            for step in path[:-1]:
                at = at[step]
            at[path[-1]] = value

        return change

    add("changed", put(["content", "name"], "Other"), resealed=False)
    add("format", put(["format"], "rounds-people"))
    add("next schema", put(["schema"], 2))
    add("schema in words", put(["schema"], "1"))
    add("true is no number", put(["schema"], True))
    add("more", put(["people"], []))
    add("more within", put(["content", "people"], [{"name": "x"}]))
    add("less", lambda bundle: bundle["content"].pop("plan"))
    odd = {
        "name": ["", " ", 5, None, "a\x00b", "\ud800", "x" * 121, ["x"], {"a": 1}, "a\x1b[31m"],
        "framework": [[], {"name": "x"}, {"name": "x", "number": 0}],
        "phases": [None, [{}], [{"name": "x"}], "own"],
        "weights": [[], {"values": {}, "load_costs": [], "shares": []}, 5],
        "priorities": [[{"name": "a", "weight": 0, "rationale": ""}], [{"name": "a"}], {}],
        "plan": [
            [
                {
                    "rule": "drop table",
                    "phase": 0,
                    "is_on": True,
                    "due": 1,
                    "reminders": [],
                    "office_from": None,
                }
            ],
            [
                {
                    "rule": "goals",
                    "phase": 0,
                    "is_on": True,
                    "due": 10**9,
                    "reminders": [],
                    "office_from": None,
                }
            ],
            [{"rule": "goals", "phase": 0, "is_on": 1, "due": 1, "reminders": [], "office_from": None}],
            [{"rule": "goals", "phase": 0, "is_on": True, "due": 1.5, "reminders": [], "office_from": None}],
        ],
        "mail": [
            [{"kind": "reminder", "subject": "", "body": "x"}],
            [{"kind": "a", "subject": "a", "body": "x" * 5001}],
        ],
        "objectives": [
            [
                {
                    "tier": "resident",
                    "measure": "role",
                    "target": "x",
                    "describes_only": True,
                    "comparison": "y",
                    "least": 9,
                }
            ],
            [
                {
                    "tier": "dean",
                    "measure": "role",
                    "target": "",
                    "describes_only": True,
                    "comparison": "y",
                    "least": 9,
                }
            ],
            [
                {
                    "tier": "resident",
                    "measure": "role",
                    "target": "",
                    "describes_only": True,
                    "comparison": "y",
                    "least": 1,
                }
            ],
        ],
        "catalog": [[{"key": "x"}], "all", [None]],
    }
    for part, values in odd.items():
        for place, value in enumerate(values):
            add(f"{part} {place}", put(["content", part], value)) if value != "\ud800" else None
    for name, values in {
        "template": ["../../etc", None],
        "months": [0, 61, "12", 10**30],
        "mentee_tiers": [[], ["resident", "resident"], ["dean"], "resident"],
        "minimum_score": [101, -1],
        "needs_second_person": ["no", 0],
    }.items():
        for place, value in enumerate(values):
            add(f"{name} {place}", put(["content", "settings", name], value))
    two = good["content"]["plan"][:1] * 2
    add("a row twice", put(["content", "plan"], two))
    return found


def test_hostile_bundles_are_refused_in_words_and_leave_nothing(pilot):
    data, _content, _told = bundle_of(pilot)
    bundles = hostile(json.loads(data))
    before = Program.objects.count()
    for name, one in bundles.items():
        with pytest.raises(DomainError, match="no bundle that can be read in") as refused:
            bring_bundle(data=one, by=nobody())
        assert refused.value.message, name
    print(f"\n{len(bundles)} hostile bundles, all refused")
    assert len(bundles) >= 60
    assert (Bundle.objects.count(), Program.objects.count()) == (0, before)
    assert bring_bundle(data=data, by=nobody())


def test_departments_stand_by_day_and_a_timeline_keeps_what_was_issued(pilot):
    later, sooner = (
        plan_wave(
            program=pilot,
            department=Department(name, "Dr. Osei", 24, 12, 9, FIRST + timedelta(days=days)),
            entry_id=uuid4(),
            by=nobody(),
        )
        for name, days in (("Surgery", 30), ("Pediatrics", 0))
    )
    version = issue_timeline(program=pilot, by=nobody())
    assert issue_timeline(program=pilot, by=nobody()) == version
    lines = version.facts["sections"][0]["figures"]
    assert [line.split(":")[0] for line in lines] == ["Pediatrics", "Surgery"]
    drop_wave(wave_id=sooner.id, by=nobody())
    assert issue_timeline(program=pilot, by=nobody()).number == 2
    assert DocumentVersion.objects.get(number=1).facts == version.facts
    drop_wave(wave_id=later.id, by=nobody())
    with pytest.raises(OutOfOrder, match="Nobody comes next"):
        issue_timeline(program=pilot, by=nobody())
