"""How a person comes to a login, and what its sign-in address is."""

from base64 import urlsafe_b64encode
from collections.abc import Collection
from datetime import timedelta
from typing import cast
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from rounds.accounts.models import LETTER, Invitation
from rounds.core import audit
from rounds.core.access import Viewer, institutions_of, viewer_for
from rounds.core.access.devices import forget_devices, hash_token
from rounds.core.clock import now
from rounds.core.database.scope import scope
from rounds.core.errors import DomainError, NotFound, OutOfOrder
from rounds.core.fields import is_mail_address
from rounds.core.models import User
from rounds.people.enums import OriginKind
from rounds.people.models import Person
from rounds.people.services.recording import note_origin

INVITATION_DAYS = 14
AT_ONCE = 500  # values in one statement


@transaction.atomic
def invite_person(*, person: Person, by: Viewer) -> str:
    """Make an invitation for a person without a login and return its token; an earlier one stops working."""
    if person.user_id is not None:
        raise OutOfOrder(
            _("%(name)s has an account already and can sign in.") % {"name": person.display_name}
        )
    if not person.email:
        raise DomainError(
            _("%(name)s has no work e-mail address. Add one, then invite.") % {"name": person.display_name},
            field="email",
        )
    moment = now()
    Invitation.objects.filter(person=person, used_at=None, revoked_at=None).update(revoked_at=moment)
    invitation = Invitation(
        person=person,
        email=person.email.lower(),
        expires_at=moment + timedelta(days=INVITATION_DAYS),
    )
    token = _token_of(invitation)
    invitation.token_hash = hash_token(token)
    try:
        with transaction.atomic():
            invitation.save(force_insert=True)
    except IntegrityError as error:
        raise OutOfOrder(
            _("%(name)s has just been invited; the mail is on its way.") % {"name": person.display_name}
        ) from error
    note_origin(person.id, OriginKind.INVITED, by=by)
    audit.record("invitation.sent", by=by, kind="person", object_id=person.id, about_person_id=person.id)
    return token


@transaction.atomic
def token_to(*, person: Person, by: Viewer) -> str:
    """Return the token of a person's open invitation, good for its full time from now, or of a new one.

    A message that leaves carries it, and the links of earlier messages go on working.
    """
    invitation = Invitation.objects.filter(person=person, used_at=None, revoked_at=None).first()
    if invitation is None or not _is_good(invitation):
        return invite_person(person=person, by=by)
    token = _token_of(invitation)
    if hash_token(token) != invitation.token_hash:  # the server's secret is another one now
        return invite_person(person=person, by=by)
    Invitation.objects.filter(id=invitation.id).update(expires_at=now() + timedelta(days=INVITATION_DAYS))
    return token


def _token_of(invitation: Invitation) -> str:
    """Return what opens an invitation: worked out with the server's secret, so that it is stored nowhere."""
    digest = salted_hmac("rounds.invitation", str(invitation.id), algorithm="sha256").digest()
    return urlsafe_b64encode(digest).rstrip(b"=").decode()


def take_back_letters(keys: Collection[str]) -> None:
    """Take back the invitations whose messages were stopped: nobody has their tokens."""
    hashes = [key.removeprefix(LETTER) for key in keys if key.startswith(LETTER)]
    for start in range(0, len(hashes), AT_ONCE):
        stopped = Invitation.objects.filter(token_hash__in=hashes[start : start + AT_ONCE], used_at=None)
        stopped.update(revoked_at=now())


def invitation_for(token: str) -> Invitation:
    """Return the open invitation with this token; all that is wrong with one looks alike (NotFound)."""
    found: Invitation | None = (
        Invitation.everywhere.select_related("person", "institution")
        .filter(token_hash=hash_token(token))
        .first()
    )
    if found is None or not _is_good(found):
        raise NotFound
    return found


