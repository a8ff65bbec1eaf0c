"""Estimates of mentors out of what mentees say: each mentor reads the own one; faculty developers read signals, two weeks later."""

from django.db.models import OuterRef, QuerySet

from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.enums import Role
from rounds.insights.enums import HelpAnswer
from rounds.insights.models import MentorSignal


def signals_in_force() -> QuerySet[MentorSignal, MentorSignal]:
    """Return the estimates that may be read today, of each mentor and program the newest."""
    today = institution_today()
    rows = MentorSignal.objects.filter(as_of__lte=today, until_on__gt=today)
    newest = rows.filter(person_id=OuterRef("person_id"), program_id=OuterRef("program_id"))
    return rows.filter(id=newest.order_by("-as_of", "-id").values("id")[:1])


def own_signals(viewer: Viewer) -> list[MentorSignal]:
    """Return the viewer's own estimates, of each program the newest."""
    rows = signals_in_force().filter(person_id=viewer.own_id).select_related("program")
    return list(rows.order_by("program__name", "id"))


def signals_to_read(viewer: Viewer) -> list[MentorSignal]:
    """Return what a faculty developer reads: signals, two weeks after their mentor, in the order of names; never the others.

    What the mentor has answered with "not now" or "this is wrong" is not among them.
    """
    scopes = viewer.scopes(Role.FACULTY_DEVELOPER)
    rows = signals_in_force().filter(is_signal=True, opens_on__lte=institution_today(), person__left_on=None)
    rows = rows.exclude(said__in=[HelpAnswer.NOT_NOW, HelpAnswer.WRONG])
    if None not in scopes:
        rows = rows.filter(program_id__in=[one for one in scopes if one])
    rows = rows.exclude(person_id=viewer.own_id).select_related("person", "program")
    return list(rows.order_by("person__folded_family", "person__folded_given", "id"))
