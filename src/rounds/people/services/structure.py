"""Departments, sites, training programs and who belongs to them."""

import re
from collections.abc import Collection
from datetime import date
from typing import Any, TypeVar
from uuid import UUID
from zoneinfo import available_timezones

from django.db import models, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.database.bulk_rows import among
from rounds.core.database.retrying import retried
from rounds.core.enums import Role
from rounds.core.errors import DomainError
from rounds.people.enums import DIRECTING, HelpTopic
from rounds.people.models import (
    Department,
    HelpRoute,
    Person,
    RoleAssignment,
    Site,
    TrainingProgram,
    TrainingProgramMember,
)
from rounds.people.services.recording import record_about
from rounds.people.services.role_requests import lock_role_requests
from rounds.people.services.roles import end_role

Place = TypeVar("Place", Department, Site, TrainingProgram)


@retried
def save_department(
    *, by: Viewer, name: str, code: str = "", department: Department | None = None
) -> Department:
    """Record or rename a department."""
    return _save(Department, department, by=by, name=name, code=code.strip())


@retried
def save_site(*, by: Viewer, name: str, timezone: str = "", site: Site | None = None) -> Site:
    """Record or change a site; an empty time zone means the institution's."""
    if timezone and timezone not in available_timezones():
        raise DomainError(
            _("%(zone)s is not a time zone. Write one such as America/Chicago, or leave it empty.")
            % {"zone": timezone},
            field="timezone",
        )
    return _save(Site, site, by=by, name=name, timezone=timezone)


@retried
def save_training_program(
    *, by: Viewer, name: str, training_program: TrainingProgram | None = None, **fields: Any
) -> TrainingProgram:
    """Record or change a residency or fellowship."""
    number = re.sub(r"[\s-]", "", fields.get("acgme_number", ""))
    if number and not re.fullmatch(r"\d{10}", number):
        raise DomainError(
            _("ACGME number %(number)s has not ten digits. Copy it again from ADS, or leave it empty.")
            % {"number": number},
            field="acgme_number",
        )
    same = TrainingProgram.objects.filter(acgme_number=number) if number else TrainingProgram.objects.none()
    taken = same.exclude(id=training_program.id if training_program else None).first()
    if taken:
        raise DomainError(
            _("ACGME number %(number)s already belongs to %(name)s. Check both.")
            % {"number": number, "name": taken.name},
            field="acgme_number",
        )
    return _save(TrainingProgram, training_program, by=by, name=name, **{**fields, "acgme_number": number})


def _save(model: type[Place], place: Place | None, *, by: Viewer, name: str, **fields: Any) -> Place:
    name = name.strip()
    taken = model._default_manager.filter(name__iexact=name).exclude(id=place.id if place else None).first()
    if taken:
        raise DomainError(
            _("%(name)s is on the list already. Choose another name.") % {"name": taken}, field="name"
        )
    saved = place or model()
    for field, value in {"name": name, **fields}.items():
        setattr(saved, field, value)
    saved.save()
    kind = model._meta.model_name or ""
    audit.record(
        "structure.change" if place else "structure.add", by=by, kind=kind, object_id=saved.id, name=name
    )
    return saved


@transaction.atomic
def remove_place(*, place: Department | Site | TrainingProgram, by: Viewer) -> None:
    """Take a department, site or training program off the list; one that is in use stays."""
    kind, key = place._meta.model_name or "", place.id
    name = str(place)
    in_use = DomainError(
        _("%(name)s is part of people's history and stays. You can rename it.") % {"name": name}
    )
    if isinstance(place, TrainingProgram) and place.members.exists():
        raise in_use
    try:
        with transaction.atomic():
            models.Model.delete(place)
    except ProtectedError as error:
        raise in_use from error
    audit.record("structure.remove", by=by, kind=kind, object_id=key, name=name)


@transaction.atomic
def add_training_member(
    *, training_program: TrainingProgram, person: Person, kind: str, by: Viewer, from_on: date | None = None
) -> TrainingProgramMember:
    """Put a person into a training program; the same open membership twice changes nothing.

    It grants nothing: whoever directs is given the role apart (accounts: ask_to_direct).
    """
    if kind in DIRECTING and person.id == by.person_id:
        raise DomainError(
            _("You cannot make yourself the director of a training program. Ask a colleague to record it."),
            field="kind",
        )
    member: TrainingProgramMember
    member, created = TrainingProgramMember.objects.get_or_create(
        training_program=training_program,
        person=person,
        kind=kind,
        to_on=None,
        defaults={"from_on": from_on or institution_today()},
    )
    if created:
        _audit_member("person.training_member", member, by, training_program.id)
    return member


@transaction.atomic
def end_training_member(*, member: TrainingProgramMember, by: Viewer, on: date | None = None) -> None:
    """End a membership; ending an ended one changes nothing."""
    ended = TrainingProgramMember.objects.filter(id=member.id, to_on=None).update(
        to_on=max(member.from_on, on or institution_today())
    )
    if ended:
        end_roles_of_former_directors(directed={(member.person_id, member.training_program_id)}, by=by)
        _audit_member("person.training_member_end", member, by, member.training_program_id)


@transaction.atomic
def end_roles_of_former_directors(*, directed: Collection[tuple[UUID, UUID]], by: Viewer) -> None:
    """End the roles by which people see the trainees of training programs that they no longer direct.

    Requests for such a role that still wait are refused. `directed` holds person and training program of
    memberships that have just ended; call it before the audit is locked.
    """
    people = {person for person, _program in directed}
    # Whoever confirms a role locks its person first: what is not given yet will not be.
    list(Person.objects.select_for_update(no_key=True).filter(id__in=among(people)).order_by("id"))
    requests = [one for one in lock_role_requests(people) if one.role == Role.RESIDENCY_DIRECTOR]
    still = TrainingProgramMember.objects.filter(to_on=None, kind__in=DIRECTING, person_id__in=among(people))
    former = set(directed) - set(still.values_list("person_id", "training_program_id"))
    roles = RoleAssignment.objects.filter(
        role=Role.RESIDENCY_DIRECTOR, to_on=None, person_id__in=among(people)
    )
    for role in roles.order_by("id"):
        if (role.person_id, role.scope_id) in former:
            end_role(assignment=role, by=by)
    for request in requests:
        if (request.person_id, request.scope_id) in former:
            request.refuse(by)


def _audit_member(action: str, member: TrainingProgramMember, by: Viewer, program_id: UUID) -> None:
    record_about(member.person_id, action, by=by, training_program=program_id, member=member.kind)


@transaction.atomic
def save_help_route(
    *, topic: str, by: Viewer, name: str, phone: str = "", web: str = "", words: str = ""
) -> HelpRoute:
    """Enter or change the route for one topic. Raises DomainError for one by which nobody can be reached."""
    if not (phone.strip() or web.strip()):
        raise DomainError(
            _("Enter a telephone number or an address of the web, or both: somebody in trouble needs a way."),
            field="phone",
        )
    route: HelpRoute
    route, _is_new = HelpRoute.objects.update_or_create(
        topic=HelpTopic(topic),
        defaults={"name": name.strip(), "phone": phone.strip(), "web": web.strip(), "words": words.strip()},
    )
    audit.record("structure.help_route", by=by, kind="help_route", object_id=route.id, topic=topic)
    return route
