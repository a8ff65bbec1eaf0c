"""Chores of pages: messages that the time of day brings."""

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from rounds.core.access import system
from rounds.core.clock import institution_today, now
from rounds.core.database.scope import scope
from rounds.core.jobs.chores import chore
from rounds.core.models import Institution
from rounds.mentorships.conversations.services.planning import take_out_after_end
from rounds.mentorships.groups.selectors import sessions_to_ask_about
from rounds.mentorships.meetings.selectors import meetings_after_end, meetings_to_ask_about, zones_of
from rounds.people.selectors.leaves import days_away
from rounds.web.mail.meetings.evening import Over, ask_how_it_went, asked_before


@chore("meetings.evening", every=timedelta(minutes=15))
def ask_in_the_evening() -> None:
    """Ask, once, how what was planned went, on the evening of its day where each is: both of a pair, a group's mentor."""
    for institution in Institution.objects.all():
        with scope(institution.id, institution.timezone):
            _ask(institution)


@chore("meetings.after_end", every=timedelta(minutes=15))
def take_meetings_out() -> None:
    """Take what a pair had planned out of both calendars once the pair is over."""
    for institution in Institution.objects.all():
        with scope(institution.id, institution.timezone):
            for conversation_id in meetings_after_end():
                take_out_after_end(conversation_id=conversation_id, by=system(institution.id))


def _ask(institution: Institution) -> None:
    everybody = _what_is_over()
    zones, today, asked = zones_of(everybody), institution_today(), asked_before()
    away = days_away(everybody, today, today)
    for person_id, over in everybody.items():
        here = now().astimezone(ZoneInfo(zones[person_id]))
        if person_id not in away:
            ask_how_it_went(_due(over, here).without(asked), here.date(), system(institution.id))


def _what_is_over() -> dict[UUID, Over]:
    """Return what is over and of which nothing is known, by who is asked; about a session of a group its mentor is."""
    found: dict[UUID, Over] = {}
    for talk in meetings_to_ask_about():
        for person in (talk.mentorship.mentee, talk.mentorship.mentor):
            found.setdefault(person.id, Over(person)).talks.append(talk)
    for one in sessions_to_ask_about():
        found.setdefault(one.group.mentor_id, Over(one.group.mentor)).sessions.append(one)
    return found


def _due(over: Over, here: datetime) -> Over:
    """Return what is asked about by now, by the clocks of the person."""
    return Over(
        over.person,
        [one for one in over.talks if one.starts_at and is_evening(here, _end(one.starts_at, one.minutes))],
        [one for one in over.sessions if is_evening(here, _end(one.starts_at, one.minutes))],
    )


def _end(starts_at: datetime, minutes: int | None) -> datetime:
    return starts_at + timedelta(minutes=minutes or 0)


def is_evening(moment: datetime, ended_at: datetime) -> bool:
    """Tell whether it is time to ask how a meeting went: from six on that day, in no night. `moment` is local."""
    local_end = ended_at.astimezone(moment.tzinfo)
    is_later = moment.date() > local_end.date()
    return 7 <= moment.hour < 22 and (is_later or moment.hour >= 18)
