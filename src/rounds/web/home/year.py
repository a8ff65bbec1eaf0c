"""Pairs that need the program office during the year, by what is due of them; nobody's notes are read for it."""

from collections.abc import Iterable
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rounds.core.access import Request
from rounds.core.clock import institution_day, institution_today
from rounds.mentorships.dues.enums import Rule
from rounds.mentorships.dues.selectors import ChangeAsked, OnLeave, OpenPair, Trouble
from rounds.programs.models import Program
from rounds.web.addresses import address
from rounds.web.home.parts import Group, Row, days_ago
from rounds.web.words.dues import away_words, in_phase, nudged_words

SHOWN = 3


Troubles = dict[Rule, list[Trouble]]


def year_groups(
    request: Request, program: Program, everywhere: Troubles, disputed: Iterable[OpenPair]
) -> Iterable[Group]:
    """Yield the pairs of a program that dispute what the office entered, those without a first conversation, and those that have gone silent."""
    trouble = {
        rule: [row for row in rows if row.pair.program_id == program.id] for rule, rows in everywhere.items()
    }
    yield from _disputed(request, program, [pair for pair in disputed if pair.program_id == program.id])
    yield from _without_first(request, program, trouble[Rule.FIRST_CONVERSATION])
    yield from _silent(request, program, trouble[Rule.SILENCE])
    yield from _unsigned(request, program, trouble[Rule.AGREEMENT])


def _disputed(request: Request, program: Program, pairs: list[OpenPair]) -> Iterable[Group]:
    if not pairs:
        return
    title = ngettext(
        "%(count)s pair says that what you entered was not so",
        "%(count)s pairs say that what you entered was not so",
        len(pairs),
    )
    yield Group(
        key="disputed",
        icon="exclamation-circle",
        tone="act",
        title=title % {"count": len(pairs)},
        text=_("A conversation that the office entered does not count: correct it, or remove it."),
        rows=[
            Row(
                name=_("%(mentee)s with %(mentor)s")
                % {"mentee": pair.mentee.full_name, "mentor": pair.mentor.display_name},
                what=_("Disputed"),
                when="",
                link=_("Correct or remove"),
                href=address(request, "year:pair", mentorship_id=pair.id),
            )
            for pair in pairs[:SHOWN]
        ],
        **_all_pairs(request, program, len(pairs), "disputed"),
    )


def _without_first(request: Request, program: Program, rows: list[Trouble]) -> Iterable[Group]:
    if not rows:
        return
    title = ngettext(
        "%(count)s pair without a first conversation",
        "%(count)s pairs without a first conversation",
        len(rows),
    )
    yield Group(
        key="first-conversation",
        icon="chat-left-dots",
        tone="act",
        title=title % {"count": len(rows)},
        text=_("Longer together than the plan allows for it. A call helps more than a message."),
        rows=[_row(request, row) for row in rows[:SHOWN]],
        **_write_to(request, program, len(rows), "first"),
        **_all_pairs(request, program, len(rows), "first"),
    )


def _silent(request: Request, program: Program, rows: list[Trouble]) -> Iterable[Group]:
    if not rows:
        return
    title = ngettext("%(count)s pair has gone silent", "%(count)s pairs have gone silent", len(rows))
    yield Group(
        key="silent",
        icon="clock",
        tone="wait",
        title=title % {"count": len(rows)},
        text=_("Nothing was logged for much longer than agreed. We see days, never notes."),
        rows=[_row(request, row) for row in rows[:SHOWN]],
        **_write_to(request, program, len(rows), "silent"),
        **_all_pairs(request, program, len(rows), "silent"),
    )


def _unsigned(request: Request, program: Program, rows: list[Trouble]) -> Iterable[Group]:
    if not rows:
        return
    title = ngettext(
        "%(count)s agreement is late: not signed by both",
        "%(count)s agreements are late: not signed by both",
        len(rows),
    )
    yield Group(
        key="unsigned",
        icon="pencil",
        tone="wait",
        title=title % {"count": len(rows)},
        text=_("Longer together than the plan allows for it. We see whether both have signed, never what."),
        rows=[_row(request, row) for row in rows[:SHOWN]],
        **_write_to(request, program, len(rows), "unsigned"),
        **_all_pairs(request, program, len(rows), "unsigned"),
    )


