"""Each habit that `make check` holds is broken by the line that it is there for."""

import ast
from pathlib import Path

import pytest

from tests.architecture.habits import HABITS, breaches

TESTS = Path(__file__).parents[1]


def orderless(source: str) -> list[int]:
    """Return the lines that hold rows of no order against a list of two or more."""
    lines = []
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Eq)):
            continue
        for rows, wanted in ((node.left, node.comparators[0]), (node.comparators[0], node.left)):
            words = ast.unparse(rows)
            is_list = isinstance(wanted, ast.List | ast.Tuple) and len(wanted.elts) > 1
            if is_list and words.startswith("list(") and ".objects" in words and "order_by" not in words:
                lines.append(node.lineno)
    return lines


def test_habits_are_kept():
    assert list(breaches()) == []


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("web/a.py", "    by = request.viewer  # type: ignore[attr-defined]"),
        ("web/a.py", "    if text.isdigit() and int(text) < 5:"),
        ("integrations/a.py", '    wanted = UUID(request.GET.get("program", ""))'),
        ("people/forms.py", '    on = forms.DateField(label=_("On"))'),
        ("matching/a.py", "    made = run.made_at.date()"),
        ("demo/a.py", "    month = (day.month - 1 + months) % 12"),
        ("mentorships/a.py", "    Note.objects.filter(id=row.id).update(sealed=row.sealed)"),
        ("web/a.py", "            form.add_error(error.field, error.message)"),
    ],
)
def test_a_broken_habit_is_found(path, line):
    assert sum(habit.is_broken_by(path, line) for habit in HABITS) == 1


def test_a_habit_leaves_its_own_place_alone():
    assert not any(habit.is_broken_by("core/reading.py", "return text.isdigit()") for habit in HABITS)


def test_rows_are_compared_as_a_list_only_in_an_order():
    assert orderless('assert list(A.objects.values_list("x", flat=True)) == ["a", "b"]') == [1]
    assert {str(one): found for one in TESTS.rglob("*.py") if (found := orderless(one.read_text()))} == {}
