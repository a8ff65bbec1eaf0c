"""What a pair does together: the log with its form, conversations to come, notes; what the office sees of it."""

from datetime import timedelta

from tests.browser.visits import Visit


def prepare(world):
    from rounds.core.clock import institution_today, now
    from rounds.integrations.calendars.values.tokens import digest_of
    from rounds.integrations.models import CalendarFeed
    from rounds.mentorships.agreements.values.terms import default_terms
    from rounds.mentorships.models import (
        Action,
        AgreementVersion,
        ChangeRequest,
        Conversation,
        Delegation,
        Meeting,
        Note,
        ProposedTimes,
    )

    pair = world.things["brought"]
    for ago, who, audience, text in (
        (40, "bob", "private", "Ask for the Q2 variance report before April."),
        (9, "mentee", "pair", "She offered to let me sit in on the capital meeting."),
    ):
        person = pair.mentor if who == "bob" else pair.mentee
        day = institution_today() - timedelta(days=ago)
        talk = Conversation.objects.create(
            mentorship=pair, state="held", held_on=day, minutes=45, mode="video", logged_by=person
        )
        note = Note(mentorship=pair, conversation=talk, author=person, audience=audience)
        note.seal_value({"text": text})
        note.save()
        line = Action(mentorship=pair, conversation=talk, owner=pair.mentee, due_on=day + timedelta(days=14))
        line.seal_value({"text": "Brings one monthly report"})
        line.save()
        world.things.setdefault("note", note)
    terms = default_terms(institution_today() + timedelta(days=90))
    version = AgreementVersion(
        mentorship=pair,
        number=1,
        interval_days=30,
        minutes=45,
        review_on=terms.review_on,
        proposed_by=pair.mentee,
        digest=terms.digest(),
    )
    version.seal_value(terms.to_json())
    version.save()
    planned = {"state": "planned", "minutes": 30, "logged_by": pair.mentor, "mentorship": pair}
    meeting = Meeting.objects.create(mentorship=pair)
    world.things["planned"] = Conversation.objects.create(
        starts_at=now() + timedelta(days=6), meeting=meeting, **planned
    )
    Delegation.objects.create(person=pair.mentor, assistant=world.people["erin"], address="erin@example.org")
    CalendarFeed.objects.create(person=pair.mentor, digest=digest_of("feed of bob"))
    world.things["proposed"] = ProposedTimes.objects.create(
        mentorship=pair,
        proposed_by=pair.mentee,
        minutes=45,
        mode="video",
        times=[(now() + timedelta(days=days)).isoformat() for days in (7, 8, 9)],
    )
    world.things["passed"] = Conversation.objects.create(starts_at=now() - timedelta(days=1), **planned)
    asked = ChangeRequest(mentorship=pair, asked_by=pair.mentee)
    asked.seal_value({"text": "We never find an hour that suits both of us."})
    asked.save()
    world.things["change asked for"] = asked
    prepare_emergencies(world)
    prepare_group(world)


def prepare_emergencies(world):
    """Let Alice have asked for one thing twice: one waits, one is open."""
    from rounds.core.clock import institution_today, now
    from rounds.mentorships.models import BreakGlass, Conversation, Note

    pair, alice = world.things["brought"], world.people["alice"]
    talk = Conversation.objects.create(
        mentorship=pair,
        state="held",
        held_on=institution_today() - timedelta(days=33),
        minutes=30,
        logged_by=pair.mentee,
    )
    note = Note(mentorship=pair, conversation=talk, author=pair.mentee, audience="pair")
    note.seal_value({"text": "We read the staffing plan line by line."})
    note.save()
    for name, more in (
        ("waiting", {}),
        (
            "opened",
            {
                "decision": "agreed",
                "decided_by": world.people["bob"],
                "decided_at": now(),
                "open_until": now() + timedelta(minutes=60),
            },
        ),
    ):
        glass = BreakGlass(mentorship=pair, kind="notes", thing_id=talk.id, asked_by=alice, **more)
        glass.seal_value({"reason": "A message that sounded like danger.", "counsel": ""})
        glass.save()
        world.things[f"emergency {name}"] = glass


