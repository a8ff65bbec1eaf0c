"""Two records of one person become one: what happens to pairs and to the count of places."""

from django.db.models import Q
from django.utils.translation import gettext as _

from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.errors import DomainError
from rounds.core.models import Opening
from rounds.mentorships.enums import OPEN, EndReason
from rounds.mentorships.models import (
    Attendance,
    Delegation,
    GroupMember,
    GroupSignIn,
    MentorGroup,
    MentorLoad,
    Mentorship,
)
from rounds.mentorships.services.limits import lock_all_of
from rounds.mentorships.services.states import end_mentorship
from rounds.people.models import Person
from rounds.people.services.merge_steps import UnmovedIds
from rounds.programs.services.merging import doubled_enrollments, enrollment_ids


def lock_pairs(keep: Person, other: Person) -> None:
    """Lock what a merge of two records changes of pairs, in the order in which everybody does."""
    lock_all_of([keep.id, other.id])


def merge_pairs(keep: Person, other: Person, by: Viewer) -> UnmovedIds:
    """Merge pairs: one pair recorded twice is ended once, two different mentors of one mentee are asked about.

    Raises DomainError where the office must decide first. Places taken are added up.
    """
    either = (keep.id, other.id)
    if Mentorship.objects.filter(mentee__in=either, mentor__in=either).exists():
        raise DomainError(_("These two records are mentor and mentee of each other, so they are two people."))
    for pair in Mentorship.objects.filter(Q(mentee=other) | Q(mentor=other), state__in=OPEN):
        _merge_pair(pair, keep, other, by)
    _merge_loads(keep, other)
    _end_doubled_delegations(keep, other)
    _end_doubled_places_in_groups(keep, other)
    for gone, kept in enrollment_ids(doubled_enrollments(keep, other)).items():
        Mentorship.objects.filter(mentee_enrollment=gone).update(mentee_enrollment=kept)
        Mentorship.objects.filter(mentor_enrollment=gone).update(mentor_enrollment=kept)
        MentorGroup.objects.filter(mentor_enrollment=gone).update(mentor_enrollment=kept)
        GroupMember.objects.filter(enrollment=gone).update(enrollment=kept)
    Opening.objects.filter(owner_person_id=other.id).update(owner_person_id=keep.id)
    return set()


def _end_doubled_delegations(keep: Person, other: Person) -> None:
    """End what would stand twice, or name somebody one's own assistant."""
    running = Delegation.objects.filter(ended_at=None)
    both = (keep.id, other.id)
    running.filter(person__in=both, assistant__in=both).delete()
    kept = list(running.filter(Q(person=keep) | Q(assistant=keep)).values_list("person", "assistant"))
    for person, assistant in kept:
        if person == keep.id:
            running.filter(person=other, assistant=assistant).update(ended_at=now())
        else:
            running.filter(person=person, assistant=other).update(ended_at=now())


def _end_doubled_places_in_groups(keep: Person, other: Person) -> None:
    """Let nobody be in one group twice, in a group of one's own, or at one session twice."""
    inside = GroupMember.objects.filter(left_at=None)
    held = MentorGroup.objects.filter(mentor__in=(keep, other)).values("id")
    inside.filter(person__in=(keep, other), group__in=held).update(left_at=now())
    doubled = list(inside.filter(person=keep).values_list("group", flat=True))
    inside.filter(person=other, group__in=doubled).update(left_at=now())
    there = Attendance.objects.filter(person=keep).values_list("session", flat=True)
    Attendance.objects.filter(person=other, session__in=list(there)).delete()
    signed_in = GroupSignIn.objects.filter(person=keep).values_list("meeting", flat=True)
    GroupSignIn.objects.filter(person=other, meeting__in=list(signed_in)).delete()


def _merge_pair(pair: Mentorship, keep: Person, other: Person, by: Viewer) -> None:
    mentee = keep.id if pair.mentee_id == other.id else pair.mentee_id
    mentor = keep.id if pair.mentor_id == other.id else pair.mentor_id
    same_cycle = Mentorship.objects.filter(cycle=pair.cycle_id, state__in=OPEN, mentee=mentee).exclude(
        id=pair.id
    )
    twin = same_cycle.filter(mentor=mentor).first()
    if twin is not None:
        end_mentorship(mentorship_id=pair.id, reason=EndReason.OTHER, by=by)
        if pair.opened_on and twin.opened_on and pair.opened_on < twin.opened_on:
            Mentorship.objects.filter(id=twin.id).update(opened_on=pair.opened_on)
        return
    rival = same_cycle.filter(is_primary=True).select_related("mentor").first()
    if pair.is_primary and rival is not None:
        raise DomainError(
            _(
                "Both records have a mentor in the same year: %(one)s and %(other)s."
                " End one of the two pairs, then merge."
            )
            % {"one": rival.mentor.full_name, "other": pair.mentor.full_name}
        )


def _merge_loads(keep: Person, other: Person) -> None:
    loads = {
        load.mentor_id: load
        for load in MentorLoad.objects.select_for_update(no_key=True).filter(mentor__in=(keep, other))
    }
    if len(loads) == 2:
        kept, gone = loads[keep.id], loads[other.id]
        kept.active += gone.active
        kept.capacity = max(kept.capacity, gone.capacity, kept.active)
        gone.delete()
        kept.save(update_fields=["active", "capacity"])
