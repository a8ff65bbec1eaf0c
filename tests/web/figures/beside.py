"""What stands beside pairs in the untidy world: a group that met twice, and a survey that some have answered."""

from datetime import timedelta

from rounds.core.clock import institution_today, now
from rounds.mentorships.models import Attendance, GroupMember, GroupSession, MentorGroup
from rounds.surveys.instruments.selectors import current_version
from rounds.surveys.instruments.services import install_instruments
from rounds.surveys.models import Campaign, InstrumentVersion, Item, Nomination, Request, Round360, Wave

MENTEES = ("Kay", "Lou", "Ray")


def add_group(scene):
    """Let Ida hold a group of three; at the second session one was missing."""
    day = institution_today()
    mentor = scene.enrollments["Ida", "mentor"]
    group = MentorGroup.objects.create(
        cycle_id=scene.cohort.cycle_id,
        mentor_enrollment=mentor,
        mentor=scene.people["Ida"],
        name="First steps",
    )
    MentorGroup.objects.filter(id=group.id).update(opened_at=now() - timedelta(days=40))
    for name in MENTEES:
        enrollment = scene.enrollments[name, "mentee"]
        GroupMember.objects.create(
            group=group,
            enrollment=enrollment,
            person=scene.people[name],
            joined_at=now() - timedelta(days=40),
        )
    for days, minutes, names in ((30, 60, MENTEES), (2, 45, MENTEES[1:])):
        session = GroupSession.objects.create(
            group=group, held_on=day - timedelta(days=days), minutes=minutes, logged_by=scene.people["Ida"]
        )
        for name in names:
            Attendance.objects.create(session=session, person=scene.people[name])


def add_survey(scene):
    """Ask three mentees: one has answered, one does not want to, one is silent."""
    install_instruments(by=scene.alice)
    version = current_version("pulse")
    campaign = Campaign.objects.create(
        instrument=version.instrument,
        name="Quarterly pulse",
        scope_id=scene.program.id,
        audience="mentees",
        parameters={"program": str(scene.program.id)},
    )
    wave = Wave.objects.create(
        campaign=campaign,
        version=version,
        mode="pooled",
        purpose="the program office learns what to mend",
        closes_on=institution_today() + timedelta(days=10),
        state="sent",
        sent_at=now() - timedelta(days=3),
        stop_until=now() - timedelta(days=3),
        sent_by="Alice",
    )
    asked_on = institution_today() - timedelta(days=3)
    for name, state in zip(MENTEES, ("answered", "declined", "asked"), strict=True):
        Request.objects.create(
            wave=wave,
            person=scene.people[name],
            state=state,
            asked_on=asked_on,
            answered_on=institution_today() if state == "answered" else None,
        )


def of_wave(wave_id):
    """Count by hand who has answered and who was asked."""
    states = list(Request.objects.filter(wave_id=wave_id).values_list("state", flat=True))
    return states.count("answered"), len(states) - states.count("not_asked")


def missing_in_wave(wave_id):
    """Count by hand who was asked and neither answered nor said no."""
    states = list(Request.objects.filter(wave_id=wave_id).values_list("state", flat=True))
    return states.count("asked") + states.count("waiting")


def minutes_of_wave(wave_id):
    """Count by hand how many minutes its questions take."""
    version = Wave.objects.get(id=wave_id).version_id
    return max(1, round(sum(Item.objects.filter(version_id=version).values_list("seconds", flat=True)) / 60))


def in_group(group_id):
    """Count by hand who is in a group, and of how many it is."""
    members = [one for one in GroupMember.objects.filter(group_id=group_id) if one.left_at is None]
    return len(members), MentorGroup.objects.get(id=group_id).size


def sums_of_group(group_id):
    """Count by hand sessions, minutes of the mentor, minutes of mentees."""
    sessions = list(GroupSession.objects.filter(group_id=group_id))
    present = [Attendance.objects.filter(session=one).count() * one.minutes for one in sessions]
    return len(sessions), sum(one.minutes for one in sessions), sum(present)


def versions_in(html):
    """Return the numbers of the versions whose names stand on a page."""
    return {
        one.number
        for one in InstrumentVersion.objects.select_related("instrument")
        if one.instrument.name in html
    }


def of_version(at):
    """Count by hand the questions and the minutes of the version that a headline speaks of."""
    found = InstrumentVersion.objects.select_related("instrument").filter(number=at.numbers[0])
    version = next(one for one in found if at.label.startswith(f"{one.instrument.name} Version"))
    items = list(Item.objects.filter(version=version))
    minutes = max(1, round(sum(one.seconds for one in items) / 60))
    questions = sum(one.kind != "note" for one in items)
    return (version.number, questions, *([minutes] if minutes > 1 else []))


def add_round(scene):
    """Let raters of Ida be chosen: two peers are to be asked, one is in reserve, one is proposed, one is left out."""
    version = current_version("leader_360_short")
    campaign = Campaign.objects.create(
        instrument=version.instrument, name="Feedback", scope_id=scene.program.id, audience="feedback360"
    )
    found = Round360.objects.create(
        subject=scene.people["Ida"],
        debriefer=scene.people["Kay"],
        line_manager=scene.people["Lou"],
        scope_id=scene.program.id,
        campaign=campaign,
        groups=["peers"],
        closes_on=institution_today() + timedelta(days=20),
    )
    states = ("approved", "approved", "reserve", "proposed", "refused")
    others = [one for name, one in scene.people.items() if name not in ("Ida", "Kay", "Lou")]
    for person, state in zip(others, states, strict=False):
        Nomination.objects.create(round=found, group="peers", person=person, state=state, reason="Why")
    Nomination.objects.create(
        round=found, group="supervisor", person=scene.people["Lou"], state="approved", is_added=True
    )


def of_group_of_raters(at):
    """Return the numbers of a group of raters if one of the round has them: to be asked, in reserve, to decide."""
    rows = list(Nomination.objects.filter(round_id=at.arguments["round_id"]).values_list("group", "state"))
    found = {
        tuple(rows.count((group, state)) for state in ("approved", "reserve", "proposed"))
        for group in ("peers", "supervisor")
    }
    return tuple(at.numbers) if tuple(at.numbers) in found else ()


def asked_in_round(round_id):
    """Return how many people a round would write to: those approved, and the one whom it is about."""
    return Nomination.objects.filter(round_id=round_id, state="approved").count() + 1


def of_wrong_outcomes():
    """Return how many outcomes in force their person calls wrong, last."""
    from rounds.insights.models import Check, OutcomeEvent

    gone = set(OutcomeEvent.objects.exclude(corrects=None).values_list("corrects_id", flat=True))
    last = {one.event_id: one.said for one in Check.objects.filter(checker="owner").order_by("recorded_at")}
    return (sum(said == "wrong" and event not in gone for event, said in last.items()),)


def chosen_in_round(round_id):
    """Return how many raters of a round are chosen, whatever was decided, but for those left out."""
    return Nomination.objects.filter(round_id=round_id).exclude(state="refused").count()
