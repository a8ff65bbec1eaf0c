"""Who signs in, as allauth finds it; whose session it is, in a query that is written once."""

from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import UUIDField

from rounds.core.database.prepared import Prepared
from rounds.core.models import User

_user = Prepared(lambda user_id: User.objects.filter(id=user_id), user_id=UUIDField())


class Backend(AuthenticationBackend):
    """Ask for the owner of a session at each request: an account that is closed ends at once."""

    def get_user(self, user_id: UUID) -> User | None:
        found = _user(user_id=user_id)
        return found[0] if found and self.user_can_authenticate(found[0]) else None
