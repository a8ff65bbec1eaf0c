"""Reads of what is kept of launches."""

import hashlib
from uuid import UUID

from django.db.models import QuerySet

from rounds.core.clock import now
from rounds.core.errors import NotFound
from rounds.integrations.connections.enums import ConnectionKind
from rounds.integrations.connections.models import Connection
from rounds.integrations.lti.models import LinkedIdentity, LtiCourse, LtiEntry, LtiRegistration
from rounds.integrations.lti.values.platform import Platform
from rounds.people.models import Person
from rounds.people.selectors.leaves import has_left

MOST_SHOWN = 500


def hash_of(token: str) -> str:
    """Return what is kept of a secret of ours."""
    return hashlib.sha256(token.encode()).hexdigest()


def lti_connection(connection_id: UUID) -> Connection:
    """Return a connection to a platform, whatever its state and what is entered."""
    found: Connection | None = Connection.objects.filter(id=connection_id, kind=ConnectionKind.LTI).first()
    if found is None:
        raise NotFound
    return found


def platform_connection(connection_id: UUID) -> Connection:
    """Return a connection to a platform, whatever its state; NotFound where nothing is entered."""
    found = lti_connection(connection_id)
    if not found.settings:
        raise NotFound
    return found


def registration_of(connection: Connection, code: str) -> LtiRegistration | None:
    """Return by what a platform may register us; None for a code that is wrong, used or too old."""
    rows = LtiRegistration.objects.filter(connection=connection, code_hash=hash_of(code), used_at=None)
    found: LtiRegistration | None = rows.filter(until__gt=now()).select_related("opened_by").first()
    return found


def is_offered(connection: Connection) -> bool:
    """Tell whether an address was made by which a platform may still register us."""
    rows = LtiRegistration.objects.filter(connection=connection, used_at=None, until__gt=now())
    return bool(rows.exists())


def same_platform(connection: Connection, platform: Platform) -> Connection | None:
    """Return another connection to a platform under the same client ID; None where there is none."""
    rows = Connection.objects.filter(kind=ConnectionKind.LTI).exclude(id=connection.id)
    found: Connection | None = rows.filter(
        settings__issuer=platform.issuer, settings__client_id=platform.client_id
    ).first()
    return found


def identity_of(connection: Connection, subject: str) -> LinkedIdentity | None:
    """Return who a subject of the platform is here; None for one that nobody has joined."""
    platform = Platform.of(connection.settings)
    rows = LinkedIdentity.objects.filter(
        connection=connection, issuer=platform.issuer, client_id=platform.client_id, subject=subject
    )
    found: LinkedIdentity | None = rows.select_related("person__user").first()
    return found


def may_come_in(person: Person) -> bool:
    """Tell whether somebody is here still: not merged away, not gone, their account not closed."""
    is_closed = person.user is not None and not person.user.is_active
    return not (is_closed or person.merged_into_id or has_left(person))


def person_of_number(number: str) -> Person | None:
    """Return whose employee number it is; None where it is nobody's, or of somebody who has gone."""
    found: Person | None = (
        Person.objects.select_related("user").filter(employee_id=number, merged_into=None).first()
        if number
        else None
    )
    return found if found is not None and may_come_in(found) else None


def person_of_address(email: str) -> Person | None:
    """Return whose work address it is; None where nobody's, or somebody's who has gone."""
    rows = Person.objects.select_related("user").filter(email__iexact=email, merged_into=None)[:2]
    found = list(rows)
    return found[0] if len(found) == 1 and may_come_in(found[0]) else None


def entry_of(code: str) -> LtiEntry | None:
    """Return the way in that a code opens, in whatever institution; None for one that is used or too old."""
    found: LtiEntry | None = (
        LtiEntry.everywhere.select_related("institution")
        .filter(code_hash=hash_of(code), until__gt=now())
        .first()
    )
    return found


def identities_of(connection: Connection) -> QuerySet[LinkedIdentity]:
    """Return who is joined by a connection, by name."""
    rows = LinkedIdentity.objects.filter(connection=connection).select_related("person")
    return rows.order_by("person__folded_family", "person__folded_given", "id")[:MOST_SHOWN]


def courses_of(connection: Connection) -> QuerySet[LtiCourse]:
    """Return the courses out of which people came by a connection, by title."""
    return LtiCourse.objects.filter(connection=connection)[:MOST_SHOWN]
