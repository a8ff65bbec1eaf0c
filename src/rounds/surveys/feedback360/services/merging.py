"""Two records of one person in rounds of feedback."""

from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from rounds.core.access import Viewer
from rounds.core.errors import DomainError
from rounds.people.models import Person
from rounds.surveys.enums import NominationState, RoundState
from rounds.surveys.models import Nomination, Round360


def merge_rounds(keep: Person, other: Person, _by: Viewer) -> set[UUID]:
    """Leave one nomination of a round to two records of one person. Raises DomainError where a round needs them to be two."""
    both = {keep.id, other.id}
    mine = Round360.objects.filter(Q(subject__in=both) | Q(debriefer__in=both) | Q(line_manager__in=both))
    for found in mine.select_related("subject"):
        if both <= {found.subject_id, found.debriefer_id, found.line_manager_id}:
            raise DomainError(
                _(
                    "%(one)s and %(other)s are two of the three people of the feedback about %(name)s, who are never one."
                    " They may be two people."
                )
                % {
                    "one": keep.display_name,
                    "other": other.display_name,
                    "name": found.subject.display_name,
                }
            )
    live = Round360.objects.filter(subject__in=both, state__in=[RoundState.NOMINATING, RoundState.RUNNING])
    if live.count() > 1:
        raise DomainError(
            _("%(one)s and %(other)s have a round of feedback each. Let one of them end first.")
            % {"one": keep.display_name, "other": other.display_name}
        )
    for gone in Nomination.objects.filter(person=other):
        kept = Nomination.objects.filter(round_id=gone.round_id, person=keep).first()
        if kept is None:
            continue
        if gone.state == NominationState.APPROVED:
            kept.state = gone.state
            kept.save(update_fields=["state"])
        gone.delete()
    return set()