def prepare_group(world):
    """Let Bob hold a group of one mentee, with a session and a note for the group."""
    from rounds.core.clock import institution_today, now
    from rounds.mentorships.models import (
        Attendance,
        GroupMeeting,
        GroupMember,
        GroupNote,
        GroupSession,
        MentorGroup,
    )

    pair, since = world.things["brought"], now() - timedelta(days=40)
    group = MentorGroup.objects.create(
        cycle=pair.cycle,
        mentor_enrollment=pair.mentor_enrollment,
        mentor=pair.mentor,
        name="Tuesday journal club",
        opened_at=since,
    )
    GroupMember.objects.create(
        group=group, enrollment=pair.mentee_enrollment, person=pair.mentee, joined_at=since
    )
    session = GroupSession.objects.create(
        group=group, held_on=institution_today() - timedelta(days=6), minutes=60, logged_by=pair.mentor
    )
    Attendance.objects.create(session=session, person=pair.mentee)
    note = GroupNote(session=session, author=pair.mentor, audience="group")
    note.seal_value({"text": "Read chapter two of the budget primer for next time."})
    note.save()
    for name, days, hour, more in (
        ("planned", 5, 17, {"moved_from": now() + timedelta(days=4)}),
        ("over", -1, 17, {}),
    ):
        at = (now() + timedelta(days=days)).replace(hour=hour, minute=0, second=0, microsecond=0)
        world.things[f"group meeting {name}"] = GroupMeeting.objects.create(
            group=group, starts_at=at, minutes=60, mode="video", planned_by=pair.mentor, **more
        )
    world.things["group"], world.things["group session"], world.things["group note"] = group, session, note


def group(world):
    return {"group_id": world.things["group"].id}


def group_meeting(name, argument):
    return lambda world: {argument: world.things[f"group meeting {name}"].id}


def session(world):
    return {"group_session_id": world.things["group session"].id}


def group_note(world):
    return {"group_note_id": world.things["group note"].id}


def group_cohort(world):
    return {"cohort_id": world.things["group"].mentor_enrollment.cohort_id}


def pair(world):
    return {"mentorship_id": world.things["brought"].id}


def ended(world):
    return {"mentorship_id": world.things["ended"].id}


def passed(world):
    return {"conversation_id": world.things["passed"].id}


def held(world):
    from rounds.mentorships.models import Conversation

    talk = Conversation.objects.filter(mentorship=world.things["brought"], state="held").first()
    return {"conversation_id": talk.id}


def others_word(world):
    from rounds.mentorships.models import Conversation

    talks = Conversation.objects.filter(mentorship=world.things["brought"], state="held")
    return {"conversation_id": talks.exclude(logged_by=world.people["bob"]).first().id}


def planned(world):
    return {"conversation_id": world.things["planned"].id}


def meeting(world):
    return {"meeting_id": world.things["planned"].meeting_id}


def kept(world):
    return {"kept_id": world.things["planned"].id}


def proposed(world):
    return {"proposal_id": world.things["proposed"].id}


def note(world):
    return {"note_id": world.things["note"].id}


def terms(world):
    return {"mentor_enrollment_id": world.things["brought"].mentor_enrollment_id}


