"""What `rounds setup` writes into a new database."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from rounds.core import audit
from rounds.core.access import system
from rounds.core.enums import Role
from rounds.core.models import Institution, User
from rounds.core.scope import scope
from rounds.people.services import create_person, grant_role


@transaction.atomic
def create_first_institution(
    *, name: str, slug: str, timezone: str, given_name: str, family_name: str, email: str, password: str
) -> Institution:
    """Create the institution and its administrator; raises ValidationError with a sentence."""
    if Institution.objects.exists():
        raise ValidationError("This database has an institution already. Add more in the product.")
    institution = Institution(name=name, slug=slug, timezone=timezone)
    institution.full_clean()
    validate_password(password, User(email=email))
    institution.save()
    rounds = system(institution.id)
    audit.record("institution.create", by=rounds, kind="institution", object_id=institution.id)
    user = User.objects.create_user(email, password)
    with scope(institution.id):
        person = create_person(
            by=rounds, user=user, given_name=given_name, family_name=family_name, email=email
        )
        grant_role(person=person, role=Role.SITE_ADMIN, by=rounds)
    return institution
