"""Read a whole schedule: find its layout, name people, say what words count as, and see that nobody is at two places."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from rounds.sheets.reading.calendars import read_calendar
from rounds.sheets.reading.model import Sheet
from rounds.sheets.schedules.calendars import lay_calendar
from rounds.sheets.schedules.lists import find_list, lay_list
from rounds.sheets.schedules.model import (
    FREE,
    NOBODY,
    Answers,
    Entry,
    Known,
    Laid,
    LeftOut,
    Outcome,
    Part,
    Question,
    Rotation,
)
from rounds.sheets.schedules.names import Meant, find_person
from rounds.sheets.schedules.plans import find_days_down, find_header, lay_people_down, lay_services_across
from rounds.sheets.schedules.words import Legend
from rounds.sheets.text import clean

SEVERAL: Final = re.compile(r"\s*[/&;]\s*|\s+and\s+")


def read_schedule(
    sheets: Sequence[Sheet], people: Sequence[Known], answers: Answers | None = None, *, today: date
) -> Outcome:
    """Return the rotations of the first sheet that is a plan, what has to be asked, and what is left out.

    A rotation is returned when who, where and when are sure or were said; its kind may still be asked.
    """
    answers = answers or Answers()
    legend = Legend()
    plans = [sheet for sheet in sheets if sheet.rows and not sheet.hidden and not legend.read_sheet(sheet)]
    if not plans:
        return Outcome((), (), ())
    laid = _lay(plans[0], legend, answers, today)
    return _Reader(people, answers, legend, laid).read()


def read_calendar_schedule(
    data: bytes,
    people: Sequence[Known],
    answers: Answers | None = None,
    *,
    name: str = "",
    zone: str = "UTC",
) -> Outcome:
    """Return the same of a calendar file with an entry for each rotation; `name` is the file's, `zone` where clocks are read.

    Raises SheetError where the file is none.
    """
    laid = lay_calendar(read_calendar(data, zone=zone), people, name)
    return _Reader(people, answers or Answers(), Legend(), laid).read()


def _lay(sheet: Sheet, legend: Legend, answers: Answers, today: date) -> Laid:
    if found := find_list(sheet):
        return lay_list(sheet, *found, today)
    for row in sheet.rows:  # what a line below explains counts for the lines above
        legend.read_cells(row.values)
    if header := find_header(sheet):
        return lay_people_down(sheet, *header, legend, answers)
    if lines := find_days_down(sheet):
        return lay_services_across(sheet, lines, answers)
    texts = [(row, " | ".join(filter(None, map(clean, row.values)))) for row in sheet.rows]
    return Laid(left_out=[LeftOut(f"A{row.number}", text, "no days") for row, text in texts if text])


class _Reader:
    """Turns entries into rotations, and gathers what has to be asked, each question once with all its cells."""

    def __init__(self, people: Sequence[Known], answers: Answers, legend: Legend, laid: Laid) -> None:
        self.people, self.answers, self.legend, self.laid = people, answers, legend, laid
        self.questions: dict[tuple[str, str], Question] = {
            (one.cause, one.key): one for one in laid.questions
        }
        self.left_out = list(laid.left_out)
        self.rotations: list[Rotation] = []
        self.of_person: dict[str, list[Rotation]] = {}
        self.meant: dict[tuple[str, str], Meant] = {}

    def read(self) -> Outcome:
        for entry in self.laid.entries:
            self._entry(entry)
        return Outcome(tuple(self.rotations), tuple(self.questions.values()), tuple(self.left_out))

    def _entry(self, entry: Entry) -> None:
        people = self._people(entry)
        parts = entry.parts
        if entry.cell in self.answers.cells:
            said = self.answers.cells[entry.cell]
            parts = tuple(Part(one.word, one.first, one.last) for one in said)
        if parts is None:
            self._ask(entry.cause, entry.cell, entry.text, entry.cell, days=entry.days)
            return
        if people is None:
            return
        if not people or not parts:
            self.left_out.append(LeftOut(entry.cell, entry.text, "said"))
        for person in people:
            for part in parts:
                self._add(entry, person, part)

    def _add(self, entry: Entry, person: str, part: Part) -> None:
        meaning = self.legend.find(part.word)
        kind = self.answers.kinds.get(part.word) or self.legend.kind_of(part.word)
        if kind == FREE:
            return
        if self.legend and meaning is None and not kind:
            self._ask("word", part.word, part.word, entry.cell)
            return
        name = self.answers.names.get(part.word) or (meaning.name if meaning else part.word)
        found = Rotation(
            entry.cell, entry.row, person, part.word, name, kind, part.first, part.last, entry.site
        )
        own = self.of_person.setdefault(person, [])
        if any(one.first <= part.last and part.first <= one.last for one in own):
            self._ask("overlap", entry.cell, entry.text, entry.cell, days=(part.first, part.last))
            return
        if not kind:
            self._ask("kind", part.word, part.word, entry.cell)
        self.rotations.append(found)
        own.append(found)

    def _people(self, entry: Entry) -> list[str] | None:
        """Return the people of an entry; None while one of them has to be asked."""
        found: list[str] = []
        is_open = False
        for text in self._names(entry):
            meant = self._meant(text, entry.email)
            key = entry.who_key or text
            if key in self.answers.who:
                found += [self.answers.who[key]] if self.answers.who[key] != NOBODY else []
            elif meant.key is not None and not entry.is_unsure:
                found.append(meant.key)
            else:
                shown = ", ".join(filter(None, (text, entry.email))) if not entry.is_unsure else entry.text
                options = meant.options if meant.key is None else (meant.key,)
                self._ask("who", key, shown, entry.cell, options=options)
                is_open = True
        return None if is_open else found

    def _meant(self, text: str, email: str) -> Meant:
        """Return whom a name means; it stands in many cells and is looked up once."""
        if (text, email) not in self.meant:
            self.meant[text, email] = find_person(text, self.people, email=email)
        return self.meant[text, email]

    def _names(self, entry: Entry) -> list[str]:
        if not entry.is_several:
            return [entry.person]
        names = [name for name in SEVERAL.split(entry.person) if name]
        return [one for name in names for one in self._by_comma(name)]

    def _by_comma(self, text: str) -> list[str]:
        """Return two names of “Holt, Heath” where both are family names of people here; else the text is one name."""
        pieces = [piece.strip() for piece in text.split(",") if piece.strip()]
        keys = {self._meant(piece, "").key for piece in pieces}
        both = len(pieces) > 1 and None not in keys and len(keys) == len(pieces)
        return pieces if both and self._meant(text, "").key is None else [text]

    def _ask(
        self,
        cause: str,
        key: str,
        text: str,
        cell: str,
        *,
        options: tuple[str, ...] = (),
        days: tuple[date, date] | None = None,
    ) -> None:
        known = self.questions.get((cause, key))
        if known is None:
            first, last = days or (None, None)
            self.questions[cause, key] = Question(cause, key, text, (cell,), options, first, last)
        elif cell not in known.cells:
            self.questions[cause, key] = replace(known, cells=(*known.cells, cell))
