"""Who may come in at an address: asked at sign-in, before any institution is known."""

from django.db.models import Exists, OuterRef, Q

from rounds.accounts.models import Invitation
from rounds.people.models import Person
from rounds.programs.enums import EnrollmentState
from rounds.programs.models import Enrollment


def people_awaited_at(email: str) -> list[Person]:
    """Return who may come in at an address, in any institution: invited or taking part, and without a login."""
    invited = Invitation.everywhere.filter(person=OuterRef("pk"), used_at=None, revoked_at=None)
    part = Enrollment.everywhere.filter(person=OuterRef("pk")).exclude(state=EnrollmentState.WITHDRAWN)
    may_come = Exists(invited) | (Exists(part) & Q(institution__mail_is_live=True))
    people = Person.everywhere.filter(
        may_come, email__iexact=email, user=None, merged_into=None, left_on=None
    )
    return list(people.select_related("institution").order_by("institution__name", "id"))
