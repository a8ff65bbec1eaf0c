"""Invite people: a program, a list, or those ticked; the letter is shown, and fifteen minutes it can be stopped."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from rounds.core.access import Request, Viewer, allow, holds
from rounds.core.enums import Role
from rounds.core.errors import NotFound
from rounds.core.reading import read_id
from rounds.programs.models import Program
from rounds.programs.selectors import program_for, programs_for
from rounds.programs.selectors.inviting import (
    PROBLEMS,
    SELECTIONS,
    InviteRow,
    list_invitable,
    programs_of_people,
    select_invitable,
)
from rounds.web.addresses import address
from rounds.web.mail.invitations import Programs, invitation_text, invite
from rounds.web.toasts import add_toast

may_invite = holds(Role.COORDINATOR, Role.DIRECTOR)
PAGE = 100
MOST_NAMED = 5


@dataclass(frozen=True)
class Chosen:
    """Whom the address names: a program, a list, single people; nothing named is nobody."""

    program: Program | None
    show: str
    people: frozenset[UUID]

    @property
    def is_whole_list(self) -> bool:
        """Tell whether a program or list was chosen, and not people one by one."""
        return not self.people and (self.program is not None or self.show in SELECTIONS)


def read_choice(viewer: Viewer, query: QueryDict) -> Chosen:
    """Read whom an address names; a program of others is not found."""
    program = None
    if query.get("program"):
        program_id = read_id(query["program"])
        if program_id is None:
            raise NotFound
        program = program_for(viewer, program_id)
    people = {person_id for text in query.getlist("person") if (person_id := read_id(text))}
    return Chosen(program, query.get("show", ""), frozenset(people))


def to_invite(viewer: Viewer, chosen: Chosen) -> list[InviteRow]:
    """Return whom the button of a choice is about: button, count, names and letters all come from here.

    Of a list those without an open invitation; of people who were ticked everybody, so that a letter can be sent again.
    """
    if chosen.people:
        return list_invitable(viewer, only=chosen.people)
    if not chosen.is_whole_list:
        return []
    rows = select_invitable(list_invitable(viewer, program=chosen.program), chosen.show)
    return [row for row in rows if row.is_new or row.problem]


@require_GET
@allow(may_invite)
def list_page(request: Request) -> HttpResponse:
    """List who cannot sign in yet; nobody is ticked, and a button counts those of the list that was chosen."""
    viewer = request.viewer
    chosen = read_choice(viewer, request.GET)
    everybody = list_invitable(viewer, program=chosen.program)
    page = Paginator(select_invitable(everybody, chosen.show), PAGE).get_page(request.GET.get("page"))
    mine = programs_of_people([row.person.id for row in page])
    context = {
        "chosen": chosen,
        "programs": programs_for(viewer),
        "page": page,
        "rows": [(row, mine.get(row.person.id, ()), PROBLEMS.get(row.problem, "")) for row in page],
        "can_choose": any(row.can_be_invited for row in page),
        "all": len(everybody),
        "counts": {show: len(select_invitable(everybody, show)) for show in SELECTIONS},
        "reached": sum(row.can_be_invited for row in to_invite(viewer, chosen)),
    }
    return render(request, "account/invite_all.html", context)


@require_http_methods(["GET", "POST"])
@allow(may_invite)
def send(request: Request) -> HttpResponse:
    """Show the letter and whom it reaches; a POST queues it for each of them."""
    viewer = request.viewer
    chosen = read_choice(viewer, request.GET)
    rows = to_invite(viewer, chosen)
    reached = [row for row in rows if row.can_be_invited]
    programs = _programs_in_letters(chosen, rows)
    back = address(request, "access:invite_all")
    back += f"?program={chosen.program.id}" if chosen.program else ""
    if request.method == "POST":
        _send(request, rows, programs)
        return redirect(back)
    own = {one.id for one in programs_for(viewer)}
    context = {
        "reached": reached,
        "again": [row for row in reached if row.invited_at],
        "others": [
            (row, theirs)
            for row in reached
            if (theirs := programs.get(row.person.id)) and _others(theirs, own)
        ],
        "leaving": [row for row in rows if row.leaves_at],
        "problems": [(row, PROBLEMS[row.problem]) for row in rows if row.problem],
        "preview": invitation_text(reached[0], programs, request.institution, by=viewer) if reached else None,
        "back": back,
    }
    return render(request, "account/invite_send.html", context)


def _others(theirs: Sequence[Program], own: set[UUID]) -> bool:
    return not any(one.id in own for one in theirs)


def _programs_in_letters(chosen: Chosen, rows: list[InviteRow]) -> Programs:
    """Return which programs each letter names: the one that was chosen, else all in which they take part."""
    if chosen.program is not None:
        return {row.person.id: [chosen.program] for row in rows}
    return programs_of_people([row.person.id for row in rows])


def _send(request: Request, rows: list[InviteRow], programs: Programs) -> None:
    invited = invite(rows, programs, by=request.viewer)
    if invited.wait:
        names = ", ".join(one.display_name for one in invited.wait[:MOST_NAMED])
        add_toast(request, _waiting_words(len(invited.wait)) % {"names": names}, icon="envelope")
    elif not invited.leave:
        add_toast(
            request,
            _("Nobody was invited: choose a program or a list, or tick people who can be."),
            icon="envelope",
        )
    if not invited.leave:
        return
    words = ngettext(
        "%(count)s invitation leaves in 15 minutes.",
        "%(count)s invitations leave in 15 minutes.",
        invited.leave,
    )
    where = address(request, "sent:stop", batch_id=invited.batch.id)
    add_toast(request, words % {"count": invited.leave}, icon="envelope-check", stop=where)


def _waiting_words(count: int) -> str:
    return ngettext(
        "%(names)s has no usable address: the invitation leaves once it is corrected.",
        "%(names)s have no usable address: their invitations leave once that is corrected.",
        count,
    )
