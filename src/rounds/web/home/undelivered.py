"""What did not arrive, whom mail leaves out, and what did not go through: steps that failed again and again."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rounds.core.access import Request, Viewer
from rounds.core.clock import day_begins, institution_today
from rounds.core.database.unchanged import kept_while_unchanged
from rounds.core.events import failed_events
from rounds.core.mail.selectors import LISTED, list_undelivered
from rounds.core.models import DayMail, Institution, MailChoice, OutgoingMail
from rounds.integrations.connections.selectors import waiting_for
from rounds.mentorships.dues.selectors.left_out import doubtful_in, people_left_out
from rounds.mentorships.models import DueItem, Telling
from rounds.mentorships.safeguards.selectors import recent_emergencies
from rounds.people.models import Person
from rounds.programs.enums import EnrollmentState
from rounds.programs.models import Enrollment, Program
from rounds.programs.selectors.chase import REMINDER
from rounds.surveys.calling.selectors import open_calls_in
from rounds.surveys.naming.selectors import names_wanted_of
from rounds.web.addresses import address
from rounds.web.home.parts import Group, Row, days_ago
from rounds.web.home.watch.rounds import may_wait

SHOWN = 3
WEEK, MONTH = timedelta(days=7), timedelta(days=30)


@dataclass(frozen=True)
class MailCounts:
    """What became of a program's messages in numbers, and what else of the institution may wait for the office."""

    sent: int
    waiting: int
    undelivered: int
    # people in pairs whose address is looked at, since it may be none
    doubtful: int
    failed: int
    # emergencies of yesterday and today that the reader knows of
    emergencies: int
    # connections to other systems that wait for the reader
    connections: int
    # of the mail of the day, in the last seven days: reminders sent, and what had been reminded of and is done
    reminded: int
    settled: int
    # who gets no reminders: by their own wish, and for want of room in the last thirty days
    stopped: int
    at_limit: int
    # rounds of feedback that may wait for the office
    rounds: int
    # wishes to be called that are open, whoever of the program is asked
    calls: int
    # reminders to which the reader is asked to lend their name
    names: int


@kept_while_unchanged
def mail_counts(viewer: Viewer, program_id: UUID) -> MailCounts:
    """Return the numbers in one question to the database."""
    state, week = OutgoingMail.State, day_begins(institution_today() - timedelta(days=7))
    mail = OutgoingMail.objects.filter(program_id=program_id)
    row = (
        Institution.objects.filter(id=viewer.institution_id)
        .annotate(
            sent=_count(mail.filter(state=state.SENT, sent_at__gte=week)),
            waiting=_count(mail.filter(LISTED, state=state.WAITING)),
            undelivered=_count(_undelivered(viewer, program_id)),
            doubtful=_count(doubtful_in(program_id)),
            failed=_count(failed_events(viewer)),
            emergencies=_count(recent_emergencies(viewer).select_related(None)),
            connections=_count(waiting_for(viewer).select_related(None)),
            rounds=_count(may_wait(program_id)),
            calls=_count(open_calls_in(program_id)),
            names=_count(names_wanted_of(viewer).select_related(None)),
            **_reminder_counts(program_id),
        )
        .values(*(one.name for one in fields(MailCounts)))
        .get()
    )
    return MailCounts(**row)


def _reminder_counts(program_id: UUID) -> dict[str, Coalesce]:
    today = institution_today()
    people = Enrollment.objects.filter(
        cohort__cycle__program_id=program_id, state=EnrollmentState.ENROLLED
    ).values("person_id")
    told = Telling.objects.filter(
        due__mentorship__cycle__program_id=program_id, on__gt=today - WEEK, is_dropped=False
    )
    settled = DueItem.objects.filter(mentorship__cycle__program_id=program_id, closed_on__gt=today - WEEK)
    full = DayMail.objects.filter(person_id__in=people, dropped__gt=0, on__gt=today - MONTH)
    return {
        "reminded": _count(told),
        "settled": _count(settled),
        "stopped": _count(MailChoice.objects.filter(person_id__in=people).exclude(stopped_at=None)),
        "at_limit": _count(full, of="person_id"),
    }


def _count(rows: QuerySet[Any], of: str = "pk") -> Coalesce:
    number = Count(of, distinct=of != "pk")
    counted = rows.order_by().annotate(all=Value(1)).values("all").annotate(n=number).values("n")
    return Coalesce(Subquery(counted), 0)


