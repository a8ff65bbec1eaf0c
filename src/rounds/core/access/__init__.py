"""Who is looking, what they hold, and the decorator by which each page says who may use it."""

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from functools import wraps
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit
from uuid import UUID

import rules
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse

from rounds.core.clock import institution_today, today
from rounds.core.database.prepared import Prepared
from rounds.core.database.scope import scope
from rounds.core.enums import Role
from rounds.core.errors import NotFound
from rounds.core.models import Institution, User


@dataclass(frozen=True)
class Grant:
    """One role somewhere: `scope_id` is a program or training program, None is the whole institution."""

    role: str
    scope_id: UUID | None = None


@dataclass(frozen=True)
class Viewer:
    """Somebody who looks or acts, within one institution. `person_id` is None for the system itself."""

    institution_id: UUID
    user_id: UUID | None = None
    person_id: UUID | None = None
    name: str = ""
    grants: frozenset[Grant] = field(default_factory=frozenset)
    # The time zone of the site where they work; empty: the institution's.
    zone: str = ""

    @property
    def own_id(self) -> UUID:
        """Return the id of the viewer's own person; raise NotFound for the system itself, which is nobody."""
        if self.person_id is None:
            raise NotFound
        return self.person_id

    def today(self) -> date:
        """Return the calendar day where they work: what forms propose. Rules count by that of the institution."""
        return today(self.zone) if self.zone else institution_today()

    def last_day(self) -> date:
        """Return the last day on which something can have been, here and by the institution: what logs propose."""
        return min(self.today(), institution_today())

    def has(self, *roles: str, scope_id: UUID | None = None) -> bool:
        """Tell whether one of the roles is held for the whole institution or for this scope."""
        return any(grant.role in roles and grant.scope_id in (None, scope_id) for grant in self.grants)

    def has_anywhere(self, *roles: str) -> bool:
        """Tell whether one of the roles is held in any scope."""
        return any(grant.role in roles for grant in self.grants)

    def scopes(self, *roles: str) -> frozenset[UUID | None]:
        """Return the scopes in which one of the roles is held; None means all of them."""
        return frozenset(grant.scope_id for grant in self.grants if grant.role in roles)


class ScopedRequest(HttpRequest):
    """A request as the middleware hands it on: outside an institution, and for a stranger, nobody is there."""

    institution: Institution | None
    viewer: Viewer | None
    scopes: ExitStack


class Request(ScopedRequest):
    """A request that `allow` has let in: its institution, its viewer and their login are there.

    Views say `request: Request`; nothing is ever built from these two classes.
    """

    institution: Institution
    viewer: Viewer
    user: User


def viewer_of(request: HttpRequest) -> Viewer | None:
    """Return who asks; None outside an institution, for a stranger, and before the middleware has looked."""
    return cast(Viewer | None, getattr(request, "viewer", None))


def let_in(request: HttpRequest) -> Request:
    """Return a request whose viewer is certainly there; raises Http404 for a stranger."""
    if viewer_of(request) is None:
        raise Http404
    return cast(Request, request)


def system(institution_id: UUID) -> Viewer:
    """Return the viewer in whose name jobs act."""
    return Viewer(institution_id=institution_id, name="Rounds")


# Each domain contributes what it knows: people the person and institution roles, programs theirs.

# Of a person on a day: rows of role and scope.
GrantSource = Callable[[UUID, date], Iterable[QuerySet[Any, Any]]]
PersonSource = Callable[[UUID, UUID], tuple[UUID, str, str] | None]
_grant_sources: list[GrantSource] = []
_person_sources: list[PersonSource] = []


def add_person_source(source: PersonSource) -> None:
    """Register source(institution_id, user_id) -> (person_id, name, time zone) or None."""
    _person_sources.append(source)


def add_grant_source(source: GrantSource) -> None:
    """Register source(person_id, day) -> queries of (role, scope_id) that the person holds on the day."""
    _grant_sources.append(source)


def _all_grants(person_id: UUID, day: date) -> QuerySet[Any, Any]:
    first, *others = (query for source in _grant_sources for query in source(person_id, day))
    return first.union(*others, all=True)


_grants = Prepared(_all_grants, person_id=models.UUIDField(), day=models.DateField())


def grants_of(person_id: UUID) -> frozenset[Grant]:
    """Return what a person holds today in the institution in scope; the sources are asked in one query."""
    return frozenset(Grant(*row) for row in _grants(person_id=person_id, day=institution_today()))


def viewer_for(institution_id: UUID, user_id: UUID) -> Viewer | None:
    """Return the viewer that a signed-in user is in an institution, None for a stranger to it.

    Must run inside the institution's scope.
    """
    for person_source in _person_sources:
        found = person_source(institution_id, user_id)
        if found:
            person_id, name, zone = found
            return Viewer(institution_id, user_id, person_id, name, grants_of(person_id), zone)
    return None


def institutions_of(user_id: UUID) -> list[Institution]:
    """Return the institutions in which a user has a person, by name."""
    found = []
    for institution in Institution.objects.order_by("name"):
        with scope(institution.id):
            if any(source(institution.id, user_id) for source in _person_sources):
                found.append(institution)
    return found


# predicates: (viewer, object or None) -> bool, combined with & | ~


def holds(*roles: Role) -> rules.Predicate:
    """Tell whether a viewer has one of the roles, anywhere in the institution."""

    @rules.predicate("holds:" + ",".join(roles))  # type: ignore[untyped-decorator]
    def predicate(viewer: Viewer, thing: object = None) -> bool:
        return viewer.has_anywhere(*roles)

    return cast(rules.Predicate, predicate)


@rules.predicate  # type: ignore[untyped-decorator]
def is_member(viewer: Viewer, thing: object = None) -> bool:
    """Tell whether the viewer is a person of the institution."""
    return viewer.person_id is not None


View = TypeVar("View", bound=Callable[..., HttpResponse])


def allow(
    who: rules.Predicate, *, load: Callable[..., Any] | None = None
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Declare who may use a page below an institution's slug.

    Without a session: to sign-in, and back afterward. With `load`, its result replaces the address's
    arguments: load(viewer, **arguments) returns the object or raises NotFound / DoesNotExist. Whoever
    fails the predicate gets the same 404 as whoever asks for what does not exist.
    """

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, **arguments: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(way_back(request))
            viewer = let_in(request).viewer
            if load is None:
                if not who.test(viewer, None):
                    raise Http404
                return view(request, **arguments)
            try:
                thing = load(viewer, **arguments)
            except (NotFound, ObjectDoesNotExist) as error:
                raise Http404 from error
            if not who.test(viewer, thing):
                raise Http404
            return view(request, thing)

        guarded.access = who  # type: ignore[attr-defined]  # read by the architecture test
        return guarded

    return decorate


def signed_in(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Declare that a page outside any institution is for everybody with a session, about their own account."""

    @wraps(view)
    def guarded(request: HttpRequest, **arguments: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(way_back(request))
        return view(request, **arguments)

    guarded.access = "signed_in"  # type: ignore[attr-defined]
    return guarded


def way_back(request: HttpRequest) -> str:
    """Return where to lead after sign-in: the page asked for, or the page whose form was sent."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    came_from = urlsplit(request.headers.get("Referer", ""))
    if came_from.netloc == request.get_host() and came_from.path.startswith("/"):
        return came_from.path + (f"?{came_from.query}" if came_from.query else "")
    return "/"


def public(view: View) -> View:
    """Declare that a page needs no sign-in."""
    view.access = "public"  # type: ignore[attr-defined]
    return view
