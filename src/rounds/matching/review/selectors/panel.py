"""The panel of one pair: why, how much of what, who came next, what was ruled out. In the order it is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from rounds.core.errors import NotFound
from rounds.matching import words
from rounds.matching.models import FitNote, PairDecision
from rounds.matching.review.selectors.people_shown import Someone
from rounds.matching.runs.values.solving import Reasons, explained

if TYPE_CHECKING:
    from rounds.matching.review.selectors.board import Board


@dataclass(frozen=True)
class Bar:
    """One criterion of a score: what it gives, of how much, and as text that sums."""

    title: str
    meaning: str
    text: str
    most_text: str
    points: float
    most: float
    shade: str
    missing: str


@dataclass(frozen=True)
class Gap:
    name: str
    wanted: words.Words
    level: int
    covered: bool


@dataclass(frozen=True)
class Rival:
    """The runner-up and what separates the two; `rows` (title, points, text) add up to the difference."""

    person: Someone
    score: str
    rows: list[tuple[str, float, str]]
    difference: str
    costs: str


@dataclass(frozen=True)
class Option:
    """Another mentor whom a mentee could have, best first."""

    person: Someone
    score: str
    micro: int
    taken: int
    places: int
    is_chosen: bool

    @property
    def is_full(self) -> bool:
        return self.taken >= self.places


@dataclass(frozen=True)
class Panel:
    """Everything about one pair, in the order in which it is read."""

    mentee: Someone
    mentor: Someone
    mentee_first: str
    sentence: str
    score: str
    is_chosen: bool
    bars: list[Bar]
    gaps: list[Gap]
    also: str
    rival: Rival | None
    options: list[Option]
    ruled_out: list[tuple[str, int]]
    all_mentors: int
    notes: list[str]
    decision: PairDecision | None
    kept: str
    rules: list[str]
    fit_notes: list[tuple[str, FitNote]] = field(default_factory=list)

    @property
    def stack(self) -> list[tuple[float, str, str]]:
        return [(bar.points, bar.shade, bar.text) for bar in self.bars if bar.points]

    @property
    def most(self) -> float:
        return max((bar.most for bar in self.bars), default=1.0)

    @property
    def load_decides(self) -> bool:
        """Tell whether somebody with a free place scores more than whoever is proposed."""
        proposed = [one.micro for one in self.options if one.is_chosen]
        free = [one.micro for one in self.options if not one.is_chosen and not one.is_full]
        return bool(proposed and free) and max(free) > min(proposed)

    @property
    def rival_most(self) -> float:
        return (
            max((abs(points) for _title, points, _text in self.rival.rows), default=1.0)
            if self.rival
            else 1.0
        )


def around(board: Board, mentee: str, mentor: str) -> set[str]:
    """Return everybody whom the panel of two people names, as far as that is known before it is made."""
    reasons = board.result.reasons.get((mentee, mentor))
    rival = {reasons.runner_up[0]} if reasons and reasons.runner_up else set()
    return {mentee, mentor, *rival, *(other for other, _score in board.result.mentors_for.get(mentee, ()))}


def panel_of(board: Board, mentee: str, mentor: str) -> Panel:
    """Return everything about two people of the run, chosen or not."""
    key = (mentee, mentor)
    if mentee not in board.problem.mentee_place or mentor not in board.problem.mentor_place:
        raise NotFound
    chosen = key in board.result.reasons
    reasons = board.result.reasons[key] if chosen else explained(board.explainer, mentee, mentor)
    ranked = board.result.mentors_for[mentee]
    rival = reasons.runner_up[0] if reasons.runner_up else ""
    people = board.with_meta({mentee, mentor, rival, *(other for other, _score in ranked)} - {""})
    gaps = _gaps(board, mentee, mentor)
    rules = [] if chosen else list(board.explainer.not_chosen(mentee, mentor).rules)
    return Panel(
        mentee=people[mentee],
        mentor=people[mentor],
        mentee_first=people[mentee].sort_name.rpartition(", ")[2] or people[mentee].name,
        sentence=words.sentence(
            reasons, mentee=people[mentee].name, mentor=people[mentor].name, gap_names=board.gap_names
        ),
        score=words.percent(reasons.score),
        is_chosen=chosen,
        bars=bars_of(reasons, board.priorities),
        gaps=gaps,
        also=_also(board, mentee, mentor, gaps),
        rival=_rival(board, reasons, people) if reasons.runner_up else None,
        options=_options(board, mentee, ranked, people),
        ruled_out=_ruled_out(board, mentee),
        all_mentors=len(board.problem.mentors),
        notes=words.note_words(reasons.notes),
        decision=board.decisions.get(key),
        kept=board.snapshot.kept.get(key, ""),
        rules=words.rule_words(rules, is_coordinator=board.is_coordinator),
        fit_notes=_fit_notes(board, mentee, mentor),
    )


def _gaps(board: Board, mentee: str, mentor: str) -> list[Gap]:
    row, column = board.problem.mentee_place[mentee], board.problem.mentor_place[mentor]
    wanted, levels = (
        board.problem.mentees.gaps[row].tolist(),
        board.problem.mentors.expertise[column].tolist(),
    )
    gaps = [
        Gap(board.gap_names.get(key, key), words.HELP_WANTED[want], level, level >= 4)
        for key, want, level in zip(board.problem.axes.domains, wanted, levels, strict=True)
        if want
    ]
    order = [str(word) for word in words.HELP_WANTED]
    return sorted(gaps, key=lambda gap: (-order.index(str(gap.wanted)), gap.name))


def _also(board: Board, mentee: str, mentor: str, gaps: list[Gap]) -> str:
    """Return who among the mentors that could be had knows the first gap that stays open."""
    missing = next((gap.name for gap in gaps if not gap.covered), None)
    if missing is None:
        return ""
    domain = next(key for key in board.problem.axes.domains if board.gap_names.get(key, key) == missing)
    column = board.problem.axes.domains.index(domain)
    levels = {
        other: int(board.problem.mentors.expertise[board.problem.mentor_place[other], column])
        for other, _score in board.result.mentors_for[mentee]
        if other != mentor
    }
    best = max(levels, key=lambda other: (levels[other], other), default=None)
    if best is None or levels[best] < 4:
        return _("%(gap)s is not covered.") % {"gap": missing}
    return _("%(gap)s is not covered. %(name)s (level %(level)s) could answer single questions.") % {
        "gap": missing,
        "name": board.names[best].name,
        "level": levels[best],
    }


def _rival(board: Board, reasons: Reasons, people: Mapping[str, Someone]) -> Rival:
    assert reasons.runner_up is not None
    mentor, behind, by_criterion = reasons.runner_up
    apart = [(key, -micro) for key, micro in by_criterion if micro]
    apart.sort(key=lambda item: item[1])
    texts = words.percents([micro for _key, micro in apart])
    return Rival(
        person=people[mentor],
        score=words.percent(reasons.score - behind),
        rows=[
            (words.criterion_title(key, board.priorities), micro / 10_000, words.with_sign(text))
            for (key, micro), text in zip(apart, texts, strict=True)
        ],
        difference=words.with_sign(words.percent(-behind)),
        costs=words.rival_costs(
            reasons.rival_costs, name=people[mentor].name, is_full=_is_full(board, mentor)
        ),
    )


def _is_full(board: Board, mentor: str) -> bool:
    return len(board.result.solution.mentees_of.get(mentor, ())) >= board.places[mentor]


def _options(
    board: Board, mentee: str, ranked: list[tuple[str, int]], people: Mapping[str, Someone]
) -> list[Option]:
    mine = board.result.solution.mentors_of.get(mentee, ())
    return [
        Option(
            person=people[other],
            score=words.percent(score),
            micro=score,
            taken=len(board.result.solution.mentees_of.get(other, ())),
            places=board.places[other],
            is_chosen=other in mine,
        )
        for other, score in ranked
    ]


def _ruled_out(board: Board, mentee: str) -> list[tuple[str, int]]:
    counts: dict[str, int] = {}
    for rule, count in board.result.ruled_out[mentee].items():
        (name,) = words.rule_words([rule], is_coordinator=board.is_coordinator)
        counts[name] = counts.get(name, 0) + count
    return list(counts.items())


def _fit_notes(board: Board, mentee: str, mentor: str) -> list[tuple[str, FitNote]]:
    notes = FitNote.objects.filter(
        mentee__cohort_id=board.run.cohort_id, mentee__person_id=mentee, mentor__person_id=mentor
    )
    return [(note.opened(), note) for note in notes]


def bars_of(reasons: Reasons, priorities: Mapping[str, str]) -> list[Bar]:
    """Give a score's criteria, weightiest first, with texts that add up to the score's text."""
    parts = sorted(reasons.parts, key=lambda part: (-part.most, part.key))
    texts = words.percents([part.micro for part in parts])
    return [
        Bar(
            title=words.criterion_title(part.key, priorities),
            meaning=str(words.CRITERIA[part.key][1]) if part.key in words.CRITERIA else "",
            text=text,
            most_text=words.percent(part.most).removesuffix(".0"),
            points=part.micro / 10_000,
            most=part.most / 10_000,
            shade="2" if place % 2 else "",
            missing=words.missing_words(part.missing),
        )
        for place, (part, text) in enumerate(zip(parts, texts, strict=True))
        if part.most
    ]
