"""Two records of one person become one."""

from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from rounds.core import events
from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.errors import DomainError, OutOfOrder
from rounds.people.enums import DIRECTING, OriginKind
from rounds.people.models import CareerStage, Person, TrainingProgramMember, TwoPeople
from rounds.people.selectors.merging import FIELDS, is_counted, keys_to_person
from rounds.people.services.merge_steps import UnmovedIds, merge_locks, merge_steps
from rounds.people.services.recording import note_origin, record_about
from rounds.people.services.returning import ROLES
from rounds.people.services.role_requests import lock_role_requests


@dataclass
class MergeReport:
    """What a merge does: filled fields, rows that move, rows that the other record keeps, roles that end."""

    filled: list[str] = field(default_factory=list)
    moved: dict[str, int] = field(default_factory=dict)
    doubled: dict[str, int] = field(default_factory=dict)
    ended: int = 0
    login_moves: bool = False


@transaction.atomic
def merge_people(*, keep: Person, other: Person, by: Viewer) -> MergeReport:
    """Merge `other` into `keep`: rows move, empty fields are filled, the old address leads on.

    Raises DomainError for two people who both sign in, or whose records collide outside this domain
    in a way that only the office can decide. Roles never pass from one record to another's login: they end, and so do
    requests for one that wait.
    """
    for lock in merge_locks:
        lock(keep, other)
    keep, other = _locked(keep, other)
    report = MergeReport()
    TwoPeople.objects.filter(models.Q(first=other) | models.Q(second=other)).delete()
    _merge_logins(keep, other, report, by)
    _merge_stages(keep, other)
    unmoved: UnmovedIds = set()
    for step in merge_steps:
        unmoved |= step(keep, other, by)
    for relation in keys_to_person():
        _move(relation, keep, other, unmoved, report)
    _fill(keep, other, report)
    if report.login_moves or "email" in report.filled:
        note_origin(keep.id, OriginKind.MERGED, by=by)
    record_about(keep.id, "person.merge", by=by, other=other.id, moved=report.moved, fields=report.filled)
    events.emit("person.merged", institution_id=by.institution_id, person_id=keep.id, other_id=other.id)
    return report


def _locked(keep: Person, other: Person) -> tuple[Person, Person]:
    if keep.id == other.id:
        raise DomainError(_("These are the same record. Choose two."))
    rows = {
        row.id: row
        for row in Person.objects.select_for_update(no_key=True)
        .filter(id__in=[keep.id, other.id])
        .order_by("id")
    }
    keep, other = rows[keep.id], rows[other.id]
    if keep.merged_into_id or other.merged_into_id:
        raise OutOfOrder(_("One of the two has been merged already. Open the list again."))
    return keep, other


@transaction.atomic
def say_two_people(*, one: Person, other: Person, by: Viewer) -> None:
    """Remember that two records that look alike are two people; they are not asked about again."""
    first, second = sorted((one.id, other.id))
    _said, is_new = TwoPeople.objects.get_or_create(first_id=first, second_id=second)
    if is_new:
        record_about(one.id, "person.two_people", by=by, other=other.id)


@transaction.atomic
def take_back_two_people(*, one: Person, other: Person, by: Viewer) -> None:
    """Forget that two records are two people: they are asked about again."""
    first, second = sorted((one.id, other.id))
    gone, _rows = TwoPeople.objects.filter(first_id=first, second_id=second).delete()
    if gone:
        record_about(one.id, "person.two_people_taken_back", by=by, other=other.id)


def _merge_logins(keep: Person, other: Person, report: MergeReport, by: Viewer) -> None:
    if keep.user_id and other.user_id:
        raise DomainError(
            _(
                "%(one)s and %(other)s both sign in, so they may be two people."
                " Say on the page that compares them which of the two sign-ins is to be closed."
            )
            % {"one": keep.display_name, "other": other.display_name}
        )
    if keep.user_id or other.user_id:
        # A record without a login must not pass its roles to a login.
        report.ended = _end_roles(other if keep.user_id else keep, by)
    if other.user_id:
        user_id, report.login_moves = other.user_id, True
        Person.objects.filter(id=other.id).update(user_id=None)
        Person.objects.filter(id=keep.id).update(user_id=user_id)
        keep.user_id, other.user_id = user_id, None


def _end_roles(person: Person, by: Viewer) -> int:
    for request in lock_role_requests([person.id]):
        request.refuse(by)
    roles = [row for model in ROLES for row in model._default_manager.filter(person=person, to_on=None)]
    directing = TrainingProgramMember.objects.filter(person=person, to_on=None, kind__in=DIRECTING)
    day = institution_today()
    return sum(
        type(row)._default_manager.filter(id=row.id).update(to_on=max(row.from_on, day))
        for row in (*roles, *directing)
    )


def _merge_stages(keep: Person, other: Person) -> None:
    """Keep the open stage of the kept record; the other's becomes history that was replaced."""
    if CareerStage.objects.filter(person=keep, to_on=None).exists():
        CareerStage.objects.filter(person=other, to_on=None).update(to_on=models.F("from_on"))


def _move(relation: Any, keep: Person, other: Person, unmoved: UnmovedIds, report: MergeReport) -> None:
    model, key = relation.related_model, relation.field.name
    name = str(model._meta.verbose_name)
    for row in model._default_manager.filter(**{key: other}):
        if row.pk in unmoved:
            report.doubled[name] = report.doubled.get(name, 0) + 1
            continue
        try:
            with transaction.atomic():
                model._default_manager.filter(pk=row.pk).update(**{key: keep})
        except IntegrityError as error:
            if model._meta.app_label != Person._meta.app_label:
                raise DomainError(_exists_twice(model)) from error
            report.doubled[name] = report.doubled.get(name, 0) + 1
        else:
            if is_counted(model):
                report.moved[name] = report.moved.get(name, 0) + 1


def _exists_twice(model: Any) -> str:
    thing = str(model._meta.verbose_name) if is_counted(model) else _("thing of their own")
    return _(
        "Both records have a %(thing)s that can exist only once. End or withdraw one of the two, then merge."
    ) % {"thing": thing}


def _fill(keep: Person, other: Person, report: MergeReport) -> None:
    report.filled = [name for name in FIELDS if not getattr(keep, name) and getattr(other, name)]
    for name in report.filled:
        setattr(keep, name, getattr(other, name))
    # First free the values that may exist only once, then take them over. Old addresses lead on in one step.
    Person.objects.filter(merged_into=other).update(merged_into=keep)
    Person.objects.filter(id=other.id).update(merged_into=keep)
    keep.save(update_fields=[*report.filled, "user"])
