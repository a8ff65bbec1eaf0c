"""Each habit that `make check` holds is broken by the line that it is there for."""

import pytest

from tests.architecture.habits import HABITS, breaches


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
