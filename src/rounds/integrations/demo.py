"""The invented hospital of the demo: one sign-in per role. Nobody in it exists."""

from dataclasses import dataclass

from django.db import transaction

from rounds.core.enums import Role
from rounds.core.models import Institution, User

DEMO_PASSWORD = "rounds-on-the-ward"  # noqa: S105  # nosec B105  (of invented people, in the demo alone)


@dataclass(frozen=True)
class SignIn:
    """One way to look around: a role, a name and the address to sign in with."""

    role: str
    name: str
    email: str


PEOPLE = {
    Role.COORDINATOR: "Alice Varga",
    Role.DIRECTOR: "Dr. Ruth Halloran",
    Role.MENTOR: "Dr. Robert Okafor",
    Role.MENTEE: "Cleo Marchetti",
    Role.RESIDENCY_DIRECTOR: "Dr. Ravi Menon",
    Role.GME_OFFICER: "Dr. Ingrid Solberg",
    Role.FACULTY_DEVELOPER: "Dr. Paul Sorensen",
    Role.STEERING_VIEWER: "Margaret Liu",
    Role.DELEGATE: "Tom Wrzesniak",
    Role.AUDITOR: "Nadia Rahman",
    Role.SITE_ADMIN: "Sam Whitfield",
}


@transaction.atomic
def load_demo() -> Institution:
    """Create St. Brigid Health and one sign-in per role."""
    institution = Institution.objects.create(
        slug="st-brigid",
        name="St. Brigid Health",
        timezone="America/Chicago",
        reply_to="mentorship@st-brigid.example",
        mail_is_live=True,
        is_invented=True,
    )
    for role in PEOPLE:
        User.objects.create_user(_address(role), DEMO_PASSWORD)
    return institution


def list_sign_ins() -> list[SignIn]:
    """Return the ways to sign in, in the order of the product's day."""
    there = set(User.objects.values_list("email", flat=True))
    return [
        SignIn(str(role.label), name, _address(role))
        for role, name in PEOPLE.items()
        if _address(role) in there
    ]


def _address(role: Role) -> str:
    return f"{role.value.replace('_', '.')}@st-brigid.example"
