"""Facts that prompt the offer of a talk, in words: each with its day."""

from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from rounds.insights.models import HelpOffer, MentorSignal
from rounds.insights.selectors.help import Fact


def fact_words(fact: Fact, *, is_own: bool = False) -> str:
    """Say one fact of a mentor, or to the mentor; a pair is never named."""
    if is_own and fact.key == "ASKED":
        return _("You asked to be contacted on %(on)s.") % {"on": _day(fact.on)}
    words = {"on": _day(fact.on), "since": _day(fact.since), "hours": f"{fact.hours:g}"}
    return _sentence(fact.key, has_day=fact.on is not None) % words


def _sentence(key: str, *, has_day: bool) -> str:
    if key == "ASKED":
        return _("Asked to be contacted on %(on)s.")
    if key == "SAID_TOGETHER":
        return _("What different mentees say together is worth a conversation, as of %(on)s.")
    if key == "LOST_TIME":
        return _("%(hours)s hours of promised time lost in 90 days, last on %(on)s.")
    if has_day:
        return {
            "NO_TRAINING": _("Last mentor training on %(on)s."),
            "LATE_FIRST": _("A pair that began on %(since)s first talked on %(on)s."),
            "NO_CONTACT": _("No conversation of a pair is logged since %(on)s."),
        }[key]
    return {
        "NO_TRAINING": _("No mentor training is recorded."),
        "LATE_FIRST": _("A pair that began on %(since)s has not had its first conversation."),
        "NO_CONTACT": _("No conversation is logged of a pair that began on %(since)s."),
    }[key]


def estimate_words(row: MentorSignal) -> str:
    """Say the estimate behind a signal: with its interval, never as a rank."""
    return _(
        "%(n)s different mentees of %(program)s: %(value)s of 5 (95%% interval %(low)s to %(high)s), drawn toward the"
        " program’s mean."
    ) % {
        "n": row.n,
        "program": row.program.name,
        "value": f"{row.value:.1f}",
        "low": f"{row.low:.1f}",
        "high": f"{row.high:.1f}",
    }


def offer_words(offer: HelpOffer) -> str:
    """Say how an offer stands, for who reads the list of mentors."""
    if offer.offered_at is None:
        return _("Waits for your word.")
    if offer.answered_at is None:
        name, day = offer.offered_by, _at(offer.offered_at)
        return _("%(name)s offered a talk on %(day)s. No answer yet.") % {"name": name, "day": day}
    said = {"talk": _("“Let us talk”"), "not_now": _("“Not now”"), "wrong": _("“This is wrong”")}
    return _("%(answer)s, on %(day)s.") % {"answer": said[offer.answer], "day": _at(offer.answered_at)}


def _at(moment: datetime) -> str:
    return date_format(localtime(moment), "j M Y")


def _day(day: date | None) -> str:
    return date_format(day, "j M Y") if day else ""