BOB = {"who": "bob", "weight": "participant"}
VISITS = [
    Visit("safeguards:list"),
    Visit("safeguards:ask", arguments=pair),
    Visit("safeguards:hold", arguments=pair),
    Visit("safeguards:detail", arguments=lambda world: {"glass_id": world.things["emergency waiting"].id}),
    Visit(
        "safeguards:detail",
        arguments=lambda world: {"glass_id": world.things["emergency opened"].id},
        state="open",
    ),
    Visit("safeguards:read", arguments=lambda world: {"opened_id": world.things["emergency opened"].id}),
    Visit("pairs:conversations", arguments=pair, **BOB),
    Visit("pairs:conversations", arguments=ended, state="ended and empty", **BOB),
    Visit("pairs:log", arguments=pair, **BOB),
    Visit("groups:group", arguments=group, **BOB),
    Visit("groups:log", arguments=lambda world: {"held_group_id": group(world)["group_id"]}, **BOB),
    Visit("groups:note", arguments=session, **BOB),
    Visit("groups:change_note", arguments=group_note, **BOB),
    Visit("groups:plan", arguments=lambda world: {"held_group_id": group(world)["group_id"]}, **BOB),
    Visit("groups:meeting", arguments=group_meeting("planned", "group_meeting_id"), state="moved", **BOB),
    Visit("groups:meeting", arguments=group_meeting("over", "group_meeting_id"), state="over", **BOB),
    Visit("groups:sheet", arguments=group_meeting("planned", "held_meeting_id"), **BOB),
    Visit("groups:move", arguments=group_meeting("planned", "held_meeting_id"), **BOB),
    Visit("year:groups"),
    Visit("year:group", arguments=group),
    Visit("year:new_group", arguments=group_cohort),
    Visit("pairs:plan", arguments=pair, query="?day=2027-03-04", **BOB),
    Visit("pairs:outcome", arguments=passed, **BOB),
    Visit("pairs:correct", arguments=held, **BOB),
    Visit("pairs:dispute", arguments=others_word, **BOB),
    Visit("pairs:move", arguments=planned, **BOB),
    Visit("pairs:times", arguments=pair, **BOB),
    Visit("pairs:proposal", arguments=proposed, **BOB),
    Visit("pairs:meeting", arguments=meeting, **BOB),
    Visit("calendar:mine", **BOB),
    Visit("calendar:mine", who="cleo", state="empty", weight="participant"),
    Visit("calendar:times", who="erin", weight="participant"),
    Visit("calendar:move", who="erin", arguments=kept, weight="participant"),
    Visit("pairs:note", arguments=note, **BOB),
    Visit("pairs:question", arguments=lambda world: {**pair(world), "occasion": "mid_point"}, **BOB),
    Visit("pairs:question", arguments=lambda world: {**pair(world), "occasion": "closing"}, **BOB),
    Visit("pairs:ask_change", arguments=pair, **BOB),
    Visit("pairs:ask_change", arguments=pair, who="wren", state="as the mentee", weight="participant"),
    Visit("year:change", arguments=lambda world: {"change_request_id": world.things["change asked for"].id}),
    Visit("pairs:agreement", arguments=pair, **BOB),
    Visit("pairs:agreement", arguments=ended, state="ended and empty", **BOB),
    Visit("pairs:propose", arguments=pair, **BOB),
    Visit("pairs:terms", arguments=terms, **BOB),
    Visit("pairs:lost_time", arguments=terms, **BOB),
    Visit("year:pair", arguments=pair, state="with conversations"),
    Visit("year:held", arguments=pair),
]
NOT_PAGES = {
    **{
        f"pairs:{name}": "takes a POST and leads back"
        for name in (
            *("call_off", "undispute", "take_back", "tick", "move_back", "plan_again", "unplan"),
            *("put_back", "withdraw_change"),
            *("withdraw_times", "give_back", "give_back_time"),
        )
    },
    **{
        f"calendar:{name}": "takes a POST and leads back"
        for name in ("revoke", "end_assistant", "call_off", "move_back", "plan_again")
    },
    "calendar:renew": "the page of calendar:mine after a press, with an address that is shown once",
    "feed": "a calendar file",
    "pairs:paper": "a file",
    "safeguards:decide": "a button of safeguards:detail",
    **{
        f"{name}": "takes a POST and leads back"
        for name in (
            *("groups:there", "groups:take_back", "year:end_group", "year:reopen_group", "year:leave_group"),
            "year:back_in_group",
            *(f"groups:{name}" for name in ("move_back", "call_off", "plan_again", "put_back", "here")),
        )
    },
    "year:undo_panel": "takes a POST and leads back",
    "year:undo_held": "takes a POST and leads back",
    "year:undo_list": "takes a POST and leads back",
}
