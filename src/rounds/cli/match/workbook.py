"""Writes the answer of a run as a workbook for the coordinator: texts only, no cell can act as a formula."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from rounds.cli.match.people import People
from rounds.cli.match.reading import ReadSheet
from rounds.pairing import (
    Explainer,
    Problem,
    Solution,
    difference,
    faults,
    needs,
    points,
    proven_words,
    rounded,
    rule_effects,
    summary,
)
from rounds.pairing.explaining.words import in_words
from rounds.sheets.targets.vocabularies import DOMAINS, MILESTONES, TIERS
from rounds.sheets.writing.write import Value, write_workbook

ALTERNATIVES = 5
LABELS = {choice.key: choice.label for choice in (*DOMAINS, *MILESTONES, *TIERS)}
Page = tuple[str, Sequence[str], Sequence[Sequence[Value]]]


@dataclass
class Report:
    """Everything that the workbook tells about one run."""

    problem: Problem
    solution: Solution
    people: People
    sheets: Sequence[ReadSheet]
    by_hand: Solution | None = None

    def __post_init__(self) -> None:
        self.explain = Explainer(self.problem, self.solution)

    def write(self) -> bytes:
        pages = [
            self.pairs(),
            self.for_mentees(),
            self.for_mentors(),
            self.without(),
            self.workload(),
            self.needs(),
            self.rules(),
            *([self.comparison()] if self.by_hand else []),
            self.proof(),
            self.settings(),
        ]
        return write_workbook(pages)

    def name(self, person: str) -> str:
        return self.people.names[person]

    def pairs(self) -> Page:
        keys = [part.title for part in self.explain.contributions.of(0, 0)] if self.solution.pairs else []
        rows: list[Sequence[Value]] = []
        for pair in self.solution.pairs:
            reasons = self.explain.pair(pair.mentee, pair.mentor)
            other = reasons.runner_up
            rows.append(
                [
                    self.name(pair.mentee),
                    self.name(pair.mentor),
                    float(points(pair.score)),
                    "; ".join(in_words(self.explain.problem, reasons, wishes=True, labels=LABELS)),
                    ", ".join(LABELS.get(code, code) for code in reasons.covered),
                    ", ".join(LABELS.get(code, code) for code in reasons.uncovered),
                    "; ".join(reasons.notes),
                    "kept" if pair.locked else "",
                    self.name(other.mentor) if other else "",
                    points(other.behind) if other else "",
                    *(float(number) for number in rounded([part.micro for part in reasons.contributions])),
                ]
            )
        header = [
            "Mentee",
            "Mentor",
            "Score",
            "Why",
            "Gaps covered",
            "Gaps not covered",
            "Warnings",
            "Kept pair",
            "Next best mentor",
            "Behind by",
            *keys,
        ]
        return "Pairs", header, rows

    def for_mentees(self) -> Page:
        rows = [
            [
                self.name(mentee),
                rank,
                self.name(item.person),
                float(points(item.score)),
                "yes" if item.chosen else "",
            ]
            for mentee in self.problem.mentees.ids
            for rank, item in enumerate(self.explain.alternatives_for_mentee(mentee, ALTERNATIVES), start=1)
        ]
        return "Mentors for mentees", ["Mentee", "Rank", "Mentor", "Score", "Chosen"], rows

    def for_mentors(self) -> Page:
        rows = [
            [
                self.name(mentor),
                rank,
                self.name(item.person),
                float(points(item.score)),
                "yes" if item.chosen else "",
            ]
            for mentor, items in self.explain.alternatives_for_mentors(ALTERNATIVES).items()
            for rank, item in enumerate(items, start=1)
        ]
        return "Mentees for mentors", ["Mentor", "Rank", "Mentee", "Score", "Chosen"], rows

    def without(self) -> Page:
        rows = [[self.name(item.mentee), item.words, item.fix] for item in self.explain.unmatched()]
        return "Without a mentor", ["Mentee", "Why", "What would help"], rows

    def workload(self) -> Page:
        mentors = self.problem.mentors
        rows: list[Sequence[Value]] = []
        for place in sorted(
            range(len(mentors)), key=lambda at: (-self._load(at), self.name(mentors.ids[at]))
        ):
            mine = self.solution.mentees_of.get(mentors.ids[place], ())
            counts = int(mentors.capacity[place]), len(mine), int(mentors.load[place])
            rows.append([self.name(mentors.ids[place]), *counts, ", ".join(map(self.name, mine))])
        return "Workload", ["Mentor", "Places", "Mentees", "Mentees elsewhere", "Who"], rows

    def _load(self, place: int) -> int:
        return len(self.solution.mentees_of.get(self.problem.mentors.ids[place], ()))

    def needs(self) -> Page:
        return (
            "Needs",
            ["What would help most"],
            [[need.words] for need in needs(self.explain, labels=LABELS)],
        )

    def rules(self) -> Page:
        rows: list[Sequence[Value]] = [
            [effect.meaning, effect.pairs, effect.alone, ", ".join(map(self.name, effect.mentees_left_out))]
            for effect in rule_effects(self.problem)
        ]
        return "Hard rules", ["Rule", "Pairs removed", "By this rule alone", "Left with nobody"], rows

    def comparison(self) -> Page:
        if self.by_hand is None:
            raise RuntimeError("self.by_hand is missing")
        best, hand = summary(self.problem, self.solution), summary(self.problem, self.by_hand)
        changed = difference(self.by_hand, self.solution)
        rows: list[Sequence[Value]] = [
            ["Mentees with a mentor", hand.matched, best.matched],
            ["Pairs", hand.pairs, best.pairs],
            ["Total score", points(hand.score), points(best.score)],
            ["Worst pair", lowest(hand.worst), lowest(best.worst)],
            ["Pairs who would both rather swap", hand.blocking, best.blocking],
            ["The same pairs in both", len(changed.kept), len(changed.kept)],
        ]
        return "Compared", ["", "By hand", "This run"], rows

    def proof(self) -> Page:
        solution, found = self.solution, summary(self.problem, self.solution)
        wrong = faults(self.problem, self.solution)
        rows: list[Sequence[Value]] = [
            ["Mentees", found.mentees],
            ["With a mentor", found.matched],
            ["Pairs", found.pairs],
            ["Total score", points(solution.score)],
            ["Load cost", points(solution.load_cost)],
            ["Worst pair", lowest(found.worst)],
            ["Aim", solution.aim],
        ]
        if solution.proof:
            rows += [
                ["What is proven", proven(self.problem, solution)],
                ["Objective, micro-points", str(solution.proof.objective)],
                ["No choice of pairs can be above", str(solution.proof.bound)],
                ["Gap", str(solution.proof.gap)],
            ]
        rows += [
            ["Checked again without the solver", "; ".join(wrong) or "everything holds"],
            ["Fingerprint of the input", solution.digest],
            ["Seed", solution.seed],
            ["Engine version", solution.version],
        ]
        return "Proof", ["What", "Value"], rows

    def settings(self) -> Page:
        weights = self.problem.weights
        rows: list[Sequence[Value]] = [["Weights", weights.name, f"version {weights.version}"]]
        rows += [["Weight", key, value] for key, value in weights.values.items()]
        rows += [["Priority", item.code, item.weight] for item in weights.priorities]
        rows += [
            ["Load costs, micro-points", "", ", ".join(map(str, weights.load_costs))],
            ["Minimum score, micro-points", "", weights.minimum_score],
        ]
        rows += [["Policy", key, str(value)] for key, value in asdict(self.problem.policy).items()]
        rows += [
            ["Column", f"{file}: {column}", use]
            for sheet in self.sheets
            for file, column, use in sheet.columns()
        ]
        rows += [["Note", note, ""] for note in self.people.notes]
        return "Settings", ["Kind", "What", "Value"], rows


def lowest(micro: int | None) -> str:
    """Return the lowest score; where there is no pair, a word and no 0."""
    return "no pair" if micro is None else points(micro)


def proven(problem: Problem, solution: Solution) -> str:
    """Say what is proven of a solution with a proof, in the sentence of the page."""
    if said := proven_words(problem, solution):
        return f"Proven best: {' '.join(said)}"
    gap = solution.proof.gap if solution.proof else 0
    return f"Not proven best: another choice of pairs could be worth up to {gap} micro-points more."


def short(report: Report) -> Iterator[str]:
    """Say the outcome in a few lines, for the terminal."""
    found = summary(report.problem, report.solution)
    yield f"{found.matched} of {found.mentees} mentees have a mentor; {found.pairs} pairs, {points(found.score)} points in all."
    if report.solution.proof:
        yield proven(report.problem, report.solution)
    if report.solution.unmatched:
        yield f"{len(report.solution.unmatched)} have no mentor; the sheet “Without a mentor” says why and what would help."
    if report.people.notes:
        yield f"Remarks at the end of the sheet “Settings”: {len(report.people.notes)}. The first: {report.people.notes[0]}"
    for need in needs(report.explain, 3, LABELS):
        yield need.words
