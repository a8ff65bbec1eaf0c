"""Emergencies that press: what waits for the reader's word, what is open to the reader now."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rounds.core.access import Request
from rounds.mentorships.models import BreakGlass
from rounds.mentorships.safeguards.selectors import pressing_emergencies
from rounds.web.addresses import address
from rounds.web.home.parts import Group, Row
from rounds.web.words.times import TIME, at_words


def emergency_groups(request: Request) -> Iterable[Group]:
    """Yield the emergencies that the reader may agree to, and those of the reader's own that are open."""
    found = pressing_emergencies(request.viewer)
    yield from _open(request, [one for one in found if one.is_open])
    yield from _waiting(request, [one for one in found if not one.is_open])


def _waiting(request: Request, rows: list[BreakGlass]) -> Iterable[Group]:
    if not rows:
        return
    title = ngettext(
        "%(count)s emergency waits for your word", "%(count)s emergencies wait for your word", len(rows)
    )
    yield Group(
        key="emergencies",
        icon="exclamation-triangle",
        tone="act",
        title=title % {"count": len(rows)},
        text=_("Nothing is open before you have agreed. Who asks has said why."),
        rows=[
            _row(
                request,
                one,
                what=_("asked by %(name)s") % {"name": one.asked_by.full_name},
                when=at_words(one.asked_at),
                link=_("Agree or refuse"),
            )
            for one in rows
        ],
    )


def _open(request: Request, rows: list[BreakGlass]) -> Iterable[Group]:
    if not rows:
        return
    title = ngettext(
        "%(count)s thing is open to you in an emergency",
        "%(count)s things are open to you in an emergency",
        len(rows),
    )
    yield Group(
        key="emergencies-open",
        icon="eye",
        tone="act",
        title=title % {"count": len(rows)},
        text=_("A second person agreed. It closes by itself; each look is recorded."),
        rows=[
            _row(
                request,
                one,
                what=one.get_kind_display().capitalize(),
                when=_("until %(at)s") % {"at": at_words(one.open_until, shape=TIME)}
                if one.open_until
                else "",
                link=_("Open the emergency"),
            )
            for one in rows
        ],
    )


def _row(request: Request, one: BreakGlass, *, what: str, when: str, link: str) -> Row:
    pair = one.mentorship
    return Row(
        name=_("%(mentee)s with %(mentor)s")
        % {"mentee": pair.mentee.full_name, "mentor": pair.mentor.display_name},
        what=what,
        when=when,
        link=link,
        href=address(request, "safeguards:detail", glass_id=one.id),
    )
