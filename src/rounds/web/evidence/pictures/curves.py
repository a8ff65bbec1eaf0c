"""Curves over years: who stayed, who rose. They end where fewer than ten are followed."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rounds.charts import Curve, Curves, Picture, Point, Tally, Words
from rounds.web.evidence.pictures.numbers import faculty_words, imprecise, number, percent
from rounds.web.evidence.pictures.reasons import phrase
from rounds.web.words.figures import grouped


def retention(result: dict[str, Any], note: str) -> Picture | None:
    """Draw who is still here."""
    curves = _shown(result)
    if not curves:
        return None
    if curves[0]["label"] == "Faculty":  # a part beside the whole compares nothing
        curves = curves[:1]
    year = _common_year(curves)
    shares = [percent(_at(one, year)[1]) for one in curves]
    said = {"years": _years(year), "first": shares[0], "second": shares[-1]}
    if len(curves) == 1:
        title = _("After %(years)s, %(first)s of the faculty were still here") % said
    else:
        title = (
            _(
                "After %(years)s, %(first)s of those with a mentor and %(second)s of the others were still here"
            )
            % said
        )
    silent = [
        _("%(name)s: %(why)s.") % {"name": _(one["label"]), "why": phrase(one["hidden"])}
        for one in _hidden(result)
    ]
    intervals = [_interval(one, year) for one in curves]
    why = _("Why, these numbers cannot say.")
    whom = faculty_words(len(curves))
    sentence = " ".join([*intervals, *silent, *_mean_time(result), whom, why])
    return _drawn(result, curves, Words(title, f"{sentence} {_followed(result)}", note), events=_("left"))


def promotion(result: dict[str, Any], note: str) -> Picture | None:
    """Draw who has risen, while others left."""
    title = _("After %(years)s, %(share)s of the faculty have risen in rank")
    return _first(result, note, title, _("risen"))


def credential(result: dict[str, Any], note: str) -> Picture | None:
    """Draw who has a first credential or degree, while others left."""
    title = _("After %(years)s, %(share)s of the faculty have a first credential or degree on record")
    return _first(result, note, title, _("certified"))


def _first(result: dict[str, Any], note: str, title: str, events: str) -> Picture | None:
    curves = _shown(result)
    if not curves:
        return None
    year = _common_year(curves)
    said = {"years": _years(year), "share": percent(_at(curves[0], year)[1])}
    sentence = f"{_interval(curves[0], year)} {_('Who left counts as gone, not as waiting.')}"
    words = Words(title % said, f"{sentence} {_followed(result)}", note)
    return _drawn(result, curves, words, events=events)


def _mean_time(result: dict[str, Any]) -> list[str]:
    """Return by how many months of the first five years the two groups differ on average."""
    kept = result.get("mean_time")
    if not kept:
        return []
    value, low, high = (number(12 * end, signed=True) for end in kept["difference"])
    words = _(
        "Of the first %(within)s years, those with a mentor were here %(value)s months on average beside the others"
        " (95%% interval %(low)s to %(high)s)."
    )
    return [words % {"within": f"{kept['within']:g}", "value": value, "low": low, "high": high}]


def _shown(result: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for one in result["curves"] if "hidden" not in one and one["points"]]


def _hidden(result: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for one in result["curves"] if "hidden" in one]


def _common_year(curves: list[dict[str, Any]]) -> int:
    """Return the last full year to which every curve reaches."""
    return max(1, int(min(one["points"][-1][0] for one in curves)))


def _at(curve: dict[str, Any], year: int) -> list[Any]:
    """Return the point in force at a year; before the first one nothing has happened yet."""
    found = [one for one in curve["points"] if one[0] <= year]
    return list(found[-1]) if found else list(curve["points"][0])


def _years(year: int) -> str:
    return ngettext("%(count)s year", "%(count)s years", year) % {"count": year}


def _interval(curve: dict[str, Any], year: int) -> str:
    point = _at(curve, year)
    return _("%(name)s: %(share)s (95%% interval %(low)s to %(high)s), n %(n)s.%(few)s") % {
        "name": _(curve["label"]),
        "share": percent(point[1]),
        "low": percent(point[2]),
        "high": percent(point[3]),
        "n": grouped(curve["n"]),
        "few": imprecise(n=curve["n"], low=point[2], high=point[3]),
    }


def _followed(result: dict[str, Any]) -> str:
    words = ngettext("%(n)s person was followed", "%(n)s people were followed", result["n"]) % {
        "n": grouped(result["n"])
    }
    lost = result.get("lost", 0)
    if not lost:
        return f"{words}."
    return _("%(words)s; %(lost)s were not seen for 18 months and end on the day of their last sighting.") % {
        "words": words,
        "lost": grouped(lost),
    }


def _drawn(result: dict[str, Any], curves: list[dict[str, Any]], words: Words, *, events: str) -> Curves:
    until = max(one["points"][-1][0] for one in curves)
    # the first version of “promotion” counted who left among the censored
    rivals = _("left") if all(len(row) > 4 for one in curves for row in one["tallies"]) else ""
    return Curves(words, tuple(_curve(one) for one in curves), _("years"), events, until, rivals)


def _curve(one: dict[str, Any]) -> Curve:
    points = tuple(
        Point(time, value, value if low is None else low, value if high is None else high)
        for time, value, low, high in one["points"]
    )
    return Curve(_(one["label"]), points, tuple(_tally(row, one["n"]) for row in one["tallies"]))


def _tally(row: list[int], n: int) -> Tally:
    """Return the counts of a year; who is in none of them enters later."""
    year, here, happened, censored, *rivals = row
    return Tally(year, here, happened, censored, sum(rivals), max(0, n - sum(row[1:])))
