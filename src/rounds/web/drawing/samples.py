"""Invented pictures of every kind, for the page that shows every component; their numbers belong to nobody."""

from __future__ import annotations

from rounds.charts import (
    Between,
    Change,
    ChangeRow,
    Contact,
    ContactRow,
    Curve,
    Curves,
    Flow,
    Forest,
    ForestRow,
    Funnel,
    FunnelColumn,
    Hidden,
    Picture,
    Point,
    Run,
    Runs,
    Stage,
    Tally,
    Words,
)

SMALL, REVEALS = "hidden: fewer than 10", "hidden: would reveal it"
SHARES = (
    (1, 0.99, 0.97, 0.96, 0.94, 0.93, 0.9, 0.88, 0.86, 0.84, 0.82, 0.8),
    (1, 0.97, 0.94, 0.92, 0.89, 0.86, 0.83, 0.79, 0.76, 0.73, 0.71, 0.69),
)
AT_RISK = ((186, 179, 139, 98, 52, 26), (412, 373, 275, 177, 106, 39))
LEFT = ((0, 7, 12, 18, 22, 24), (0, 30, 51, 71, 83, 86))


def pictures() -> dict[str, Picture]:
    """Return one picture of each kind by a name."""
    return {
        "flow": flow(),
        "contact": contact(),
        "retention": retention(),
        "confidence": confidence(),
        "forest": forest(),
        "funnel": funnel(),
        "runs": runs(),
    }


def flow() -> Flow:
    """Return who slips between invitation and the end of a year."""
    stages = (
        Stage("Invited", 212),
        Stage("Intake done", 200, "94%"),
        Stage("Paired", 194, "92%"),
        Stage("Met once", 181, "85%"),
        Stage("Finished", 152, "72%"),
    )
    words = Words(
        "152 of 212 invited finished the year; most were lost after the first meeting",
        "72% finished (95% interval 65 to 77%).",
        "212 invited, cycle 2026, counted on 9 Mar 2027. Wilson.",
    )
    return Flow(words, stages)


def contact() -> Contact:
    """Return conversations held of those agreed, by department."""
    rows = (
        ContactRow("Medicine", 150, 165),
        ContactRow("Surgery", 88, 110),
        ContactRow("Pediatrics", 96, 84),
        ContactRow("Anesthesiology", 34, 85),
        Hidden("Pathology", "hidden: fewer than 5 pairs"),
        Hidden("Dermatology", "hidden: would reveal Pathology"),
    )
    words = Words(
        "Three departments meet as agreed; Anesthesiology held 34 of 85",
        "A sum of conversations, so there is no interval; the dashed end is beyond what was agreed.",
        "98 pairs in 6 departments, 9 Mar 2027.",
    )
    return Contact(words, rows)


def retention() -> Curves:
    """Return who is still here, mentored or not, in time."""
    curves = tuple(_curve(name, which) for which, name in enumerate(("Mentored", "Others")))
    words = Words(
        "Mentored faculty left less often; why, these numbers cannot say",
        "At 48 months 84% of mentored (95% interval 77 to 89) and 73% of others (67 to 78) were still here.",
        "598 appointed 2021 to 2026. Kaplan-Meier, late entry. Curves end where fewer than 10 are at risk.",
    )
    return Curves(words, curves, "months", "left", 60)


def confidence() -> Change:
    """Return confidence before and after, by tier."""
    rows = (
        ChangeRow("Resident", 48, 4.6, 5.5, Between(0.9, 0.4, 1.4, "+0.9 (0.4 to 1.4)")),
        ChangeRow("Fellow", 31, 5.2, 5.7, Between(0.5, -0.1, 1.1, "+0.5 (−0.1 to 1.1)")),
        ChangeRow("Junior faculty", 52, 6.1, 6.8, Between(0.7, 0.2, 1.2, "+0.7 (0.2 to 1.2)")),
        Hidden("Mid-career", SMALL),
        Hidden("Executive", REVEALS),
    )
    words = Words(
        "Confidence rose in two tiers; for fellows we cannot tell",
        "Mean change from baseline to 12 months, with 95% intervals; no comparison group.",
        "131 answered both times of 158. Paired t, instrument version 2.",
    )
    return Change(words, rows, 0, 10, "points of 10")


