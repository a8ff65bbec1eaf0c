"""The instruments that Rounds brings along, read from their files."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import Any

SPOKEN = "en"
MISSING = {"na": "does not apply", "ns": "not seen"}
SECONDS = {"scale": 8, "ten": 7, "choice": 8, "ticks": 15, "text": 40, "note": 0}
Texts = dict[str, str]


@dataclass(frozen=True)
class ShippedScale:
    """Points in their order, each with its code."""

    key: str
    points: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class ShippedItem:
    """One question, with the key of its page and of its scale."""

    key: str
    part: str
    kind: str
    text: str
    scale: str = ""
    bank_key: str = ""
    domain_key: str = ""
    missing: str = ""
    missing_label: str = ""
    high: int | None = None
    is_short: bool = False

    @property
    def seconds(self) -> int:
        return SECONDS.get(self.kind, 10)


@dataclass(frozen=True)
class ShippedVersion:
    """One version of one instrument, whole."""

    key: str
    name: str
    number: int
    reason: str
    # key, title, line above
    parts: tuple[tuple[str, str, str], ...]
    items: tuple[ShippedItem, ...]
    # key, name, members
    scores: tuple[tuple[str, str, tuple[str, ...]], ...]
    scales: dict[str, ShippedScale] = field(default_factory=dict)


@cache
def shipped_versions() -> tuple[ShippedVersion, ...]:
    """Return every version that Rounds brings along, in the order of keys and numbers."""
    folder = files("rounds.surveys.instruments.values") / "shipped"
    scales = tomllib.loads((folder / "scales.toml").read_text(encoding="utf-8"))
    found = [
        version
        for file in folder.iterdir()
        if file.name.endswith(".toml") and file.name != "scales.toml"
        for version in _versions(tomllib.loads(file.read_text(encoding="utf-8")), scales)
    ]
    return tuple(sorted(found, key=lambda one: (one.key, one.number)))


@cache
def shipped_scales() -> dict[str, tuple[tuple[int, str], ...]]:
    """Return the points of the scales that Rounds brings along, by their keys."""
    file = files("rounds.surveys.instruments.values") / "shipped" / "scales.toml"
    found = tomllib.loads(file.read_text(encoding="utf-8"))
    return {key: tuple(enumerate(one["points"], one.get("low", 1))) for key, one in found.items()}


def _versions(data: dict[str, Any], scales: dict[str, Any]) -> Iterator[ShippedVersion]:
    """Yield what a file holds, and with it the short form and the form about oneself that it names."""
    whole = _version(data, scales)
    yield whole
    if "short" in data:
        yield _short(whole, *data["short"])
    if "self" in data:
        about_oneself = _about_oneself(whole, *data["self"], lead=data["self_lead"])
        yield about_oneself
        yield _short(about_oneself, *data["self_short"])


def _version(data: dict[str, Any], scales: dict[str, Any]) -> ShippedVersion:
    rows = [(part["key"], row) for part in data["parts"] for row in part["items"]]
    used = {_scale_key(row): _scale(row, scales) for _part, row in rows if _scale_key(row)}
    return ShippedVersion(
        key=data["key"],
        name=data["name"],
        number=data.get("number", 1),
        reason=data.get("reason", "The instrument that Rounds brings along"),
        parts=tuple((part["key"], part["title"], part.get("lead", "")) for part in data["parts"]),
        items=tuple(_item(part, row) for part, row in rows),
        scores=tuple((one["key"], one["name"], tuple(one["members"])) for one in data.get("scores", ())),
        scales=used,
    )


def _item(part: str, row: dict[str, Any]) -> ShippedItem:
    missing = row.get("missing", "")
    return ShippedItem(
        key=row["key"],
        part=part,
        kind=row.get("kind", "scale"),
        text=row["text"],
        scale=_scale_key(row),
        bank_key=row.get("bank_key", row["key"]),
        domain_key=row.get("domain_key", ""),
        missing=missing,
        missing_label=row.get("missing_label", MISSING.get(missing, "")),
        high=row.get("high"),
        is_short=row.get("short", False),
    )


def _scale_key(row: dict[str, Any]) -> str:
    """Return the key of an item's scale: a shared one, or one of its own with the item's key."""
    return str(row.get("scale") or (row["key"] if "points" in row else ""))


def _scale(row: dict[str, Any], scales: dict[str, Any]) -> ShippedScale:
    source = scales[row["scale"]] if "scale" in row else row
    points = tuple(enumerate(source["points"], source.get("low", 1)))
    return ShippedScale(_scale_key(row), points)


def _short(whole: ShippedVersion, key: str, name: str) -> ShippedVersion:
    kept = tuple(item for item in whole.items if item.is_short or item.kind == "text")
    keys = {item.key for item in kept}
    scores = tuple(
        (score, words, tuple(one for one in members if one in keys)) for score, words, members in whole.scores
    )
    return replace(whole, key=key, name=name, items=kept, scores=scores)


def _about_oneself(whole: ShippedVersion, key: str, name: str, *, lead: str) -> ShippedVersion:
    items = tuple(replace(item, text=item.text.replace("{name}", "I")) for item in whole.items)
    parts = tuple((part, title, lead if above else "") for part, title, above in whole.parts)
    return replace(whole, key=key, name=name, items=items, parts=parts)


def texts(words: str) -> Texts:
    """Return a text by language, as rows keep it."""
    return {SPOKEN: words} if words else {}
