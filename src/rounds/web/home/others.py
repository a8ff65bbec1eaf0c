"""What waits in each program of an office, in numbers by kind of trouble: which opens first, and what the others hold."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import ngettext

from rounds.core.access import Request
from rounds.core.clock import institution_today
from rounds.matching.enums import RunState
from rounds.matching.models import MatchRun
from rounds.mentorships.dues.enums import Rule
from rounds.mentorships.dues.selectors import OfficePairs, leavers_in
from rounds.mentorships.selectors import MenteeCounts
from rounds.programs.models import Cohort, Program
from rounds.programs.selectors.progress import work_of
from rounds.web.addresses import address

# Groups of an office's home that are told of other programs too, by key, and how many are said of each.
WORDS: dict[str, Callable[[int], str]] = {
    "calls": lambda n: ngettext("%(count)s person asks to be called", "%(count)s people ask to be called", n),
    "intake": lambda n: ngettext(
        "answers of %(count)s person missing", "answers of %(count)s people missing", n
    ),
    "unconfirmed": lambda n: ngettext(
        "%(count)s person has answers to confirm", "%(count)s people have answers to confirm", n
    ),
    "applied": lambda n: ngettext("%(count)s application", "%(count)s applications", n),
    "review": lambda n: ngettext(
        "%(count)s proposed pair to review", "%(count)s proposed pairs to review", n
    ),
    "approved": lambda n: ngettext(
        "%(count)s approved pair to publish", "%(count)s approved pairs to publish", n
    ),
    "declined": lambda n: ngettext("%(count)s declined pair", "%(count)s declined pairs", n),
    "unanswered": lambda n: ngettext(
        "%(count)s mentor has not answered", "%(count)s mentors have not answered", n
    ),
    "leavers": lambda n: ngettext(
        "%(count)s person who leaves in an open pair", "%(count)s people who leave in open pairs", n
    ),
    "disputed": lambda n: ngettext(
        "%(count)s pair disputes what the office entered",
        "%(count)s pairs dispute what the office entered",
        n,
    ),
    "changes": lambda n: ngettext(
        "in %(count)s pair somebody asks for a change", "in %(count)s pairs somebody asks for a change", n
    ),
    "first-conversation": lambda n: ngettext(
        "%(count)s pair without a first conversation", "%(count)s pairs without a first conversation", n
    ),
    "silent": lambda n: ngettext("%(count)s pair has gone silent", "%(count)s pairs have gone silent", n),
    "unsigned": lambda n: ngettext("%(count)s agreement late", "%(count)s agreements late", n),
}
RULES = {
    Rule.FIRST_CONVERSATION: "first-conversation",
    Rule.SILENCE: "silent",
    Rule.AGREEMENT: "unsigned",
}
PRESSING = {"calls", "declined", "changes", "leavers", "disputed", "first-conversation"}


@dataclass(frozen=True)
class Waits:
    """What waits in one program: how many of each kind of trouble, and the mentees who wait for somebody else."""

    kinds: Mapping[str, int]
    mentees: MenteeCounts
    is_intake_over: bool

    @property
    def pressing(self) -> int:
        """Return how many kinds ask for something at once."""
        return len(self.kinds.keys() & PRESSING) + (self.is_intake_over and "intake" in self.kinds)

    @property
    def is_any(self) -> bool:
        return bool(self.kinds or self.mentees.asked or self.mentees.without)

    @property
    def words(self) -> str:
        """Return everything that waits, in words."""
        asked, without = self.mentees.asked, self.mentees.without
        said = [WORDS[kind](count) % {"count": count} for kind, count in self.kinds.items()]
        if asked:
            words = ngettext(
                "%(count)s mentee waits for an answer", "%(count)s mentees wait for an answer", asked
            )
            said.append(words % {"count": asked})
        if without:
            words = ngettext(
                "%(count)s mentee without a mentor", "%(count)s mentees without a mentor", without
            )
            said.append(words % {"count": without})
        return ", ".join(said)


@dataclass(frozen=True)
class OtherProgram:
    """What waits in a program that the page does not show in full."""

    program: Program
    words: str
    href: str
    kinds: Mapping[str, int] = field(default_factory=dict)


def waits_of(
    cohorts: Mapping[UUID, Cohort],
    mentees: Mapping[UUID, MenteeCounts],
    runs: Mapping[UUID, MatchRun],
    pairs: OfficePairs,
    calls: Mapping[UUID, int],
) -> dict[UUID, Waits]:
    """Return what waits in each program with an open cohort; `cohorts` by program, the others by cohort."""
    work, today = work_of(cohort.id for cohort in cohorts.values()), institution_today()
    troubles = Counter((row.pair.program_id, RULES[row.due.rule]) for row in pairs.troubles)
    disputed = Counter(pair.program_id for pair in pairs.disputed)
    changes = Counter(one.pair.program_id for one in pairs.changes)
    leaving: dict[UUID, set[UUID]] = defaultdict(set)
    for pair in pairs.leaving:
        leaving[pair.cohort_id] |= leavers_in(pair)
    found = {}
    for program_id, cohort in cohorts.items():
        intake = work[cohort.id]
        kinds = {
            "calls": calls.get(program_id, 0),
            "intake": intake.missing,
            "unconfirmed": intake.confirm,
            "applied": intake.applied,
            **_of_run(runs.get(cohort.id)),
            "leavers": len(leaving[cohort.id]),
            "disputed": disputed[program_id],
            "changes": changes[program_id],
            **{kind: troubles[program_id, kind] for kind in RULES.values()},
        }
        closes = cohort.intake_closes_on
        found[program_id] = Waits(
            {kind: count for kind, count in kinds.items() if count},
            mentees[cohort.id],
            is_intake_over=closes is not None and closes < today,
        )
    return found


def _of_run(run: MatchRun | None) -> dict[str, int]:
    if run is None:
        return {}
    if run.state in {RunState.DRAFT, RunState.IN_REVIEW}:
        return {"review": run.figures.get("pairs", 0)}
    if run.state == RunState.APPROVED:
        return {"approved": run.figures.get("pairs", 0)}
    if run.state == RunState.PUBLISHED:
        counted: dict[str, int] = {"declined": run.declined, "unanswered": run.unanswered}  # type: ignore[attr-defined]
        return counted
    return {}


def most_pressing(programs: Sequence[Program], waits: Mapping[UUID, Waits]) -> Program:
    """Return the program with the most kinds of trouble that press, then with the most at all; else one that runs."""

    def key(program: Program) -> tuple[int, int, bool]:
        found = waits.get(program.id)
        pressing, kinds = (found.pressing, len(found.kinds)) if found else (0, 0)
        return -pressing, -kinds, program.state != "running"

    return min(programs, key=key)


def other_programs(
    request: Request, programs: list[Program], *, shown: Program, waits: Mapping[UUID, Waits]
) -> list[OtherProgram]:
    """Return the viewer's other programs in which something waits, the most first."""
    home = address(request, "home")
    found = []
    for program in programs:
        one = waits.get(program.id)
        if one is None or program.id == shown.id or not one.is_any:
            continue
        many = sum(one.kinds.values()) + one.mentees.asked + one.mentees.without
        other = OtherProgram(program, one.words, f"{home}?program={program.id}", one.kinds)
        found.append(((-one.pressing, -many, program.name), other))
    return [other for _order, other in sorted(found, key=lambda one: one[0])]