def _undelivered(viewer: Viewer, program_id: UUID) -> QuerySet[Any]:
    # whom reminders don't reach is a group of its own
    found: QuerySet[Any] = list_undelivered(viewer, program_id).exclude(kind=REMINDER)
    return found


def done_without_you(mail: MailCounts) -> list[str]:
    """Say what the system did by itself in the last seven days."""
    lines = []
    if mail.reminded:
        words = ngettext(
            "%(count)s reminder in the mail of the day",
            "%(count)s reminders in the mail of the day",
            mail.reminded,
        )
        lines.append(words % {"count": mail.reminded})
    if mail.settled:
        words = ngettext(
            "%(count)s thing that somebody was reminded of is settled",
            "%(count)s things that somebody was reminded of are settled",
            mail.settled,
        )
        lines.append(words % {"count": mail.settled})
    if mail.stopped:
        words = ngettext(
            "%(count)s person gets no reminders, by their own wish",
            "%(count)s people get no reminders, by their own wish",
            mail.stopped,
        )
        lines.append(words % {"count": mail.stopped})
    if mail.at_limit:
        words = ngettext(
            "%(count)s person has reached the limit of reminders",
            "%(count)s people have reached the limit of reminders",
            mail.at_limit,
        )
        lines.append(words % {"count": mail.at_limit})
    if mail.sent:
        words = ngettext("%(count)s message sent", "%(count)s messages sent", mail.sent)
        lines.append(words % {"count": mail.sent})
    return lines


def undelivered_groups(request: Request, program: Program, mail: MailCounts) -> Iterable[Group]:
    """Return the messages of a program that reach nobody, and the failed steps of the institution."""
    if mail.undelivered:
        yield _messages(request, program, mail.undelivered)
    if mail.failed:
        yield _steps(request, mail.failed)


def _messages(request: Request, program: Program, count: int) -> Group:
    mail = list(_undelivered(request.viewer, program.id)[:SHOWN])
    people = Person.objects.in_bulk([one.to_person_id for one in mail if one.to_person_id])
    day = request.viewer.today()
    rows = []
    for one in mail:
        person = people.get(one.to_person_id)
        rows.append(
            Row(
                name=person.display_name if person else one.meant_for or one.to_address,
                what=f"{one.subject}: {one.problem}" if one.problem else one.subject,
                when=days_ago(localdate(one.queued_at), day),
                link=_("See why, try again"),
                href=address(request, "sent:detail", mail_id=one.id),
            )
        )
    return Group(
        key="undelivered",
        icon="envelope",
        tone="act",
        title=ngettext("%(count)s message has not arrived", "%(count)s messages have not arrived", count)
        % {"count": count},
        text=_(
            "It came back, or there is no usable address. What waits leaves once the address is corrected."
        ),
        rows=rows,
        more=_("All %(count)s messages") % {"count": count} if count > SHOWN else "",
        more_href=address(request, "sent:log") + "?state=undelivered" if count > SHOWN else "",
    )


def _steps(request: Request, count: int) -> Group:
    return Group(
        key="steps",
        icon="exclamation-triangle",
        tone="act",
        title=ngettext("%(count)s step did not go through", "%(count)s steps did not go through", count)
        % {"count": count},
        text=_("Rounds tried several times: messages that belong to it may be missing."),
        action=_("See and try again"),
        href=address(request, "jobs:steps"),
    )


def why_left_out(person: Person) -> str:
    """Say why mail leaves somebody out."""
    if not person.email:
        return _("No e-mail address is recorded")
    return _("“%(address)s” is not an e-mail address") % {"address": person.email}


def left_out_title(count: int) -> str:
    """Say how many people mail leaves out."""
    words = ngettext(
        "The mail of the day leaves out %(count)s person",
        "The mail of the day leaves out %(count)s people",
        count,
    )
    return words % {"count": count}


def left_out_groups(request: Request, program: Program) -> Iterable[Group]:
    """Yield those in pairs of a program who get no reminder, survey or message, since they have no usable address."""
    people = people_left_out([program.id])
    if not people:
        return
    yield Group(
        key="left-out",
        icon="envelope",
        tone="act",
        title=left_out_title(len(people)),
        text=_("No reminder or survey reaches them: correct the address, and the next mail does."),
        rows=[
            Row(
                name=person.display_name,
                what=why_left_out(person),
                when="",
                link=_("Correct the address"),
                href=address(request, "people:detail", person_id=person.id),
            )
            for person in people[:SHOWN]
        ],
        more=_("All %(count)s people") % {"count": len(people)} if len(people) > SHOWN else "",
        more_href=address(request, "sent:log") if len(people) > SHOWN else "",
    )
