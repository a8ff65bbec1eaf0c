"""The invented hospital of the demo: one sign-in per role. Nobody in it exists."""

from dataclasses import dataclass

from django.db import transaction

from rounds.core.access import Viewer, system
from rounds.core.enums import Role
from rounds.core.models import Institution, User
from rounds.core.scope import scope
from rounds.people.services import create_person, grant_role

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
    with scope(institution.id):
        for role, name in PEOPLE.items():
            _create(role, name, by=system(institution.id))
    return institution


def _create(role: Role, name: str, *, by: Viewer) -> None:
    _before, title, rest = name.rpartition("Dr. ")
    given_name, family_name = rest.split(" ", 1)
    user = User.objects.create_user(_address(role), DEMO_PASSWORD)
    person = create_person(
        by=by,
        user=user,
        title=title.strip(),
        given_name=given_name,
        family_name=family_name,
        email=user.email,
    )
    if role not in (Role.MENTEE, Role.MENTOR):  # these two come with an enrollment
        grant_role(person=person, role=role, by=by)


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
