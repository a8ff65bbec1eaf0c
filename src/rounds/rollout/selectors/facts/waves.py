"""What is known of the departments that come next, and of what they say of mentoring."""

from __future__ import annotations

from collections import Counter
from uuid import UUID

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rounds.rollout.enums import Kind
from rounds.rollout.models import DocumentVersion, PromotionRule, Wave
from rounds.rollout.selectors.facts.here import Fact, Here


def next_departments(here: Here) -> dict[UUID, Fact]:
    """Return whether a department comes next, with somebody who answers for it."""
    rows = Wave.objects.filter(program_id__in=here.launches).exclude(sponsor="")
    counted = Counter(rows.values_list("program_id", flat=True))
    words = _("%(count)s departments come next, each with who answers for it")
    return {one: Fact(counted[one] > 0, words % {"count": counted[one]}) for one in here.launches}


def timeline(here: Here) -> dict[UUID, Fact]:
    """Return whether a timeline is issued."""
    found = dict.fromkeys(here.launches, Fact(False, _("No timeline is issued in Rounds")))
    rows = DocumentVersion.objects.filter(program_id__in=here.launches, kind=Kind.TIMELINE).order_by("number")
    for one in rows:
        known = {"number": one.number, "day": date_format(localtime(one.issued_at), "j M Y")}
        found[one.program_id] = Fact(True, _("Version %(number)s, issued %(day)s") % known)
    return found


def wording(here: Here) -> dict[UUID, Fact]:
    """Return whether a wording for promotion is proposed to a department of the institution."""
    rows = PromotionRule.objects.order_by("department").values_list("department", flat=True).distinct()
    names = list(rows)
    if not names:
        return dict.fromkeys(here.launches, Fact(False, _("No department has a wording in front of it")))
    known = {"count": len(names), "names": ", ".join(names)}
    words = ngettext(
        "%(count)s department of the institution has a wording in front of it: %(names)s",
        "%(count)s departments of the institution have a wording in front of them: %(names)s",
        len(names),
    )
    return dict.fromkeys(here.launches, Fact(True, words % known))
