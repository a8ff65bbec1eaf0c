"""The twenty experiences that ship, tier by tier: prompts before, what to look for after. Each may be edited here.

Domains are keys of the framework that ships (`framework.values`).
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rounds.development.enums import Kind
from rounds.people.enums import Tier


@dataclass(frozen=True)
class Shipped:
    """One experience as it ships."""

    key: str
    tier: Tier
    kind: Kind
    title: str | Promise
    length: str | Promise
    domains: tuple[str, ...]
    prompts: str | Promise
    looks_for: str | Promise
    evidence: str | Promise


R, S, H, P = Kind.REHEARSAL, Kind.SEAT, Kind.SHADOWING, Kind.PROJECT
NOTE = _("three lines of one’s own: what I tried, what happened, what I change")
_RESIDENT, _FELLOW, _JUNIOR = Tier.RESIDENT, Tier.FELLOW, Tier.JUNIOR_FACULTY
_MID, _TOP = Tier.MID_CAREER, Tier.EXECUTIVE

_ALL = (
    Shipped(
        "improvement",
        _RESIDENT,
        P,
        _("Chair a small improvement project"),
        _("3 months"),
        ("IMP", "TEAM"),
        _("What will we stop doing? Who owns the measure?"),
        _("a one-page charter; a run chart that the team itself reads"),
        _("the charter and the run chart"),
    ),
    Shipped(
        "huddle",
        _RESIDENT,
        S,
        _("Run the interprofessional huddle for two weeks"),
        _("10 × 10 minutes"),
        ("TEAM",),
        _("Whose voice was missing?"),
        _("loops closed by name; it ends on time"),
        NOTE,
    ),
    Shipped(
        "supply",
        _RESIDENT,
        R,
        _("Ask a manager for five minutes and a supply change"),
        _("30 minutes"),
        ("FIN",),
        _("What does it cost now, per week?"),
        _("names the other side’s problem first; one figure with its source"),
        NOTE,
    ),
    Shipped(
        "stop_line",
        _RESIDENT,
        R,
        _("Stop the line"),
        _("30 minutes"),
        ("ETH", "TEAM"),
        _("Which words for the second try, when the first was not heard?"),
        _("calm, specific; escalates once and says to whom"),
        NOTE,
    ),
    Shipped(
        "committee_visit",
        _RESIDENT,
        H,
        _("Sit in on a hospital committee, brief your class"),
        _("2 hours"),
        ("POL",),
        _("Who decided, who only spoke?"),
        _("a briefing of three minutes that names one decision"),
        _("the briefing, on one page"),
    ),
    Shipped(
        "sponsor_no",
        _FELLOW,
        R,
        _("A charter, and a sponsor who says no"),
        _("45 minutes"),
        ("IMP", "STR"),
        _("What would make it a yes?"),
        _("asks before arguing; leaves with a smaller first step"),
        NOTE,
    ),
    Shipped(
        "budget_line",
        _FELLOW,
        H,
        _("Read a schedule and a budget line with an administrator"),
        _("2 hours"),
        ("FIN",),
        _("Which number moves first?"),
        _("a question of one’s own, and one’s own arithmetic"),
        _("the arithmetic, on half a page"),
    ),
    Shipped(
        "policy_brief",
        _FELLOW,
        P,
        _("A policy brief for a committee"),
        _("3 weeks"),
        ("POL",),
        _("Which options, at what cost, and who loses?"),
        _("one page, one recommendation, the best reason against it"),
        _("the brief"),
    ),
    Shipped(
        "pathway",
        _FELLOW,
        P,
        _("A pathway across two services, without authority"),
        _("2 months"),
        ("TEAM", "STR"),
        _("What do they gain?"),
        _("both services’ names stand under it"),
        _("the pathway with both names"),
    ),
    Shipped(
        "payor",
        _JUNIOR,
        R,
        _("Negotiate denials with a payor"),
        _("45 minutes"),
        ("FIN", "POL"),
        _("Where do you walk away? What do both of you want?"),
        _("trades, not positions; notes that both agree on"),
        NOTE,
    ),
    Shipped(
        "hard_member",
        _JUNIOR,
        R,
        _("Chair a meeting with a hard member"),
        _("45 minutes"),
        ("TEAM",),
        _("What is the fear behind it?"),
        _("a decision with owner and date; ends on time"),
        NOTE,
    ),
    Shipped(
        "business_case",
        _JUNIOR,
        R,
        _("Defend a business case"),
        _("45 minutes"),
        ("FIN", "STR"),
        _("Which assumption breaks it?"),
        _("one “I don’t know yet”, with a day by which it is known"),
        NOTE,
    ),
    Shipped(
        "committee_seat",
        _JUNIOR,
        S,
        _("A committee seat for six months"),
        _("6 months"),
        ("POL",),
        _("What changed because you were there?"),
        _("one motion of one’s own"),
        _("the minutes with that motion"),
    ),
    Shipped(
        "search_panel",
        _JUNIOR,
        S,
        _("A search panel with a bias check"),
        _("8 hours"),
        ("DEV", "ETH"),
        _("Is it evidence, or comfort?"),
        _("criteria fixed before names are read"),
        NOTE,
    ),
    Shipped(
        "variance",
        _MID,
        R,
        _("Explain a variance to finance"),
        _("45 minutes"),
        ("FIN",),
        _("Price, volume or mix?"),
        _("three causes with their share, one action"),
        NOTE,
    ),
    Shipped(
        "board",
        _MID,
        R,
        _("Present quality to a board"),
        _("45 minutes, then the meeting"),
        ("POL", "TEAM"),
        _("What do they decide? What if somebody asks about harm?"),
        _("ten minutes, four slides; the question about harm answered first"),
        _("the four slides"),
    ),
    Shipped(
        "close_service",
        _MID,
        R,
        _("Close a service"),
        _("60 minutes"),
        ("STR", "ETH"),
        _("Who hears it first?"),
        _("the truth, the timing, an offer of help"),
        NOTE,
    ),
    Shipped(
        "government",
        _MID,
        H,
        _("A day with government relations"),
        _("6 hours"),
        ("POL",),
        _("Whose bill, whose money?"),
        _("a letter that follows up within a week"),
        _("the letter"),
    ),
    Shipped(
        "crisis",
        _TOP,
        R,
        _("Crisis briefing: staff first, then the press"),
        _("60 minutes"),
        ("TEAM", "ETH"),
        _("What is known, what is unknown, when is the next update?"),
        _("no guess, no blame; the same facts to both"),
        NOTE,
    ),
    Shipped(
        "capital",
        _TOP,
        R,
        _("A capital round with trade-offs"),
        _("60 minutes"),
        ("FIN", "STR"),
        _("What does the last dollar buy?"),
        _("a reason against one’s own favorite"),
        NOTE,
    ),
)
CATALOG: dict[str, Shipped] = {one.key: one for one in _ALL}
