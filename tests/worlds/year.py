"""What pairs have together: Cleo and Bob, who run; Cleo and her former mentor, whose pair has ended; one pair elsewhere.

Who reads what stands here by hand, from the visibility matrix.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from django.urls import reverse

from rounds.core.clock import institution_today, now
from rounds.core.database.scope import scope
from rounds.mentorships.agreements.services.papers import keep_paper
from rounds.mentorships.agreements.values.terms import default_terms
from tests.world import World
from tests.worlds.words import viewer_of

COORDINATORS = ("alice", "chief", "director")


def add(world: World) -> None:
    with scope(world.here.id):
        running = _running_pair(world)
        _add_conversations(world, running, "running", "cleo", "bob")
        former = _ended_pair(world)
        _add_conversations(world, former, "ended", "cleo", "former_mentor", is_over=True)
        _add_agreement(world, running, "running", "cleo", "bob", signed_by=("cleo",))
        _add_agreement(world, former, "ended", "cleo", "former_mentor", signed_by=("cleo", "former_mentor"))
        _add_usual_terms(world, running)
        _add_lost_time(world, running)
        # Written since the former mentor's pair has ended: he finds nothing of it.
        _add_planned(world, running)
        _add_entered(world, running)
        _add_change(world, running)
    with scope(world.elsewhere.id):
        _add_elsewhere(world)


def _running_pair(world: World):
    from rounds.mentorships.models import Mentorship
    from rounds.programs.models import Cohort, Cycle

    cycle = Cycle.objects.create(
        program=world.rows["ladder"],
        name="The running year",
        starts_on=date(2026, 1, 1),
        ends_on=date(2028, 1, 1),
        state="closed",  # only one is open a program; the pair runs on
    )
    cohort = Cohort.objects.create(cycle=cycle, name="Of the running year")
    sides = _sides(cohort, world.actors["cleo"], world.actors["bob"])
    pair = Mentorship.objects.create(cycle=cycle, **sides, state="active", opened_on=_day(100))
    # more than half of its time is over: both are asked whether it is right as it is
    pair.planned_end_on = _day(-60)
    pair.save()
    world.add_thing(
        "question of cleo",
        owners={"cleo", "bob"},
        program="ladder",
        mentorship_id=pair.id,
        occasion="mid_point",
    )
    world.add_thing("running pair of cleo", owners={"cleo", "bob"}, program="ladder", mentorship_id=pair.id)
    world.rows["running pair"] = pair
    return pair


def _add_change(world: World, pair) -> None:
    """Let Cleo ask the office for a change: between them, never for Bob."""
    from rounds.mentorships.models import ChangeRequest

    row = ChangeRequest(mentorship=pair, asked_by=pair.mentee)
    row.seal_value({"text": world.word("ChangeRequest.sealed", "cleo", *COORDINATORS)})
    row.save()
    world.add_thing("change that cleo asks for", owners={"cleo"}, program="ladder", change_request_id=row.id)


def _sides(cohort, mentee, mentor) -> dict:
    """Enroll two people in a cohort of their own, and return them as the two sides of a pair."""
    from rounds.programs.models import Enrollment

    found = {}
    for side, actor in (("mentee", mentee), ("mentor", mentor)):
        found[side] = actor.person
        found[f"{side}_enrollment"] = Enrollment.objects.create(
            cohort=cohort, person=actor.person, side=side, state="enrolled", how="by_program"
        )
    return found


def _ended_pair(world: World):
    from rounds.mentorships.models import Mentorship

    return Mentorship.objects.get(
        mentor=world.actors["former_mentor"].person, mentee=world.actors["cleo"].person, state="ended"
    )


def _day(ago: int) -> date:
    return institution_today() - timedelta(days=ago)


def _add_conversations(
    world: World, pair, which: str, mentee: str, mentor: str, *, is_over: bool = False
) -> None:
    """Let each of the two have logged one, with a private note, a shared one and an agreed line."""
    from rounds.mentorships.models import Action, Conversation, Note

    for number, name in enumerate((mentee, mentor)):
        person = world.actors[name].person
        on = date(2026, 2, 1 + number) if is_over else _day(9 + number)
        talk = Conversation.objects.create(
            mentorship=pair, state="held", held_on=on, minutes=30, logged_by=person
        )
        world.add_thing(
            f"{which} talk of {name}", owners={mentee, mentor}, program="ladder", conversation_id=talk.id
        )
        for audience, readers in (("private", (name,)), ("pair", (mentee, mentor))):
            note = Note(mentorship=pair, conversation=talk, author=person, audience=audience)
            note.seal_value({"text": world.word(f"Note.{audience} {which} {name}", *readers)})
            note.save()
            world.add_thing(
                f"{which} {audience} note of {name}", owners={name}, program="ladder", note_id=note.id
            )
        line = Action(mentorship=pair, conversation=talk, owner=person)
        line.seal_value({"text": world.word(f"Action.sealed {which} {name}", mentee, mentor)})
        line.save()
        world.add_thing(
            f"{which} line of {name}", owners={mentee, mentor}, program="ladder", action_id=line.id
        )
        _draft_of(world, pair, which, name)


def _draft_of(world: World, pair, which: str, name: str) -> None:
    """Let somebody have typed half a note: nobody else reads that either."""
    from rounds.core.drafts import list_drafts as own_drafts
    from rounds.core.drafts import save_draft
    from rounds.web.typed.keeping import PAGE, Place

    if which == "running":
        actor = world.actors[name]
        page = reverse("pairs:log", kwargs={"institution": world.here.slug, "mentorship_id": pair.id})
        place = Place(world.here.id, actor.user.pk, page)
        word = world.word(f"Draft of a note {name}", name)
        save_draft(by=viewer_of(world, name), form_key=place.form_key, value={"note": [word], PAGE: [page]})
        draft = own_drafts(viewer_of(world, name))[0]
        world.add_thing(f"unsaved note of {name}", owners={name}, draft_id=draft.id)


def _add_planned(world: World, pair) -> None:
    """Let the two have a meeting planned, that was moved once, and times of Cleo's that wait for Bob."""
    from rounds.mentorships.models import Conversation, Meeting, ProposedTimes

    meeting = Meeting.objects.create(mentorship=pair, organizer="office@example.org")
    both = {"mentorship": pair, "meeting": meeting, "minutes": 30, "logged_by": pair.mentee}
    Conversation.objects.create(state="moved", starts_at=now() + timedelta(days=4), **both)
    planned = Conversation.objects.create(state="planned", starts_at=now() + timedelta(days=5), **both)
    passed = Conversation.objects.create(
        mentorship=pair,
        state="planned",
        starts_at=now() - timedelta(days=1),
        minutes=30,
        logged_by=pair.mentee,
    )
    times = ProposedTimes.objects.create(
        mentorship=pair,
        proposed_by=pair.mentee,
        minutes=30,
        times=[(now() + timedelta(days=days)).isoformat() for days in (7, 8)],
    )
    off = Conversation.objects.create(
        state="not_held", starts_at=now() + timedelta(days=12), **{**both, "meeting": _meeting_of(pair)}
    )
    out = Conversation.objects.create(
        mentorship=pair,
        state="held",
        held_on=institution_today() - timedelta(days=2),
        minutes=45,
        logged_by=pair.mentor,
        taken_back_at=now(),
    )
    world.add_thing(
        "talk that bob took out", owners={"bob"}, program="ladder", taken_back_conversation_id=out.id
    )
    world.add_thing("time called off by dell", owners={"delegate"}, called_off_id=off.id)
    their = {"owners": {"cleo", "bob"}, "program": "ladder"}
    _add_calendars(world, pair, planned)
    world.add_thing("planned talk", conversation_id=planned.id, **their)
    world.add_thing("passed talk", conversation_id=passed.id, **their)
    world.add_thing("meeting of cleo", meeting_id=meeting.id, **their)
    world.add_thing("times of cleo", proposal_id=times.id, **their)


