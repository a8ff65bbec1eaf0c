"""The domains of a report as a picture: oneself, a sole supervisor, all others, groups; the widest gap first."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rounds.charts import Around, AroundRow, Hidden, Words
from rounds.surveys.feedback360.values.promises import merged_words
from rounds.surveys.feedback360.values.report import HIGH, LOW
from rounds.surveys.publication import HIDDEN

_ALIKE = gettext_lazy("Over whole domains, you and the others see much alike")


def picture_of(said: dict[str, Any], *, name: str = "") -> Around:
    """Return the dot plot of a report; `name` is the person's where somebody else reads it."""
    groups = sorted(said["answered"]) if len(said["answered"]) > 1 else []
    count = sum(one["counts"] for one in said["domains"])
    words = Words(
        title=_title(said, name),
        sentence=ngettext(
            "%(count)s gap counts: at least one point, and beyond the interval.",
            "%(count)s gaps count: at least one point, and beyond the interval.",
            count,
        )
        % {"count": count},
        note=f"{_gap_words(name)} {_('A rater counts in a domain from half its behaviors. Intervals by Student’s t.')}",
    )
    return Around(
        words=words,
        rows=tuple(_row(one, groups) for one in said["domains"]),
        own=name or _("you"),
        points=(_("never"), _("seldom"), _("about half the time"), _("mostly"), _("always")),
        groups=tuple(f"{merged_words(group)}, {said['answered'][group]}" for group in groups),
    )


def _gap_words(name: str) -> str:
    """Say what the number at the end of a line is."""
    if name:
        return _(
            "At the end of a line: how much more (+) or less (−) the others see than %(name)s, in points."
        ) % {"name": name}
    return _("At the end of a line: how much more (+) or less (−) the others see than you, in points.")


def _title(said: dict[str, Any], name: str) -> str:
    """Say in a sentence in which domains others see more and in which less, and what single behaviors say beside it."""
    more = [one["name"] for one in said["domains"] if one["counts"] and one["gap"] > 0]
    less = [one["name"] for one in said["domains"] if one["counts"] and one["gap"] < 0]
    who = {"more": ", ".join(more), "less": ", ".join(less), "name": name}
    if more and less and name:
        return _("Others see more in %(more)s, and less in %(less)s, than %(name)s does") % who
    if more and less:
        return _("Others see more in %(more)s, and less in %(less)s, than you do") % who
    if more:
        return (
            _("Others see more in %(more)s than %(name)s does")
            if name
            else _("Others see more in %(more)s than you do")
        ) % who
    if less:
        return (
            _("Others see less in %(less)s than %(name)s does")
            if name
            else _("Others see less in %(less)s than you do")
        ) % who
    differ = len(said["others_more"]) + len(said["self_more"])
    alike = _("Over whole domains, %(name)s and the others see much alike") if name else _ALIKE
    if not differ:
        return str(alike) % who
    words = ngettext("%(alike)s; %(count)s behavior differs", "%(alike)s; %(count)s behaviors differ", differ)
    return words % {"alike": str(alike) % who, "count": differ}


def _row(one: dict[str, Any], groups: list[str]) -> AroundRow | Hidden:
    if one["others"] is None:
        return Hidden(one["name"], HIDDEN.words)
    return AroundRow(
        label=one["name"],
        own=one["self"],
        over=one["supervisor"],
        others=middle_of(one["others"]),
        low=one["interval"][0],
        high=one["interval"][1],
        groups=tuple(
            middle_of(one["groups"][group]) if one["groups"].get(group) else None for group in groups
        ),
        n=one["n"],
        words="–" if one["gap"] is None else f"{one['gap']:+.1f}".replace("-", "−"),
        counts=one["counts"],
    )


def middle_of(limits: list[float]) -> float:
    """Return what is printed of a mean of which limits are told."""
    return round(sum(limits) / 2, 1)


def limits_words(limits: list[float]) -> str:
    """Return a mean as it is told: near an end of the scale only on which side it lies."""
    low, high = limits
    if high >= HIGH:
        return _("%(low)s or more") % {"low": f"{low:.1f}"}
    if low <= LOW:
        return _("%(high)s or less") % {"high": f"{high:.1f}"}
    return f"{middle_of(limits):.1f}"
