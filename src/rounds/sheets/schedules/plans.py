"""A schedule as a plan: residents down and time across, or time down and services across."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from rounds.sheets.reading.model import Row, Sheet, address
from rounds.sheets.schedules.cells import read_cell
from rounds.sheets.schedules.days import Period, days_of, first_year, read_period
from rounds.sheets.schedules.lists import EMAIL_HEADS, LOOK_AT, PERSON_HEADS
from rounds.sheets.schedules.model import FREE, Answers, Blocks, Entry, Laid, LeftOut, Part, Question
from rounds.sheets.schedules.words import Legend, kind_by_word
from rounds.sheets.text import clean, fold

LEAST_PERIODS = 2
Days = dict[int, tuple[date, date]]


def find_header(sheet: Sheet) -> tuple[Row, dict[int, Period]] | None:
    """Return the line whose cells say the days of the columns; one with days before one with numbers alone."""
    found = []
    for row in sheet.rows[:LOOK_AT]:
        periods = {
            at: period for at, value in enumerate(row.values) if at and (period := read_period(clean(value)))
        }
        if len(periods) >= LEAST_PERIODS:
            found.append((sum(period.has_days for period in periods.values()), len(periods), row, periods))
    if not found:
        return None
    _days, _all, row, periods = max(found, key=lambda one: one[:2])
    return row, periods


def lay_people_down(
    sheet: Sheet, header: Row, periods: dict[int, Period], legend: Legend, answers: Answers
) -> Laid:
    """Return an entry for each rotation of a plan with a line for each resident."""
    laid = Laid()
    person, email = _beside(sheet, header, periods)
    days = _days(sheet, header, periods, answers)
    body = [row for row in sheet.rows if row.number > header.number]
    for row in body:
        name, at_name = clean(row.at(person)), address(row.number, person)
        texts = [clean(row.at(at)) for at in periods]
        if legend.read_cells(row.values):
            laid.left_out.append(LeftOut(at_name, name, "legend"))
        elif not any(texts) or not name:
            laid.left_out.append(LeftOut(at_name, name or " | ".join(filter(None, texts)), "nobody"))
        elif all(text.isdigit() for text in texts if text):
            laid.left_out.append(LeftOut(at_name, name, "counts"))
        elif days is not None:
            line = _Line(sheet, row, sorted(periods), days, legend)
            laid.entries += [
                Entry(
                    cell,
                    row.number,
                    name,
                    text,
                    parts,
                    email=clean(row.at(email)) if email is not None else "",
                    days=span,
                )
                for cell, text, parts, span in line.cells()
            ]
    if days is None:
        cause = "blocks" if not any(period.has_days for period in periods.values()) else "year"
        cells = tuple(address(row.number, at) for row in body for at in periods if clean(row.at(at)))
        laid.questions.append(Question(cause, cause, " | ".join(filter(None, header.values)), cells))
    return laid


def _beside(sheet: Sheet, header: Row, periods: dict[int, Period]) -> tuple[int, int | None]:
    """Return the columns of names and of addresses."""
    above = [row for row in sheet.rows if row.number <= header.number]
    heads: dict[int, set[str]] = {}
    for row in above:
        for at, value in enumerate(row.values):
            heads.setdefault(at, set()).add(fold(value))
    others = [at for at in sorted(heads) if at not in periods]
    person = next((at for at in others if heads[at] & PERSON_HEADS), others[0] if others else 0)
    return person, next((at for at in others if heads[at] & EMAIL_HEADS), None)


def _days(sheet: Sheet, header: Row, periods: dict[int, Period], answers: Answers) -> Days | None:
    places = sorted(periods)
    if not any(period.has_days for period in periods.values()):
        return (
            _from_blocks({at: periods[at].number for at in places}, answers.blocks)
            if answers.blocks
            else None
        )
    titles = " ".join(value for row in sheet.rows if row.number <= header.number for value in row.values)
    year = answers.year or first_year(f"{sheet.name} {titles}")
    found = days_of([periods[at] for at in places], year)
    return dict(zip(places, found, strict=True)) if found else None


def _from_blocks(numbers: dict[int, int], blocks: Blocks) -> Days:
    found: Days = {}
    last = max(numbers.values())
    for at, number in numbers.items():
        first = blocks.first + timedelta(days=(number - 1) * blocks.days)
        ends = blocks.last if number == last else first + timedelta(days=blocks.days - 1)
        found[at] = (first, ends)
    return found


class _Line:
    """The cells of one resident: those that are merged, and neighbors with the same word, are one rotation."""

    def __init__(self, sheet: Sheet, row: Row, places: Sequence[int], days: Days, legend: Legend) -> None:
        self.row, self.places, self.days, self.legend = row, places, days, legend
        self.ends = {span.first: span.last for span in sheet.spans if span.row == row.number}

    def cells(self) -> list[tuple[str, str, tuple[Part, ...] | None, tuple[date, date]]]:
        found: list[tuple[str, str, tuple[Part, ...] | None, tuple[date, date]]] = []
        taken = -1
        for at in self.places:
            text = clean(self.row.at(at))
            if at <= taken or not text or kind_by_word(text) == FREE:
                continue
            taken = self._end_of(at)
            parts = read_cell(text, self.days[at][0], self.days[taken][1], self.legend)
            if parts is not None and len(parts) == 1:
                taken = self._with_neighbors(text, taken)
                parts = (Part(text, self.days[at][0], self.days[taken][1]),)
            span = (self.days[at][0], self.days[taken][1])
            found.append((address(self.row.number, at), text, parts, span))
        return found

    def _end_of(self, at: int) -> int:
        """Return the last column of the plan that a merged cell reaches."""
        return max((place for place in self.places if at <= place <= self.ends.get(at, at)), default=at)

    def _with_neighbors(self, text: str, taken: int) -> int:
        for at in self.places:
            if at <= taken:
                continue
            follows = self.days[at][0] - self.days[taken][1] == timedelta(days=1)
            if clean(self.row.at(at)) != text or not follows:
                break
            taken = self._end_of(at)
        return taken


def find_days_down(sheet: Sheet) -> list[tuple[Row, Period]] | None:
    """Return the lines that begin with days, None where few do."""
    found = [
        (row, period) for row in sheet.rows if (period := read_period(clean(row.at(0)))) and period.has_days
    ]
    return found if len(found) >= LEAST_PERIODS else None


def lay_services_across(sheet: Sheet, lines: list[tuple[Row, Period]], answers: Answers) -> Laid:
    """Return an entry for each cell of a plan whose headings are the rotations and whose cells are people."""
    laid = Laid()
    header = max(
        (row for row in sheet.rows if row.number < lines[0][0].number),
        key=lambda row: row.number,
        default=None,
    )
    titles = " ".join(value for row in sheet.rows[:LOOK_AT] for value in row.values)
    days = days_of([period for _row, period in lines], answers.year or first_year(titles))
    cells = [(row, at) for row, _period in lines for at in range(1, len(row.values)) if clean(row.at(at))]
    if days is None or header is None:
        places = tuple(address(row.number, at) for row, at in cells)
        laid.questions.append(
            Question("year", "year", " | ".join(row.at(0) for row, _period in lines), places)
        )
        return laid
    by_row = {row.number: span for (row, _period), span in zip(lines, days, strict=True)}
    for row, at in cells:
        text, word = clean(row.at(at)), clean(header.at(at))
        part = Part(word, *by_row[row.number])
        laid.entries.append(
            Entry(
                address(row.number, at),
                row.number,
                text,
                text,
                (part,) if word else None,
                is_several=True,
                days=by_row[row.number],
            )
        )
    return laid
