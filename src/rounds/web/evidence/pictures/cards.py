"""Figures that stand, as pictures: each with a title that says the finding in fixed words, a sentence, and how it was found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rounds.charts import (
    Between,
    Contact,
    ContactRow,
    Flow,
    Forest,
    ForestRow,
    Hidden,
    Picture,
    Stage,
    Words,
)
from rounds.insights.models import Figure
from rounds.insights.selectors.figures import measure_of
from rounds.insights.values.library import Measure
from rounds.web.drawing.charts import Shown, shown
from rounds.web.evidence.pictures.curves import credential, promotion, retention
from rounds.web.evidence.pictures.numbers import between, day_of, imprecise, percent
from rounds.web.evidence.pictures.rates import grants, projects, proposals, roles, seats
from rounds.web.evidence.pictures.reasons import reason_of
from rounds.web.evidence.pictures.shares import agreement, asks, met_targets, stayed_on
from rounds.web.evidence.pictures.units import safety
from rounds.web.words.figures import grouped


@dataclass(frozen=True)
class Card:
    """A figure as a page shows it: its picture, or the reason why there is none, and the definition of its measure."""

    figure: Figure
    measure: Measure
    picture: Shown | None
    reason: str
    note: str


def card_of(figure: Figure) -> Card:
    """Return the card of a figure."""
    picture, measure = picture_of(figure), measure_of(figure)
    drawn = None if picture is None else shown(f"figure-{figure.measure}", picture)
    return Card(figure, measure, drawn, "" if picture else reason_of(figure), note_of(figure))


def picture_of(figure: Figure) -> Picture | None:
    """Return the picture of a figure; None where its numbers are hidden or could not be had."""
    if "hidden" in figure.result:
        return None
    return PICTURES[figure.measure](figure.result, note_of(figure))


def note_of(figure: Figure) -> str:
    """Return the line on date, method and version."""
    measure = measure_of(figure)
    return _("As of %(day)s. %(method)s. Measure “%(name)s”, version %(version)s.") % {
        "day": date_format(figure.cut.as_of, "j M Y"),
        "method": measure.method[:1].upper() + measure.method[1:],
        "name": measure.name,
        "version": figure.version,
    }


def flow(result: dict[str, Any], note: str) -> Picture:
    """Draw how far the mentees of a cycle came."""
    names = (_("Invited"), _("Intake sent"), _("Paired"), _("Met once"))
    counts = result["stages"]
    first, last = counts[0], counts[-1]
    lost = [before - after for before, after in pairwise(counts)]
    title = _("%(met)s of %(all)s mentees have met their mentor") % {
        "met": grouped(last),
        "all": grouped(first),
    }
    if max(lost) > 0:
        place = lost.index(max(lost))
        title += _("; most are missing between “%(one)s” and “%(other)s”") % {
            "one": names[place],
            "other": names[place + 1],
        }
    share = result["estimates"]["share"]
    sentence = _("%(share)s have met (95%% interval %(low)s to %(high)s).%(few)s") % {
        "share": percent(share[0]),
        "low": percent(share[1]),
        "high": percent(share[2]),
        "few": imprecise(n=first, low=share[1], high=share[2]),
    }
    stages = tuple(
        Stage(name, count, percent(count / first) if place else "")
        for place, (name, count) in enumerate(zip(names, counts, strict=True))
    )
    return Flow(Words(title, sentence, note), stages)


def contact(result: dict[str, Any], note: str) -> Picture | None:
    """Draw conversations held against those agreed, by department; the hidden ones as one row without names or a total."""
    rows = result["rows"]
    open_rows = [row for row in rows if "hidden" not in row]
    if not open_rows:
        return None
    # pairs that came from before are reckoned from the day on which they became known here
    due = [row for row in open_rows if row["agreed"]]
    as_agreed = [row for row in due if row["held"] >= row["agreed"]]
    title = _("%(some)s of %(all)s departments hold as many conversations as agreed") % {
        "some": len(as_agreed),
        "all": len(due),
    }
    if not due:
        title = _("%(held)s conversations were held; none were due yet, so nothing can be compared") % {
            "held": grouped(sum(row["held"] for row in open_rows))
        }
    elif len(open_rows) == 1:
        title = _("%(name)s held %(held)s of %(agreed)s agreed conversations") % _row_words(due[0])
    behind = [] if len(open_rows) == 1 else [row for row in due if row["held"] < row["agreed"]]
    if behind:
        worst = min(behind, key=lambda row: row["held"] / row["agreed"])
        title += _("; %(name)s held %(held)s of %(agreed)s") % _row_words(worst)
    drawn: list[ContactRow | Hidden] = [
        ContactRow(
            row["label"] or _("Department not said"),
            row["held"],
            row["agreed"],
            "" if row["agreed"] else _("%(held)s, none due yet") % {"held": grouped(row["held"])},
        )
        for row in open_rows
    ]
    said = [_("A sum of conversations, so there is no interval.")]
    if any(row["held"] > row["agreed"] for row in due):
        said.append(_("The dashed end of a bar is beyond what was agreed."))
    if len(open_rows) < len(rows):
        # neither names nor a total: from either single departments could follow
        drawn.append(Hidden(_("Others"), _("hidden: too few pairs")))
    else:
        said.append(_("%(n)s pairs, those that are over among them.") % {"n": grouped(result["n"])})
    return Contact(Words(title, " ".join(said), note), tuple(drawn))


def _row_words(row: dict[str, Any]) -> dict[str, str]:
    name = row["label"] or _("Department not said")
    return {"name": name, "held": grouped(row["held"]), "agreed": grouped(row["agreed"])}


def confidence(result: dict[str, Any], note: str) -> Picture | None:
    """Draw mean changes of confidence with their intervals."""
    rows = [row for row in result["rows"] if "hidden" not in row]
    if not rows:
        return None
    rose, fell = [row for row in rows if row["low"] > 0], [row for row in rows if row["high"] < 0]
    title = _("Confidence rose in %(some)s of %(all)s questions") % {"some": len(rose), "all": len(rows)}
    if not rose and not fell:
        title = _("For none of %(all)s questions can we tell whether confidence changed") % {"all": len(rows)}
    if fell:
        title += _(", fell in %(some)s") % {"some": len(fell)}
    if 0 < len(rose) + len(fell) < len(rows):
        title += _("; for the rest we cannot tell")
    sizes = sorted({row["n"] for row in rows})
    people = grouped(sizes[0]) if len(sizes) == 1 else f"{grouped(sizes[0])}–{grouped(sizes[-1])}"
    sentence = _(
        "Mean change from the first answers to those of %(day)s, with 95%% intervals, n %(n)s."
        " Mentees were asked, with or without a mentor; they are compared with nobody.%(few)s"
    ) % {"day": day_of(result["answered_on"]), "n": people, "few": imprecise(n=sizes[0])}
    drawn = tuple(_change(row) for row in result["rows"])
    reach = max(1.0, *(abs(row[end]) for row in rows for end in ("low", "high")))
    most = float(-(-reach // 1))
    ticks = (-most, 0.0, most)
    return Forest(
        Words(title, sentence, note), drawn, ticks, 0.0, _("points of 10"), no_effect_words=_("no change")
    )


def _change(row: dict[str, Any]) -> ForestRow | Hidden:
    if "hidden" in row:
        return Hidden(row["label"], row["hidden"])
    words = between(row["value"], row["low"], row["high"], signed=True)
    return ForestRow(row["label"], Between(row["value"], row["low"], row["high"], words))


PICTURES: dict[str, Callable[[dict[str, Any], str], Picture | None]] = {
    "flow": flow,
    "contact": contact,
    "agreement": agreement,
    "asks": asks,
    "confidence": confidence,
    "retention": retention,
    "promotion": promotion,
    "credential": credential,
    "stayed_on": stayed_on,
    "roles": roles,
    "seats": seats,
    "qi": projects,
    "qi_met": met_targets,
    "proposals": proposals,
    "grants": grants,
    "safety": safety,
}
