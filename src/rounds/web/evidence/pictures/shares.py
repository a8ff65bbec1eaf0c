"""Shares that are plain counts, as flows; and who stayed on after training, program by program."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from rounds.charts import Between, Flow, Forest, ForestRow, Hidden, Picture, Stage, Words
from rounds.web.evidence.pictures.numbers import imprecise, percent
from rounds.web.evidence.pictures.reasons import phrase
from rounds.web.words.figures import grouped


def agreement(result: dict[str, Any], note: str) -> Picture:
    """Draw how many pairs had signed by day 30."""
    title = _("%(some)s of %(all)s pairs signed their agreement by day 30")
    names = (_("Began 30 days ago or more"), _("Signed by day 30"))
    more = _(
        "Pairs that have ended since are among them; “signed by both” on other pages is of the pairs that run today."
    )
    return _flow(result, note, title=title, names=names, what=_("had signed by day 30"), more=more)


def asks(result: dict[str, Any], note: str) -> Picture:
    """Draw how many questions between conversations were answered within a week."""
    title = _("%(some)s of %(all)s questions between conversations were answered within 7 days")
    names = (_("Put 7 days ago or more"), _("Answered within 7 days"))
    pairs = _("Of %(pairs)s pairs; dates alone, no text is read.") % {"pairs": grouped(result["pairs"])}
    what = _("were answered within 7 days")
    return _flow(result, note, title=title, names=names, what=what, more=pairs)


def met_targets(result: dict[str, Any], note: str) -> Picture:
    """Draw how many quality projects met the target that was written beforehand."""
    title = _("%(some)s of %(all)s quality projects met their own target")
    names = (_("Submitted 12 months ago or more"), _("Ended"), _("Met their own target"))
    submitted, ended, _met = result["counts"]
    still = _("%(n)s are still open, or nobody has said how they ended.") % {"n": grouped(submitted - ended)}
    return _flow(result, note, title=title, names=names, what=_("met their own target"), more=still)


def _flow(
    result: dict[str, Any], note: str, *, title: str, names: tuple[str, ...], what: str, more: str = ""
) -> Picture:
    counts = result["counts"]
    share = result["estimates"]["share"]
    said = {"share": percent(share[0]), "low": percent(share[1]), "high": percent(share[2]), "what": what}
    said["few"] = imprecise(n=counts[0], low=share[1], high=share[2])
    sentence = _("%(share)s %(what)s (95%% interval %(low)s to %(high)s).%(few)s") % said
    stages = tuple(
        Stage(name, count, percent(count / counts[0]) if place else "")
        for place, (name, count) in enumerate(zip(names, counts, strict=True))
    )
    finding = title % {"some": grouped(counts[-1]), "all": grouped(counts[0])}
    return Flow(Words(finding, f"{sentence} {more}".rstrip(), note), stages)


def stayed_on(result: dict[str, Any], note: str) -> Picture:
    """Draw who became faculty here after training here, and the mean of programs that may differ."""
    share, n = result["estimates"]["share"], result["n"]
    said = {"share": percent(share[0]), "n": grouped(n), "low": percent(share[1]), "high": percent(share[2])}
    title = _("%(share)s of %(n)s who trained here became faculty here within two years") % said
    few = imprecise(n=n, low=share[1], high=share[2])
    words = [_("95%% interval %(low)s to %(high)s.") % said + few]
    rows: list[ForestRow | Hidden] = [_row(one) for one in result["rows"]]
    mean = result.get("mean_of_programs")
    if mean:
        rows.append(ForestRow(_("Mean of programs"), _between(*mean), decides=False))
        words.append(_("The mean takes programs as they may differ, each as heavy as it is sure."))
    else:
        rows.append(ForestRow(_("All programs"), _between(*share), decides=False))
    words.append(_("Who left early counts as trained here. Why, these numbers cannot say."))
    return Forest(
        Words(title, " ".join(words), note),
        tuple(rows),
        (0.0, 50.0, 100.0),
        0.0,
        _("percent who became faculty here"),
        no_effect_words="",
    )


def _row(one: dict[str, Any]) -> ForestRow | Hidden:
    if "hidden" in one:
        return Hidden(one["label"], phrase(one["hidden"]))
    label = _("%(name)s, n %(n)s") % {"name": one["label"], "n": grouped(one["n"])}
    return ForestRow(label, _between(one["value"], one["low"], one["high"]))


def _between(value: float, low: float, high: float) -> Between:
    words = f"{percent(value)} ({percent(low)} to {percent(high)})"
    return Between(100 * value, 100 * low, 100 * high, words)
