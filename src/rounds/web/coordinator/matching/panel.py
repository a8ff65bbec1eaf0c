"""The panel of one pair, in the order in which it is read."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from rounds.matching.models import FitNote, PairDecision
from rounds.matching.review.selectors.board import Board
from rounds.matching.review.selectors.pair import Gap, Helper, Option, PairFacts, Rival, pair_facts
from rounds.matching.review.selectors.people import Someone
from rounds.matching.runs.values.scores import MICRO_PER_POINT, percent, percents
from rounds.web.drawing.scores import Bar, bars_of, longest
from rounds.web.words.pairs import (
    HELP_WANTED,
    Words,
    area_name,
    criterion_title,
    note_words,
    rival_costs,
    rule_names,
    sentence,
)
from rounds.web.words.scores import with_sign


@dataclass(frozen=True)
class GapRow:
    """One area that the mentee wants to learn."""

    name: str
    wanted: Words
    level: int
    covered: bool
    is_known: bool


@dataclass(frozen=True)
class RivalRows:
    """The runner-up and what separates the two; `rows` (title, points, text) add up to the difference."""

    person: Someone
    score: str
    rows: list[tuple[str, float, str]]
    difference: str
    costs: str
    is_ahead: bool


@dataclass(frozen=True)
class OptionRow:
    """Another mentor whom the mentee could have."""

    person: Someone
    score: str
    taken: int
    places: int
    is_chosen: bool
    is_full: bool


@dataclass(frozen=True)
class Panel:
    """Everything about one pair, as it is read."""

    mentee: Someone
    mentor: Someone
    mentee_first: str
    sentence: str
    score: str
    is_chosen: bool
    bars: list[Bar]
    gaps: list[GapRow]
    also: str
    rival: RivalRows | None
    options: list[OptionRow]
    load_decides: bool
    ruled_out: list[tuple[str, int]]
    all_mentors: int
    notes: list[str]
    decision: PairDecision | None
    kept: str
    rules: list[str]
    costs: str
    fit_notes: list[tuple[str, FitNote]]

    @property
    def stack(self) -> list[tuple[float, str, str]]:
        return [(bar.points, bar.shade, bar.text) for bar in self.bars if bar.points]

    @property
    def most(self) -> float:
        return longest(self.bars)

    @property
    def rival_most(self) -> float:
        rows = self.rival.rows if self.rival else []
        return max((abs(points) for _title, points, _text in rows), default=1.0)


def panel_of(board: Board, mentee: str, mentor: str) -> Panel:
    """Return everything about two people of the run, chosen or not, as it is read."""
    return _panel(pair_facts(board, mentee, mentor), board.priorities)


def _panel(facts: PairFacts, priorities: Mapping[str, str]) -> Panel:
    reasons = facts.reasons
    return Panel(
        mentee=facts.mentee,
        mentor=facts.mentor,
        mentee_first=facts.mentee.sort_name.rpartition(", ")[2] or facts.mentee.name,
        sentence=sentence(reasons, mentor=facts.mentor.name),
        score=percent(reasons.score),
        is_chosen=facts.is_chosen,
        bars=bars_of(reasons, priorities),
        gaps=[_gap(gap) for gap in facts.gaps],
        also=_also(facts.helper),
        rival=_rival(facts.rival, priorities) if facts.rival else None,
        options=[_option(option) for option in facts.options],
        load_decides=facts.load_decides,
        ruled_out=[(name, count) for rule, count in facts.ruled_out.items() for name in rule_names([rule])],
        all_mentors=facts.all_mentors,
        notes=note_words(reasons.notes),
        decision=facts.decision,
        kept=facts.kept,
        rules=rule_names(facts.rules),
        costs=_costs(facts),
        fit_notes=facts.fit_notes,
    )


def _gap(gap: Gap) -> GapRow:
    return GapRow(area_name(gap.area), HELP_WANTED[gap.wanted], gap.level, gap.covered, gap.is_known)


def _also(helper: Helper | None) -> str:
    if helper is None:
        return ""
    if helper.person is None:
        return _("%(gap)s is not covered.") % {"gap": area_name(helper.area)}
    return _("%(gap)s is not covered. %(name)s (level %(level)s) could answer single questions.") % {
        "gap": area_name(helper.area),
        "name": helper.person.name,
        "level": helper.level,
    }


def _rival(rival: Rival, priorities: Mapping[str, str]) -> RivalRows:
    apart = sorted(((key, -micro) for key, micro in rival.by_criterion), key=lambda item: item[1])
    texts = percents([micro for _key, micro in apart])
    return RivalRows(
        person=rival.person,
        score=percent(rival.micro),
        rows=[
            (criterion_title(key, priorities), micro / MICRO_PER_POINT, with_sign(text))
            for (key, micro), text in zip(apart, texts, strict=True)
        ],
        difference=with_sign(percent(-rival.behind)),
        costs=rival_costs(rival.costs, name=rival.person.name, is_full=rival.is_full),
        is_ahead=rival.behind < 0,
    )


def _costs(facts: PairFacts) -> str:
    """Say what the pair would cost the cohort, where it could have been made and was not."""
    if facts.is_chosen or facts.rules:
        return ""
    own = next((one for one in facts.options if one.person.id == facts.mentor.id), None)
    return rival_costs(facts.costs, name=facts.mentor.name, is_full=bool(own and own.is_full))


def _option(option: Option) -> OptionRow:
    return OptionRow(
        option.person,
        percent(option.micro),
        option.taken,
        option.places,
        option.is_chosen,
        option.is_full,
    )
