"""The hours of the week in which people have said that they are free."""

from collections.abc import Iterable
from uuid import UUID

from rounds.core.clock import institution_today
from rounds.core.database.prepared import Ask
from rounds.core.database.scope import current_zone
from rounds.people.selectors import ask_for_stages, current_stages
from rounds.programs.models import Enrollment
from rounds.programs.selectors.intake import ask_for_intakes, current_intakes
from rounds.programs.values.hours import Free, Span, from_utc, in_utc, spans_of


def free_hours_of(enrollments: Iterable[Enrollment]) -> dict[UUID, Free]:
    """Return when people are free in a week, by enrollment; two queries. Who has not said when, or varies, is left out."""
    known = {one.id: one for one in enrollments}
    intakes = current_intakes(list(known))
    stages = current_stages([one.person_id for one in known.values()])
    found = {}
    for enrollment in known.values():
        intake, stage = intakes.get(enrollment.id), stages.get(enrollment.person_id)
        if intake is None:
            continue
        intake.enrollment = enrollment
        answers = intake.coded()
        if isinstance(answers.hours, str) or not answers.hours:
            continue
        site = stage.site if stage else None
        zone = answers.zone or (site.timezone if site else "") or current_zone()
        found[enrollment.id] = Free(frozenset(answers.hours), zone)
    return found


def asks_for_hours(enrollments: Iterable[Enrollment]) -> list[Ask]:
    """Return what `free_hours_of` will ask."""
    known = {one.id: one.person_id for one in enrollments}
    return [ask_for_intakes(known), ask_for_stages(known.values())]


def shared_hours(one: Enrollment, other: Enrollment, *, zone: str) -> list[Span] | None:
    """Return when both are free, as clocks show it in a zone; None where one of them has not said when, or varies."""
    found = free_hours_of((one, other))
    if len(found) < 2:
        return None
    on = institution_today()
    first, second = (in_utc(free.hours, free.zone, on) for free in found.values())
    return spans_of(from_utc(first & second, zone, on))
