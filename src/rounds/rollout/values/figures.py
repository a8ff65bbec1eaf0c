"""The figures of a pitch: those that ship, and how each is printed with what it rests on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rounds.core.clock import institution_today
from rounds.rollout.enums import Status
from rounds.rollout.values.pitch import COST_OF_NOTHING, OTHERS, SURE

t = gettext_lazy
# "14 of 10": a part and the whole that it is of.
OF_A_WHOLE = re.compile(r"\s*(\d[\d,]*(?:\.\d+)?) of (\d[\d,]*(?:\.\d+)?)\b")


@dataclass(frozen=True)
class Shipped:
    """A figure that every pitch begins with."""

    key: str
    section: int
    claim: Promise
    value: str
    source: str
    year: int | None
    status: Status
    is_against: bool = False


_ARTICLE = "Article on physician-leadership mentorship that this program follows"


def _claimed(key: str, claim: Promise, value: str) -> Shipped:
    return Shipped(key, OTHERS, claim, value, _ARTICLE, None, Status.UNVERIFIED)


def _found(
    key: str,
    claim: Promise,
    value: str,
    source: str,
    year: int,
    *,
    section: int = OTHERS,
    is_against: bool = False,
) -> Shipped:
    return Shipped(key, section, claim, value, source, year, Status.PEER_REVIEWED, is_against)


SHIPPED = (
    _found(
        "rank",
        t("Mentored faculty advanced in rank more often than others"),
        "48% v 21%",
        "Straus, Acad Med",
        2013,
    ),
    _found(
        "role", t("Mentored faculty held a leadership role more often"), "30% v 9%", "Straus, Acad Med", 2013
    ),
    _found(
        "stayed",
        t(
            "Of 67 people in a program of seven months most stayed, and what recruiting would have cost was more than the program; nobody was compared with them"
        ),
        "85%",
        "Wingard, Acad Med 79(10 Suppl) S9",
        2004,
    ),
    _found(
        "kept",
        t(
            "One department with 79 mentees: of those expected to stay all stayed, where before the program 9 of 13 did"
        ),
        "18 of 18",
        "PMC5003054",
        2016,
    ),
    _found(
        "coverage",
        t("Six years at one school: more had a mentor, and more thought of leaving as well"),
        "mentors 45 to 67%, leaving 19 to 24%",
        "Bonilha, JCTS",
        2019,
        is_against=True,
    ),
    _found(
        "programs",
        t(
            "Of 45 leadership programs 4 were compared with anything, and 6 showed a gain for their organization"
        ),
        "4 compared, 6 with a gain",
        "Frich, JGIM",
        2015,
        is_against=True,
    ),
    _found(
        "training",
        t(
            "Eight hours of training for mentors, drawn by lot among 283 pairs: skills rose, and mentees noticed"
        ),
        "8 hours",
        "Pfund, Acad Med",
        2014,
    ),
    _found(
        "burnout",
        t("What burnout of an employed physician costs in a year, by a model"),
        "$7,600",
        "Han, Ann Intern Med",
        2019,
        section=COST_OF_NOTHING,
    ),
    _found(
        "burnt_leave",
        t("Physicians with burnout left within two years more often than others (n 472)"),
        "2.1 times",
        "Hamidi, BMC HSR",
        2018,
        section=COST_OF_NOTHING,
    ),
    _claimed("unprepared", t("Physicians who step into leadership feel unprepared"), "68%"),
    _claimed("confidence", t("Confidence to lead rises with a mentor"), "+50%"),
    _claimed("sooner", t("Promotion comes sooner"), "60%"),
    _claimed("retention", t("More people stay"), "25%"),
    _claimed("projects", t("More quality projects"), "+30%"),
    _claimed("readiness", t("More are ready for the next post"), "+45%"),
    _claimed("committees", t("More sit on committees"), "+40%"),
    _claimed("safety", t("Patient safety improves"), "+15%"),
    Shipped(
        "our_confidence",
        COST_OF_NOTHING,
        t("Our own confidence to lead, to budget and to influence policy"),
        "",
        "",
        None,
        Status.LOCAL,
    ),
    Shipped(
        "our_leavers", COST_OF_NOTHING, t("Physicians who left us in a year"), "", "", None, Status.LOCAL
    ),
    Shipped(
        "our_replacement", COST_OF_NOTHING, t("What it costs us to replace one"), "", "", None, Status.LOCAL
    ),
)


# The figures that only the house itself knows.
OWN = frozenset(one.key for one in SHIPPED if not one.value)


class Told(Protocol):
    """A figure as far as it is printed."""

    claim: str
    value: str
    source: str
    year: int | None
    status: str
    is_against: bool
    is_shown: bool
    section: int


def is_blank(figure: Told) -> bool:
    """Tell whether a figure has no value yet: it is printed nowhere."""
    return not figure.value.strip()


def odd_value(value: str) -> str:
    """Return why a value can't be: more than the whole that it names; empty where it can."""
    found = OF_A_WHOLE.match(value)
    if found is None or float(found[1].replace(",", "")) <= float(found[2].replace(",", "")):
        return ""
    words = _("“%(value)s” is more than there is: the first number can be at most %(most)s.")
    return words % {"value": value.strip(), "most": found[2]}


