"""Who else a mentee meets: Pia on Cleo's panel, beside Bob, who is her mentor. Neither reads what the other two write."""

from __future__ import annotations

from datetime import timedelta

from rounds.core.clock import now
from rounds.core.database.scope import scope
from tests.world import World
from tests.worlds.year import _add_agreement, _add_conversations, _day, _sides


def add(world: World) -> None:
    with scope(world.here.id):
        _add_panel(world)
        _add_group(world)
        _add_opening(world)


def _add_panel(world: World) -> None:
    from rounds.mentorships.models import Mentorship
    from rounds.programs.models import Cohort

    first = world.rows["running pair"]
    cohort = Cohort.objects.create(cycle=first.cycle, name="Of the panel")
    sides = _sides(cohort, world.actors["cleo"], world.actors["panelist"])
    # whoever takes part in a year that is open is a mentor by it
    sides["mentor_enrollment"].cohort = Cohort.objects.create(
        cycle=world.rows["ladder cycle"], name="Mentors of panels"
    )
    sides["mentor_enrollment"].save()
    world.actors["panelist"].programs.add("ladder")
    pair = Mentorship.objects.create(
        cycle=first.cycle,
        **sides,
        state="active",
        opened_on=_day(40),
        is_primary=False,
        purpose=world.word("Mentorship.purpose", "cleo", "panelist", "alice", may=OFFICE),
    )
    world.add_thing(
        "panel pair of cleo", owners={"cleo", "panelist"}, program="ladder", mentorship_id=pair.id
    )
    _add_conversations(world, pair, "panel", "cleo", "panelist")
    _add_agreement(world, pair, "panel", "cleo", "panelist", signed_by=("cleo",))
    world.rows["panel pair"] = pair


def _add_group(world: World) -> None:
    """Let Bob hold a group of Cleo and Bea, with a session, and notes of each for oneself and for the group."""
    from rounds.mentorships.models import (
        Attendance,
        GroupMeeting,
        GroupMember,
        GroupNote,
        GroupSession,
        MentorGroup,
    )
    from rounds.programs.models import Enrollment

    first = world.rows["running pair"]
    mentees = {name: world.actors[name].person for name in ("cleo", "both")}
    group = MentorGroup.objects.create(
        cycle=first.cycle,
        mentor_enrollment=first.mentor_enrollment,
        mentor=first.mentor,
        name=world.word("MentorGroup.name", "bob", "cleo", "both", "alice", may=OFFICE),
        opened_at=now() - timedelta(days=30),
    )
    session = GroupSession.objects.create(group=group, held_on=_day(3), minutes=60, logged_by=first.mentor)
    for name, person in mentees.items():
        enrollment = Enrollment.objects.filter(person=person, side="mentee").first()
        member = GroupMember.objects.create(
            group=group, enrollment=enrollment, person=person, joined_at=group.opened_at
        )
        Attendance.objects.create(session=session, person=person)
        world.add_thing(f"{name} in a group", program="ladder", group_member_id=member.id)
    for name in ("bob", *mentees):
        for audience, readers in (("private", (name,)), ("group", ("bob", *mentees))):
            note = GroupNote(session=session, author=world.actors[name].person, audience=audience)
            note.seal_value({"text": world.word(f"GroupNote.{audience} {name}", *readers)})
            note.save()
            if name == "bob" and audience == "private":
                owned = {"owners": {"bob"}, "program": "ladder"}
                world.add_thing("group note of bob", group_note_id=note.id, **owned)
    owners = {"bob", *mentees}
    world.add_thing("group of bob", owners=owners, program="ladder", group_id=group.id)
    world.add_thing("group that bob holds", owners={"bob"}, program="ladder", held_group_id=group.id)
    world.add_thing("session of the group", owners=owners, program="ladder", group_session_id=session.id)
    world.rows["group"] = group
    meeting = GroupMeeting.objects.create(
        group=group, starts_at=now() + timedelta(days=9), minutes=60, planned_by=first.mentor
    )
    world.add_thing("meeting of the group", owners=owners, program="ladder", group_meeting_id=meeting.id)
    world.add_thing("meeting that bob plans", owners={"bob"}, program="ladder", held_meeting_id=meeting.id)
    world.rows["group meeting"] = meeting
    back = GroupSession.objects.create(
        group=group, held_on=_day(9), minutes=30, logged_by=first.mentor, taken_back_at=now()
    )
    world.add_thing(
        "session that bob took back", owners={"bob"}, program="ladder", taken_back_session_id=back.id
    )


def _add_opening(world: World) -> None:
    """Let a program of two phases have passed to its second one today, with nobody in it."""
    from rounds.mentorships.models import PhaseOpening
    from rounds.programs.models import Cycle, Phase, Program

    phases = [
        {"name": name, "months": 6, "match": "own", "days": None, "checkins_per_year": None}
        for name in ("First part", "Second part", "Third part")
    ]
    program = Program.objects.create(
        name="In parts", slug="in-parts", template="physician", state="running", phases=phases
    )
    cycle = Cycle.objects.create(
        program=program, name="2026", starts_on=_day(200), ends_on=_day(-340), state="open"
    )
    rows = [
        Phase.objects.create(
            cycle=cycle, number=number + 1, starts_on=_day(first), ends_on=_day(last), state=state
        )
        for number, (first, last, state) in enumerate(
            ((200, 20, "closed"), (20, -160, "open"), (-160, -340, "planned"))
        )
    ]
    opening = PhaseOpening.objects.create(ended=rows[0], following=rows[1], mentor_tiers=["executive"])
    world.add_thing("opening of a phase", program="in parts", opening_id=opening.id)
    for number in (2, 3):
        world.add_thing(f"phase {number}", program="in parts", program_id=program.id, number=number)
    world.rows["opening"] = opening


# Who runs the program reads what a panel is for; what these two write, no office reads.
OFFICE = frozenset({"alice", "chief", "director"})
