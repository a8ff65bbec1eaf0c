"""Rates of what may happen again and again, with a mentor and without, each with its interval."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from rounds.charts import Between, Forest, ForestRow, Hidden, Picture, Words
from rounds.insights.values.library import OUTCOME_FLOOR
from rounds.web.evidence.pictures.numbers import FEW_EVENTS, between, faculty_words, imprecise, number
from rounds.web.evidence.pictures.reasons import phrase
from rounds.web.words.figures import grouped


def seats(result: dict[str, Any], note: str) -> Picture | None:
    """Draw how many seats began."""
    return _drawn(result, note, _("seats that began"))


def roles(result: dict[str, Any], note: str) -> Picture | None:
    """Draw how many leadership roles began."""
    return _drawn(result, note, _("leadership roles that began"))


def proposals(result: dict[str, Any], note: str) -> Picture | None:
    """Draw how many proposals were submitted."""
    return _drawn(result, note, _("proposals submitted"))


def projects(result: dict[str, Any], note: str) -> Picture | None:
    """Draw how many quality projects were submitted."""
    return _drawn(result, note, _("quality projects submitted"))


def grants(result: dict[str, Any], note: str) -> Picture | None:
    """Draw how many grants were awarded."""
    return _drawn(result, note, _("grants awarded"))


def _drawn(result: dict[str, Any], note: str, what: str) -> Picture | None:
    rows = [one for one in result["rows"] if "hidden" not in one]
    if not rows:
        return None
    said = {"what": what, "first": number(rows[0]["value"]), "name": _(rows[0]["label"]).lower()}
    title = _("%(first)s %(what)s in 100 years of working here, %(name)s") % said
    if len(rows) > 1:
        title += _("; %(second)s without") % {"second": number(rows[1]["value"])}
    is_few = min(one["events"] for one in rows) < FEW_EVENTS
    if is_few:
        # rates of a handful of events, set beside each other, would read as a finding
        title = _few(rows, what)
    most = float(-(-max(1.0, *(one["high"] for one in rows)) // 1))
    sentence = " ".join(
        [
            *(_told(one) for one in rows),
            "" if is_few else _ratio(result),
            faculty_words(len(rows)),
            _few_words() if is_few else "",
            _("Why, these numbers cannot say."),
        ]
    )
    drawn = tuple(_row(one) for one in result["rows"])
    return Forest(
        Words(title, " ".join(sentence.split()), note),
        drawn,
        (0.0, most / 2, most),
        0.0,
        _("in 100 years of working here"),
        no_effect_words="",
    )


def _few_words() -> str:
    """Say why a count of one or two may stand where a figure about fewer people than the floor is kept back."""
    return _(
        "A small count may stand here: what is kept back are groups of fewer than %(least)s people. This says how many of"
        " what is on public record happened in a larger group, and not whose it was."
    ) % {"least": OUTCOME_FLOOR}


def _few(rows: list[dict[str, Any]], what: str) -> str:
    """Return a title that compares nothing."""
    said = {
        "what": what,
        "n": grouped(sum(one["events"] for one in rows)),
        "with": grouped(rows[0]["events"]),
    }
    if len(rows) == 1:
        return _("So far %(n)s %(what)s: too few to tell anything") % said
    return _("So far %(n)s %(what)s, %(with)s of them with a mentor: too few to compare") % said


def _told(row: dict[str, Any]) -> str:
    words = {
        "name": _(row["label"]),
        "events": grouped(row["events"]),
        "years": grouped(round(row["years"])),
        "n": grouped(row["n"]),
        "low": number(row["low"]),
        "high": number(row["high"]),
    }
    words["few"] = imprecise(events=row["events"])
    return (
        _(
            "%(name)s: %(events)s in %(years)s years of working here (95%% interval %(low)s to %(high)s in 100), n %(n)s.%(few)s"
        )
        % words
    )


def _ratio(result: dict[str, Any]) -> str:
    """Return the ratio of the two rates, where both could be had."""
    value, low, high = result.get("estimates", {}).get("ratio", (None, None, None))
    if value is None or low is None or high is None:
        return ""
    words = {"ratio": number(value), "low": number(low), "high": number(high)}
    return _("The ratio is %(ratio)s (%(low)s to %(high)s), adjusted for nothing.") % words


def _row(row: dict[str, Any]) -> ForestRow | Hidden:
    if "hidden" in row:
        return Hidden(_(row["label"]), phrase(row["hidden"]))
    words = between(row["value"], row["low"], row["high"])
    return ForestRow(_(row["label"]), Between(row["value"], row["low"], row["high"], words))
