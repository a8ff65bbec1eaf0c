"""What the studio shows of a run: rows, a pair's panel, needs. Ids become people here, points become words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from uuid import UUID

from django.utils.translation import gettext as _

from rounds.core.access import Viewer
from rounds.core.enums import Role
from rounds.core.errors import NotFound
from rounds.matching import words
from rounds.matching.enums import KEEPS, SOLVED
from rounds.matching.models import FitNote, MatchRun, PairDecision
from rounds.matching.selectors import open_changes, result_of, snapshot_of, standing_decisions
from rounds.matching.solving import Reasons, explained
from rounds.pairing import Explainer
from rounds.people.enums import Tier
from rounds.people.models import Person
from rounds.people.selectors import current_stages
from rounds.programs.domains import DOMAIN_WORDS
from rounds.programs.models import Priority

Key = tuple[str, str]


@dataclass(frozen=True)
class Someone:
    """A person in a list: name first, meta under it."""

    id: str
    name: str
    sort_name: str
    meta: str = ""


@dataclass(frozen=True)
class Row:
    """One mentee with a mentor, or without."""

    mentee: Someone
    mentor: Someone | None
    micro: int
    taken: int
    places: int
    badge: tuple[words.Words, str, str] | None = None
    kept: tuple[words.Words, str] | None = None
    group: str = "others"

    @property
    def score(self) -> str:
        return words.percent(self.micro)

    @property
    def points(self) -> float:
        return self.micro / 10_000

    @property
    def sort_name(self) -> str:
        return self.mentee.sort_name


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
    is_full: bool
    is_chosen: bool


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
    def stack(self) -> list[tuple[float, str]]:
        return [(bar.points, bar.shade) for bar in self.bars]

    @property
    def most(self) -> float:
        return max((bar.most for bar in self.bars), default=1.0)

    @property
    def rival_most(self) -> float:
        return (
            max((abs(points) for _title, points, _text in self.rival.rows), default=1.0)
            if self.rival
            else 1.0
        )


@dataclass(frozen=True)
class MentorRow:
    """A mentor with the mentees of the run."""

    mentor: Someone
    mentees: list[Someone]
    taken: int
    places: int
    carried: int


@dataclass(frozen=True)
class MentorView:
    """One mentor: own pairs with scores and reasons, and the best other mentees, best first."""

    row: MentorRow
    pairs: list[tuple[Someone, str, str]]
    others: list[tuple[Someone, str, str]]


class Board:
    """One run as its viewer may see it."""

    def __init__(self, run: MatchRun, viewer: Viewer) -> None:
        self.run = run
        self.viewer = viewer
        self.result = result_of(run)
        self.snapshot = snapshot_of(run)
        self.problem = self.snapshot.problem
        self.is_coordinator = viewer.has(Role.COORDINATOR, scope_id=run.cohort.cycle.program_id)

    # people

    @cached_property
    def names(self) -> dict[str, Someone]:
        """Everybody in the run, by id, without meta."""
        ids = {*self.problem.mentees.ids, *self.problem.mentors.ids}
        columns = ("id", "title", "given_name", "family_name")
        found = {}
        for person in (
            Person.objects.only(*columns).filter(id__in=ids) if len(ids) <= 500 else _all_of(ids, columns)
        ):
            found[str(person.id)] = Someone(str(person.id), person.display_name, person.sort_name)
        gone = _("Somebody who has left")
        return {person: found.get(person, Someone(person, gone, gone)) for person in ids}

    @cached_property
    def _metas(self) -> dict[str, str]:
        return {}

    def with_meta(self, people: Iterable[str]) -> dict[str, Someone]:
        """The same people with "PGY-2 Medicine" under their names; one query for those not asked for yet."""
        people = set(people)
        missing = [UUID(person) for person in people if person not in self._metas]
        if missing:
            stages = current_stages(missing)
            for person in missing:
                self._metas[str(person)] = stage_words(stages.get(person))
        return {
            person: Someone(
                person, self.names[person].name, self.names[person].sort_name, self._metas[person]
            )
            for person in people
            if person in self.names
        }

    @cached_property
    def priorities(self) -> dict[str, str]:
        rows = Priority.objects.filter(program_id=self.run.cohort.cycle.program_id)
        return {str(key): name for key, name in rows.values_list("id", "name")}

    @cached_property
    def gap_names(self) -> dict[str, str]:
        return {key: str(name) for key, (name, _hint) in DOMAIN_WORDS.items()}

    # decisions

    @cached_property
    def decisions(self) -> dict[Key, PairDecision]:
        return {
            (str(one.mentee.person_id), str(one.mentor.person_id)): one
            for one in standing_decisions(self.run.cohort_id)
        }

    @cached_property
    def locks(self) -> int:
        return sum(one.kind in KEEPS for one in self.decisions.values())

    @cached_property
    def changes(self) -> list[PairDecision]:
        """Decisions that these pairs do not follow yet."""
        return open_changes(self.run, self.decisions.values())

    # lists

    @cached_property
    def places(self) -> dict[str, int]:
        return dict(zip(self.problem.mentors.ids, self.problem.mentors.capacity.tolist(), strict=True))

    @cached_property
    def rows(self) -> list[Row]:
        """Every mentee, those to look at first before the others, each by name."""
        solution, first = self.result.solution, self.result.look_first
        rows = []
        for pair in solution.pairs:
            key = (pair.mentee, pair.mentor)
            doubt = first.get(key)
            rows.append(
                Row(
                    mentee=self.names[pair.mentee],
                    mentor=self.names[pair.mentor],
                    micro=pair.score,
                    taken=len(solution.mentees_of[pair.mentor]),
                    places=self.places[pair.mentor],
                    badge=words.DOUBTS[doubt] if doubt else None,
                    kept=self._kept(key),
                    group="first" if doubt else "others",
                )
            )
        for person, (reason, _words, _fix) in self.result.unmatched.items():
            rows.append(
                Row(self.names[person], None, 0, 0, 0, badge=(words.UNMATCHED[reason][0], "act", "x-circle"))
            )
        order = list(first)
        return sorted(
            rows,
            key=lambda row: (
                row.group != "first",
                order.index((row.mentee.id, row.mentor.id)) if row.group == "first" and row.mentor else 0,
                row.sort_name,
            ),
        )

    def _kept(self, key: Key) -> tuple[words.Words, str] | None:
        decision = self.decisions.get(key)
        why = decision.kind if decision and decision.kind in KEEPS else None
        return words.KEPT.get(why or ("running" if self.snapshot.kept.get(key) == "running" else ""))

    def filtered(self, view: str) -> list[Row]:
        """The rows of one chip: first, locked, unmatched, or all."""
        if view == "first":
            return [row for row in self.rows if row.group == "first"]
        if view == "locked":
            return [row for row in self.rows if row.kept]
        if view == "unmatched":
            return [row for row in self.rows if row.mentor is None]
        if view == "lowest":
            return sorted((row for row in self.rows if row.mentor), key=lambda row: row.micro)
        return self.rows

    # one pair

    def around(self, mentee: str, mentor: str) -> set[str]:
        """Everybody whom the panel of two people names, as far as that is known before it is made."""
        reasons = self.result.reasons.get((mentee, mentor))
        rival = {reasons.runner_up[0]} if reasons and reasons.runner_up else set()
        return {mentee, mentor, *rival, *(other for other, _score in self.result.mentors_for.get(mentee, ()))}

    def panel(self, mentee: str, mentor: str) -> Panel:
        """Everything about two people of the run, chosen or not."""
        key = (mentee, mentor)
        if mentee not in self.problem.mentee_place or mentor not in self.problem.mentor_place:
            raise NotFound
        chosen = key in self.result.reasons
        reasons = self.result.reasons[key] if chosen else explained(self._explainer, mentee, mentor)
        ranked = self.result.mentors_for[mentee]
        rival = reasons.runner_up[0] if reasons.runner_up else ""
        people = self.with_meta({mentee, mentor, rival, *(other for other, _score in ranked)} - {""})
        gaps = self._gaps(mentee, mentor)
        rules = [] if chosen else list(self._explainer.not_chosen(mentee, mentor).rules)
        return Panel(
            mentee=people[mentee],
            mentor=people[mentor],
            mentee_first=people[mentee].sort_name.rpartition(", ")[2] or people[mentee].name,
            sentence=words.sentence(
                reasons, mentee=people[mentee].name, mentor=people[mentor].name, gap_names=self.gap_names
            ),
            score=words.percent(reasons.score),
            is_chosen=chosen,
            bars=bars_of(reasons, self.priorities),
            gaps=gaps,
            also=self._also(mentee, mentor, gaps),
            rival=self._rival(reasons, people) if reasons.runner_up else None,
            options=self._options(mentee, ranked, people),
            ruled_out=self._ruled_out(mentee),
            all_mentors=len(self.problem.mentors),
            notes=words.note_words(reasons.notes),
            decision=self.decisions.get(key),
            kept=self.snapshot.kept.get(key, ""),
            rules=words.rule_words(rules, is_coordinator=self.is_coordinator),
            fit_notes=self._fit_notes(mentee, mentor),
        )

    @cached_property
    def _explainer(self) -> Explainer:
        return Explainer(self.problem, self.result.solution)

    def _gaps(self, mentee: str, mentor: str) -> list[Gap]:
        row, column = self.problem.mentee_place[mentee], self.problem.mentor_place[mentor]
        wanted, levels = (
            self.problem.mentees.gaps[row].tolist(),
            self.problem.mentors.expertise[column].tolist(),
        )
        gaps = [
            Gap(self.gap_names.get(key, key), words.HELP_WANTED[want], level, level >= 4)
            for key, want, level in zip(self.problem.axes.domains, wanted, levels, strict=True)
            if want
        ]
        order = [str(word) for word in words.HELP_WANTED]
        return sorted(gaps, key=lambda gap: (-order.index(str(gap.wanted)), gap.name))

    def _also(self, mentee: str, mentor: str, gaps: list[Gap]) -> str:
        """Who among the mentors that could be had knows the first gap that stays open."""
        missing = next((gap.name for gap in gaps if not gap.covered), None)
        if missing is None:
            return ""
        domain = next(key for key in self.problem.axes.domains if self.gap_names.get(key, key) == missing)
        column = self.problem.axes.domains.index(domain)
        levels = {
            other: int(self.problem.mentors.expertise[self.problem.mentor_place[other], column])
            for other, _score in self.result.mentors_for[mentee]
            if other != mentor
        }
        best = max(levels, key=lambda other: (levels[other], other), default=None)
        if best is None or levels[best] < 4:
            return _("%(gap)s is not covered.") % {"gap": missing}
        return _("%(gap)s is not covered. %(name)s (level %(level)s) could answer single questions.") % {
            "gap": missing,
            "name": self.names[best].name,
            "level": levels[best],
        }

    def _rival(self, reasons: Reasons, people: Mapping[str, Someone]) -> Rival:
        assert reasons.runner_up is not None
        mentor, behind, by_criterion = reasons.runner_up
        apart = [(key, -micro) for key, micro in by_criterion if micro]
        apart.sort(key=lambda item: item[1])
        texts = words.percents([micro for _key, micro in apart])
        return Rival(
            person=people[mentor],
            score=words.percent(reasons.score - behind),
            rows=[
                (words.criterion_title(key, self.priorities), micro / 10_000, words.with_sign(text))
                for (key, micro), text in zip(apart, texts, strict=True)
            ],
            difference=words.with_sign(words.percent(-behind)),
            costs=words.rival_costs(
                reasons.rival_costs, name=people[mentor].name, is_full=self._is_full(mentor)
            ),
        )

    def _is_full(self, mentor: str) -> bool:
        return len(self.result.solution.mentees_of.get(mentor, ())) >= self.places[mentor]

    def _options(
        self, mentee: str, ranked: list[tuple[str, int]], people: Mapping[str, Someone]
    ) -> list[Option]:
        mine = self.result.solution.mentors_of.get(mentee, ())
        return [
            Option(people[other], words.percent(score), self._is_full(other), other in mine)
            for other, score in ranked
        ]

    def _ruled_out(self, mentee: str) -> list[tuple[str, int]]:
        counts: dict[str, int] = {}
        for rule, count in self.result.ruled_out[mentee].items():
            (name,) = words.rule_words([rule], is_coordinator=self.is_coordinator)
            counts[name] = counts.get(name, 0) + count
        return list(counts.items())

    def _fit_notes(self, mentee: str, mentor: str) -> list[tuple[str, FitNote]]:
        notes = FitNote.objects.filter(
            mentee__cohort_id=self.run.cohort_id, mentee__person_id=mentee, mentor__person_id=mentor
        )
        return [(note.opened(), note) for note in notes]

    # mentors

    @cached_property
    def mentor_rows(self) -> list[MentorRow]:
        """Every mentor, the fullest first, then by name."""
        loads = dict(zip(self.problem.mentors.ids, self.problem.mentors.load.tolist(), strict=True))
        mine = self.result.solution.mentees_of
        rows = [
            MentorRow(
                self.names[person],
                sorted(
                    (self.names[mentee] for mentee in mine.get(person, ())), key=lambda one: one.sort_name
                ),
                len(mine.get(person, ())),
                places,
                loads[person],
            )
            for person, places in self.places.items()
        ]
        return sorted(rows, key=lambda row: (-row.taken, row.mentor.sort_name))

    def mentors_with_meta(self, rows: Iterable[MentorRow]) -> list[MentorRow]:
        rows = list(rows)
        people = self.with_meta(row.mentor.id for row in rows)
        return [replace(row, mentor=people[row.mentor.id]) for row in rows]

    def mentor(self, person: str) -> MentorView:
        """One mentor with own pairs and whom else the run ranked."""
        (row,) = [row for row in self.mentor_rows if row.mentor.id == person]
        chosen = {one.id for one in row.mentees}
        ranked = [(other, score) for other, score in self.result.mentees_for[person] if other not in chosen]
        people = self.with_meta({person, *chosen, *(other for other, _score in ranked)})
        pairs = [
            (people[mentee], words.percent(reasons.score),
             words.sentence(reasons, mentee=people[mentee].name, mentor=people[person].name, gap_names=self.gap_names))
            for mentee in chosen
            for reasons in [self.result.reasons[mentee, person]]
        ]  # fmt: skip
        others = [(people[other], words.percent(score), self._where(other)) for other, score in ranked]
        return MentorView(
            replace(row, mentor=people[person]), sorted(pairs, key=lambda one: one[0].sort_name), others
        )

    def _where(self, mentee: str) -> str:
        mentors = self.result.solution.mentors_of.get(mentee, ())
        return ", ".join(self.names[mentor].name for mentor in mentors) or _("without a mentor")

    # the rest

    @property
    def previous(self) -> str:
        """The number of the run before, for an address."""
        return str(self.run.number - 1)

    @property
    def path(self) -> list[tuple[str, str]]:
        """The states that a run goes through, in order."""
        return [(state.value, str(state.label).capitalize()) for state in SOLVED]

    @cached_property
    def unmatched(self) -> list[tuple[Someone, str, str]]:
        """Who has no mentor, why, and the nearest fix."""
        people = self.with_meta(self.result.unmatched)
        rows = [
            (people[person], str(words.UNMATCHED[reason][0]), str(words.UNMATCHED[reason][1]))
            for person, (reason, _words, _fix) in self.result.unmatched.items()
        ]
        return sorted(rows, key=lambda row: row[0].sort_name)

    @cached_property
    def needs(self) -> list[str]:
        """What more places should bring, as places, never as people."""
        return [
            words.need_words(kind, code, count, self.gap_names) for kind, code, count in self.result.needs
        ]

    @property
    def mean(self) -> str:
        pairs = self.result.solution.pairs
        return words.percent(sum(pair.score for pair in pairs) // len(pairs)) if pairs else "0.0"

    @property
    def free_places(self) -> int:
        return int(self.result.summary["empty_places"])

    @property
    def all_places(self) -> int:
        return sum(self.places.values())

    @cached_property
    def lowest(self) -> Row | None:
        rows = [row for row in self.rows if row.mentor]
        return min(rows, key=lambda row: (row.micro, row.sort_name), default=None)


def bars_of(reasons: Reasons, priorities: Mapping[str, str]) -> list[Bar]:
    """This will give a score's criteria, weightiest first, with texts that add up to the score's text."""
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


def stage_words(stage: object) -> str:
    if stage is None:
        return ""
    tier = Tier(stage.tier)  # type: ignore[attr-defined]
    first = f"PGY-{stage.pgy}" if stage.pgy else str(tier.label).capitalize()  # type: ignore[attr-defined]
    department = stage.department.name if stage.department else ""  # type: ignore[attr-defined]
    return ", ".join(part for part in (first, department or stage.specialty) if part)  # type: ignore[attr-defined]


def _all_of(ids: set[str], columns: tuple[str, ...]) -> Iterable[Person]:
    """More ids than a database takes at once: read the institution's people and keep those in the run."""
    return (person for person in Person.objects.only(*columns).iterator() if str(person.id) in ids)
