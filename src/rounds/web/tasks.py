"""Chores of pages: messages that the time of day brings."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from rounds.core.access import system
from rounds.core.clock import institution_today, now
from rounds.core.database.scope import scope
from rounds.core.jobs.chores import chore
from rounds.core.models import Institution
from rounds.mentorships.conversations.services.planning import take_out_after_end
from rounds.mentorships.meetings.selectors import meetings_after_end, meetings_to_ask_about, zones_of
from rounds.people.selectors.leaves import days_away
from rounds.web.mail.meetings import ask_how_it_went


@chore("meetings.evening", every=timedelta(minutes=15))
def ask_in_the_evening() -> None:
    """Ask both of a pair, once, how a planned conversation went, on the evening of its day where each of them is."""
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
    due = meetings_to_ask_about()
    people = {one for talk in due for one in (talk.mentorship.mentee_id, talk.mentorship.mentor_id)}
    zones, today = zones_of(people), institution_today()
    away = days_away(people, today, today)
    for talk in due:
        if talk.starts_at is None:
            continue
        ended_at = talk.starts_at + timedelta(minutes=talk.minutes or 0)
        for person in (talk.mentorship.mentee, talk.mentorship.mentor):
            if person.id not in away and is_evening(now().astimezone(ZoneInfo(zones[person.id])), ended_at):
                ask_how_it_went(talk, person, system(institution.id))


def is_evening(moment: datetime, ended_at: datetime) -> bool:
    """Tell whether it is time to ask how a meeting went: from six on that day, in no night. `moment` is local."""
    local_end = ended_at.astimezone(moment.tzinfo)
    is_later = moment.date() > local_end.date()
    return 7 <= moment.hour < 22 and (is_later or moment.hour >= 18)
