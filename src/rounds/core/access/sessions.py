"""Sessions in the database, as Django keeps them; the one query of every request is written once."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import CharField, DateTimeField

from rounds.core.clock import now
from rounds.core.database.prepared import Prepared

_living = Prepared(
    lambda key, at: Session.objects.filter(session_key=key, expire_date__gt=at),
    key=CharField(),
    at=DateTimeField(),
)


class SessionStore(db.SessionStore):
    """A session, by its key."""

    def _get_session_from_db(self) -> Session | None:
        found = _living(key=self.session_key, at=now())
        if not found:
            self._session_key = None
            return None
        return found[0]
