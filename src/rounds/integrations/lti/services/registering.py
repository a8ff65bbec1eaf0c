"""Dynamic registration: an administrator pastes one address at the platform, and the two tell each other who they are."""

import json
import secrets
from datetime import timedelta
from typing import cast
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.errors import OutOfOrder
from rounds.integrations.connections.models import Connection
from rounds.integrations.connections.services import change_settings, note_failure, note_success
from rounds.integrations.lti.models import LtiRegistration
from rounds.integrations.lti.selectors import hash_of
from rounds.integrations.lti.services.calling import read_json
from rounds.integrations.lti.services.launching import Ours
from rounds.integrations.lti.services.own_key import ensure_key
from rounds.integrations.lti.values.registrations import our_words, read_configuration, read_registration
from rounds.integrations.outgoing import NoAnswer, NotAllowed, ask
from rounds.integrations.signed_tokens import Refused

DAYS = 3
TOKEN_BYTES = 32
LONGEST_TOKEN = 8_000
JSON = "application/json"


@transaction.atomic
def open_registration(*, connection: Connection, by: Viewer) -> str:
    """Return the code of an address by which a platform may register us once; one that was made before ends."""
    row = Connection.objects.select_for_update(no_key=True).get(id=connection.id)
    if row.settings:
        raise OutOfOrder(
            _("The platform is entered already. Change it by hand, or begin another connection.")
        )
    ensure_key(row)
    code = secrets.token_urlsafe(TOKEN_BYTES)
    LtiRegistration.objects.update_or_create(
        connection=row,
        defaults={
            "code_hash": hash_of(code),
            "until": now() + timedelta(days=DAYS),
            "opened_by_id": by.own_id,
            "used_at": None,
        },
    )
    audit.record("connection.opened", by=by, kind="connection", object_id=row.id, what=row.kind)
    return code


def register(
    *, registration: LtiRegistration, configuration: str, token: str, name: str, ours: Ours
) -> Connection:
    """Let the platform of a configuration register us, and keep it as a draft. Refused where it says what can't be right.

    The address is used up before anything is asked, so that two presses register once; where the platform fails it counts again.
    """
    rows = LtiRegistration.objects.filter(id=registration.id)
    if not rows.filter(used_at=None).update(used_at=now()):
        raise Refused("twice")
    connection = registration.connection
    try:
        platform = read_configuration(_asked(configuration), configuration)
        answer = read_registration(_told(platform["registers_at"], token, name, ours), platform)
    except (NoAnswer, NotAllowed, Refused) as error:
        rows.update(used_at=None)
        words = _("A platform began to register Rounds, and did not end it.")
        note_failure(connection=connection, what="register", problem=error.reason, sentence=words)
        raise Refused(error.reason) from error
    with transaction.atomic():
        row = Connection.objects.select_for_update(no_key=True).get(id=connection.id)
        if row.settings:
            raise Refused("twice")
        change_settings(
            connection=row,
            settings=answer.as_settings(),
            by=_opener(registration),
            action="connection.registered",
        )
        note_success(
            connection=row,
            what="register",
            sentence=_("The platform has registered Rounds by itself."),
            counts={"deployments": len(answer.deployments)},
        )
    return connection


def _asked(configuration: str) -> dict[str, object]:
    answer = ask(configuration, headers={"Accept": JSON})
    if answer.status != 200:
        raise NoAnswer("configuration")
    return dict(read_json(answer))


def _told(registers_at: str, token: str, name: str, ours: Ours) -> dict[str, object]:
    """Tell the platform who we are, and return what it answers; some send no token (Brightspace)."""
    if len(token) > LONGEST_TOKEN or not token.isascii() or (token and not token.isprintable()):
        raise Refused("token")
    words = our_words(name=name, login=ours.login, launch=ours.launch, keys=ours.keys)
    headers = {"Accept": JSON, "Content-Type": JSON} | ({"Authorization": f"Bearer {token}"} if token else {})
    answer = ask(registers_at, method="POST", headers=headers, body=json.dumps(words).encode())
    if answer.status not in (200, 201):
        raise NoAnswer("registration")
    return dict(read_json(answer))


def _opener(registration: LtiRegistration) -> Viewer:
    """Return who made the address, without any role: they have entered what the platform says, and another confirms it."""
    person = registration.opened_by
    return Viewer(cast(UUID, registration.institution_id), None, person.id, person.display_name)
