"""What is asked of the dean in words: how much, for what, how it is this year."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from rounds.core.clock import institution_today
from rounds.rollout.enums import Asked
from rounds.rollout.models import DeanAsk
from rounds.rollout.selectors.reported.money import Money


@dataclass(frozen=True)
class AskLine:
    """One thing that is asked: how much, for what, how it is now, by when."""

    much: str
    words: str
    now: str
    otherwise: str
    by: str
    is_late: bool


def dollars(amount: Decimal) -> str:
    """Return an amount to the cent, thousands apart; a whole one without cents."""
    whole = amount == amount.to_integral_value()
    return number_format(amount, decimal_pos=0 if whole else 2, force_grouping=True)


def ask_line(one: DeanAsk, money: Money) -> AskLine:
    """Return one thing that is asked, with how it is now."""
    return AskLine(
        much=much_of(one),
        words=_("%(program)s: %(words)s") % {"program": one.program.name, "words": one.words},
        now=_now(one, money),
        otherwise=one.otherwise,
        by=date_format(one.due_on, "j M Y"),
        is_late=one.due_on < institution_today(),
    )


def much_of(one: DeanAsk) -> str:
    """Return how much of what is asked."""
    if one.amount is None:
        return _("one signature")
    known = {"amount": dollars(one.amount), "share": number_format(one.amount, decimal_pos=2)}
    words = {
        Asked.MONEY: _("$%(amount)s"),
        Asked.POST: _("%(share)s FTE"),
        Asked.HOURS: _("%(amount)s hours"),
    }
    return words[Asked(one.what)] % known


def _now(one: DeanAsk, money: Money) -> str:
    """Return what of the same kind is planned and spent this year; empty where Rounds does not know."""
    if money.counted.is_too_small or money.budget is None:
        return ""
    if one.what == Asked.POST:
        return _("By the budget of this year: %(posts)s FTE of coordination and direction together.") % {
            "posts": money.posts
        }
    if one.what != Asked.MONEY or money.planned is None:
        return ""
    known = {"planned": dollars(money.planned), "spent": dollars(money.spent)}
    words = _("This year $%(planned)s is planned and $%(spent)s spent.") % known
    return words if money.is_checked else _("%(words)s Not checked yet.") % {"words": words}
