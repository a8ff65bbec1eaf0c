"""The command itself: read, check, solve, write."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from rounds.cli.match.people import People, pairs_from, people_from
from rounds.cli.match.reading import IntakeError, ReadSheet, read_sheet
from rounds.cli.match.settings.read import Settings, read_settings
from rounds.cli.match.settings.weights import policy_from
from rounds.cli.match.workbook import Report, short
from rounds.pairing import AIMS, PairingError, Problem, evaluate, solve

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
SHOWN = 30


class Refused(Exception):
    """What was given can't be used: for each file, a sentence for each mistake."""

    def __init__(self, files: Sequence[Sequence[str]]) -> None:
        self.files = [list(sentences) for sentences in files if sentences]
        super().__init__("\n".join(self.lines()))

    def lines(self) -> list[str]:
        """Return as many sentences as are shown, each file with its share, and how many more there are."""
        share = max(SHOWN // max(len(self.files), 1), 1)
        shown = [sentence for sentences in self.files for sentence in sentences[:share]]
        more = sum(map(len, self.files)) - len(shown)
        return shown + [f"and {more} more like these."] * bool(more)


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
    except Refused as error:
        raise click.ClickException("\n".join(error.lines())) from error
    except PairingError as error:
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
    today = on.date() if on else datetime.datetime.now(datetime.UTC).date()
    settings = read_settings(mapping, weights, today=today)
    files = [(mentees, "mentees", mentees_header), (mentors, "mentors", mentors_header)]
    files += [(pairs, "pairs", pairs_header)] if pairs else []
    sheets, people, existing = read_files(files, settings, today)
    people.notes += [
        f"The priority “{item.code}” counts for nobody: the sheets don't say who has experience with it."
        for item in settings.weights.priorities
    ]
    tiers = {mentor.tier for mentor in people.mentors if mentor.tier and mentor.capacity}
    policy, wrong = policy_from(settings.weights_file, settings.policy, tiers)
    if wrong:
        raise Refused([wrong])
    problem = Problem.of(
        people.mentees,
        people.mentors,
        weights=settings.weights,
        policy=policy,
        relations=people.relations,
        locks=existing if pairs_are == "kept" else (),
        on=on.date() if on else datetime.datetime.now().astimezone().date(),
        seed=seed,
    )
    with Bar() as bar:
        solution = solve(problem, aim=aim, progress=bar.show)  # type: ignore[arg-type]
    by_hand = evaluate(problem, existing) if existing and pairs_are == "compared" else None
    return Report(problem, solution, people, sheets, by_hand)


def read_files(
    files: Sequence[tuple[Path, str, int | None]], settings: Settings, today: datetime.date
) -> tuple[list[ReadSheet], People, list[tuple[str, str]]]:
    """Read all sheets, and raise what is wrong with any of them and with the settings at once."""
    wrong = [settings.wrong]
    sheets: list[ReadSheet] = []
    for path, side, header in files:
        try:
            sheets.append(read_sheet(path, side, settings, today=today, header=header))
        except IntakeError as error:
            wrong.append(error.sentences)
    people, existing = People(), list[tuple[str, str]]()
    if len(sheets) == len(files):
        try:
            people = people_from(sheets[0], sheets[1])
            existing = pairs_from(sheets[2], sheets[0], sheets[1]) if len(sheets) > 2 else []
        except IntakeError as error:
            wrong.append(error.sentences)
    if any(wrong):
        raise Refused(wrong)
    return sheets, people, existing


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
