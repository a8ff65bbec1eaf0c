"""The weights: what counts how much, and the program's policy."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from marshmallow import ValidationError, fields

from rounds.cli.match.settings.fields import Names, Rows, Table, Value, day, refuse, switch, text, whole, word
from rounds.cli.match.settings.sentences import sentences_of
from rounds.pairing import Affinity, PairingError, Policy, PriorityWeight, Weights, preset
from rounds.pairing.problem.weights import CRITERION_KEYS, MAX_TOTAL, PRESETS, UNIT
from rounds.sheets.targets.vocabularies import MILESTONES, STYLES
from rounds.sheets.targets.vocabularies import TIERS as TIER_CHOICES
from rounds.sheets.text import fold

TIERS: Final = tuple(choice.key for choice in TIER_CHOICES)
TIER_MILESTONES: Final = (
    ("mid_career", ("committee", "budget")),
    ("executive", ("board", "budget", "accreditation")),
)
MOST: Final = MAX_TOTAL * UNIT  # micro-points: more than any pair can be worth


def read_weights(file: str, found: dict[str, Any]) -> tuple[Weights, dict[str, Any], list[str]]:
    """Return weights and policy without what can't be used, and a sentence for each mistake."""
    try:
        loaded, wrong = WeightsTable().load(found), []
    except ValidationError as error:
        loaded, wrong = error.valid_data or {}, sentences_of(file, error.normalized_messages(), found)
    if wrong:
        return preset("balanced"), {}, wrong
    try:
        return _weights(loaded), loaded.get("policy", {}), []
    except PairingError as error:
        return preset("balanced"), {}, [f"{file}: {problem}" for problem in error.problems]


def policy_from(file: str, given: dict[str, Any], mentor_tiers: set[str]) -> tuple[Policy, list[str]]:
    """Return the policy; the tiers that exist are the ones that some mentor has."""
    settings = {
        "tiers": TIERS,
        "mentor_tiers": tuple(tier for tier in TIERS if tier in mentor_tiers),
        "tier_milestones": TIER_MILESTONES,
        **given,
    }
    for name in ("department", "specialty"):
        if name in given:
            settings[name] = Affinity(**given[name])
    try:
        return Policy(**settings), []
    except PairingError as error:
        return Policy(), [f"{file}: [policy] {problem}" for problem in error.problems]


def _weights(loaded: dict[str, Any]) -> Weights:
    base = preset(loaded.get("preset", "balanced"))
    alone = "values" in loaded and "preset" not in loaded
    return Weights(
        name=loaded.get("name", base.name),
        version=loaded.get("version", base.version),
        values=loaded["values"] if alone else {**base.values, **loaded.get("values", {})},
        priorities=tuple(PriorityWeight(**item) for item in loaded.get("priorities", ())),
        load_costs=tuple(loaded.get("load_costs", base.load_costs)),
        minimum_score=loaded.get("minimum_score", base.minimum_score),
        count_first=loaded.get("count_first", base.count_first),
    )


def _valued(mine: Iterable[str] = (), *, folds: bool = False) -> Value:
    """Return a field of [the mentee's, the mentor's, value]; words of a list, or the house's own."""
    words = tuple(mine)
    names = (
        f"the mentee's and the mentor's ({', '.join(words)})" if words else "the mentee's and the mentor's"
    )
    be = f'{names} and a whole number from 0 to {UNIT:,}, as ["one", "other", 5000]'

    def read(value: Any) -> tuple[str, str, int]:
        if not isinstance(value, list) or len(value) != 3:
            raise refuse(be)
        one, other, worth = value
        are_words = all(isinstance(name, str) and (not words or name in words) for name in (one, other))
        is_worth = isinstance(worth, int) and not isinstance(worth, bool) and 0 <= worth <= UNIT
        if not are_words or not is_worth:
            raise refuse(be)
        return (fold(one), fold(other), worth) if folds else (one, other, worth)

    return Value(read)


def _tier_with_milestones() -> Value:
    milestones = tuple(choice.key for choice in MILESTONES)
    be = f"a tier ({', '.join(TIERS)}) and its milestones ({', '.join(milestones)})"

    def read(value: Any) -> tuple[str, tuple[str, ...]]:
        if not isinstance(value, list) or len(value) != 2 or not isinstance(value[1], list):
            raise refuse(f'{be}, as ["executive", ["board", "budget"]]')
        tier, names = value
        if tier not in TIERS or not all(name in milestones for name in names):
            raise refuse(be)
        return tier, tuple(names)

    return Value(read)


class PriorityTable(Table):
    """One institutional priority."""

    code = text(required=True)
    weight = whole(0, MAX_TOTAL, required=True)
    for_everybody = switch()
    starts_on = day()
    ends_on = day()


class AffinityTable(Table):
    """How well two departments or specialties go together."""

    same = whole(0, UNIT)
    other = whole(0, UNIT)
    listed = Rows("a list of [the mentee's, the mentor's, value]", _valued(folds=True))


class PolicyTable(Table):
    """A program's rules about tiers, styles, departments and hours."""

    is_ = "a table, [policy],"
    tiers = Rows("a list of tiers, the first one lowest", word(*TIERS))
    mentor_tiers = Rows("a list of tiers", word(*TIERS))
    tier_steps = Rows("a list of whole numbers", whole(0, UNIT))
    tier_rule = switch()
    near_peers = switch()
    near_peer_value = whole(0, UNIT)
    top_peers = switch()
    tier_milestones = Rows("a list of [tier, milestones]", _tier_with_milestones())
    style_pairs = Rows(
        "a list of [the mentee's, the mentor's, value]", _valued(choice.key for choice in STYLES)
    )
    department = fields.Nested(AffinityTable())
    specialty = fields.Nested(AffinityTable())
    hours_needed = whole(1, 40)


class WeightsTable(Table):
    """The whole file of weights."""

    preset = word(*PRESETS)
    name = text()
    version = whole(0, 2**31)
    values = Names(
        "a table: [values] with lines such as availability = 20",
        lambda _key, value: whole(0, MAX_TOTAL).deserialize(value),
        CRITERION_KEYS,
    )
    priorities = Rows("tables: [[priorities]] with code and weight", fields.Nested(PriorityTable()))
    load_costs = Rows("a list of whole micro-points", whole(-MOST, MOST))
    minimum_score = whole(-MOST, MOST)
    count_first = switch()
    policy = fields.Nested(PolicyTable())
