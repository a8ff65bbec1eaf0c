"""What `rounds setup` writes into a new database."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from rounds.core import audit
from rounds.core.access import system
from rounds.core.models import Institution, User


@transaction.atomic
def create_first_institution(
    *, name: str, slug: str, timezone: str, email: str, password: str
) -> Institution:
    """Create the institution and its administrator; raises ValidationError with a sentence."""
    if Institution.objects.exists():
        raise ValidationError("This database has an institution already. Add more in the product.")
    institution = Institution(name=name, slug=slug, timezone=timezone)
    institution.full_clean()
    validate_password(password, User(email=email))
    institution.save()
    user = User.objects.create_user(email, password)
    audit.record(
        "institution.created", by=system(institution.id), kind="institution", object_id=institution.id
    )
    audit.record("user.created", by=system(institution.id), kind="user", object_id=user.id)
    return institution
