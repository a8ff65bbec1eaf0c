"""Every change of people's records."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.database.retrying import retried
from rounds.core.errors import DomainError
from rounds.core.fields import is_mail_address
from rounds.core.folding import is_visible, tidy
from rounds.people.enums import OriginKind
from rounds.people.models import Person
from rounds.people.services.recording import note_origin, record_about
from rounds.people.values.identifiers import clean_orcid, is_npi


@retried
def create_person(*, by: Viewer, **fields: Any) -> Person:
    """Record a new person; raises DomainError for a wrong identifier or an address that somebody has."""
    person = Person(**clean_fields(fields))
    _refuse_taken(person)
    person.save(force_insert=True)
    record_about(person.id, "person.create", by=by)
    note_origin(person.id, OriginKind.CREATED, by=by)
    return person


@retried
def update_person(*, person: Person, by: Viewer, **fields: Any) -> Person:
    """Change what is recorded about a person; the audit row names the fields."""
    cleaned = clean_fields(fields)
    stored: Person = Person.objects.select_for_update(no_key=True).get(id=person.id)
    changed = sorted(name for name, value in cleaned.items() if getattr(stored, name) != value)
    if not changed:
        return person
    if "personal_email" in changed and stored.personal_confirmed_at is not None:
        cleaned["personal_confirmed_at"] = None  # that was another address
        changed.append("personal_confirmed_at")
    for name in changed:
        setattr(stored, name, cleaned[name])
    _refuse_taken(stored)
    stored.save(update_fields=changed)
    for name in changed:
        setattr(person, name, cleaned[name])
    record_about(person.id, "person.update", by=by, fields=changed)
    if "email" in changed:
        note_origin(person.id, OriginKind.ADDRESS, by=by)
    return person


@transaction.atomic
def confirm_personal_address(*, person: Person, address: str, by: Viewer) -> Person:
    """Keep an address whose code its owner has typed: it is theirs, and outlives the hospital's."""
    update_person(person=person, by=by, personal_email=address)
    moment = now()
    Person.objects.filter(id=person.id).update(personal_confirmed_at=moment)
    person.personal_confirmed_at = moment
    record_about(person.id, "person.address_confirmed", by=by)
    return person


def clean_fields(fields: dict[str, Any]) -> dict[str, Any]:
    """Return a person's fields with white space and identifiers in order; raises DomainError naming the field."""
    cleaned = {name: value.strip() if isinstance(value, str) else value for name, value in fields.items()}
    _clean_names(cleaned)
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
            cleaned[name] = cleaned[name].strip().lower()
            if not is_mail_address(cleaned[name]):
                raise DomainError(
                    _("“%(address)s” is not an e-mail address. Write it as name@hospital.org.")
                    % {"address": cleaned[name][:100]},
                    field=name,
                )
    return cleaned


def _clean_names(cleaned: dict[str, Any]) -> None:
    """Take from names what nobody sees, and refuse one in which nothing is left to read."""
    for name in ("title", "given_name", "family_name", "pronouns"):
        typed = cleaned.get(name)
        if not isinstance(typed, str):
            continue
        cleaned[name] = tidy(typed)
        if typed and not is_visible(cleaned[name]):
            raise DomainError(
                _("%(field)s holds no letter that can be seen. Enter it again.")
                % {"field": str(Person._meta.get_field(name).verbose_name).capitalize()},  # type: ignore[union-attr]
                field=name,
            )
    if "family_name" in cleaned and not cleaned["family_name"]:
        raise DomainError(_("Family name is missing. Enter it."), field="family_name")


def _refuse_taken(person: Person) -> None:
    others = Person.objects.filter(merged_into=None).exclude(id=person.id)
    for name in ("email", "npi", "orcid", "employee_id"):
        value = getattr(person, name)
        owner = others.filter(**{f"{name}__iexact": value}).first() if value else None
        if owner:
            raise DomainError(
                _("%(value)s already belongs to %(owner)s. Change it here, or merge the two records.")
                % {"value": value, "owner": owner.full_name},
                field=name,
            )
