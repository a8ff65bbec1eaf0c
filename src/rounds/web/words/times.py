"""Moments in words: by the clocks of a zone, with the zone where it matters."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from rounds.core.database.scope import current_zone

WITH_DAY, TIME = "D j M, g:i A", "g:i A"


def at_words(moment: datetime, zone: str = "", *, shape: str = WITH_DAY) -> str:
    """Return a moment by the clocks of a zone, the reader's if none is named; in a night that has it twice, which one."""
    local = timezone.localtime(moment, ZoneInfo(zone) if zone else None)
    words = date_format(local, shape)
    is_twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    return f"{words} {local.tzname()}" if is_twice else words


def here_words(moments: Sequence[datetime], last: str = "") -> str:
    """Return moments by the reader's clocks, and whose clocks those are where the program's show another time.

    `last` joins the last two.
    """
    words = get_text_list([at_words(one) for one in moments], last)
    zone = timezone.get_current_timezone_name()
    apart = any(elsewhere_words(one, current_zone(), "") for one in moments)
    return f"{words}, {zone_words(moments[0], zone)}" if apart else words


def place_of(zone: str) -> str:
    """Return the place by which a zone is known: "New York"."""
    return zone.rpartition("/")[2].replace("_", " ")


def zone_words(moment: datetime, zone: str) -> str:
    """Return a zone in words, with its distance from UTC at a moment: "New York time, UTC−4"."""
    offset = moment.astimezone(ZoneInfo(zone)).utcoffset()
    minutes = round(offset.total_seconds() / 60) if offset else 0
    hours, rest = divmod(abs(minutes), 60)
    apart = f"UTC{'−' if minutes < 0 else '+'}{hours}{f':{rest:02}' if rest else ''}"
    return _("%(place)s time, %(apart)s") % {"place": place_of(zone), "apart": apart}


def named_moment(moment: datetime, zone: str) -> str:
    """Return a moment as a message says it: by the clocks of a zone that it names."""
    return f"{at_words(moment, zone)} ({zone_words(moment, zone)})"


def each_elsewhere(moment: datetime, people: Iterable[tuple[str, str]]) -> list[str]:
    """Return what the clocks of some (zone, name) show, those of one zone together; nothing where all show the reader's."""
    names: dict[str, list[str]] = {}
    for zone, name in people:
        names.setdefault(zone, []).append(name)
    found = (elsewhere_words(moment, zone, get_text_list(some, _("and"))) for zone, some in names.items())
    return [words for words in found if words]


def elsewhere_words(moment: datetime, zone: str, name: str) -> str:
    """Return what the clocks of somebody else show, "" where they show the same as the reader's."""
    here = timezone.localtime(moment)
    if here.utcoffset() == moment.astimezone(ZoneInfo(zone)).utcoffset():
        return ""
    words = _("%(at)s for %(name)s (%(place)s)")
    return words % {"at": at_words(moment, zone, shape="D g:i A"), "name": name, "place": place_of(zone)}
