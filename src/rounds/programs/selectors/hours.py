"""The hours of the week in which both of a pair have said that they are free."""

from rounds.core.clock import institution_today
from rounds.people.selectors import current_stages
from rounds.programs.models import Enrollment
from rounds.programs.selectors.intake import current_intakes
from rounds.programs.values.hours import Span, from_utc, in_utc, spans_of


def shared_hours(one: Enrollment, other: Enrollment, *, zone: str) -> list[Span] | None:
    """Return when both are free, as clocks show it in a zone; None where one of them has not said when, or varies."""
    on = institution_today()
    intakes = current_intakes([one.id, other.id])
    stages = current_stages([one.person_id, other.person_id])
    free = []
    for enrollment in (one, other):
        intake, stage = intakes.get(enrollment.id), stages.get(enrollment.person_id)
        if intake is None:
            return None
        intake.enrollment = enrollment
        answers = intake.coded()
        if isinstance(answers.hours, str) or not answers.hours:
            return None
        site = stage.site if stage else None
        own_zone = answers.zone or (site.timezone if site else "") or enrollment.institution.timezone
        free.append(in_utc(answers.hours, own_zone, on))
    return spans_of(from_utc(free[0] & free[1], zone, on))
