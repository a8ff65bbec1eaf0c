"""The same numbers as a table, to stand beside the picture: nothing is in one and not in the other."""

from __future__ import annotations

from dataclasses import dataclass

from rounds.charts.pictures import (
    Around,
    AroundRow,
    Change,
    Contact,
    Curves,
    Flow,
    Forest,
    Funnel,
    FunnelColumn,
    Hidden,
    Picture,
    Run,
    Runs,
)
from rounds.charts.scales import written

Row = tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """Hold a header and rows of words; the first cell of a row names it. `spans`: a row of name and reason."""

    header: Row
    rows: tuple[Row, ...]

    @property
    def even(self) -> bool:
        """Tell whether each row has a cell for each column."""
        return all(len(row) == len(self.header) for row in self.rows)


def table(picture: Picture) -> Table:
    """Return the table of a picture."""
    match picture:
        case Flow():
            return Table(
                ("Stage", "Count", "Share"),
                tuple((one.label, f"{one.n:,}", one.share) for one in picture.stages),
            )
        case Contact():
            return Table(("Group", *picture.heads), tuple(_contact(one) for one in picture.rows))
        case Change():
            return Table(
                ("Group", "n", "Before", "After", "Change, 95%"), tuple(_change(one) for one in picture.rows)
            )
        case Forest():
            rows = tuple(
                (one.label, one.reason if isinstance(one, Hidden) else one.found.words)
                for one in picture.rows
            )
            return Table(("What", f"Estimate, 95%, {picture.unit}"), rows)
        case Around():
            head = (
                "What",
                picture.own[:1].upper() + picture.own[1:],
                "Supervisor",
                "All others",
                "95%",
                *picture.groups,
                "n",
                "Gap",
            )
            return Table(head, tuple(_around(one, len(picture.groups)) for one in picture.rows))
        case Funnel():
            head = ("Answers", "95 of 100", "998 of 1,000", "In the dark field", "In the pale one", "Outside")
            return Table(head, tuple(_funnel(one) for one in picture.columns))
        case Curves():
            return _curves(picture)
        case Runs():
            return _runs(picture)


def _around(one: AroundRow | Hidden, groups: int) -> Row:
    if isinstance(one, Hidden):
        return one.label, "", "", one.reason, "", *[""] * groups, "", ""
    said = ["" if value is None else f"{value:.1f}" for value in (one.own, one.over, one.others)]
    parts = ["hidden" if value is None else f"{value:.1f}" for value in one.groups]
    return one.label, *said, f"{one.low:.1f} to {one.high:.1f}", *parts, str(one.n), one.words


def _funnel(one: FunnelColumn) -> Row:
    fields = (f"{low:.2f} to {high:.2f}" for low, high in (one.wide, one.wider))
    below, low, inside, high, above = one.counts
    return f"{one.n:,}", *fields, f"{inside:,}", _sides(low, high), _sides(below, above)


def _sides(below: int, above: int) -> str:
    """Return "3 (1 below, 2 above)"."""
    return f"{below + above:,} ({below:,} below, {above:,} above)" if below + above else "0"


def _contact(one: object) -> Row:
    if isinstance(one, Hidden):
        return one.label, one.reason, ""
    return one.label, f"{one.held:,}", f"{one.agreed:,}"  # type: ignore[attr-defined]


def _change(one: object) -> Row:
    if isinstance(one, Hidden):
        return one.label, "", "", "", one.reason
    return one.label, str(one.n), written(one.before), written(one.after), one.change.words  # type: ignore[attr-defined]


def _curves(picture: Curves) -> Table:
    rows = []
    for one in picture.curves:
        for tally in one.tallies:
            last = next((point for point in reversed(one.points) if point.time <= tally.time), None)
            ended = not one.points or tally.time > one.points[-1].time
            share = "" if last is None or ended else f"{last.value:.0%} ({last.low:.0%} to {last.high:.0%})"
            counts = (f"{getattr(tally, field):,}" for _, field in picture.columns)
            rows.append((one.label, written(tally.time), share, *counts))
    return Table(("Group", picture.unit, "Share, 95%", *(name for name, _ in picture.columns)), tuple(rows))


def _runs(picture: Runs) -> Table:
    """Return a row a month, a column a series; below them what the verdict rests on."""
    months = sorted({month for one in picture.runs for month in one.months})
    below = (
        ("Median", [written(one.median) for one in picture.runs]),
        ("Longest run", [one.longest for one in picture.runs]),
        ("Crossings", [one.crossings for one in picture.runs]),
        ("Verdict", [one.verdict for one in picture.runs]),
    )
    notes = ("Noted",) if any(one.notes for one in picture.runs) else ()
    head = ("Month", *(f"{one.label}, {one.unit}" for one in picture.runs), *notes)
    cells = tuple(
        (month, *(_month(one, month) for one in picture.runs), *([_noted(picture, month)] if notes else []))
        for month in months
    )
    return Table(head, (*cells, *((name, *said, *([""] if notes else [])) for name, said in below)))


def _month(one: Run, month: str) -> str:
    if month not in one.months:
        return ""
    value = one.values[one.months.index(month)]
    return "missing" if value is None else written(value)


def _noted(picture: Runs, month: str) -> str:
    """Return what was noted of a month, of any series."""
    found = [words for one in picture.runs for at, words in one.notes if one.months[at] == month]
    return "; ".join(dict.fromkeys(found))
