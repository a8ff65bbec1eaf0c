"""What `rounds setup` and `rounds add-institution` write: an institution with the two people who begin in it."""

from typing import NamedTuple

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from rounds.accounts.services.logins import invite_person
from rounds.core import audit
from rounds.core.access import Viewer, system
from rounds.core.database.scope import scope
from rounds.core.enums import Role
from rounds.core.models import Institution, User
from rounds.framework.services import install_first_version
from rounds.people.models import Person
from rounds.people.services import create_person, grant_role
from rounds.surveys.instruments.services import install_instruments


class FirstUser(NamedTuple):
    """Somebody who is there from the start."""

    given_name: str
    family_name: str
    email: str


def check_first_users(*, administrator: FirstUser, password: str, coordinator: FirstUser) -> None:
    """Refuse a weak password, and one person for both; raises ValidationError with a sentence."""
    if administrator.email.strip().lower() == coordinator.email.strip().lower():
        raise ValidationError(
            "The site administrator runs the server and reads nobody's records. Name somebody else as the coordinator."
        )
    validate_password(password, User(email=administrator.email))


@transaction.atomic
def create_institution(
    *, name: str, slug: str, timezone: str, administrator: FirstUser, password: str, coordinator: FirstUser
) -> str:
    """Create an institution with its framework, site administrator and first coordinator.

    Returns the token of the coordinator's invitation. The administrator reads nobody's records, so the two are two
    people. An administrator who has a login already keeps it, with its password. Raises ValidationError with a sentence.
    """
    check_first_users(administrator=administrator, password=password, coordinator=coordinator)
    institution = Institution(name=name, slug=slug, timezone=timezone)
    institution.full_clean()
    user = User.objects.filter(email__iexact=administrator.email).first()
    if user is None:
        user = User.objects.create_user(administrator.email, password)
    institution.save()
    rounds = system(institution.id)
    audit.record("institution.create", by=rounds, kind="institution", object_id=institution.id)
    with scope(institution.id):
        install_first_version(by=rounds)
        install_instruments(by=rounds)
        _add(administrator, Role.SITE_ADMIN, by=rounds, user=user)
        return invite_person(person=_add(coordinator, Role.COORDINATOR, by=rounds), by=rounds)


def _add(one: FirstUser, role: Role, *, by: Viewer, user: User | None = None) -> Person:
    person = create_person(by=by, user=user, **one._asdict())
    grant_role(person=person, role=role, by=by)
    return person
