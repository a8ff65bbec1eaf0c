"""What units count by month as small run charts: whether a line shifted, and never why."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rounds.charts import Picture, Run, Runs, Words
from rounds.core.dates import months_after
from rounds.web.words.figures import grouped

DRAWN = 12


def safety(result: dict[str, Any], note: str) -> Picture | None:
    """Draw each series, those whose line shifted first."""
    found = sorted(result["series"], key=lambda one: not one["shifted"])
    drawn = found[:DRAWN]
    runs = tuple(_run(one) for one in drawn)
    said = [
        _("Each panel is one unit on a scale of its own; the level line is its median."),
        _(
            "A line has shifted where a run on one side of it is longer, or it is crossed less often, than chance allows."
        ),
        _("Numbers of a unit are context: what a program did, they cannot say."),
    ]
    if len(found) > DRAWN:
        said.append(_("Not drawn: %(n)s more.") % {"n": len(found) - DRAWN})
    return Runs(Words(_title(drawn), " ".join(said), note), runs)


def _title(found: list[dict[str, Any]]) -> str:
    able = [one for one in found if one["shifted"] is not None]
    if not able:
        return _("For none of %(all)s series of units can we tell yet whether the line shifted") % {
            "all": len(found)
        }
    shifted = sum(one["shifted"] for one in able)
    said = {"some": shifted, "all": len(able)}
    title = ngettext(
        "In %(some)s of %(all)s series of units the line shifted",
        "In %(some)s of %(all)s series of units the line shifted",
        shifted,
    )
    if not shifted:
        title = _("In none of %(all)s series of units did the line shift")
    if len(able) < len(found):
        title += _("; for the rest we cannot tell")
    return title % said


def _run(one: dict[str, Any]) -> Run:
    rows = {row[0]: row for row in one["rows"]}
    first, last = (date.fromisoformat(f"{one['rows'][end][0]}-01") for end in (0, -1))
    months = []
    while first <= last:
        months.append(first)
        first = months_after(first, 1)
    kept = [rows.get(f"{month:%Y-%m}") for month in months]
    return Run(
        label=f"{one['unit']}: {one['indicator']}",
        unit=_unit(one),
        months=tuple(f"{month:%Y-%m}" for month in months),
        values=tuple(None if row is None else round(row[3], 2) for row in kept),
        median=round(one["median"], 2),
        verdict=_verdict(one, len([row for row in kept if row is None])),
        longest=_("%(n)s, at most %(most)s") % {"n": one["longest"], "most": one["longest_allowed"]},
        crossings=_("%(n)s, at least %(fewest)s")
        % {"n": one["crossings"], "fewest": one["fewest_crossings"]},
        notes=tuple((place, row[4]) for place, row in enumerate(kept) if row is not None and row[4]),
        shifted=bool(one["shifted"]),
    )


def _unit(one: dict[str, Any]) -> str:
    if not one["of"]:
        return _("a month")
    return _("per %(per)s %(of)s") % {"per": grouped(one["per"]), "of": one["of"]}


def _verdict(one: dict[str, Any], missing: int) -> str:
    """Say in few words what the line shows."""
    said = {"n": len(one["rows"]), "long": one["longest"], "crossed": one["crossings"]}
    if one["shifted"] is None:
        words = ngettext("%(n)s month: no verdict", "%(n)s months: no verdict", said["n"]) % said
    elif one["shifted"] and one["longest"] > one["longest_allowed"]:
        words = _("shifted: %(long)s in a row on one side") % said
    elif one["shifted"]:
        words = _("shifted: its median is crossed only %(crossed)s times") % said
    else:
        words = _("no shift beyond chance in %(n)s months") % said
    if not missing:
        return words
    gone = ngettext("%(gone)s month missing", "%(gone)s months missing", missing) % {"gone": missing}
    return f"{words}, {gone}"
