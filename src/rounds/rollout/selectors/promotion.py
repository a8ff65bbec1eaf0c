"""Rules of promotion by department, and how far each has come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.errors import NotFound
from rounds.rollout.enums import Prompt
from rounds.rollout.models import PromotionRule


@dataclass(frozen=True)
class Standing:
    """What stands in one department about one prompt: the newest wording, and one that holds meanwhile."""

    rule: PromotionRule
    holds: PromotionRule | None
    today: date

    @property
    def is_in_force(self) -> bool:
        """Tell whether the newest wording holds today."""
        return self.rule.in_force_on is not None and self.rule.in_force_on <= self.today


@dataclass(frozen=True)
class Adoption:
    """A department with what stands there, and which prompts nobody has asked about."""

    department: str
    standings: tuple[Standing, ...]
    missing: tuple[Prompt, ...]


def adoption() -> list[Adoption]:
    """Return the departments by name with what stands in each."""
    today = institution_today()
    rules: dict[str, dict[str, list[PromotionRule]]] = {}
    for row in PromotionRule.objects.all():
        rules.setdefault(row.department, {}).setdefault(row.prompt, []).append(row)
    found = []
    for department, by_prompt in rules.items():
        standings = tuple(_standing(by_prompt[one], today) for one in Prompt.values if one in by_prompt)
        missing = tuple(one for one in Prompt if one not in by_prompt)
        found.append(Adoption(department, standings, missing))
    return found


def _standing(rows: list[PromotionRule], today: date) -> Standing:
    newest, *older = rows
    holds = next((one for one in older if one.in_force_on is not None and one.in_force_on <= today), None)
    return Standing(newest, holds, today)


def rule_to_change(_viewer: Viewer, rule_id: UUID) -> PromotionRule:
    """Return a rule of promotion of the institution; NotFound otherwise."""
    found: PromotionRule | None = PromotionRule.objects.filter(id=rule_id).first()
    if found is None:
        raise NotFound
    return found
