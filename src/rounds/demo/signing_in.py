"""One sign-in per role of the invented hospital."""

from dataclasses import dataclass

from rounds.core.enums import Role
from rounds.core.models import User

DEMO_PASSWORD = "rounds-on-the-ward"  # noqa: S105  # of invented people, in the demo alone


@dataclass(frozen=True)
class SignIn:
    """One way to look around: a role, a name and the address to sign in with."""

    role: str
    name: str
    email: str


# Title, given name, family name.
NAMED = {
    Role.COORDINATOR: ("", "Alice", "Varga"),
    Role.DIRECTOR: ("Dr.", "Ruth", "Halloran"),
    Role.MENTOR: ("Dr.", "Robert", "Okafor"),
    Role.MENTEE: ("Dr.", "Cleo", "Marchetti"),
    Role.RESIDENCY_DIRECTOR: ("Dr.", "Ravi", "Menon"),
    Role.GME_OFFICER: ("Dr.", "Ingrid", "Solberg"),
    Role.FACULTY_DEVELOPER: ("Dr.", "Paul", "Sorensen"),
    Role.STEERING_VIEWER: ("Dean", "Margaret", "Liu"),
    Role.DELEGATE: ("", "Tom", "Wrzesniak"),
    Role.AUDITOR: ("", "Nadia", "Rahman"),
    Role.SITE_ADMIN: ("", "Sam", "Whitfield"),
}


def list_sign_ins() -> list[SignIn]:
    """Return the ways to sign in, in the order of the product's day."""
    there = set(User.objects.values_list("email", flat=True))
    return [
        SignIn(str(role.label), " ".join(filter(None, name)), address_of(role))
        for role, name in NAMED.items()
        if address_of(role) in there
    ]


def address_of(role: Role) -> str:
    """Return the address with which a role signs in."""
    return f"{role.value.replace('_', '.')}@st-brigid.example"
