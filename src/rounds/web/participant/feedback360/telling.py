"""A report in words: what its page says, and its file too."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rounds.surveys.feedback360.selectors.reading import Report
from rounds.surveys.feedback360.values.promises import group_words, merged_words
from rounds.surveys.repeats import each_once
from rounds.web.drawing.feedback import limits_words

LISTS = ("strengths", "others_more", "self_more", "needs")
QUESTIONS = ("start", "stop", "continue")


@dataclass(frozen=True)
class Behavior:
    """One behavior with what both say of it."""

    text: str
    words: str


@dataclass(frozen=True)
class List:
    """Behaviors that both see alike, or one more than the other."""

    title: str
    behaviors: tuple[Behavior, ...]
    note: str = ""


@dataclass(frozen=True)
class Comments:
    """What was written to one question, in mixed order; and apart what a sole supervisor wrote."""

    title: str
    texts: tuple[str, ...]
    over: str = ""


@dataclass(frozen=True)
class Told:
    """A whole report in words."""

    report: Report
    title: str
    days: str
    readers: str
    # group as asked, how many
    asked: tuple[tuple[str, int], ...]
    # group as shown, how many answered
    answered: tuple[tuple[str, int], ...]
    merged: str
    supervisor: str
    made_of: str
    # of the third part
    heading: str
    lists: tuple[List, ...]
    comments: tuple[Comments, ...]


def told_of(found: Report) -> Told:
    """Return a report in words."""
    said, name = found.said, found.round.subject.display_name
    over = said["supervisor"]
    return Told(
        report=found,
        title=_title(name, said["all"], by_supervisor=bool(over and over["answered"])),
        days=_("From %(first)s to %(last)s. One occasion is a hint, not a verdict.")
        % {"first": _day(said["planned_on"]), "last": _day(said["closed_on"])},
        readers=_readers(found),
        asked=tuple((group_words(group), said["asked"][group]) for group in sorted(said["asked"])),
        answered=tuple((merged_words(group), said["answered"][group]) for group in sorted(said["answered"])),
        merged=_merged(said),
        supervisor=_supervisor(over),
        made_of=_made_of(said, name),
        heading=_("3 Both see, others see, you see")
        if found.is_subject
        else _("3 Both see, others see, %(name)s sees") % {"name": name},
        lists=tuple(_lists(said, "" if found.is_subject else name)),
        comments=tuple(_comments(said)),
    )


def _title(name: str, count: int, *, by_supervisor: bool) -> str:
    """Say from how many it comes: those whom the groups count, and apart a sole supervisor, who answers with a name."""
    words = (
        ngettext(
            "%(name)s, feedback from %(count)s colleague and the supervisor",
            "%(name)s, feedback from %(count)s colleagues and the supervisor",
            count,
        )
        if by_supervisor
        else ngettext(
            "%(name)s, feedback from %(count)s colleague",
            "%(name)s, feedback from %(count)s colleagues",
            count,
        )
    )
    return words % {"name": name, "count": count}


def _readers(found: Report) -> str:
    """Say who reads a report as it stands: before the debrief who leads it alone, then its person too."""
    names = {"name": found.round.subject.display_name, "debriefer": found.round.debriefer.display_name}
    if found.is_open:
        who = _("%(name)s and %(debriefer)s, who debriefs, can read this.") % names
    else:
        who = _("%(debriefer)s, who debriefs, reads this alone; it opens for %(name)s as the debrief begins.")
        who = who % names
    rest = (
        _("Only %(name)s can share it. It is never used for promotion, competency committees or pay.") % names
    )
    return f"{who} {rest}"


def _day(text: str) -> str:
    return date_format(date.fromisoformat(text), "j M Y") if text else ""


def _merged(said: dict[str, Any]) -> str:
    """Say which groups are shown together, and that no sum gives them away."""
    together = [merged_words(group) for group in sorted(said["answered"]) if " + " in group]
    if not together:
        return ""
    return _(
        "Shown together: %(groups)s. Fewer than %(k)s of one of them answered, so it joined the smallest other. No sum on"
        " these pages gives it away."
    ) % {"groups": "; ".join(together), "k": said["k"]}


def _supervisor(over: dict[str, Any] | None) -> str:
    if over is None:
        return ""
    if over["answered"]:
        return _("%(name)s, the only supervisor, answered with a name.") % {"name": over["name"]}
    return _("%(name)s, the only supervisor, did not answer.") % {"name": over["name"]}


def _made_of(said: dict[str, Any], name: str) -> str:
    """Say who “all others” are, and why it is not the middle of the groups."""
    words = _(
        "“All others” leaves out %(name)s and a sole supervisor and consists of exactly the groups shown."
    ) % {"name": name}
    if len(said["answered"]) < 2:
        return words
    return f"{words} " + _(
        "Each person counts once in it, so a larger group weighs more, and it need not lie midway between the groups. Small"
        " groups are told more coarsely, or not at all, so that nobody in them can be worked out."
    )


def _lists(said: dict[str, Any], name: str) -> Iterable[List]:
    """Return the four lists; `name` is the person's where somebody else reads them."""
    titles = {
        "strengths": _("Both see a strength"),
        "others_more": _("Others see more"),
        "self_more": _("%(name)s sees more: a blind spot") % {"name": name}
        if name
        else _("You see more: a blind spot"),
        "needs": _("Both see a need"),
    }
    for key in LISTS:
        behaviors = tuple(Behavior(one["text"], _beside(one, name)) for one in said[key])
        note = _("Ask about these first in the debrief.") if key == "self_more" and behaviors else ""
        yield List(titles[key], behaviors, note)


def _beside(one: dict[str, Any], name: str) -> str:
    words = _("%(who)s %(own)s, others %(others)s, n %(n)s")
    return words % {
        "who": name or _("you"),
        "own": f"{one['self']:g}",
        "others": limits_words(one["others"]),
        "n": one["n"],
    }


def _comments(said: dict[str, Any]) -> Iterable[Comments]:
    titles = {"start": _("Start"), "stop": _("Do less, or stop"), "continue": _("Keep doing")}
    words = (said["supervisor"] or {}).get("words", {})
    for key in QUESTIONS:
        texts = tuple(_quoted(*one) for one in each_once(said["comments"][key]))
        yield Comments(titles[key], texts, words.get(key, ""))


def _quoted(text: str, times: int) -> str:
    return (
        _("“%(text)s”, written %(times)s times") % {"text": text, "times": times}
        if times > 1
        else f"“{text}”"
    )
