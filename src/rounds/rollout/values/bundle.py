"""A program as a bundle for another institution: how it is set up, never its people, answers, prices or outcomes."""

from __future__ import annotations

import json
from typing import Any

from django.utils.translation import gettext as _

from rounds.development.enums import Kind
from rounds.matching.input.values.weights import CRITERIA, PRESET_LIST, TOTAL
from rounds.mentorships.audiences.values import OF_ROTATIONS, SURVEYS
from rounds.mentorships.dues.enums import Rule
from rounds.people.enums import Tier
from rounds.programs.enums import PhaseMatch, PriorityMode
from rounds.programs.values.templates import TEMPLATES
from rounds.rollout.enums import Measured
from rounds.rollout.values.pitch import digest_of
from rounds.rollout.values.reading import Odd, flag, many, maybe, number, one_of, parsed, record, text

FORMAT, SCHEMA = "rounds-program", 1
SETTINGS = (
    *("template", "months", "checkins_per_year", "weight_preset", "mentee_tiers", "mentor_tiers"),
    *("needs_second_person", "allow_peers", "priority_mode", "minimum_score", "applications_open"),
)
_tier = one_of(Tier.values)
_tiers = many(_tier, len(Tier.values), once=str)
_days = number(-365, 365)
_settings = record(
    {
        "template": one_of(TEMPLATES.keys()),
        "months": number(1, 60),
        "checkins_per_year": number(1, 12),
        "weight_preset": one_of({one.key for one in PRESET_LIST}),
        "mentee_tiers": _tiers,
        "mentor_tiers": _tiers,
        "needs_second_person": flag,
        "allow_peers": flag,
        "priority_mode": one_of(PriorityMode.values),
        "minimum_score": maybe(number(0, 100)),
        "applications_open": flag,
    }
)
_phase = record(
    {
        "name": text(80, least=1),
        "months": number(1, 60),
        "match": one_of(PhaseMatch.values),
        "days": maybe(number(1, 1000)),
        "checkins_per_year": maybe(number(1, 12)),
        "mentor_tiers": _tiers,
        "tasks": many(text(200, least=1), 20),
    }
)
_weights = record(
    {
        "values": record(dict.fromkeys(CRITERIA, number(0, TOTAL))),
        "load_costs": many(number(0, 10_000_000), 20),
        "shares": many(
            record({"name": text(80, least=1), "share": number(0, TOTAL)}), 20, once=lambda one: one["name"]
        ),
    }
)
_priority = record({"name": text(80, least=1), "weight": number(1, 100), "rationale": text(1000)})
_row = record(
    {
        "rule": one_of({*map(str, Rule), *(one.rule for one in (*SURVEYS, *OF_ROTATIONS))}),
        "phase": number(0, 12),
        "is_on": flag,
        "due": _days,
        "reminders": many(_days, 12),
        "office_from": maybe(_days),
    }
)
_mail = record({"kind": text(40, least=1), "subject": text(200, least=1), "body": text(5000, least=1)})
_objective = record(
    {
        "tier": _tier,
        "measure": one_of(Measured.values),
        "target": text(60),
        "describes_only": flag,
        "comparison": text(120, least=1),
        "least": number(5, 9999),
    }
)
_entry = record(
    {
        "key": text(40, least=1),
        "title": text(120, least=1),
        "kind": one_of(Kind.values),
        "tier": _tier,
        "length": text(60),
        "domains": many(text(40, least=1), 12, once=str),
        "prompts": text(500),
        "looks_for": text(500),
        "evidence": text(300),
    }
)
_content = record(
    {
        "name": text(120, least=1),
        "framework": maybe(record({"name": text(120, least=1), "number": number(1, 9999)})),
        "settings": _settings,
        "phases": many(_phase, 12),
        "weights": maybe(_weights),
        "priorities": many(_priority, 20, once=lambda one: one["name"].casefold()),
        "plan": many(_row, 150, once=lambda one: (one["rule"], one["phase"])),
        "mail": many(_mail, 20, once=lambda one: one["kind"]),
        "objectives": many(_objective, 15),
        "catalog": many(_entry, 200, once=lambda one: one["key"]),
    }
)
_bundle = record(
    {
        "format": one_of({FORMAT}),
        "schema": number(SCHEMA, SCHEMA),
        "digest": text(64, least=64),
        "content": _content,
    }
)


def written(content: dict[str, Any]) -> bytes:
    """Return a bundle as a file: the same content, the same bytes."""
    bundle = {"format": FORMAT, "schema": SCHEMA, "digest": digest_of(content), "content": content}
    return json.dumps(bundle, ensure_ascii=False, indent=1, sort_keys=True).encode()


def read(data: bytes) -> dict[str, Any]:
    """Return the content of a bundle; raise Odd where it is none, or not as it was written."""
    bundle = _bundle(parsed(data), "")
    content: dict[str, Any] = bundle["content"]
    if digest_of(content) != bundle["digest"]:
        raise Odd("digest", _("the file was changed after it was written"))
    for place, one in enumerate(content["objectives"], start=1):
        if one["describes_only"] == bool(one["target"]):
            raise Odd(f"content objectives {place}", _("a target, or “describe only”"))
    if content["weights"] and not any(content["weights"]["values"].values()):
        raise Odd("content weights", _("at least one weight is more than 0"))
    if not content["settings"]["mentee_tiers"] or not content["settings"]["mentor_tiers"]:
        raise Odd("content settings", _("mentees and mentors come from at least one tier each"))
    return content