def forest() -> Forest:
    """Return the analyses of a claim that was looked at once."""
    rows = (
        ForestRow("Overlap weights", Between(1.05, 0.86, 1.28, "1.05 (0.86 to 1.28)")),
        ForestRow("Own earlier rate", Between(1.06, 0.88, 1.27, "1.06 (0.88 to 1.27)")),
        ForestRow("Raw, decides nothing", Between(1.34, 1.12, 1.61, "1.34 (1.12 to 1.61)"), decides=False),
    )
    words = Words(
        "Adjusted, quality projects stay under the claimed size; raw, they don’t",
        "Contradicts: 1.05 (0.86 to 1.28); the claimed size lies outside; a smaller effect remains possible.",
        "464 submissions, locked 14 Sep 2024, looked once on 1 Mar 2027.",
    )
    return Forest(
        words,
        rows,
        (0.8, 1, 1.3, 1.6),
        1,
        "rate ratio",
        True,
        claimed=1.3,
        claimed_words="claimed, 1.3",
        shaded=(0.86, 1.28),
    )


def _curve(name: str, which: int) -> Curve:
    wide = (0.08, 0.05)[which]
    points = tuple(
        Point(5.2 * step, share, max(0.0, share - wide * step / 11), min(1.0, share + wide * step / 13))
        for step, share in enumerate(SHARES[which])
    )
    n = AT_RISK[which][0]
    tallies = tuple(
        Tally(12 * year, here, left, n - here - left)
        for year, (here, left) in enumerate(zip(AT_RISK[which], LEFT[which], strict=True))
    )
    return Curve(name, points, tallies)


def funnel() -> Funnel:
    """Return mentors without names, by how many mentees spoke."""
    columns = (
        FunnelColumn(5, (0, 1, 5, 0, 0), (3.3, 4.8), (2.7, 5.0)),
        FunnelColumn(10, (1, 0, 6, 0, 0), (3.55, 4.65), (3.15, 4.85)),
        FunnelColumn(15, (0, 0, 5, 0, 0), (3.67, 4.57), (3.33, 4.77)),
    )
    words = Words(
        "1 of 18 mentors lies outside what chance alone explains",
        "Numbers are mentors, without a name and without a mean.",
        "As of 9 Mar 2027.",
    )
    return Funnel(words, columns, 4.1, "different mentees who spoke")


def runs() -> Runs:
    """Return what three units count by month: one whose line shifted, one that goes on, one with too few months."""
    months = tuple(f"{year}-{month:02}" for year in (2025, 2026) for month in range(1, 13))
    before, after = (
        (3.9, 4.4, 5.1, 3.2, 4.0, 4.9, 3.6, 4.2, 5.5, 4.1, 3.8, 4.6),
        (2.1, 1.8, 2.6, 1.2, 2.2, 1.7),
    )
    quiet = (2.4, 1.9, 3.1, 2.2, 2.9, 1.6, None, 2.7, 2.1, 3.0, 1.8, 2.6)
    made = (
        Run(
            label="4 West: Falls",
            unit="per 1,000 patient days",
            months=months,
            values=(*before, *after, *after),
            median=4.1,
            verdict="shifted: 12 in a row on one side",
            longest="12, at most 8",
            crossings="8, at least 7",
            notes=((12, "Bedside handoff begins"),),
            shifted=True,
        ),
        Run(
            label="5 East: Falls",
            unit="per 1,000 patient days",
            months=months,
            values=(*quiet, *quiet),
            median=2.5,
            verdict="no shift beyond chance in 22 months, 2 months missing",
            longest="2, at most 7",
            crossings="18, at least 7",
        ),
        Run(
            label="Medical ICU: Central line infections",
            unit="per 1,000 device days",
            months=months[:5],
            values=(0.0, 2.9, 0.0, 2.8, 0.0),
            median=0.0,
            verdict="5 months: no verdict",
            longest="1, at most 4",
            crossings="0, at least 0",
        ),
    )
    words = Words(
        "In 1 of 2 series of units the line shifted; for the rest we cannot tell",
        "Each panel is one unit on a scale of its own; the level line is its median.",
        "As of 9 Mar 2027.",
    )
    return Runs(words, made)
