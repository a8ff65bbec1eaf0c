"""The command itself: read, check, solve, write."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path

import click

from rounds.cli.match.intake import IntakeError, ReadSheet, pairs_from, people_from, read_sheet
from rounds.cli.match.settings import SettingsError, answers_from, policy_from, read_toml, weights_from
from rounds.cli.match.workbook import Report, short
from rounds.pairing import AIMS, PairingError, Problem, evaluate, solve

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
SHOWN = 30


@click.command()
@click.argument("mentees", type=FILE)
@click.argument("mentors", type=FILE)
@click.option("--mapping", type=FILE, help="What the columns and words of the sheets mean (TOML).")
@click.option("--weights", type=FILE, help="What counts how much, and the program's policy (TOML).")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), default="matches.xlsx", show_default=True
)
@click.option("--pairs", type=FILE, help="Pairs that exist already.")
@click.option(
    "--pairs-are",
    type=click.Choice(["kept", "compared"]),
    default="kept",
    show_default=True,
    help="Keep existing pairs, or only compare them with the best ones.",
)
@click.option("--mentees-header", type=int, help="The line with the names of the columns, 0 for none.")
@click.option("--mentors-header", type=int, help="The same in the sheet of mentors.")
@click.option("--pairs-header", type=int, help="The same in the sheet of pairs.")
@click.option("--aim", type=click.Choice(AIMS), default="total", show_default=True)
@click.option(
    "--seed", type=int, default=0, show_default=True, help="Breaks ties between equally good answers."
)
@click.option(
    "--on", type=click.DateTime(["%Y-%m-%d"]), help="The day that decides which dated priorities count."
)
def match(**given: object) -> None:
    """Find the proven-best pairs of MENTEES and MENTORS, two spreadsheets, and write them to a workbook."""
    try:
        report = run(**given)  # type: ignore[arg-type]
    except IntakeError as error:
        shown = error.sentences[:SHOWN]
        more = len(error.sentences) - len(shown)
        raise click.ClickException(
            "\n".join(shown + [f"and {more} more like these."] * bool(more))
        ) from error
    except (SettingsError, PairingError) as error:
        raise click.ClickException(str(error)) from error
    out = Path(str(given["out"]))
    try:
        out.write_bytes(report.write())
    except OSError as error:
        raise click.ClickException(
            f"{out} can't be written: {error.strerror}. Choose another place with --out."
        ) from error
    for line in short(report):
        click.echo(line)
    click.echo(f"Written to {out}.")


def run(
    *,
    mentees: Path,
    mentors: Path,
    mapping: Path | None,
    weights: Path | None,
    pairs: Path | None,
    pairs_are: str,
    mentees_header: int | None,
    mentors_header: int | None,
    pairs_header: int | None,
    aim: str,
    seed: int,
    on: datetime.datetime | None,
    out: Path,
) -> Report:
    """Read the files and solve; errors name file, row, cell and fix."""
    meaning, counted = read_toml(mapping), read_toml(weights)
    today = on.date() if on else datetime.datetime.now(datetime.UTC).date()

    def read(path: Path, side: str, header: int | None) -> ReadSheet:
        return read_sheet(path, side, answers_from(meaning, side), today=today, header=header)

    sheets = [read(mentees, "mentees", mentees_header), read(mentors, "mentors", mentors_header)]
    people = people_from(sheets[0], sheets[1])
    existing: list[tuple[str, str]] = []
    if pairs is not None:
        sheets.append(read(pairs, "pairs", pairs_header))
        existing = pairs_from(sheets[2], people)
    problem = Problem.of(
        people.mentees,
        people.mentors,
        weights=weights_from(counted),
        policy=policy_from(
            counted, {mentor.tier for mentor in people.mentors if mentor.tier and mentor.capacity}
        ),
        relations=people.relations,
        locks=existing if pairs_are == "kept" else (),
        on=on.date() if on else datetime.datetime.now().astimezone().date(),
        seed=seed,
    )
    with Bar() as bar:
        solution = solve(problem, aim=aim, progress=bar.show)  # type: ignore[arg-type]
    by_hand = evaluate(problem, existing) if existing and pairs_are == "compared" else None
    return Report(problem, solution, people, sheets, by_hand)


class Bar:
    """A progress bar on standard error, when that is a terminal."""

    def __enter__(self) -> Bar:
        self.label = ""
        self.wanted = sys.stderr.isatty()
        return self

    def show(self, what: str, done: int, total: int) -> None:
        if self.wanted:
            filled = 30 * done // max(total, 1)
            click.echo(f"\r{what:<32} [{'#' * filled}{'-' * (30 - filled)}]\x1b[K", nl=False, err=True)

    def __exit__(self, *_: object) -> None:
        if self.wanted:
            click.echo("\r\x1b[K", nl=False, err=True)
