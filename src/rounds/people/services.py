"""Every change of people's records."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import today
from rounds.core.errors import DomainError
from rounds.people.identifiers import clean_orcid, is_npi
from rounds.people.models import (
    AuthorityLine,
    CareerStage,
    Person,
    RoleAssignment,
    TrainingProgram,
    TrainingProgramMember,
)


@transaction.atomic
def create_person(*, by: Viewer, **fields: Any) -> Person:
    """Record a new person; raises DomainError for a wrong identifier or an address that somebody has."""
    person = Person(**clean_fields(fields))
    _refuse_taken(person)
    person.save(force_insert=True)
    audit.record("person.create", by=by, kind="person", object_id=person.id)
    return person


@transaction.atomic
def update_person(*, person: Person, by: Viewer, **fields: Any) -> Person:
    """Change what is recorded about a person; the audit row names the fields."""
    cleaned = clean_fields(fields)
    changed = sorted(name for name, value in cleaned.items() if getattr(person, name) != value)
    if not changed:
        return person
    for name in changed:
        setattr(person, name, cleaned[name])
    _refuse_taken(person)
    person.save(update_fields=changed)
    audit.record("person.update", by=by, kind="person", object_id=person.id, fields=changed)
    return person


def clean_fields(fields: dict[str, Any]) -> dict[str, Any]:
    """Return a person's fields with white space and identifiers in order; raises DomainError naming the field."""
    cleaned = {name: value.strip() if isinstance(value, str) else value for name, value in fields.items()}
    if "family_name" in cleaned and not cleaned["family_name"]:
        raise DomainError(_("Family name is missing. Enter it."), field="family_name")
    if cleaned.get("npi") and not is_npi(cleaned["npi"]):
        raise DomainError(
            _("NPI %(npi)s is not right: its last digit does not check. Enter the ten digits again.")
            % {"npi": cleaned["npi"]},
            field="npi",
        )
    if cleaned.get("orcid"):
        orcid = clean_orcid(cleaned["orcid"])
        if orcid is None:
            raise DomainError(
                _("ORCID %(orcid)s is not right: its last character does not check. Enter it again.")
                % {"orcid": cleaned["orcid"]},
                field="orcid",
            )
        cleaned["orcid"] = orcid
    for name in ("email", "personal_email"):
        if cleaned.get(name):
            cleaned[name] = cleaned[name].lower()
    return cleaned


def _refuse_taken(person: Person) -> None:
    others = Person.objects.filter(merged_into=None).exclude(id=person.id)
    for name in ("email", "npi", "employee_id"):
        value = getattr(person, name)
        owner = others.filter(**{f"{name}__iexact": value}).first() if value else None
        if owner:
            raise DomainError(
                _("%(value)s already belongs to %(owner)s. Change it here, or merge the two records.")
                % {"value": value, "owner": owner.full_name},
                field=name,
            )


@transaction.atomic
def record_stage(*, person: Person, by: Viewer, from_on: date, **fields: Any) -> CareerStage:
    """Close the open career stage on `from_on` and open a new one; a correction of the same day adds a row too."""
    current = CareerStage.objects.select_for_update().filter(person=person, to_on=None).first()
    if current:
        if from_on < current.from_on:
            raise DomainError(
                _("%(person)s's current stage began on %(day)s. Choose that day or a later one.")
                % {"person": person.full_name, "day": current.from_on},
                field="from_on",
            )
        CareerStage.objects.filter(id=current.id).update(to_on=from_on)
    stage: CareerStage = CareerStage.objects.create(person=person, from_on=from_on, **fields)
    audit.record("person.stage", by=by, kind="person", object_id=person.id, tier=stage.tier, pgy=stage.pgy)
    return stage


@transaction.atomic
def record_authority_line(
    *, subject: Person, over: Person, kind: str, by: Viewer, from_on: date | None = None
) -> AuthorityLine:
    """Record that one person has authority over another; the same open line twice changes nothing."""
    if subject == over:
        raise DomainError(_("%(name)s cannot have authority over themselves.") % {"name": over.full_name})
    line: AuthorityLine
    line, created = AuthorityLine.objects.get_or_create(
        subject=subject, over=over, kind=kind, to_on=None, defaults={"from_on": from_on or today()}
    )
    if created:
        audit.record("person.authority", by=by, kind="person", object_id=subject.id, over=over.id, line=kind)
    return line


@transaction.atomic
def add_training_member(
    *, training_program: TrainingProgram, person: Person, kind: str, by: Viewer, from_on: date | None = None
) -> TrainingProgramMember:
    """Put a person into a training program; the same open membership twice changes nothing."""
    member: TrainingProgramMember
    member, created = TrainingProgramMember.objects.get_or_create(
        training_program=training_program,
        person=person,
        kind=kind,
        to_on=None,
        defaults={"from_on": from_on or today()},
    )
    if created:
        audit.record(
            "person.training_member",
            by=by,
            kind="person",
            object_id=person.id,
            training_program=training_program.id,
            member=kind,
        )
    return member


@transaction.atomic
def grant_role(*, person: Person, role: str, by: Viewer, scope_id: object = None) -> RoleAssignment:
    """Give a person a role from today on. Who may decide that is the caller's to check."""
    assignment: RoleAssignment
    assignment, created = RoleAssignment.objects.get_or_create(
        person=person, role=role, scope_id=scope_id, to_on=None, defaults={"from_on": today()}
    )
    if created:
        audit.record("role.grant", by=by, kind="person", object_id=person.id, role=role, scope=scope_id)
    return assignment


@transaction.atomic
def end_role(*, assignment: RoleAssignment, by: Viewer) -> None:
    """End a role today; its holder loses it with the next request."""
    RoleAssignment.objects.filter(id=assignment.id).update(to_on=max(assignment.from_on, today()))
    audit.record("role.end", by=by, kind="person", object_id=assignment.person_id, role=assignment.role)
