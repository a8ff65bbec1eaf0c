"""Connections of the demo: a learning platform that is on, one that waits for the coordinator, the hospital's monitoring."""

from dataclasses import replace
from datetime import timedelta

from rounds.core.access import Grant, Viewer
from rounds.core.clock import institution_today
from rounds.core.enums import Role
from rounds.integrations.connections.enums import ConnectionKind
from rounds.integrations.connections.services import (
    change_settings,
    confirm_connection,
    enter_connection,
    note_trial,
)
from rounds.integrations.credentials.enums import Scope
from rounds.integrations.credentials.services import choose_scopes, make_credential
from rounds.integrations.lti.values.platform import Platform
from rounds.people.models import Person

THERE = "https://learn.st-brigid.example"
PLATFORM = Platform(
    issuer=THERE,
    client_id="rounds-st-brigid",
    deployments=("1",),
    login_url=f"{THERE}/lti/authorize",
    token_url=f"{THERE}/lti/token",
    keys_url=f"{THERE}/lti/keys",
    trusts_numbers=True,
)

ANSWERED = "The platform answers; it has 1 key."
SIMULATION = "https://simulation.st-brigid.example"
WAITING = replace(
    PLATFORM,
    issuer=SIMULATION,
    client_id="rounds-simulation",
    login_url=f"{SIMULATION}/mod/lti/auth.php",
    token_url=f"{SIMULATION}/mod/lti/token.php",
    keys_url=f"{SIMULATION}/mod/lti/certs.php",
    trusts_numbers=False,
)


def connect_learning_platform(
    office: Viewer, admin: Person, coordinator: Person, learners: tuple[Person, ...]
) -> None:
    """Enter the hospital's learning platform and switch it on, by two people; who has come by it already is joined."""
    from rounds.integrations.lti.services.joining import join
    from rounds.integrations.lti.services.own_key import ensure_key

    first, second = (
        Viewer(
            office.institution_id, person.user_id, person.id, person.full_name, frozenset([Grant(role, None)])
        )
        for person, role in ((admin, Role.SITE_ADMIN), (coordinator, Role.COORDINATOR))
    )
    learn = enter_connection(kind=ConnectionKind.LTI, name="St. Brigid Learn", by=first)
    change_settings(connection=learn, settings=PLATFORM.as_settings(), by=first)
    ensure_key(learn)
    note_trial(connection=learn, sentence=ANSWERED, counts={"keys": 1}, by=first)
    confirm_connection(connection=learn, by=second)
    learn.refresh_from_db()
    for number, person in enumerate(learners, 1):
        join(connection=learn, subject=f"learner-{number}", person=person, by_number=False)
    _watch_over_it(first, second)
    simulation = enter_connection(kind=ConnectionKind.LTI, name="Simulation Center", by=first)
    change_settings(connection=simulation, settings=WAITING.as_settings(), by=first)
    ensure_key(simulation)
    note_trial(connection=simulation, sentence=ANSWERED, counts={"keys": 1}, by=first)


def _watch_over_it(first: Viewer, second: Viewer) -> None:
    """Let the hospital's monitoring ask how connections fare, with a credential that nobody has; it was shown once."""
    monitoring = enter_connection(kind=ConnectionKind.MONITOR, name="Hospital monitoring", by=first)
    choose_scopes(connection=monitoring, scopes=Scope.values, by=first)
    confirm_connection(connection=monitoring, by=second)
    make_credential(
        connection=monitoring,
        scopes=Scope.values,
        last_on=institution_today() + timedelta(days=200),
        by=first,
    )
