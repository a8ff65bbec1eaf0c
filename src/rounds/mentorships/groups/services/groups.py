"""What the office does with a group: opened, ended, who is in it. What is planned in it follows."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.database.once import made_before
from rounds.core.errors import DomainError, OutOfOrder
from rounds.mentorships.groups.services.calendar import tell_of_all
from rounds.mentorships.models import GroupMember, MentorGroup
from rounds.mentorships.models.groups import UNDO_TIME
from rounds.programs.models import Enrollment


@transaction.atomic
def open_group(
    *, mentor: Enrollment, name: str, size: int, by: Viewer, entry_id: UUID | None = None
) -> MentorGroup:
    """Open a group of a mentor in the cycle of the enrollment; it takes none of the places for pairs.

    A page that is sent twice opens one.
    """
    said = {"mentor_enrollment": mentor, "name": name.strip(), "size": size}
    same, group_id = made_before(MentorGroup, entry_id, **said)
    if same is not None:
        return same
    group: MentorGroup = MentorGroup.objects.create(
        id=group_id, cycle_id=mentor.cohort.cycle_id, mentor_id=mentor.person_id, **said
    )
    audit.record("group.opened", by=by, kind="group", object_id=group.id)
    return group


@transaction.atomic
def add_member(*, group_id: UUID, mentee: Enrollment, by: Viewer) -> GroupMember:
    """Put a mentee into a group. Raises OutOfOrder when it is full or over, DomainError for who is in it already."""
    group = lock_running_group(group_id)
    inside = set(group.members.filter(left_at=None).values_list("person_id", flat=True))
    if mentee.person_id in inside or mentee.person_id == group.mentor_id:
        raise DomainError(_("This person is in the group already. Choose another one."), field="mentee")
    if len(inside) >= group.size:
        raise OutOfOrder(
            ngettext(
                "This group is full: %(size)s mentee. Take one out first.",
                "This group is full: %(size)s mentees. Take one out first.",
                group.size,
            )
            % {"size": group.size}
        )
    member: GroupMember = GroupMember.objects.create(
        group=group, enrollment=mentee, person_id=mentee.person_id
    )
    audit.record("group.joined", by=by, kind="group", object_id=group.id, about_person_id=member.person_id)
    tell_of_all(group, by, person_id=member.person_id)
    return member


@transaction.atomic
def remove_member(*, member_id: UUID, by: Viewer) -> bool:
    """Take a mentee out of a group: what was shared until now stays readable, what follows is not.

    Tells whether that can be taken back: who was put in today by mistake was never in, if no session came since.
    """
    member = GroupMember.objects.select_for_update(no_key=True).get(id=member_id)
    if member.left_at is not None:
        return False
    is_fresh = now() - member.joined_at <= UNDO_TIME
    was_in = not is_fresh or member.group.sessions.filter(logged_at__gte=member.joined_at).exists()
    if was_in:
        member.left_at = now()
        member.save(update_fields=["left_at"])
    else:
        member.delete()
    audit.record(
        "group.left", by=by, kind="group", object_id=member.group_id, about_person_id=member.person_id
    )
    tell_of_all(member.group, by, person_id=member.person_id)
    return was_in


@transaction.atomic
def take_back_removal(*, member_id: UUID, by: Viewer) -> None:
    """Let a mentee be in the group as before. Raises OutOfOrder when the place is taken by now."""
    member = GroupMember.objects.get(id=member_id)
    group = lock_running_group(member.group_id)
    others = group.members.filter(left_at=None)
    if others.filter(person_id=member.person_id).exists():
        return
    if others.count() >= group.size:
        raise OutOfOrder(_("This group is full by now. Take somebody out first."))
    GroupMember.objects.filter(id=member_id).update(left_at=None)
    audit.record("group.joined", by=by, kind="group", object_id=group.id, about_person_id=member.person_id)
    tell_of_all(group, by, person_id=member.person_id)


@transaction.atomic
def end_group(*, group_id: UUID, by: Viewer) -> None:
    """End a group: nothing is added any more, and what it shared stays readable to who was in it."""
    group = lock_running_group(group_id)
    group.ended_at = now()
    group.save(update_fields=["ended_at"])
    audit.record("group.ended", by=by, kind="group", object_id=group.id)
    tell_of_all(group, by)


@transaction.atomic
def reopen_group(*, group_id: UUID, by: Viewer) -> None:
    """Let a group go on that was ended."""
    group = MentorGroup.objects.select_for_update(no_key=True).get(id=group_id)
    if group.is_running:
        return
    group.ended_at = None
    group.save(update_fields=["ended_at"])
    audit.record("group.goes_on", by=by, kind="group", object_id=group.id)
    tell_of_all(group, by)


def leave_groups(*, enrollment_id: UUID, by: Viewer) -> None:
    """Take who no longer takes part out of the groups, and end those that one held."""
    for member in GroupMember.objects.filter(enrollment_id=enrollment_id, left_at=None):
        remove_member(member_id=member.id, by=by)
    for group in MentorGroup.objects.filter(mentor_enrollment_id=enrollment_id, ended_at=None):
        end_group(group_id=group.id, by=by)


def lock_running_group(group_id: UUID) -> MentorGroup:
    """Lock a group, so that whoever writes second sees what the first wrote. Raises OutOfOrder when it has ended."""
    group: MentorGroup = MentorGroup.objects.select_for_update(no_key=True).get(id=group_id)
    if not group.is_running:
        raise OutOfOrder(_("This group has ended, so nothing is added. What it shared stays readable."))
    return group
