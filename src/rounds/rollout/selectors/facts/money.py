"""What is known of the money of roll-outs: whether the budget is planned and checked."""

from __future__ import annotations

from uuid import UUID

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from rounds.rollout.models import Budget
from rounds.rollout.selectors.facts.here import Fact, Here


def budget(here: Here) -> dict[UUID, Fact]:
    """Return whether the budget is written in Rounds and a second person has checked it."""
    found = dict.fromkeys(here.launches, Fact(False, _("No budget is written in Rounds")))
    rows = Budget.objects.filter(cycle__program_id__in=here.launches).select_related("cycle")
    for one in rows.order_by("written_at"):
        if one.checked_at is None:
            words = _("Written by %(name)s, checked by nobody yet") % {"name": one.written_by}
        else:
            known = {"day": date_format(localtime(one.checked_at), "j M Y"), "name": one.checked_by}
            words = _("Checked %(day)s by %(name)s") % known
        found[one.cycle.program_id] = Fact(one.checked_at is not None, words)
    return found