def _meeting_of(pair):
    from rounds.mentorships.models import Meeting

    return Meeting.objects.create(mentorship=pair, organizer="office@example.org")


def _add_calendars(world: World, pair, planned) -> None:
    """Let Bob have named Dell as an assistant, and subscribe to his own calendar."""
    from rounds.integrations.calendars.values.tokens import digest_of
    from rounds.integrations.models import CalendarFeed
    from rounds.mentorships.models import Delegation

    named = Delegation.objects.create(
        person=pair.mentor, assistant=world.actors["delegate"].person, address="dell@example.org"
    )
    CalendarFeed.objects.create(person=pair.mentor, digest=digest_of("feed-of-bob"))
    world.add_thing("assistant of bob", owners={"bob"}, delegation_id=named.id)
    world.add_thing("time kept by dell", owners={"delegate"}, kept_id=planned.id)
    world.add_thing("calendar of bob", owners={"bob"}, feed_token="feed-of-bob")


def _add_entered(world: World, pair) -> None:
    """Let Alice have entered one for the two."""
    from rounds.mentorships.models import Conversation

    entered = Conversation.objects.create(
        mentorship=pair,
        state="held",
        held_on=_day(30),
        minutes=30,
        logged_by=world.actors["alice"].person,
        by_office=True,
    )
    world.add_thing(
        "talk entered by alice",
        owners={"cleo", "bob", "alice"},
        program="ladder",
        by_office=True,
        conversation_id=entered.id,
    )


