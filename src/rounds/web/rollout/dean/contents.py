"""What the dean's two pages say, once for page, paper and slides: asks, programs beside each other, gates, decisions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rounds.core.access import Request
from rounds.core.clock import institution_day, institution_today
from rounds.programs.models import Program
from rounds.programs.selectors.programs import REPORTED_TO, open_cycles_for
from rounds.rollout.selectors.ladder import Ladder, ladders_of
from rounds.rollout.selectors.reported.money import Money, money_of
from rounds.rollout.selectors.reported.standing import (
    gates_of,
    objectives_beside,
    open_asks,
    records_of,
    resolved_of,
)
from rounds.rollout.values.checklist import STEPS
from rounds.web.evidence.papers.contents import head_of_programs, left_out_of, programs_beside
from rounds.web.rollout.dean.asks import AskLine, ask_line, dollars
from rounds.web.rollout.dean.gates import Verdicts, verdicts_of
from rounds.web.rollout.dean.today import ABOVE, Today, due_words, today_of
from rounds.web.words.figures import hidden_words

# What fits on two pages.
ASKS, ROWS, GATES = 5, 8, 2


@dataclass(frozen=True)
class ProgramLine:
    """One program in a row, each figure with what it is of."""

    name: str
    program_id: UUID
    cells: tuple[str, ...]


@dataclass(frozen=True)
class TwoPages:
    """The dean's two pages of a day."""

    institution: str
    made_on: date
    asks: tuple[AskLine, ...]
    money: str
    programs: tuple[ProgramLine, ...]
    more: tuple[str, ...]
    verdicts: tuple[Verdicts, ...]
    changed: tuple[str, ...]
    today: tuple[Today, ...]

    @property
    def title(self) -> str:
        """Return what is asked, counted."""
        if not self.asks:
            return _("Nothing is asked of you today")
        words = ngettext("We ask one thing of you", "We ask %(count)s things of you", len(self.asks))
        return words % {"count": len(self.asks)}

    @property
    def subtitle(self) -> str:
        """Return of which day it is."""
        day = date_format(self.made_on, "j M Y")
        return _("%(institution)s, to the dean. Counted on %(day)s.") % {
            "institution": self.institution,
            "day": day,
        }


def head_of_rows() -> tuple[str, ...]:
    """Return the head of the table of programs."""
    _program, coverage, agreements, contact, hours = head_of_programs()
    return (
        *(_("Program"), _("Rung"), coverage, contact, agreements, hours),
        *(_("Cash a pair, to date"), _("Next decision")),
    )


def two_pages(request: Request) -> TwoPages:
    """Return the two pages as their reader may see them; figures are those of each program's own report."""
    viewer = request.viewer
    cycles = open_cycles_for(viewer, *REPORTED_TO)
    programs = [one.program for one in cycles]
    ladders, money = ladders_of(programs), money_of(cycles)
    by_program = {one.program_id: money[one.id] for one in cycles}
    beside = programs_beside(viewer, cycles[:ROWS])
    asks = open_asks(programs)
    verdicts = tuple(verdicts_of(programs, gates_of(programs), objectives_beside(cycles)))
    more = [
        left_out_of(beside),
        _note_of_money(by_program.values()),
        _more(len(cycles) - ROWS),
        _more_asks(len(asks) - ASKS),
        _more_gates(len(verdicts) - GATES),
    ]
    return TwoPages(
        institution=request.institution.name,
        made_on=institution_today(),
        asks=tuple(ask_line(one, by_program[one.program_id]) for one in asks[:ASKS]),
        money=_money_words(by_program.values()),
        programs=tuple(
            ProgramLine(
                one.name,
                one.cycle.program_id,
                _cells(one.words, ladders.get(one.cycle.program_id), money[one.cycle.id]),
            )
            for one in beside
        ),
        more=tuple(one for one in more if one),
        verdicts=verdicts[:GATES],
        changed=tuple(_changed(programs)),
        today=today_of(request, programs, ladders, asks),
    )


