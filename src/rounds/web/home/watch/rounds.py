"""Rounds of feedback that wait: for a faculty developer, and for a program's office where every developer is inside the line."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from rounds.core.access import Request
from rounds.core.enums import Role
from rounds.programs.models import Program
from rounds.programs.selectors.office import holders_of
from rounds.surveys.enums import RoundState
from rounds.surveys.feedback360.selectors.lines import is_outside
from rounds.surveys.feedback360.selectors.rounds import list_rounds, needs_another_debriefer
from rounds.surveys.models import Round360
from rounds.web.addresses import address
from rounds.web.home.parts import Group


def rounds_that_wait(request: Request) -> Iterable[Group]:
    """Yield the rounds of feedback that wait for the reader: raters to decide about, a debrief that did not take place."""
    for one in list_rounds(request.viewer):
        if _waits(one):
            yield _group(request, one, _what(one))


def may_wait(program_id: UUID) -> QuerySet[Round360]:
    """Return the rounds of a program of which any may wait: where there is none, `rounds_left_to_office` is not asked."""
    return Round360.objects.filter(scope_id=program_id, state__in=(RoundState.NOMINATING, RoundState.READY))


def rounds_left_to_office(request: Request, program: Program) -> Iterable[Group]:
    """Yield the rounds of a program that wait and have no faculty developer outside their line: the office runs them."""
    rounds = [one for one in list_rounds(request.viewer) if one.scope_id == program.id and _waits(one)]
    developers = holders_of(program.id, [Role.FACULTY_DEVELOPER]) if rounds else []
    for one in rounds:
        if not any(is_outside(who.id, one.subject_id, one.line_manager_id) for who in developers):
            words = _("No faculty developer is outside the line. %(what)s") % {"what": _what(one)}
            yield _group(request, one, words)


def _waits(one: Round360) -> bool:
    return one.state == RoundState.NOMINATING or needs_another_debriefer(one)


def _what(one: Round360) -> str:
    if one.state == RoundState.NOMINATING:
        return _("Approve, add or swap raters, then send.")
    return _("No debrief for 14 days: choose another debriefer.")


def _group(request: Request, one: Round360, text: str) -> Group:
    return Group(
        key=f"round-{one.id}",
        icon="people",
        tone="wait",
        title=_("Feedback for %(name)s waits for you") % {"name": one.subject.display_name},
        text=text,
        action=_("Look"),
        href=address(request, "rounds360:detail", round_id=one.id),
    )