def odd_year(year: int | None) -> str:
    """Return why a figure can't be of a year: it is still to come; empty where it can."""
    today = institution_today().year
    if year is None or year <= today:
        return ""
    words = _("%(year)s is still to come. Enter the year that the figure is of, at most %(today)s.")
    return words % {"year": year, "today": today}


def printed(figure: Told) -> str:
    """Return a figure as every page and paper prints it; one that nobody has verified stands in brackets with the word."""
    words = f"{figure.claim}: {figure.value}"
    where = ", ".join(str(one) for one in (figure.source, figure.year) if one)
    if figure.status == Status.UNVERIFIED:
        return _("[%(words)s; unverified]") % {"words": words}
    if figure.status == Status.ASSUMPTION:
        return _("%(words)s (assumption)") % {"words": words}
    own = _("our own figure")
    where = f"{own}, {where}" if figure.status == Status.LOCAL and where else where or own
    return f"{words} ({where})"


def sources(figures: Sequence[Told]) -> list[str]:
    """Return where the printed figures are from, a line each with how well it is known; what was found stands above."""
    found: dict[tuple[str, int | None, str], list[int]] = {}
    for one in figures:
        found.setdefault((one.source.strip(), one.year, one.status), []).append(one.section)
    lines = []
    for (source, year, status), sections in found.items():
        where = ", ".join(str(one) for one in (source or _("No source given"), year) if one)
        many = ngettext("%(count)s figure", "%(count)s figures", len(sections)) % {"count": len(sections)}
        numbers = ", ".join(str(one) for one in sorted(set(sections)))
        known = {"where": where, "status": Status(status).label, "many": many, "numbers": numbers}
        words = _("%(where)s: %(status)s, %(many)s (section %(numbers)s)") % known
        lines.append(_("[%(words)s]") % {"words": words} if status == Status.UNVERIFIED else words)
    return lines


def in_pitch(figures: Sequence[Told]) -> list[Told]:
    """Return the figures that are printed."""
    return [one for one in figures if one.is_shown and not is_blank(one)]


def refusals(figures: Sequence[Told], one_sided: str) -> list[str]:
    """Return why a pitch can't be issued yet, a sentence each."""
    shown, found = in_pitch(figures), []
    for one in shown:
        if one.section in SURE and one.status == Status.UNVERIFIED:
            words = _(
                "“%(claim)s” is unverified and stands in section %(section)s. Verify it, switch it off, or move it to section 3."
            )
            found.append(words % {"claim": one.claim, "section": one.section})
    against = any(one.is_against for one in figures)
    if against and not any(one.is_against for one in shown) and not one_sided.strip():
        found.append(
            _(
                "Every figure that speaks against us is switched off. Switch one on, or say why; it is printed."
            )
        )
    return found
