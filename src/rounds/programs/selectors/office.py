"""Who a program's office is, by name, as somebody should be told of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.database.dated import open_on
from rounds.core.enums import Role
from rounds.people.models import Person, RoleAssignment
from rounds.people.selectors.people import is_here
from rounds.people.selectors.two_hats import judges_training_of
from rounds.programs.models import Program, ProgramRole

NAMED = 5


@dataclass(frozen=True)
class Office:
    """The people of a program's office, in words; those with a hand in somebody's training are said apart."""

    names: str
    coordinators: str
    # Who is of the office and judges the training of the one it is about: they see less.
    hats: str = ""


def office_of(program: Program, *, about: UUID) -> Office:
    """Return the office of a program, as one person is told of it."""
    rows = list(
        ProgramRole.objects.filter(
            open_on(institution_today()), program=program, role__in=[Role.COORDINATOR, Role.DIRECTOR]
        )
        .select_related("person")
        .order_by("role", "person__folded_family", "person_id")[: 2 * NAMED]
    )
    institution = cast(UUID, program.institution_id)
    people = list({row.person_id: row.person for row in rows}.values())[:NAMED]
    judging = [one for one in people if judges_training_of(Viewer(institution, person_id=one.id), about)]
    reading = [one for one in people if one not in judging]
    hats = ""
    if judging:
        hats = " " + _("%(names)s, with a say in your training: only whether it is done.") % {
            "names": _named(judging)
        }
    return Office(
        names=_("%(names)s, program office") % {"names": _named(reading)}
        if reading
        else _("The program office"),
        coordinators=_named(row.person for row in rows if row.role == Role.COORDINATOR)
        or _("the coordinator"),
        hats=hats,
    )


def names_in_office(program_id: UUID | None, roles: Iterable[str]) -> list[str]:
    """Return who holds one of these roles in a program today, by name, each once."""
    rows = ProgramRole.objects.filter(
        open_on(institution_today()), program_id=program_id, role__in=list(roles)
    ).select_related("person")
    people = rows.order_by("person__folded_family", "person__folded_given", "person_id")
    return list(dict.fromkeys(row.person.display_name for row in people))


def holders_of(program_id: UUID, roles: Iterable[str]) -> list[Person]:
    """Return who is here and holds one of these roles today that counts in a program, by name: granted for it, for its scope, or for the institution."""
    today, wanted = institution_today(), list(roles)
    granted = RoleAssignment.objects.filter(
        Q(scope_id=program_id) | Q(scope_id=None), open_on(today), role__in=wanted
    )
    given = ProgramRole.objects.filter(open_on(today), role__in=wanted, program_id=program_id)
    held = Q(id__in=granted.values("person_id")) | Q(id__in=given.values("person_id"))
    people = Person.objects.filter(held, is_here(today))
    return list(people.order_by("folded_family", "folded_given", "id"))


def ids_by_role(program_ids: Iterable[UUID], roles: Iterable[str]) -> dict[UUID, dict[str, set[UUID]]]:
    """Return who is here and holds which of these roles today, by program: as `holders_of`, in two queries for any number."""
    today, wanted, ids = institution_today(), list(roles), list(program_ids)
    here = Q(person__in=Person.objects.filter(is_here(today)))
    granted = RoleAssignment.objects.filter(open_on(today), here, role__in=wanted)
    given = ProgramRole.objects.filter(open_on(today), here, role__in=wanted, program_id__in=ids)
    found: dict[UUID, dict[str, set[UUID]]] = {one: {role: set() for role in wanted} for one in ids}
    rows = [*granted.values_list("scope_id", "role", "person_id")]
    rows += given.values_list("program_id", "role", "person_id")
    for scope, role, person in rows:
        for program_id in ids if scope is None else [scope]:
            if program_id in found:
                found[program_id][role].add(person)
    return found


def _named(people: Iterable[Person]) -> str:
    return ", ".join(one.display_name for one in people)
