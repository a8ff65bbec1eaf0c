"""From the check page's form to answers. Texts and columns come from the kept check, never from the form."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from django.http import QueryDict

from rounds.core.reading import read_number
from rounds.integrations.spreadsheets.enums import Way
from rounds.integrations.spreadsheets.services.plans.places import PLACES
from rounds.integrations.spreadsheets.services.plans.whom import NOBODY_HERE
from rounds.integrations.spreadsheets.services.remembering import NAMES
from rounds.integrations.spreadsheets.values.catalogs import catalog_for
from rounds.sheets import Answers, Kind
from rounds.sheets.cells.names import DEGREE, PART_OF_NAME

STAYS_OUT = "-"
NEW = "+"  # a department, site or training program that is to be made
EVERYTHING = "use-all"
LONGEST = 300
OFFERED_WORDS = 30


def read_answers(form: QueryDict, *, kind: str, state: dict[str, Any]) -> tuple[Answers, bool]:
    """Return the answers with what the form adds, and whether anything is new.

    A proposed value counts only when the button for all answers was pressed, or when it was changed.
    """
    answers = Answers.from_json(deepcopy(state["answers"]))
    before = answers.as_json()
    _read_columns(form, kind, state["preview"]["columns"], answers)
    reader = _Reader(form, kind, answers)
    for group in state["preview"]["groups"]:
        reader.read(group)
    order = str(form.get("date_order", ""))
    if order in ("mdy", "dmy"):
        answers.date_order = order
    return answers, answers.as_json() != before


def _read_columns(form: QueryDict, kind: str, columns: list[dict[str, Any]], answers: Answers) -> None:
    catalog = catalog_for(kind)
    for number, column in enumerate(columns):
        value = form.get(f"column-{number}")
        if value is None or value == shown_value(column):
            continue
        if value == "":
            answers.columns.pop(column["key"], None)
        elif value == STAYS_OUT or value in catalog.index:
            answers.columns[column["key"]] = "" if value == STAYS_OUT else value


def shown_value(column: dict[str, Any]) -> str:
    """Return what a column's select shows before anybody touches it."""
    if column["target"]:
        return str(column["target"])
    return "" if column["status"] == "needs_you" else STAYS_OUT


class _Reader:
    """Reads what a form says about each cause."""

    def __init__(self, form: QueryDict, kind: str, answers: Answers) -> None:
        self.form, self.answers = form, answers
        self.catalog = catalog_for(kind)
        self.pressed = form.get("do", "")

    def read(self, group: dict[str, Any]) -> None:
        ways = {Way.TEXT: self._texts, Way.ROW: self._rows, Way.ONCE: self._once}
        if reads := ways.get(group["way"]):
            reads(group)

    def _is_pressed(self, what: str, group: dict[str, Any]) -> bool:
        return bool(self.pressed == f"{what}-{group['id']}")

    def _given(self, group: dict[str, Any], number: int) -> str:
        return str(self.form.get(f"{group['id']}-{number}", "")).strip()[:LONGEST]

    def _texts(self, group: dict[str, Any]) -> None:
        words = self.answers.values.setdefault(group["target"], {})
        takes_all = self.pressed == EVERYTHING
        for number, text in enumerate(group["texts"]):
            value = self._given(group, number)
            if self._is_pressed("empty", group) and can_be_empty(group):
                words[text["key"]] = None
            elif self._is_pressed("new", group) and group["cause"] == "new_place":
                words.setdefault(text["key"], text["text"])
            elif not value or (value == proposed(group, text) and not takes_all):
                continue
            elif value == STAYS_OUT:
                words[text["key"]] = None
            elif (meant := self._meant(group, text, value)) is not None:
                words[text["key"]] = meant
        if not words:
            self.answers.values.pop(group["target"], None)

    def _meant(self, group: dict[str, Any], text: dict[str, Any], value: str) -> str | None:
        """Return what a chosen or typed value stands for; None for one that was not offered."""
        target = self.catalog.index.get(group["target"])
        if group["cause"] == "tail":
            return value if value in (DEGREE, PART_OF_NAME) else None
        if group["cause"] == "new_place":
            return text["text"] if value == NEW else value if value in list(place_names(group)) else None
        if target is not None and target.kind in (Kind.CHOICE, Kind.CHOICES):
            return value if value in target.labels else None
        if target is not None and target.kind in NAMES and value in (DEGREE, PART_OF_NAME):
            return None
        return value

    def _rows(self, group: dict[str, Any]) -> None:
        self._all_rows(group)
        for number, person in enumerate(group["people"]):
            if value := self._given(group, number):
                self._row(group, person, value)

    def _row(self, group: dict[str, Any], person: dict[str, Any], value: str) -> None:
        row = read_number(value)
        if group["cause"] == "twice" and row is not None and row in person["rows"]:
            self.answers.keep[",".join(map(str, person["rows"]))] = row
        elif group["cause"] == "who":
            if value in (NOBODY_HERE, *(key for key, _words in person["options"])):
                self.answers.who[person["key"]] = value
        elif group["cause"] in ("missing", "shared"):
            self.answers.cells[f"{person['row']}:{group['target']}"] = value

    def _all_rows(self, group: dict[str, Any]) -> None:
        """Take the answers that one button gives for every row of a cause, those beyond the page too."""
        if group["cause"] == "shared" and self._is_pressed("empty", group):
            self.answers.cells |= {f"{row}:{group['target']}": "" for row in group["rows"]}
        elif group["cause"] == "who" and self._is_pressed("new", group):
            self.answers.who |= dict.fromkeys(group["keys"], NOBODY_HERE)

    def _once(self, group: dict[str, Any]) -> None:
        if value := self._given(group, 0):
            target = self.catalog.index.get(group["target"])
            if target is None or not target.choices or value in target.labels:
                self.answers.defaults[group["target"]] = value


def proposed(group: dict[str, Any], text: dict[str, Any]) -> str:
    """Return what a control shows before anybody touches it: the proposal, or nothing."""
    suggestion = text["suggestion"] or ""
    return NEW if group["cause"] == "new_place" and suggestion == text["text"] else suggestion


def can_be_empty(group: dict[str, Any]) -> bool:
    """Tell whether the answers of a cause can all be left out at once."""
    return group["way"] == Way.TEXT and group["cause"] not in ("tier_unsaid", "tail")


def place_names(group: dict[str, Any]) -> Iterator[str]:
    """Yield what a new word may mean instead: places on record, and the other words that a file brings."""
    yield from PLACES[group["target"]]._default_manager.order_by("name").values_list("name", flat=True)
    yield from (text["text"] for text in group["texts"][:OFFERED_WORDS])
