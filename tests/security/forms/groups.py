"""What is sent to the pages of groups and phases."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.test import Client

from rounds.core.access import system
from rounds.core.clock import now
from tests.security import states
from tests.world import Actor, World


def group_posts(world: World, post: Any) -> dict[str, Any]:
    cleo = str(world.actors["cleo"].person.id)
    group, session, member = "group of bob", "session of the group", "cleo in a group"
    planned = "meeting that bob plans"
    session_typed = {
        "held_on": states.day_of_today(),
        "minutes": "60",
        "present": [cleo],
        "note": "Budget",
        "audience": "group",
    }
    return {
        "programs:phase": post(
            {"name": "Third part", "months": "9", "match": "none", "mentor_tiers": ["executive"]},
            "phase 3",
            who="chief",
        ),
        "programs:undo_phase": post(thing="opening of a phase", who="chief"),
        "year:new_group": post(
            {"mentor": _place_of(world, "bob", "mentor"), "name": "Journal club", "size": "6"},
            "cohort ladder",
            who="alice",
        ),
        "year:group": post(
            {"mentee": _place_of(world, "cleo", "mentee")}, group, before=_open_group, who="alice"
        ),
        "year:end_group": post(thing=group, who="alice"),
        "year:reopen_group": post(thing=group, who="alice", before=_end_group),
        "year:leave_group": post(thing=member, who="alice"),
        "year:back_in_group": post(thing=member, who="alice", before=_take_cleo_out),
        "groups:log": post(session_typed, "group that bob holds", who="bob"),
        "groups:plan": post(
            {"starts_at": states.moment_to_come(), "minutes": "60", "mode": "video"},
            "group that bob holds",
            who="bob",
        ),
        "groups:move": post({"starts_at": states.moment_to_come()}, planned, who="bob"),
        "groups:move_back": post(thing=planned, who="bob", before=_move_meeting),
        "groups:call_off": post(thing=planned, who="bob"),
        "groups:plan_again": post(thing=planned, who="bob", before=_call_meeting_off),
        "groups:note": post({"note": "Budget", "audience": "private"}, session, who="cleo"),
        "groups:change_note": post(
            {"note": "Budget", "audience": "group", "version": "1"}, "group note of bob", who="bob"
        ),
        "groups:there": post({"there": "no"}, session, who="cleo"),
        "groups:take_back": post(thing=session, who="bob"),
        "groups:put_back": post(thing="session that bob took back", who="bob"),
        "groups:here": post({"here": "yes"}, "meeting of the group", who="cleo", before=_let_it_be_today),
    }


def _place_of(world: World, name: str, side: str) -> str:
    from rounds.programs.models import Enrollment

    person, cohort = world.actors[name].person, world.rows["ladder cohort"]
    return str(Enrollment.objects.get(person=person, cohort=cohort, side=side).id)


def _open_group(world: World, actor: Actor, client: Client) -> dict[str, Any]:
    """Open a group of Bob's in the ladder, where Cleo can join it."""
    from rounds.mentorships.groups.services.groups import open_group
    from rounds.programs.models import Enrollment

    mentor = Enrollment.objects.select_related("cohort").get(id=_place_of(world, "bob", "mentor"))
    group = open_group(mentor=mentor, name="Journal club", size=8, by=system(world.here.id))
    return {"group_id": group.id}


def _end_group(world: World, actor: Actor, client: Client) -> None:
    from rounds.mentorships.groups.services.groups import end_group

    end_group(group_id=world.rows["group"].id, by=system(world.here.id))


def _take_cleo_out(world: World, actor: Actor, client: Client) -> None:
    from rounds.mentorships.groups.services.groups import remove_member

    member = world.rows["group"].members.get(person=world.actors["cleo"].person)
    remove_member(member_id=member.id, by=system(world.here.id))


def _move_meeting(world: World, actor: Actor, client: Client) -> None:
    from rounds.mentorships.models import GroupMeeting

    meeting = world.rows["group meeting"]
    GroupMeeting.objects.filter(id=meeting.id).update(moved_from=meeting.starts_at + timedelta(days=1))


def _call_meeting_off(world: World, actor: Actor, client: Client) -> None:
    from rounds.mentorships.models import GroupMeeting

    GroupMeeting.objects.filter(id=world.rows["group meeting"].id).update(called_off_at=now())


def _let_it_be_today(world: World, actor: Actor, client: Client) -> None:
    from rounds.mentorships.models import GroupMeeting

    GroupMeeting.objects.filter(id=world.rows["group meeting"].id).update(starts_at=now())
