"""Count the source: how long files, functions and lines of templates are, and what no rule of a linter counts.

`python -m benchmarks.source` prints each figure beside its limit with the worst places, and ends with 1 when one is
past its limit. `--except NAME ...` prints those too, but they don't count. `make check` runs it.
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
PLACES = ("src", "tests", "benchmarks")
MODULES_IN_A_FOLDER = 15
LINES_OF_A_MODULE = 300
LINES_AT_MOST = 400
TEMPLATE_LINE = 120
LINES_OF_A_TEMPLATE = 150
TEMPLATE_KINDS = {".html", ".txt", ".typ"}  # pages, mail, documents
SKIPPED = re.compile(r"#\s*fmt:\s*(skip|off)")
UNTYPED_REQUEST = re.compile(r"\brequest\.\w+.*# type: ignore\[(attr-defined|union-attr)\]")


@dataclass(frozen=True)
class Figure:
    """One line of the table: what was counted, how it compares with its limit, and where it is worst."""

    name: str
    what: str
    found: float
    limit: str
    holds: bool
    worst: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.name:22} {self.found:>7g}  {self.limit:>12}  {'' if self.holds else 'NO':3} {self.what}"
        )


@dataclass(frozen=True)
class Source:
    """The files that count: no migrations, which are generated."""

    root: Path

    def modules(self, *places: str) -> list[Path]:
        found = (path for place in places for path in (self.root / place).rglob("*.py"))
        return sorted(path for path in found if "migrations" not in path.parts)

    def templates(self) -> list[Path]:
        found = (self.root / "src").rglob("*.*")
        return sorted(path for path in found if path.suffix in TEMPLATE_KINDS and "templates" in path.parts)

    def named(self, path: Path) -> str:
        return str(path.relative_to(self.root))

    def lines(self, path: Path) -> list[str]:
        return path.read_text().splitlines()

    def functions(self, *places: str) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
        for path in self.modules(*places):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    yield f"{self.named(path)}: {node.name}", node

    def matching(self, pattern: re.Pattern[str], paths: list[Path]) -> list[str]:
        return [
            f"{self.named(path)}:{number}"
            for path in paths
            for number, line in enumerate(self.lines(path), 1)
            if pattern.search(line)
        ]


def figures(source: Source) -> list[Figure]:
    """Count everything that has a limit."""
    return [
        *count_modules(source),
        count_functions(source),
        *(count_folders(source, place) for place in PLACES),
        count_template_lines(source),
        count_templates(source),
        none_of("fmt-skip", "places that the formatter must leave alone", skipped(source)),
        none_of("untyped-requests", "requests used without their type", untyped(source)),
    ]


def count_modules(source: Source) -> Iterator[Figure]:
    longest = by_length((len(source.lines(path)), source.named(path)) for path in source.modules("src"))
    middle = median(lines for lines, _name in longest)
    what = f"lines of a module, at the median of {len(longest)}"
    yield Figure("module-median", what, middle, "60 to 80", 60 <= middle <= 80, listed(longest[:5]))
    for limit in (LINES_OF_A_MODULE, LINES_AT_MOST):
        over = [entry for entry in longest if entry[0] > limit]
        yield none_of(f"modules-over-{limit}", f"modules of more than {limit} lines", listed(over))


def count_functions(source: Source) -> Figure:
    longest = by_length(
        ((node.end_lineno or node.lineno) - node.lineno + 1, name) for name, node in source.functions("src")
    )
    middle = median(lines for lines, _name in longest)
    what = f"lines of a function, at the median of {len(longest):,}"
    return Figure("function-median", what, middle, "at most 7", middle <= 7, listed(longest[:5]))


def count_folders(source: Source, place: str) -> Figure:
    held = Counter(source.named(path.parent) for path in source.modules(place) if path.name != "__init__.py")
    full = by_length((count, name) for name, count in held.items() if count > MODULES_IN_A_FOLDER)
    what = f"folders in {place} with more than {MODULES_IN_A_FOLDER} modules side by side"
    return none_of(f"folders-{place}", what, listed(full))


def count_template_lines(source: Source) -> Figure:
    longest = by_length(
        (len(line), f"{source.named(path)}:{number}")
        for path in source.templates()
        for number, line in enumerate(source.lines(path), 1)
    )
    over = [entry for entry in longest if entry[0] > TEMPLATE_LINE]
    what = f"characters of the longest template line; {len(over)} are longer than {TEMPLATE_LINE}"
    return Figure("template-lines", what, longest[0][0], f"at most {TEMPLATE_LINE}", not over, listed(over))


def count_templates(source: Source) -> Figure:
    longest = by_length((len(source.lines(path)), source.named(path)) for path in source.templates())
    over = [entry for entry in longest if entry[0] > LINES_OF_A_TEMPLATE]
    return none_of("templates-over-150", f"templates of more than {LINES_OF_A_TEMPLATE} lines", listed(over))


def skipped(source: Source) -> list[str]:
    return source.matching(SKIPPED, source.modules(*PLACES))


def untyped(source: Source) -> list[str]:
    return source.matching(UNTYPED_REQUEST, source.modules("src"))


def none_of(name: str, what: str, found: list[str]) -> Figure:
    return Figure(name, what, len(found), "none", not found, found)


def by_length(entries: Iterator[tuple[int, str]]) -> list[tuple[int, str]]:
    return sorted(entries, key=lambda entry: (-entry[0], entry[1]))


def listed(entries: list[tuple[int, str]]) -> list[str]:
    return [f"{length:,} {name}" for length, name in entries]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--except", nargs="+", default=[], dest="excepted", metavar="NAME")
    parser.add_argument("--worst", type=int, default=5, help="how many places to name for each figure")
    given = parser.parse_args()
    found = figures(Source(ROOT))
    if unknown := set(given.excepted) - {figure.name for figure in found}:
        parser.error(f"no figure is called {', '.join(sorted(unknown))}")
    for figure in found:
        print(figure)
        print("".join(f"{'':28}{place}\n" for place in figure.worst[: given.worst]), end="")
    past = [figure.name for figure in found if not figure.holds and figure.name not in given.excepted]
    print("Past its limit: " + ", ".join(past) if past else "Every limit holds but what is excepted.")
    return 1 if past else 0


if __name__ == "__main__":
    sys.exit(main())
