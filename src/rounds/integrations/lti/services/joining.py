"""Joining who somebody is at a platform to a person here, and ending that."""

from typing import cast
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer, system
from rounds.core.errors import OutOfOrder
from rounds.integrations.connections.models import Connection
from rounds.integrations.lti.models import LinkedIdentity
from rounds.integrations.lti.selectors import identity_of
from rounds.integrations.lti.values.platform import Platform
from rounds.people.models import Person


@transaction.atomic
def join(*, connection: Connection, subject: str, person: Person, by_number: bool) -> LinkedIdentity:
    """Join a subject of a platform to a person, once. Raises OutOfOrder where it is somebody else's already."""
    platform = Platform.of(connection.settings)
    row = LinkedIdentity(
        connection=connection,
        issuer=platform.issuer,
        client_id=platform.client_id,
        subject=subject,
        person=person,
        by_number=by_number,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        held = identity_of(connection, subject)
        if held is None or held.person_id != person.id:
            raise OutOfOrder(
                _(
                    "This account of the learning platform is joined to somebody else here. Tell your program office."
                )
            ) from None
        return held
    audit.record(
        "identity.joined",
        by=system(cast(UUID, connection.institution_id)),
        kind="linked_identity",
        object_id=row.id,
        about_person_id=person.id,
        by_number=by_number,
    )
    return row


@transaction.atomic
def unlink(*, identity: LinkedIdentity, by: Viewer) -> None:
    """End that an account of a platform is somebody's here; the next launch asks anew who it is."""
    gone, _each = LinkedIdentity.objects.filter(id=identity.id).delete()
    if gone:
        audit.record(
            "identity.unlinked",
            by=by,
            kind="linked_identity",
            object_id=identity.id,
            about_person_id=identity.person_id,
        )
