"""What is on record of somebody's mentoring: own facts, counted; nobody else's name is in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, Sum
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rounds.core.clock import institution_today
from rounds.core.dates import months_after
from rounds.development.models import Certificate
from rounds.mentorships.enums import Door
from rounds.mentorships.models import Conversation, GroupSession, Mentorship, SponsorshipAct
from rounds.mentorships.models.conversations import COUNTS
from rounds.mentorships.models.pairs import NEVER_WAS
from rounds.people.models import RoleAssignment
from rounds.people.selectors.people import current_departments
from rounds.people.selectors.records import training_of
from rounds.programs.models import ProgramRole
from rounds.rollout.enums import DossierKind, DossierPart, Prompt
from rounds.rollout.models import PromotionRule
from rounds.rollout.values.dossier import DossierSection, Row, days_covered

MONTHS = 12
YEAR_DAYS = 365.25
Span = tuple[date, date]


def span_of(kind: str, day: date) -> Span:
    """Return which days a dossier tells of, [first, last): all of them, or the twelve months up to a day."""
    after = day + timedelta(days=1)
    return (months_after(after, -MONTHS) if kind == DossierKind.ANNUAL else date.min), after


def sections_of(person_id: UUID, kind: str) -> list[DossierSection]:
    """Return all parts that somebody can pick, with what stands in each today."""
    span = span_of(kind, institution_today())
    pairs = _pairs(person_id, span)
    rows: dict[DossierPart, Callable[[], Iterable[Row]]] = {
        DossierPart.YEARS: lambda: _years(person_id, pairs, span),
        DossierPart.MENTEES: lambda: _mentees(pairs),
        DossierPart.HOURS: lambda: _hours(person_id, span),
        DossierPart.TRAINING: lambda: _training(person_id, span),
        DossierPart.RECOGNITION: lambda: _recognition(person_id, span),
        DossierPart.ACTS: lambda: _acts(person_id, span),
        DossierPart.ROLES: lambda: _roles(person_id, span),
        DossierPart.RULES: lambda: _rules(person_id),
    }
    return [DossierSection(part.value, TITLES[part](), tuple(make())) for part, make in rows.items()]


TITLES: dict[DossierPart, Callable[[], str]] = {
    DossierPart.YEARS: lambda: _("Time as a mentor"),
    DossierPart.MENTEES: lambda: _("Mentees"),
    DossierPart.HOURS: lambda: _("Conversations held"),
    DossierPart.TRAINING: lambda: _("Training as a mentor"),
    DossierPart.RECOGNITION: lambda: _("Recognition"),
    DossierPart.ACTS: lambda: _("Doors opened for mentees"),
    DossierPart.ROLES: lambda: _("Roles in mentoring"),
    DossierPart.RULES: lambda: _("Rules of promotion in force"),
}


def _day(day: date) -> str:
    return str(date_format(day, "j M Y"))


def _pairs(person_id: UUID, span: Span) -> list[Mentorship]:
    first, after = span
    rows = Mentorship.objects.filter(mentor_id=person_id, opened_on__lt=after).exclude(NEVER_WAS)
    return list(rows.filter(Q(ended_on=None) | Q(ended_on__gt=first)).order_by("opened_on", "id"))


def _years(person_id: UUID, pairs: list[Mentorship], span: Span) -> Iterable[Row]:
    first, after = span
    spans = [(max(one.opened_on, first), min(one.ended_on or after, after)) for one in pairs if one.opened_on]
    if not spans:
        return
    ever = pairs if first == date.min else _pairs(person_id, (date.min, after))
    yield _("Mentoring since"), _day(min(one.opened_on for one in ever if one.opened_on))
    days = days_covered(spans)
    if first == date.min:
        yield _("Years with a pair that ran"), f"{days / YEAR_DAYS:.1f}"
    else:
        yield _("Months with a pair that ran"), f"{days / YEAR_DAYS * MONTHS:.1f}"


def _mentees(pairs: list[Mentorship]) -> Iterable[Row]:
    if pairs:
        yield _("In pairs"), str(len({one.mentee_id for one in pairs}))
    beside = {one.mentee_id for one in pairs if one.purpose}
    if beside:
        yield _("Of these on their panel for a purpose"), str(len(beside))


def _hours(person_id: UUID, span: Span) -> Iterable[Row]:
    held = Conversation.objects.filter(COUNTS, mentorship__mentor_id=person_id)
    led = GroupSession.objects.filter(group__mentor_id=person_id, taken_back_at=None)
    for rows, what, how_long in (
        (held, _("Conversations"), _("Hours in conversation")),
        (led, _("Sessions of groups led"), _("Hours in those sessions")),
    ):
        inside = rows.filter(held_on__gte=span[0], held_on__lt=span[1]).order_by()
        count = inside.count()
        if count:
            minutes = inside.aggregate(sum=Sum("minutes"))["sum"]
            yield what, str(count)
            yield how_long, f"{minutes / 60:.1f}"


def _training(person_id: UUID, span: Span) -> Iterable[Row]:
    for one in sorted(training_of(person_id), key=lambda row: (row.done_on or date.min, row.title)):
        is_inside = one.done_on is None or span[0] <= one.done_on < span[1]
        if is_inside and (one.done_on or span[0] == date.min):
            hours = _("%(hours)s hours") % {"hours": one.hours} if one.hours else ""
            yield one.title, ", ".join(filter(None, [hours, _day(one.done_on) if one.done_on else ""]))


def _recognition(person_id: UUID, span: Span) -> Iterable[Row]:
    rows = Certificate.objects.filter(person_id=person_id, withdrawn_at=None, earned_on__lt=span[1])
    for one in rows.filter(earned_on__gte=span[0]).order_by("earned_on", "id"):
        yield str(one.get_honor_display()), _day(one.earned_on)


def _acts(person_id: UUID, span: Span) -> Iterable[Row]:
    rows = SponsorshipAct.objects.filter(sponsor_id=person_id, withdrawn_at=None)
    doors = list(rows.filter(on__gte=span[0], on__lt=span[1]).order_by().values_list("door", flat=True))
    for door in Door:
        if door in doors:
            yield str(door.label).capitalize(), str(doors.count(door))


def _roles(person_id: UUID, span: Span) -> Iterable[Row]:
    in_programs = ProgramRole.objects.filter(person_id=person_id).select_related("program")
    here = RoleAssignment.objects.filter(person_id=person_id, scope_id=None)
    held = [
        *((one, f"{one.get_role_display()}, {one.program.name}") for one in in_programs),
        *((one, str(one.get_role_display())) for one in here),
    ]
    for one, label in sorted(held, key=lambda pair: (pair[0].from_on, pair[1])):
        if one.from_on < span[1] and (one.to_on is None or one.to_on > span[0]):
            since = {"from": _day(one.from_on), "to": _day(one.to_on) if one.to_on else ""}
            yield (
                label[:1].upper() + label[1:],
                (_("%(from)s to %(to)s") if one.to_on else _("since %(from)s")) % since,
            )


def _rules(person_id: UUID) -> Iterable[Row]:
    department = current_departments([person_id]).get(person_id, "")
    rows = PromotionRule.objects.filter(department__iexact=department, in_force_on__lte=institution_today())
    newest: dict[str, PromotionRule] = {}
    for one in rows.order_by("version"):
        newest[one.prompt] = one
    for prompt in Prompt.values:
        if prompt in newest:
            rule = newest[prompt]
            label = str(rule.get_prompt_display())
            known = {"words": rule.words, "step": rule.step, "day": _day(rule.in_force_on or date.min)}
            yield (
                label[:1].upper() + label[1:],
                _("“%(words)s” (%(step)s, in force since %(day)s)") % known,
            )
