"""What `python -m benchmarks.source` counts, tried on planted files."""

import pytest

from benchmarks.source import Source, figures

# file, its text, the figures that must be past their limits
PLANTED = [
    ("src/rounds/long.py", "x = 1\n" * 401, {"modules-over-300", "modules-over-400"}),
    ("src/rounds/slow.py", ("def slow():\n" + "    x = 1\n" * 8) * 25, {"function-median"}),
    ("src/rounds/templates/page.html", "<p>" + "x" * 118, {"template-lines"}),
    ("src/rounds/templates/mail/letter.txt", "x" * 121, {"template-lines"}),
    ("src/rounds/templates/table.html", "<p>\n" * 151, {"templates-over-150"}),
    ("src/rounds/table.py", "x = [1,  2]  # fmt: " + "skip\n", {"fmt-skip"}),
    ("tests/table.py", "# fmt: " + "off\n", {"fmt-skip"}),
    ("src/rounds/view.py", "viewer = request.viewer  # type: ignore[attr-defined]\n", {"untyped-requests"}),
]


@pytest.fixture
def source(tmp_path):
    """Return a source in which every limit holds."""
    for number in range(20):
        path = tmp_path / "src" / "rounds" / f"room_{number}" / "module.py"
        path.parent.mkdir(parents=True)
        path.write_text("def short():\n    return 1\n" + "x = 1\n" * 68)
    (tmp_path / "src/rounds/templates/mail").mkdir(parents=True)
    (tmp_path / "src/rounds/templates/whole.html").write_text("<p>" + "x" * 117 + "\n" * 150)
    return Source(tmp_path)


def past(source):
    return {figure.name for figure in figures(source) if not figure.holds}


def test_source_within_its_limits_is_counted_as_such(source):
    assert past(source) == set()


@pytest.mark.parametrize(("file", "text", "names"), PLANTED)
def test_planted_file_is_past_its_limit(source, file, text, names):
    path = source.root / file
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)

    assert past(source) >= names


def test_folder_with_sixteen_modules_is_full(source):
    for number in range(16):
        (source.root / "src/rounds/room_1" / f"more_{number}.py").write_text("x = 1\n" * 70)

    assert past(source) == {"folders-src"}
