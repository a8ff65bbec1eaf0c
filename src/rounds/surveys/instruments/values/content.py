"""All that one version asks, as a value: what is compared, written down as a file, read again, and told apart by its digest."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

Words = Mapping[str, str]
Points = tuple[tuple[int, Words], ...]


@dataclass(frozen=True)
class PartContent:
    """One page."""

    key: str
    title: Words
    lead: Words = field(default_factory=dict)


@dataclass(frozen=True)
class ItemContent:
    """One question."""

    key: str
    part_key: str
    kind: str
    text: Words
    scale_key: str = ""
    bank_key: str = ""
    domain_key: str = ""
    is_reverse: bool = False
    missing: str = ""
    missing_label: Words = field(default_factory=dict)
    show_if: Mapping[str, Any] = field(default_factory=dict)
    low: int | None = None
    high: int | None = None
    seconds: int = 10


@dataclass(frozen=True)
class ScoreContent:
    """One figure over several questions."""

    key: str
    name: Words
    kind: str
    members: tuple[str, ...]
    weights: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Content:
    """One version, whole. A scale belongs to it by its key."""

    parts: tuple[PartContent, ...] = ()
    scales: Mapping[str, Points] = field(default_factory=dict)
    items: tuple[ItemContent, ...] = ()
    scores: tuple[ScoreContent, ...] = ()

    def points_of(self, item: ItemContent) -> Points:
        """Return what can be answered to a question, in its order."""
        return self.scales.get(item.scale_key, ())

    @cached_property
    def items_by_key(self) -> dict[str, ItemContent]:
        """Return the questions by their keys."""
        return {item.key: item for item in self.items}

    @cached_property
    def digest(self) -> str:
        """Return what is equal for two versions that ask the same in every respect, and for no others."""
        # the order of questions counts within their page, that of scales nowhere
        place = {part.key: number for number, part in enumerate(self.parts)}
        items = sorted(self.items, key=lambda one: place.get(one.part_key, len(place)))
        whole = {
            "parts": [asdict(one) for one in self.parts],
            "scales": {key: [list(point) for point in points] for key, points in self.scales.items()},
            "items": [asdict(one) for one in items],
            "scores": [asdict(one) for one in self.scores],
        }
        text = json.dumps(whole, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()
