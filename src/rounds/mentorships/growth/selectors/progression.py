"""Where a mentee stands on the way to the next tier: who says what of each domain, what speaks for it, what looks ready."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from rounds.core.access import Viewer
from rounds.framework.models import Domain, FrameworkVersion, Indicator
from rounds.framework.selectors import current_version
from rounds.mentorships.enums import RUNNING
from rounds.mentorships.growth.selectors.framework import tiers_of
from rounds.mentorships.growth.selectors.goals import ReadGoal, goals_of_pair, own_goals
from rounds.mentorships.growth.selectors.ratings import RatedBy, ratings_for, ratings_of
from rounds.mentorships.growth.values.readiness import Readiness, Source, gaps, readiness
from rounds.mentorships.models import Mentorship


@dataclass(frozen=True)
class Said:
    """What one person says of one domain; None is not seen."""

    name: str
    is_self: bool
    value: Decimal | None


@dataclass(frozen=True)
class DomainRow:
    """One domain of the next tier."""

    name: str
    indicator: Indicator
    said: tuple[Said, ...]
    # lines of evidence, and steps that are done
    lines: int
    steps: int

    @property
    def evidence(self) -> int:
        """Return how much speaks for it in all."""
        return self.lines + self.steps

    @property
    def is_required(self) -> bool:
        """Tell whether the next tier is mostly about it."""
        return self.indicator.is_focus


@dataclass(frozen=True)
class Progression:
    """The way to the next tier, as one reader sees it."""

    tier: str
    aspired: str
    rows: tuple[DomainRow, ...]
    readiness: Readiness
    proposals: tuple[Indicator, ...]
    # whose words stand in it besides the mentee's
    raters: tuple[UUID, ...] = ()

    @property
    def is_rated(self) -> bool:
        """Tell whether anybody has said anything."""
        return any(row.said for row in self.rows)


def own_progression(viewer: Viewer) -> Progression | None:
    """Return one's own way, with what every mentor said; None where no tier is known or none comes."""
    version = current_version()
    if version is None:
        return None
    rated = ratings_of(viewer.own_id, version)
    has_mentor = len(rated) > 1 or _has_mentor(viewer.own_id)
    return _progression(viewer.own_id, version, rated, own_goals(viewer), is_own=True, has_mentor=has_mentor)


def _has_mentor(mentee_id: UUID) -> bool:
    return Mentorship.objects.filter(mentee_id=mentee_id, state__in=RUNNING).exists()


def progression_of_pair(viewer: Viewer, pair: Mentorship) -> Progression | None:
    """Return a mentee's way as one of the two may see it."""
    version = current_version()
    if version is None:
        return None
    is_own = pair.mentee_id == viewer.own_id
    goals = goals_of_pair(viewer, pair)
    return _progression(pair.mentee_id, version, ratings_for(viewer, pair, version), goals, is_own=is_own)


def _progression(
    mentee_id: UUID,
    version: FrameworkVersion,
    rated: Sequence[RatedBy],
    goals: Sequence[ReadGoal],
    *,
    is_own: bool,
    has_mentor: bool = True,
) -> Progression | None:
    tier, aspired = tiers_of(mentee_id)
    if not aspired:
        return None
    indicators = {one.domain_key: one for one in Indicator.objects.filter(version=version, tier=aspired)}
    domains = {one.key: one for one in Domain.objects.filter(version=version) if one.key in indicators}
    sources = [
        Source(
            _("You") if one.is_self and is_own else one.person.display_name,
            {key: one.ratings[cell.key] for key, cell in indicators.items() if cell.key in one.ratings},
        )
        for one in rated
    ]
    lines, steps = evidence_by_domain(goals)
    rows = [
        DomainRow(
            domain.name,
            indicators[key],
            tuple(
                Said(source.name, one.is_self, source.ratings[key])
                for source, one in zip(sources, rated, strict=True)
                if key in source.ratings
            ),
            lines[key],
            steps[key],
        )
        for key, domain in domains.items()
    ]
    required = [key for key, cell in indicators.items() if cell.is_focus] or list(indicators)
    own = next((source.ratings for source, one in zip(sources, rated, strict=True) if one.is_self), {})
    taken = {key.partition(".")[0] for goal in goals if goal.is_open for key in goal.text.indicators}
    proposed = gaps(own, required, taken) if is_own else []
    return Progression(
        tier=tier,
        aspired=aspired,
        rows=tuple(sorted(rows, key=lambda row: not row.is_required)),
        readiness=readiness(
            required, {key: one.name for key, one in domains.items()}, sources, has_mentor=has_mentor
        ),
        proposals=tuple(indicators[key] for key in proposed),
        raters=tuple(one.person.id for one in rated if not one.is_self),
    )


def evidence_by_domain(goals: Iterable[ReadGoal]) -> tuple[Counter[str], Counter[str]]:
    """Count what speaks for each domain, of goals about it: lines of evidence, and steps that are done."""
    lines: Counter[str] = Counter()
    steps: Counter[str] = Counter()
    for goal in goals:
        for key in {one.partition(".")[0] for one in goal.text.indicators}:
            lines[key] += len(goal.evidence)
            steps[key] += goal.done
    return lines, steps
