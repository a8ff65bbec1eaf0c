"""Who of a wave is reminded with the next mail of the day if the office asks for it."""

from rounds.core.clock import institution_today
from rounds.people.models import Person
from rounds.surveys.campaigns.selectors import UNANSWERED, is_closed, is_open
from rounds.surveys.campaigns.selectors.candidates import last_day_of_mail
from rounds.surveys.campaigns.values.schedule import REMINDED_AFTER
from rounds.surveys.enums import Mode
from rounds.surveys.models import Request, Wave


def people_to_nudge(wave: Wave) -> list[Person]:
    """Return by name who was asked before today, has not answered, and has a reminder left that did not come today.

    Nobody of an anonymous wave: there the system alone reminds, everybody alike.
    """
    today = institution_today()
    if (
        wave.mode == Mode.ANONYMOUS
        or not is_open(wave)
        or is_closed(wave)
        or today > last_day_of_mail(wave.closes_on)
    ):
        return []
    rows = Request.objects.filter(
        wave=wave,
        state__in=UNANSWERED,
        asked_on__lt=today,
        reminders__lt=len(REMINDED_AFTER),
        person__isnull=False,
    ).exclude(reminded_on__gte=today)
    named = rows.select_related("person").order_by(
        "person__folded_family", "person__folded_given", "person_id"
    )
    return list(dict.fromkeys(row.person for row in named if row.person))
