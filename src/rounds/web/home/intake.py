"""What waits of a cohort's intake, by kind of trouble: each function returns its group, or none."""

from collections.abc import Iterable
from datetime import date
from heapq import nsmallest

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rounds.core.access import Request
from rounds.core.clock import institution_today
from rounds.programs.forms.topics import MENTEE_TOPICS, MENTOR_TOPICS
from rounds.programs.models import Cohort, Program
from rounds.programs.selectors.chase import ChaseRow, select_rows, to_remind
from rounds.programs.selectors.progress import NOT_STARTED
from rounds.web.addresses import address
from rounds.web.home.parts import Group, Row, days_ago

SHOWN = 3
TOPIC_WORDS = {topic.key: topic.title for topic in (*MENTEE_TOPICS, *MENTOR_TOPICS)}


def applied(request: Request, program: Program, chase: list[ChaseRow]) -> Iterable[Group]:
    """Yield those who have applied and wait for a yes or no."""
    rows = select_rows(chase, show="applied")
    if not rows:
        return
    yield Group(
        key="applied",
        icon="person-plus",
        tone="wait",
        title=ngettext("%(count)s person has applied", "%(count)s people have applied", len(rows))
        % {"count": len(rows)},
        text=_("They wait for a yes or no; matching leaves them out until then."),
        rows=[_person_row(request, row, row.department, _("Answer")) for row in _oldest(rows)],
        **_all_people(request, program, len(rows), "?state=applied"),
    )


def unfinished(request: Request, program: Program, cohort: Cohort, chase: list[ChaseRow]) -> Iterable[Group]:
    """Yield those who have not finished intake."""
    rows = select_rows(chase, show="missing")
    reached = len(to_remind(chase))
    if not rows:
        return
    closes = cohort.intake_closes_on
    is_over = closes is not None and closes < institution_today()
    yield Group(
        key="intake",
        icon="clipboard",
        tone="act" if is_over else "wait",
        title=ngettext(
            "%(count)s person has not finished intake", "%(count)s people have not finished intake", len(rows)
        )
        % {"count": len(rows)},
        text=_intake_words(closes, is_over=is_over),
        action=ngettext("Remind %(count)s person", "Remind %(count)s people", reached) % {"count": reached}
        if reached
        else "",
        href=address(request, "programs:remind", program_id=program.id) if reached else "",
        rows=[_person_row(request, row, _how_far(row), _("Open intake")) for row in _oldest(rows)],
        **_all_people(request, program, len(rows), "?state=missing"),
    )


def _intake_words(closes: date | None, *, is_over: bool) -> str:
    if closes is None:
        return _("We see how far they came, never what they wrote.")
    words = (
        _("Intake closed on %(day)s. We see how far they came, never what they wrote.")
        if is_over
        else _("Intake closes on %(day)s. We see how far they came, never what they wrote.")
    )
    return words % {"day": f"{closes:%-d %b %Y}"}


def unconfirmed(request: Request, program: Program, chase: list[ChaseRow]) -> Iterable[Group]:
    """Yield those whose answers the office brought along and who have not confirmed them."""
    rows = select_rows(chase, show="confirm")
    reached = len(to_remind(chase, show="confirm"))
    if not rows:
        return
    yield Group(
        key="unconfirmed",
        icon="person-check",
        tone="wait",
        title=ngettext(
            "%(count)s person has not confirmed answers that the office brought along",
            "%(count)s people have not confirmed answers that the office brought along",
            len(rows),
        )
        % {"count": len(rows)},
        text=_("The answers count in matching; each owner can correct them."),
        action=ngettext("Ask %(count)s person", "Ask %(count)s people", reached) % {"count": reached}
        if reached
        else "",
        href=address(request, "programs:remind", program_id=program.id) + "?state=confirm" if reached else "",
        rows=[_person_row(request, row, row.department, _("Open intake")) for row in _oldest(rows)],
        **_all_people(request, program, len(rows), "?state=confirm"),
    )


def came_back(request: Request, program: Program, chase: list[ChaseRow]) -> Iterable[Group]:
    """Yield those whom no mail reaches."""
    rows = select_rows(chase, show="bounced")
    if not rows:
        return
    yield Group(
        key="bounced",
        icon="envelope",
        tone="act",
        title=ngettext(
            "%(count)s person is not reached by mail", "%(count)s people are not reached by mail", len(rows)
        )
        % {"count": len(rows)},
        text=_("These people do not know that we wait for them. Correct the address."),
        rows=[_person_row(request, row, row.email, _("Correct the address")) for row in _oldest(rows)],
        **_all_people(request, program, len(rows), "?state=bounced"),
    )


def _how_far(row: ChaseRow) -> str:
    if row.state == NOT_STARTED:
        return _("Not started")
    return _("Stopped at “%(topic)s”") % {"topic": TOPIC_WORDS.get(row.topic, row.topic)}


def _oldest(rows: list[ChaseRow]) -> list[ChaseRow]:
    """Return who waits longest; of those who wait since the same moment, whom the list names first."""
    return nsmallest(SHOWN, rows, key=lambda row: (row.since is None, row.since))


def _person_row(request: Request, row: ChaseRow, what: str, link: str) -> Row:
    when = days_ago(localdate(row.since), request.viewer.today()) if row.since else ""
    side = _("mentor") if row.side == "mentor" else _("mentee")
    return Row(
        name=f"{row.name}, {side}",
        what=what,
        when=when,
        link=link,
        href=address(request, "programs:person", enrollment_id=row.enrollment_id),
    )


def _all_people(request: Request, program: Program, count: int, query: str) -> dict[str, str]:
    if count <= SHOWN:
        return {}
    return {
        "more": _("All %(count)s people") % {"count": count},
        "more_href": address(request, "programs:people", program_id=program.id) + query,
    }
