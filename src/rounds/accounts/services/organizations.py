"""An organization's sign-in and the login that it opens.

An identity is provider, issuer and subject. It comes to a login in two ways only: its owner connects it while signed
in, or it brings the verified address of an open invitation that nobody has an account for. An address alone never
leads into an account that exists.
"""

from collections.abc import Collection

from allauth.socialaccount.models import SocialAccount
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from rounds.accounts.services.logins import accept_open_invitation, invitation_to
from rounds.core import audit
from rounds.core.access import institutions_of, viewer_for
from rounds.core.access.devices import forget_devices
from rounds.core.database.scope import scope
from rounds.core.errors import OutOfOrder
from rounds.core.models import User


def owner_of_identity(*, provider: str, issuer: str, subject: str) -> User | None:
    """Return whose login an identity opens, None for one that is not connected."""
    found = SocialAccount.objects.select_related("user").filter(provider=provider, uid=subject).first()
    # The name of a provider may come to mean another server; its subjects are other people.
    return found.user if found and found.extra_data.get("issuer") == issuer else None


def is_person_in(user: User, institutions: Collection[str]) -> bool:
    """Tell whether a login is somebody in one of the institutions (slugs) today."""
    return any(institution.slug in institutions for institution in institutions_of(user.pk))


@transaction.atomic
def join_by_invitation(
    *, provider: str, issuer: str, subject: str, verified_email: str, institutions: Collection[str]
) -> User | None:
    """Accept the open invitation to a verified address and connect the identity to the new login.

    Return None where there is no invitation, or where the address has an account: its owner connects it signed in.
    """
    invitation = invitation_to(verified_email, institutions=institutions) if verified_email else None
    if invitation is None or User.objects.filter(email__iexact=verified_email).exists():
        return None
    user = accept_open_invitation(invitation=invitation, user=None)
    connect_identity(user=user, provider=provider, issuer=issuer, subject=subject)
    return user


@transaction.atomic
def connect_identity(*, user: User, provider: str, issuer: str, subject: str) -> None:
    """Let an identity open a login from now on; one of each organization, and each opens one login."""
    mine = SocialAccount.objects.filter(user=user, provider=provider).first()
    if mine and (mine.uid, mine.extra_data.get("issuer")) == (subject, issuer):
        return
    if mine:
        raise OutOfOrder(
            _("Another sign-in of this organization is connected with your account. Disconnect it first.")
        )
    try:
        with transaction.atomic():
            SocialAccount.objects.create(
                user=user, provider=provider, uid=subject, extra_data={"issuer": issuer}
            )
    except IntegrityError:
        raise OutOfOrder(
            _("This sign-in is connected with another account. Ask your program office whose it is.")
        ) from None
    _record("sign_in.connected", user, provider)


@transaction.atomic
def disconnect_identity(*, user: User, provider: str) -> bool:
    """Let an organization's sign-in no longer open a login; return False if none was connected."""
    deleted, _rows = SocialAccount.objects.filter(user=user, provider=provider).delete()
    if deleted:
        forget_devices(user)
        _record("sign_in.disconnected", user, provider)
    return bool(deleted)


def _record(action: str, user: User, provider: str) -> None:
    """Write it into the audit log of each institution in which the login is somebody."""
    for institution in institutions_of(user.pk):
        with scope(institution.id):
            viewer = viewer_for(institution.id, user.pk)
            if viewer:
                audit.record(
                    action,
                    by=viewer,
                    kind="person",
                    object_id=viewer.person_id,
                    about_person_id=viewer.person_id,
                    organization=provider,
                )
