"""What the check page shows: the kept check in words, with a control for each thing that can be answered."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rounds.integrations.spreadsheets.models import SpreadsheetImport
from rounds.integrations.spreadsheets.selectors import program_words
from rounds.integrations.spreadsheets.values.catalogs import catalog_for
from rounds.integrations.spreadsheets.values.note_words import note_lines
from rounds.integrations.spreadsheets.values.private import PRIVATE
from rounds.integrations.spreadsheets.values.words import EMPTY, LINE_WORDS, REASONS
from rounds.sheets import Answers, Catalog
from rounds.web.coordinator.imports.answers import STAYS_OUT, shown_value
from rounds.web.coordinator.imports.cards import GroupCard, Option, card_of

SHOWN_RECOGNIZED = 3
SHOWN_COLUMNS = 40
SHOWN_LEFT_OUT = 200
KIND_WORDS = {
    "mentees": lambda count: ngettext("new mentee", "new mentees", count),
    "mentors": lambda count: ngettext("new mentor", "new mentors", count),
    "both": lambda count: ngettext("new person", "new people", count),
    "roster": lambda count: ngettext("new person", "new people", count),
    "pairs": lambda count: ngettext("pair", "pairs", count),
}


@dataclass(frozen=True)
class ColumnLine:
    """One column: what it is called, what stands in it, what it becomes."""

    name: str
    header: str
    letter: str
    samples: str
    status: str
    reason: str
    chosen: str
    guesses: list[str]
    number: int
    has_guesses: bool  # some field may be meant
    catalog: Catalog

    @property
    def options(self) -> list[Option]:
        """Return what the column may be, likely fields first; built for the lines that a page shows alone."""
        keys = [*self.guesses, *(key for key in self.catalog.index if key not in self.guesses)]
        return [
            Option("", _("Choose…"), self.chosen == ""),
            Option(STAYS_OUT, _("Stays out"), self.chosen == STAYS_OUT),
            *(Option(key, _(self.catalog.index[key].label), key == self.chosen) for key in keys),
        ]


class CheckPage:
    """Everything that the template asks for."""

    def __init__(self, spreadsheet: SpreadsheetImport, state: dict[str, Any], *, page: str = "1") -> None:
        self.spreadsheet = spreadsheet
        self.preview: dict[str, Any] = state["preview"]
        self.catalog = catalog_for(spreadsheet.kind)
        self.counts: dict[str, int] = self.preview["counts"]
        self.notes = note_lines(
            [
                *state["notes"],
                *self.preview["notes"],
                *self._new_places(),
                *self._ended_pairs(),
                *self._listed(),
            ]
        )
        self.sheets: list[str] = state["sheets"]
        self._headers = Counter(column["header"] for column in self.preview["columns"] if column["header"])
        lines = [self._column(number, column) for number, column in enumerate(self.preview["columns"])]
        asked = [line for line in lines if line.status == "needs_you"]
        # Columns that may be a field come before those that nothing here resembles.
        self.guessed = [line for line in asked if line.has_guesses]
        self.unknown = [line for line in asked if not line.has_guesses]
        self.recognized = [line for line in lines if line.status in ("recognized", "answered")]
        self.left_out = [line for line in lines if line.status == "left_out"]
        self.no_place = [line for line in lines if line.status in ("no_place", "empty")]
        # A wide file has thousands of these; so many stand on one page.
        self.shown_asked = Paginator(self.needs_you, SHOWN_COLUMNS).get_page(page)
        self.shown_no_place = Paginator(self.no_place, SHOWN_COLUMNS).get_page(page)
        answers = Answers.from_json(state["answers"])
        self.groups = [card_of(group, self.catalog, answers) for group in self.preview["groups"]]
        self.program = program_words(spreadsheet.cohort_id)
        self.header: dict[str, Any] = self.preview["header"]
        self.first_lines: list[tuple[int, str]] = state.get("first_lines", [])

    @property
    def needs_you(self) -> list[ColumnLine]:
        return [*self.guessed, *self.unknown]

    def _ended_pairs(self) -> list[dict[str, Any]]:
        count = self.preview.get("ended_pairs", 0)
        return [{"kind": "ended_pairs", "count": count}] if count else []

    @property
    def first_recognized(self) -> list[ColumnLine]:
        return self.recognized[:SHOWN_RECOGNIZED]

    @property
    def other_recognized(self) -> list[ColumnLine]:
        return self.recognized[SHOWN_RECOGNIZED:SHOWN_LEFT_OUT]

    @property
    def first_left_out(self) -> list[ColumnLine]:
        return self.left_out[:SHOWN_LEFT_OUT]

    @property
    def more_left_out(self) -> int:
        return len(self.left_out) - len(self.first_left_out)

    @property
    def column_count(self) -> int:
        return len(self.preview["columns"])

    @property
    def written(self) -> int:
        return self.counts["create"] + self.counts["update"]

    @property
    def repeated(self) -> int:
        """Return how many rows say what another row says."""
        return int(self.preview.get("repeated", 0))

    @property
    def same(self) -> int:
        """Return how many rows say of somebody what is on record already."""
        return self.counts["skip"] - self.repeated - len(self.preview["nobody"])

    @property
    def bar(self) -> list[tuple[float, str]]:
        return [
            (self.counts["create"], ""),
            (self.counts["update"], "2"),
            (self.counts["skip"], "skip"),
            (self.counts["problem"], "loss"),
        ]

    @property
    def created_words(self) -> str:
        return str(KIND_WORDS[self.spreadsheet.kind](self.counts["create"]))

    @property
    def changed_fields(self) -> int:
        return int(self.preview["fields_change"])

    @property
    def asks_date_order(self) -> bool:
        return any(group.cause == "date_order" for group in self.groups)

    @property
    def left_out_answers(self) -> int:
        """Return how many cells are left out because nothing understands them."""
        return int(self.preview["left_out_answers"])

    @property
    def waiting(self) -> list[GroupCard]:
        """Return the causes for which rows stay out until they are answered."""
        return [group for group in self.groups if group.keeps_out]

    @property
    def can_answer(self) -> bool:
        """Tell whether any cause can be answered on this page."""
        return any(group.can_be_answered for group in self.groups)

    def changes(self) -> list[dict[str, Any]]:
        """Return the rows that change somebody, with each field before and after."""
        return [
            {
                "row": update["row"],
                "name": update["name"],
                "changes": [self._change(*change) for change in update["changes"]],
            }
            for update in self.preview["updates"]
        ]

    def _change(self, key: str, before: str, after: str) -> tuple[str, str, str]:
        label = str(LINE_WORDS.get(key) or self._label(key) or key)
        labels = self.catalog.index[key].labels if key in self.catalog.index else {}
        return label, labels.get(before, before) or str(EMPTY), labels.get(after, after)

    def _new_places(self) -> list[dict[str, Any]]:
        return [
            {"kind": f"new_{key}", "names": names, "count": len(names)}
            for key, names in self.preview["new_places"].items()
        ]

    def _listed(self) -> list[dict[str, Any]]:
        targets = {column["target"] for column in self.preview["columns"]}
        return [{"kind": f"listed_{key}"} for key in ("gaps", "expertise") if key in targets]

    def _label(self, target: str) -> str:
        found = self.catalog.index.get(target)
        return _(found.label) if found else ""

    def _column(self, number: int, column: dict[str, Any]) -> ColumnLine:
        guesses = [key for key in column["candidates"] if key in self.catalog.index]
        is_private = PRIVATE in (column["target"], *column["candidates"])
        by_letter = _("Column %(letter)s") % {"letter": column["letter"]}
        is_double = self._headers[column["header"]] > 1
        return ColumnLine(
            name=f"column-{number}",
            header=f"{column['header']} ({by_letter})" if is_double else column["header"] or by_letter,
            letter=column["letter"],
            samples="" if is_private else ", ".join(f"“{sample}”" for sample in column["samples"][:2]),
            status=column["status"],
            reason=str(REASONS.get(column["reason"], "")),
            chosen=shown_value(column),
            guesses=guesses,
            number=number,
            has_guesses=bool(guesses) or bool(column["reason"]),
            catalog=self.catalog,
        )
