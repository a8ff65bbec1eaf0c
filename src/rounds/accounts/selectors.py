"""Reads of what waits to be confirmed, and whether two people who decide together are two."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from allauth.socialaccount.models import SocialAccount
from django.db.models import Max, QuerySet, UUIDField
from django.utils.translation import gettext as _

from rounds.accounts.enums import ChangeKind, Decision
from rounds.accounts.models import Invitation, PendingChange
from rounds.core.clock import now
from rounds.core.database.bulk_rows import among
from rounds.core.database.prepared import Ask, Prepared
from rounds.people.models import Origin, Person
from rounds.people.selectors.origins import lineages

KNOWN_DAYS = 3  # how long a newcomer waits before they count as a second person


def closings_asked(people: Collection[UUID]) -> set[UUID]:
    """Return the people whose sign-in somebody has asked to close."""
    waiting = PendingChange.objects.filter(
        person_id__in=among(people), kind=ChangeKind.CLOSING, decision=Decision.OPEN, expires_at__gt=now()
    )
    return set(waiting.values_list("person_id", flat=True))


def changes_about(person_id: UUID) -> list[PendingChange]:
    """Return what waits to be confirmed about somebody's own sign-in and roles, newest first."""
    return [one for one in _open_about(person_id=person_id) if one.expires_at > now()]


def ask_for_changes_about(person_id: UUID) -> Ask:
    """Return what `changes_about` will ask."""
    return _open_about.asked(person_id=person_id)


def _waiting(person_id: UUID) -> QuerySet[PendingChange]:
    waiting = PendingChange.objects.filter(person_id=person_id, decision=Decision.OPEN)
    return waiting.exclude(kind=ChangeKind.SWITCH).select_related("asked_by")


_open_about = Prepared(_waiting, person_id=UUIDField())


def why_not_two(asked_by: UUID | None, person_id: UUID | None) -> str:
    """Return in a sentence why somebody can't be the second person of what another asked for; "" if they can.

    Nobody is one for what they asked for themselves, for whom they brought in or were brought in by, at any remove, nor
    beside somebody whom the same third person brought in.
    """
    if asked_by is None or person_id is None:
        return ""
    lines = lineages({asked_by, person_id})
    return _why(asked_by, person_id, lines, _is_newcomer(person_id))


def _why(asked_by: UUID, person_id: UUID, lines: dict[UUID, set[UUID]], is_new: bool) -> str:
    if asked_by == person_id:
        return _("Somebody else must confirm what you asked for.")
    if lines[asked_by] & lines[person_id]:
        return _(
            "Who asked made, addressed or invited you, or the other way round, or both of you came by the same person."
            " Somebody whom neither brought in must confirm this."
        )
    if is_new:
        return _("You are new here. From your fourth day on you can be the second person of a change.")
    return ""


def _is_newcomer(person_id: UUID) -> bool:
    """Tell whether somebody came these days by a hand of this institution, known to no organization."""
    since = now() - timedelta(days=KNOWN_DAYS)
    latest = Origin.objects.filter(person_id=person_id).aggregate(at=Max("at"))["at"]
    if latest is None:  # setup named them
        return False
    joined = Invitation.objects.filter(person_id=person_id).aggregate(at=Max("used_at"))["at"]
    if latest <= since and (joined is None or joined <= since):
        return False
    user = Person.objects.filter(id=person_id).values("user_id")
    return not SocialAccount.objects.filter(user_id__in=user).exists()
