"""From the check page's form to answers. Texts and columns come from the kept check, never from the form."""

from copy import deepcopy
from typing import Any

from django.http import QueryDict

from rounds.core.reading import read_number
from rounds.integrations.spreadsheets.values.catalogs import catalog_for
from rounds.sheets import Answers, Kind

STAYS_OUT = "-"
LONGEST = 300


def read_answers(form: QueryDict, *, kind: str, state: dict[str, Any]) -> tuple[Answers, bool]:
    """Return the answers with what the form adds, and whether anything is new.

    A proposed value counts only when its own button was pressed, or when it was changed.
    """
    answers = Answers.from_json(deepcopy(state["answers"]))
    before = answers.as_json()
    pressed = form.get("do", "")
    _read_columns(form, kind, state["preview"]["columns"], answers)
    for group in state["preview"]["groups"]:
        if group["by_text"]:
            _read_texts(form, kind, group, answers, pressed)
        else:
            _read_rows(form, group, answers)
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


def _read_texts(form: QueryDict, kind: str, group: dict[str, Any], answers: Answers, pressed: str) -> None:
    target = catalog_for(kind).index.get(group["target"])
    for number, text in enumerate(group["texts"]):
        value = form.get(f"{group['id']}-{number}", "").strip()[:LONGEST]
        words = answers.values.setdefault(group["target"], {})
        if pressed == f"empty-{group['id']}" and group["cause"] != "tier_unsaid":
            words[text["key"]] = None
        elif not value or (value == (text["suggestion"] or "") and pressed != f"use-{group['id']}"):
            continue
        elif value == STAYS_OUT:
            words[text["key"]] = None
        elif target is None or target.kind not in (Kind.CHOICE, Kind.CHOICES) or _is_choice(target, value):
            words[text["key"]] = value
    if not answers.values.get(group["target"]):
        answers.values.pop(group["target"], None)


def _is_choice(target: Any, value: str) -> bool:
    return value in target.labels


def _read_rows(form: QueryDict, group: dict[str, Any], answers: Answers) -> None:
    for number, person in enumerate(group["people"]):
        value = form.get(f"{group['id']}-{number}", "").strip()[:LONGEST]
        if not value:
            continue
        row = read_number(value)
        if group["cause"] == "twice" and row is not None and row in person["rows"]:
            answers.keep[",".join(map(str, person["rows"]))] = row
        elif group["cause"] == "missing":
            answers.cells[f"{person['row']}:{group['target']}"] = value