def _add_agreement(world: World, pair, which: str, mentee: str, mentor: str, *, signed_by) -> None:
    """Let the mentee have proposed an agreement; the two read its words."""
    from rounds.mentorships.models import AgreementVersion, Signature

    word = world.word(f"AgreementVersion.sealed {which}", mentee, mentor)
    terms = replace(default_terms(date(2027, 3, 1)), own_words=word)
    version = AgreementVersion(
        mentorship=pair,
        number=1,
        interval_days=30,
        minutes=30,
        review_on=terms.review_on,
        proposed_by=world.actors[mentee].person,
        digest=terms.digest(),
    )
    version.seal_value(terms.to_json())
    version.save()
    for name in signed_by:
        Signature.objects.create(version=version, person=world.actors[name].person, digest=version.digest)
    if len(signed_by) == 2:
        keep_paper(version_id=version.id)
    world.add_thing(
        f"{which} agreement",
        owners=set(signed_by) if len(signed_by) == 2 else set(),
        program="ladder",
        agreement_id=version.id,
    )


def _add_usual_terms(world: World, pair) -> None:
    """Let Bob have usual terms: his own, and filled into what a mentee of his begins."""
    from rounds.mentorships.models import StandingTerms

    row = StandingTerms(enrollment=pair.mentor_enrollment)
    word = world.word("StandingTerms.sealed", "bob")
    row.seal_value(replace(default_terms(date(2027, 3, 1)), reach=word).to_json())
    row.save()
    world.add_thing(
        "usual terms of bob", owners={"bob"}, program="ladder", mentor_enrollment_id=pair.mentor_enrollment_id
    )


def _add_lost_time(world: World, pair) -> None:
    from rounds.mentorships.models import LostTime

    lost = LostTime.objects.create(enrollment=pair.mentor_enrollment, on=_day(2), hours=1)
    world.add_thing("lost time of bob", owners={"bob"}, program="ladder", lost_id=lost.id)


def _add_elsewhere(world: World) -> None:
    from rounds.mentorships.models import (
        Action,
        Conversation,
        Delegation,
        Meeting,
        Mentorship,
        Note,
        ProposedTimes,
    )
    from rounds.people.models import Person

    pair = Mentorship.objects.filter(mentee=world.actors["dina"].person).first()
    if pair is None:
        return
    talk = Conversation.objects.create(
        mentorship=pair, state="held", held_on=_day(3), minutes=30, logged_by=pair.mentee
    )
    note = Note(mentorship=pair, conversation=talk, author=pair.mentee, audience="pair")
    note.seal_value({"text": world.word("Note.elsewhere")})
    note.save()
    line = Action(mentorship=pair, conversation=talk, owner=pair.mentee)
    line.seal_value({"text": world.word("Action.elsewhere")})
    line.save()
    # Dina knows nothing of the pair before its mentor has said yes.
    things = {"program": "elsewhere", "at": world.elsewhere}
    meeting = Meeting.objects.create(mentorship=pair)
    times = ProposedTimes.objects.create(mentorship=pair, proposed_by=pair.mentee, minutes=30, times=[])
    helper = Person.objects.create(given_name="Hal", family_name="Moss")
    named = Delegation.objects.create(person=pair.mentor, assistant=helper, address="helper@example.org")
    kept = Conversation.objects.create(
        mentorship=pair,
        state="planned",
        starts_at=now() + timedelta(days=5),
        minutes=30,
        logged_by=pair.mentee,
    )
    world.add_thing("assistant elsewhere", delegation_id=named.id, **things)
    world.add_thing("time kept elsewhere", kept_id=kept.id, **things)
    world.add_thing("meeting elsewhere", meeting_id=meeting.id, **things)
    world.add_thing("times elsewhere", proposal_id=times.id, **things)
    world.add_thing("talk elsewhere", conversation_id=talk.id, **things)
    world.add_thing("note elsewhere", note_id=note.id, **things)
    world.add_thing("line elsewhere", action_id=line.id, **things)