def invitation_to(email: str, *, institutions: Collection[str]) -> Invitation | None:
    """Return the oldest open invitation to an address from one of the institutions (slugs)."""
    waiting = Invitation.everywhere.select_related("person", "institution").filter(
        email=email.lower(), institution__slug__in=institutions, used_at=None, revoked_at=None
    )
    return next((one for one in waiting.order_by("created_at") if _is_good(one)), None)


def _is_good(invitation: Invitation) -> bool:
    person = invitation.person
    is_stale = person.user_id is not None or person.merged_into_id is not None or person.left_on is not None
    # A letter to an address that was corrected since went to somebody else.
    return invitation.is_open_at(now()) and not is_stale and person.email.lower() == invitation.email


class NeedsSignIn(DomainError):
    """The address of an invitation has an account: its owner signs in first, then accepts."""


@transaction.atomic
def accept_invitation(*, token: str, user: User | None) -> User:
    """Join the invited person to a login: the signed-in owner of the address, or a new one without a password.

    An account that exists is never changed; without its session this raises NeedsSignIn.
    """
    invitation = invitation_for(token)
    if user is not None and user.email.lower() != invitation.email:
        raise OutOfOrder(
            _("This invitation is for %(invited)s, and you are signed in as %(email)s. Sign out first.")
            % {"invited": invitation.email, "email": user.email}
        )
    if user is None and User.objects.filter(email__iexact=invitation.email).exists():
        raise NeedsSignIn(_("This address has an account already. Sign in with it, then accept."))
    return accept_open_invitation(invitation=invitation, user=user)


@transaction.atomic
def accept_open_invitation(*, invitation: Invitation, user: User | None) -> User:
    """Use up an invitation for its owner, who has proven the address: with this login, or with a new one."""
    taken = Invitation.everywhere.filter(id=invitation.id, used_at=None, revoked_at=None).update(
        used_at=now()
    )
    if not taken:
        raise NotFound
    user = user or User.objects.create_user(invitation.email)
    institution_id = cast(UUID, invitation.institution_id)
    with scope(institution_id):
        is_somebody = Person.objects.filter(user=user).exists()
        if is_somebody or not Person.objects.filter(id=invitation.person_id, user=None).update(user=user):
            raise OutOfOrder(_("This account belongs to somebody else of this institution. Ask your office."))
        by = Viewer(institution_id, user.id, invitation.person_id, invitation.person.display_name)
        audit.record("invitation.accepted", by=by, kind="person", object_id=invitation.person_id)
    return user


@transaction.atomic
def change_address(*, user: User, new_address: str) -> None:
    """Give a login another address. Its sessions and remembered devices end, the old address opens nothing."""
    from allauth.account.models import EmailAddress

    user.email = free_address(new_address)
    user.save(update_fields=["email"])
    EmailAddress.objects.filter(user=user).delete()
    forget_devices(user)


@transaction.atomic
def close_sign_in(*, person: Person) -> None:
    """Take the login from a record: it opens nothing of this institution any more. Records elsewhere keep it."""
    Person.objects.filter(id=person.id).update(user=None)
    person.user = None


@transaction.atomic
def change_own_address(*, user: User, new_address: str) -> None:
    """Give one's own login another address, which a code mailed there has proven; told in each institution's log."""
    change_address(user=user, new_address=new_address)
    for institution in institutions_of(user.pk):
        with scope(institution.id):
            viewer = viewer_for(institution.id, user.pk)
            if viewer:
                audit.record(
                    "sign_in.address",
                    by=viewer,
                    kind="person",
                    object_id=viewer.person_id,
                    about_person_id=viewer.person_id,
                )


def free_address(address: str) -> str:
    """Return an address as it is stored; raise DomainError for one that is none, or that another login has."""
    address = address.strip().lower()
    if not is_mail_address(address):
        raise DomainError(
            _("“%(address)s” is not an e-mail address. Correct it.") % {"address": address[:100]},
            field="new_address",
        )
    if User.objects.filter(email__iexact=address).exists():
        # The same sentence whether the other login is of this institution or not.
        raise DomainError(_("This address can't be used. Choose another one."), field="new_address")
    return address
