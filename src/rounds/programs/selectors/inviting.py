"""Who cannot sign in yet: whom an invitation would reach, who was invited and when, and whom it cannot reach."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, DateTimeField, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rounds.accounts.models import Invitation
from rounds.core.access import Viewer
from rounds.core.clock import institution_today, now
from rounds.core.database.bulk_rows import among
from rounds.core.database.dated import open_on
from rounds.core.database.prepared import Ids, Prepared
from rounds.core.enums import STAFF
from rounds.core.fields import is_mail_address
from rounds.core.models import Institution, OutgoingMail
from rounds.people.models import Person, RoleAssignment
from rounds.people.selectors.people import is_here, people_for
from rounds.programs.enums import EnrollmentState, ProgramState
from rounds.programs.models import Enrollment, Program, ProgramRole

NO_ADDRESS, BAD_ADDRESS, CLOSED, REHEARSAL = "no_address", "bad_address", "closed", "rehearsal"
PROBLEMS: dict[str, Promise] = {
    NO_ADDRESS: _("no work e-mail address is recorded: add it, and a letter that was asked for leaves"),
    BAD_ADDRESS: _("the work e-mail address is none: correct it, and a letter that was asked for leaves"),
    CLOSED: _("the login was closed: only its owner or Rounds' administrator opens it again"),
    REHEARSAL: _("mail is in rehearsal: until it is live, only those with an office role are invited"),
}


@dataclass(frozen=True)
class InviteRow:
    """One person who cannot sign in, and what is known of their invitation."""

    person: Person
    # when the letter that counts was written, if one is open
    invited_at: datetime | None = None
    # until when it waits to leave; None once it has left
    leaves_at: datetime | None = None
    problem: str = ""

    @property
    def can_be_invited(self) -> bool:
        """Tell whether a letter would reach them: there is an address, and none is about to leave."""
        return not self.problem and self.leaves_at is None

    @property
    def can_wait(self) -> bool:
        """Tell whether a letter leaves as soon as their address is put right."""
        return self.problem in (NO_ADDRESS, BAD_ADDRESS)

    @property
    def is_new(self) -> bool:
        """Tell whether they can be invited and have no open invitation."""
        return self.can_be_invited and self.invited_at is None


SELECTIONS: dict[str, Callable[[InviteRow], bool]] = {
    "new": lambda row: row.is_new,
    "leaving": lambda row: row.leaves_at is not None,
    "invited": lambda row: row.invited_at is not None and row.leaves_at is None,
    "problem": lambda row: bool(row.problem),
}


def list_invitable(
    viewer: Viewer, *, program: Program | None = None, only: Collection[UUID] | None = None
) -> list[InviteRow]:
    """Return who is here and cannot sign in, by name: of a program, of those named, or of the institution."""
    can_sign_in = Q(user__is_active=True)
    people = people_for(viewer).filter(is_here(institution_today())).exclude(can_sign_in)
    if program is not None:
        taking_part = Enrollment.objects.filter(cohort__cycle__program=program)
        current = taking_part.exclude(state=EnrollmentState.WITHDRAWN)
        people = people.filter(id__in=current.values("person_id"))
    if only is not None:
        people = people.filter(id__in=among(only))
    found = list(people.order_by("folded_family", "folded_given", "id"))
    if not found:
        return []
    letters = _letters([one.id for one in found])
    may_be_reached = _reached_in_rehearsal(viewer)
    rows = []
    for one in found:
        invited_at, leaves_at = letters.get(one.id, (None, None))
        rows.append(InviteRow(one, invited_at, leaves_at, _problem_of(one, may_be_reached)))
    return rows


def select_invitable(rows: Iterable[InviteRow], show: str) -> list[InviteRow]:
    """Return the rows of a list; a word that is not known narrows nothing."""
    chosen = SELECTIONS.get(show)
    return [row for row in rows if chosen is None or chosen(row)]


@dataclass(frozen=True)
class Reachable:
    """People who are here: with an address, without one, and without a login."""

    with_address: int
    without_address: int
    without_login: int


def count_reachable() -> Reachable:
    """Return whom live mail reaches, in the institution in scope."""
    here = Person.objects.filter(is_here(institution_today()))
    found = here.aggregate(
        all=Count("id"), bare=Count("id", filter=Q(email="")), outside=Count("id", filter=Q(user=None))
    )
    return Reachable(found["all"] - found["bare"], found["bare"], found["outside"])


@dataclass(frozen=True)
class WaysIn:
    """How many of some people cannot sign in, and how many of those were invited or have a letter about to leave."""

    without: int
    invited: int
    leaving: int


def ways_in_of(people: Collection[UUID]) -> WaysIn:
    """Return how many of those who are written to have no way in yet, as a message to them brings one."""
    outside = Person.objects.filter(id__in=among(people), user=None).exclude(email="")
    ids = [one.id for one in outside.only("id", "email") if is_mail_address(one.email)]
    letters = _letters(ids) if ids else {}
    leaving = sum(leaves_at is not None for _invited_at, leaves_at in letters.values())
    return WaysIn(len(ids), len(letters) - leaving, leaving)


def programs_of_people(people: Collection[UUID]) -> dict[UUID, list[Program]]:
    """Return the programs, not closed, in which people take part, by name."""
    found: dict[UUID, list[Program]] = defaultdict(list)
    current = Enrollment.objects.filter(person_id__in=among(people)).exclude(state=EnrollmentState.WITHDRAWN)
    pairs = current.exclude(cohort__cycle__program__state=ProgramState.CLOSED).values_list(
        "person_id", "cohort__cycle__program_id"
    )
    wanted = set(pairs)
    programs = {
        one.id: one for one in Program.objects.filter(id__in={program for _person, program in wanted})
    }
    for person_id, program_id in wanted:
        found[person_id].append(programs[program_id])
    return {key: sorted(value, key=lambda one: (one.name, str(one.id))) for key, value in found.items()}


def _letters(people: list[UUID]) -> dict[UUID, tuple[datetime, datetime | None]]:
    """Return when each was invited by the letter that counts, and until when it waits to leave."""
    moment = now()
    leaves = dict(_waiting_letters(people=people, moment=moment))
    still_open = _open_invitations(people=people, moment=moment)
    return {one.person_id: (one.created_at, leaves.get(one.letter_key)) for one in still_open}


_open_invitations = Prepared(
    lambda people, moment: Invitation.objects.filter(
        person_id__in=among(people), used_at=None, revoked_at=None, expires_at__gt=moment
    ),
    people=Ids(),
    moment=DateTimeField(),
)
_waiting_letters = Prepared(
    lambda people, moment: OutgoingMail.objects.filter(
        state=OutgoingMail.State.WAITING, send_after__gt=moment, to_person_id__in=among(people)
    ).values_list("key", "send_after"),
    people=Ids(),
    moment=DateTimeField(),
)


def _reached_in_rehearsal(viewer: Viewer) -> set[UUID] | None:
    """Return whom mail reaches while it is rehearsed: those with an office role; None when it is live."""
    if Institution.objects.values_list("mail_is_live", flat=True).get(id=viewer.institution_id):
        return None
    day = institution_today()
    return {
        person_id
        for model in (RoleAssignment, ProgramRole)
        for person_id in model.objects.filter(open_on(day), role__in=STAFF).values_list(
            "person_id", flat=True
        )
    }


def _problem_of(person: Person, reached: set[UUID] | None) -> str:
    if person.user_id is not None:
        return CLOSED
    if not person.email:
        return NO_ADDRESS
    if not is_mail_address(person.email):
        return BAD_ADDRESS
    return "" if reached is None or person.id in reached else REHEARSAL