def _write_to(request: Request, program: Program, count: int, show: str) -> dict[str, str]:
    words = ngettext("Write to %(count)s pair…", "Write to %(count)s pairs…", count)
    page = address(request, "year:nudge", program_id=program.id)
    return {"action": words % {"count": count}, "href": f"{page}?show={show}"}


def _row(request: Request, row: Trouble) -> Row:
    pair, today = row.pair, institution_today()
    if row.due.rule == Rule.SILENCE and row.last_held_on:
        days = (today - row.last_held_on).days
        what = ngettext("Silent for %(days)s day", "Silent for %(days)s days", days) % {"days": days}
    else:
        began = pair.opened_on or today
        what = _("Together since %(day)s") % {"day": f"{began:%-d %b %Y}"}
    return Row(
        name=_("%(mentee)s with %(mentor)s")
        % {"mentee": pair.mentee.full_name, "mentor": pair.mentor.display_name},
        what=in_phase(what, pair),
        when="",
        link=_("Open pair"),
        href=address(request, "year:pair", mentorship_id=pair.id),
    )


def change_groups(request: Request, program: Program, everywhere: Iterable[ChangeAsked]) -> Iterable[Group]:
    """Yield those of a program who wait for an answer, or for what was answered; the first to ask first."""
    rows = [one for one in everywhere if one.pair.program_id == program.id]
    if not rows:
        return
    title = ngettext(
        "In %(count)s pair somebody asks for a change",
        "In %(count)s pairs somebody asks for a change",
        len(rows),
    )
    day = institution_today()
    yield Group(
        key="changes",
        icon="arrow-left-right",
        tone="act",
        title=title % {"count": len(rows)},
        text=_("In confidence: the other one of the pair does not know of it."),
        rows=[
            Row(
                name=_("%(mentee)s with %(mentor)s")
                % {"mentee": one.pair.mentee.full_name, "mentor": one.pair.mentor.display_name},
                what=_("Its day has come") if one.is_again else _("Asked"),
                when=days_ago(institution_day(one.asked_at), day),
                link=_("Read and answer"),
                href=address(request, "year:change", change_request_id=one.request_id),
            )
            for one in rows[:SHOWN]
        ],
        **_all_pairs(request, program, len(rows), "change"),
    )


def nudged_group(request: Request, program: Program, nudged: Iterable[Trouble]) -> Group | None:
    """Return the pairs of a program that were written to and need nobody until their day; none where none was."""
    rows = [row for row in nudged if row.pair.program_id == program.id]
    if not rows:
        return None
    pairs = len({row.pair.id for row in rows})
    title = ngettext("%(count)s pair was written to", "%(count)s pairs were written to", pairs)
    return Group(
        key="written",
        icon="envelope",
        tone="",
        title=title % {"count": pairs},
        text=_("They have some days to answer. Nothing is asked of you before."),
        rows=[replace(_row(request, row), what=nudged_words(row)) for row in rows[:SHOWN]],
        **_all_pairs(request, program, pairs, "written"),
    )


def away_group(request: Request, program: Program, on_leave: Iterable[OnLeave]) -> Group | None:
    """Return the pairs of a program of which one is on leave today; none where nobody is."""
    rows = {one.pair.id: one for one in on_leave if one.pair.program_id == program.id}
    if not rows:
        return None
    title = ngettext("%(count)s pair on leave", "%(count)s pairs on leave", len(rows))
    return Group(
        key="away",
        icon="calendar3",
        tone="",
        title=title % {"count": len(rows)},
        text=_("One of the two is away: no day counts, and nobody is reminded."),
        rows=[
            Row(
                name=_("%(mentee)s with %(mentor)s")
                % {"mentee": one.pair.mentee.full_name, "mentor": one.pair.mentor.display_name},
                what=away_words(one),
                when="",
                link=_("Open pair"),
                href=address(request, "year:pair", mentorship_id=one.pair.id),
            )
            for one in list(rows.values())[:SHOWN]
        ],
        **_all_pairs(request, program, len(rows), "away"),
    )


def _all_pairs(request: Request, program: Program, count: int, show: str) -> dict[str, str]:
    if count <= SHOWN:
        return {}
    return {
        "more": _("All %(count)s pairs") % {"count": count},
        "more_href": f"{address(request, 'year:list')}?program={program.id}&show={show}",
    }