def _cells(words: Sequence[str], ladder: Ladder | None, money: Money) -> tuple[str, ...]:
    coverage, agreements, contact, hours = words
    return (_rung(ladder), coverage, contact, agreements, hours, _each(money), _next(ladder))


def _rung(ladder: Ladder | None) -> str:
    if ladder is None:
        return _("no launch plan")
    return f"{ladder.here} {STEPS[ladder.here]}"


def _each(money: Money) -> str:
    """Return what a pair that has met has cost, with how many there are."""
    if money.counted.is_too_small:
        return hidden_words() if money.counted.pairs else _("no pairs yet")
    if money.each is None:
        return _("nothing booked")
    return _("$%(amount)s (%(pairs)s pairs)") % {"amount": dollars(money.each), "pairs": money.counted.met}


def _next(ladder: Ladder | None) -> str:
    """Return the next step that sponsor or committee decide; where none is open, the next of all."""
    if ladder is None:
        return "–"
    lines = sorted((one for one in ladder.lines if one.is_open), key=lambda one: one.item.due_on)
    line = next((one for one in lines if one.step.owner in ABOVE), lines[0] if lines else None)
    if line is None:
        return _("all steps done")
    words, late = due_words(line), ladder.late - line.is_late
    more = ngettext("%(count)s other step is late", "%(count)s other steps are late", late) % {"count": late}
    return f"{words}; {more}" if late else words


def _money_words(found: Iterable[Money]) -> str:
    """Return what this year costs, over the programs whose budget two people have checked."""
    every = list(found)
    known = [
        one for one in every if one.is_checked and one.planned is not None and not one.counted.is_too_small
    ]
    if not known:
        return _("No budget of this year is checked by two people yet, so no sum is printed.")
    words = _(
        "This year: $%(planned)s in cash planned, $%(spent)s spent, %(posts)s FTE; "
        "%(count)s of %(all)s programs, those with a checked budget."
    )
    return words % {
        "planned": dollars(sum((one.planned for one in known if one.planned is not None), Decimal(0))),
        "spent": dollars(sum((one.spent for one in known), Decimal(0))),
        "posts": number_format(sum((one.posts for one in known), Decimal(0)), decimal_pos=2),
        "count": len(known),
        "all": len(every),
    }


def _note_of_money(found: Iterable[Money]) -> str:
    if any(one.each is not None for one in found):
        return _("Cash a pair: what was spent, over pairs with at least one held conversation.")
    return ""


def _more(count: int) -> str:
    if count <= 0:
        return ""
    words = ngettext(
        "%(n)s more program is not in this table.", "%(n)s more programs are not in this table.", count
    )
    return words % {"n": count}


def _more_asks(count: int) -> str:
    if count <= 0:
        return ""
    words = ngettext(
        "%(n)s more thing is asked, for later.", "%(n)s more things are asked, for later.", count
    )
    return words % {"n": count}


def _more_gates(count: int) -> str:
    if count <= 0:
        return ""
    words = ngettext(
        "The gate or objectives of %(n)s more program stand among its documents.",
        "The gates or objectives of %(n)s more programs stand among their documents.",
        count,
    )
    return words % {"n": count}


def _changed(programs: Sequence[Program]) -> Iterable[str]:
    """Yield what was decided last: about years, and by committees."""
    told: list[tuple[date, str]] = []
    for record in records_of(programs):
        known = {"program": record.cycle.program.name, "changes": record.changes, "stays": record.stays}
        words = _("%(program)s: %(changes)s Stays: %(stays)s") % known
        told.append((institution_day(record.written_at), words))
    for one in resolved_of(programs):
        known = {"program": one.program.name, "question": one.question, "decision": one.decision}
        told.append((one.decided_on, _("%(program)s: %(question)s %(decision)s") % known))
    for day, words in sorted(told, reverse=True)[:3]:
        yield f"{date_format(day, 'j M Y')}, {words}"
