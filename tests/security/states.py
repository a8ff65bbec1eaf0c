"""States in which a form is accepted: each is made inside the transaction of one request and taken back with it.

A step takes the world, who posts and their browser, and may return the address arguments of what it made.
"""

from __future__ import annotations

import time
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse

from rounds.core.access import Viewer, system
from rounds.core.clock import institution_today, now
from rounds.core.database.scope import scope
from tests.world import Actor, World
from tests.worlds.words import viewer_of

NEW = "new@home.example"
CODE = "123456"
SECRET = "JBSWY3DPEHPK3PXP"
SCHEDULE = "Resident,Rotation,From,Until\nCleo Marsh,Clinic,2026-07-01,2026-07-28\n"
ROSTER = "Last,First,Email,PGY,DOB\nAdler,Eli,eli@x.example,2,1990-01-01\n"
Form = dict[str, list[str]]


def file_of(data: str | bytes, name: str = "a.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data.encode() if isinstance(data, str) else data)


def wait_for_code(world: World, actor: Actor, client: Client) -> None:
    from rounds.web.account.sign_in import codes

    session = client.session
    waits = {
        "hash": codes.hash_code(CODE),
        "about": NEW,
        "until": now().timestamp() + 60,
        "tries": 0,
    }
    session[codes.SESSION_KEY] = dict.fromkeys(("new_address", "personal_address"), waits)
    session.save()


def have_an_address(world: World, actor: Actor, client: Client) -> None:
    from rounds.people.models import Person

    Person.objects.filter(id=actor.person.id).update(personal_email=NEW)


def set_up_app(world: World, actor: Actor, client: Client) -> None:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(actor.user, generate_totp_secret())
    RecoveryCodes.activate(actor.user)


def scan_secret(world: World, actor: Actor, client: Client) -> None:
    from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY

    session = client.session
    session[SECRET_SESSION_KEY] = SECRET
    session.save()


def code_of_app() -> str:
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30))


def fail_a_step(world: World, actor: Actor, client: Client) -> None:
    from rounds.core.models import Event

    Event.objects.create(
        institution_id=world.here.id, name="run.published", attempts=12, problem="ValueError"
    )


def number_of_event(form: Form) -> dict[str, Any]:
    return {"event": form["event"][0]}


def let_mail_come_back(world: World, actor: Actor, client: Client) -> None:
    from rounds.core.models import OutgoingMail

    OutgoingMail.objects.update(state="bounced", problem="550 no such user")


def close_newcomer(world: World, actor: Actor, client: Client) -> None:
    _without_account(world, "newcomer")
    go_live(world)


def go_live(world: World) -> None:
    from rounds.core.models import Institution

    Institution.objects.filter(id=world.here.id).update(mail_is_live=True)


def close_bob(world: World, actor: Actor, client: Client) -> None:
    from rounds.surveys.models import Round360

    nobody_paired(world, actor, client)
    _without_account(world, "bob")
    # who is asked about and who debriefs are two people, so that those records can't be one
    other = world.actors["chief"].person.id
    Round360.objects.filter(debriefer=world.actors["bob"].person.id).update(debriefer=other)


def _without_account(world: World, name: str) -> None:
    from rounds.people.models import Person

    Person.objects.filter(id=world.actors[name].person.id).update(user=None)


LIST = "5b0f2c66-6a0e-4f6e-9a55-2f1d7c1f9b77"


def who_was_there(form: Form) -> dict[str, Any]:
    """Return a list that names one pair, as its page has shown what it means."""
    from rounds.mentorships.models import Mentorship

    pair = Mentorship.objects.get(mentee__given_name="Cleo", mentor__given_name="Bob", state="active")
    who = f"{pair.mentee.email}\n{pair.mentor.full_name}"
    typed = {"held_on": day_of_today(), "minutes": "30", "who": who}
    return {**typed, "go": "enter", "seen": str(pair.id)}


def enter_a_list(world: World, actor: Actor, client: Client) -> None:
    from rounds.mentorships.conversations.services.together import log_for_pairs

    pair, by = world.rows["running pair"], viewer_of(world, "alice")
    log_for_pairs(pairs=[pair], entry_id=UUID(LIST), held_on=by.today(), minutes=30, by=by)


def leave(world: World, actor: Actor, client: Client) -> None:
    from rounds.people.services import record_leaving

    cleo = person_of(world, "cleo")
    record_leaving(people=[cleo], on=date(2026, 8, 1), by=viewer_of(world, "alice"))


def person_of(world: World, name: str) -> Any:
    from rounds.people.models import Person

    return Person.objects.get(id=world.actors[name].person.id)


def drop_roll_over(world: World, actor: Actor, client: Client) -> None:
    from rounds.people.models import RollOver

    RollOver.objects.all().delete()


def plan_roll_over(world: World, actor: Actor, client: Client) -> dict[str, Any]:
    from rounds.people.services import plan_roll_over

    drop_roll_over(world, actor, client)
    return {"roll_over_id": plan_roll_over(on=date(2027, 7, 1), by=viewer_of(world, "alice")).id}


def choose_leave(form: Form) -> dict[str, Any]:
    return {name: "leave" for name in form if name.startswith("step-")}


def commit_roll_over(world: World, actor: Actor, client: Client) -> dict[str, Any]:
    from rounds.people.models import RollOver
    from rounds.people.services import commit_roll_over

    found = plan_roll_over(world, actor, client)
    commit_roll_over(roll_over=RollOver.objects.get(id=found["roll_over_id"]), by=viewer_of(world, "alice"))
    return found


def drop_draft(world: World, actor: Actor, client: Client) -> None:
    from rounds.framework.models import FrameworkVersion
    from rounds.framework.services import delete_draft

    delete_draft(version=FrameworkVersion.objects.get(published_at=None), by=system(world.here.id))


def give_reason(world: World, actor: Actor, client: Client) -> None:
    from rounds.framework.models import FrameworkVersion

    FrameworkVersion.objects.filter(published_at=None).update(reason="New words")


def workbook() -> bytes:
    from rounds.sheets import write_workbook

    lines = [line.split(",") for line in ROSTER.splitlines()]
    return write_workbook([(name, lines[0], lines[1:]) for name in ("Fall", "Spring")])


def stage_workbook(world: World, actor: Actor, client: Client) -> dict[str, Any]:
    from rounds.integrations.spreadsheets.services import stage_file

    by = viewer_of(world, "chief")
    return {"import_id": stage_file(by=by, kind="roster", data=workbook(), name="a.xlsx").id}


def import_roster(world: World, actor: Actor, client: Client) -> dict[str, Any]:
    from rounds.integrations.spreadsheets.models import SpreadsheetImport
    from rounds.integrations.spreadsheets.services import stage_file, write_import

    by = viewer_of(world, "chief")
    staged = stage_file(by=by, kind="roster", data=ROSTER.encode(), name="a.csv")
    staged = SpreadsheetImport.objects.get(id=staged.id)
    assert write_import(by=by, spreadsheet=staged, version=staged.version)
    return {"import_id": staged.id}


def set_up_again(world: World, actor: Actor, client: Client) -> None:
    from rounds.programs.models import Program

    Program.objects.filter(id=world.rows["ladder"].id).update(state="setting_up")


def unpublished(world: World, actor: Actor, client: Client) -> None:
    """Let no pair of the open year of the ladder be published."""
    from rounds.programs.models import Cohort

    Cohort.objects.filter(cycle__program=world.rows["ladder"].id).update(state="gathering")


def cut_in_phases(world: World, actor: Actor, client: Client) -> None:
    """Cut the ladder into two phases; none of its pairs runs in its open year."""
    from rounds.programs.models import Program
    from rounds.programs.services.phases import lay_out_phases
    from rounds.programs.values.phases import PhaseSpec

    specs = [PhaseSpec("First", 6), PhaseSpec("Second", 6, match="carried")]
    ladder = Program.objects.get(id=world.rows["ladder"].id)
    ladder.phases = [one.to_json() for one in specs]
    ladder.save()
    lay_out_phases(cycle=world.rows["ladder cycle"], specs=specs)


def fill_in(world: World, actor: Actor, client: Client) -> None:
    from rounds.core.drafts import save_draft
    from rounds.core.models import Draft
    from tests.programs.test_intake_pages import MENTEE_DATA

    enrollment = world.rows["mentee both"]
    Draft.objects.all().delete()
    save_draft(
        by=viewer_of(world, "both"),
        form_key=f"intake:{enrollment.id}",
        value={
            "base": 0,
            "topics": {
                topic: {key: given if isinstance(given, list) else [given] for key, given in data.items()}
                for topic, data in MENTEE_DATA.items()
            },
        },
    )


def enter_for_cleo(world: World, actor: Actor, client: Client) -> None:
    from rounds.programs.models import Intake

    Intake.objects.filter(enrollment=world.rows["mentee cleo"]).update(
        entered_by_id=world.actors["alice"].person.id, confirmed_at=None
    )


def forget_places(world: World, actor: Actor, client: Client) -> None:
    from rounds.programs.models import Enrollment

    Enrollment.objects.filter(cohort=world.rows["ladder cohort"], side="mentor").update(capacity=None)


def rule_out(world: World, actor: Actor, client: Client) -> None:
    """Bob is Cleo's line manager, does not mentor her yet, and nobody has declared an exception."""
    from rounds.matching.models import ConflictException
    from rounds.people.models import AuthorityLine

    nobody_paired(world, actor, client)
    ConflictException.objects.all().delete()
    bob, cleo = world.actors["bob"].person, world.actors["cleo"].person
    AuthorityLine.objects.create(over=bob, subject=cleo, kind="line_manager", from_on=institution_today())


def lift_all(world: World, actor: Actor, client: Client) -> None:
    from rounds.matching.models import PairDecision

    PairDecision.objects.update(undone_at=now())


def nobody_paired(world: World, actor: Actor, client: Client) -> None:
    from rounds.development.models import Rehearsal
    from rounds.matching.models import Offer
    from rounds.mentorships import guards
    from rounds.mentorships.models import MentorLoad

    lift_all(world, actor, client)
    MentorLoad.objects.update(active=0)
    gone = [Rehearsal, Offer]
    gone += (one for one in apps.get_app_config("mentorships").get_models() if one is not MentorLoad)
    with guards.unprotected(connection):
        while gone:  # what others hold on to goes after them
            model = gone.pop(0)
            try:
                model.objects.all().delete()
            except ProtectedError:
                gone.append(model)


def object_to_nothing(world: World, actor: Actor, client: Client) -> None:
    run_id = world.rows["ladder run"].id
    client.post(reverse("vetoes:rest", kwargs={"institution": world.here.slug, "run_id": run_id}))


def not_yet_told(world: World, actor: Actor, client: Client) -> None:
    from rounds.mentorships.models import Mentorship

    Mentorship.objects.update(shown_from_at=now() + timedelta(minutes=5))


def pairs_of(world: World) -> dict[str, str]:
    from rounds.matching.runs.selectors import result_of

    return {pair.mentee: pair.mentor for pair in result_of(world.rows["ladder run"]).solution.pairs}


def another_mentor(world: World) -> UUID:
    """Return a mentor who is not the one proposed for the mentee who is mentor as well."""
    taken = pairs_of(world)[str(world.actors["both"].person.id)]
    others = (world.actors[name].person.id for name in ("bob", "former_mentor"))
    return next(one for one in others if str(one) != taken)


def pair_of_cleo(world: World, actor: Actor, client: Client) -> dict[str, Any]:
    """Free everybody of pairs and lines of authority, and open the page of Cleo with a mentor who is free."""
    from rounds.people.models import AuthorityLine

    nobody_paired(world, actor, client)
    AuthorityLine.objects.all().delete()
    cleo = world.actors["cleo"].person.id
    return {"run_id": world.rows["ladder run"].id, "mentee_id": cleo, "mentor_id": another_mentor(world)}


def decide(world: World, actor: Actor, client: Client) -> None:
    from rounds.matching.decisions.services.decisions import lock_pair

    pair = pair_of_cleo(world, actor, client)
    ids = (pair["mentee_id"], pair["mentor_id"])
    lock_pair(cohort=world.rows["ladder cohort"], pair=ids, by=viewer_of(world, actor.name))


def published_run(world: World) -> Any:
    from rounds.matching.models import MatchRun

    return MatchRun.objects.get(cohort=world.rows["ladder cohort"], state="published")


def approve(world: World, actor: Actor, client: Client) -> dict[str, Any]:
    """Put the published run back to before its publishing."""
    run = published_run(world)
    nobody_paired(world, actor, client)
    run.state, run.published_at = "approved", None
    run.save()
    return {"run_id": run.id}


def wait_for_mentor(world: World, actor: Actor, client: Client) -> dict[str, Any]:
    return {**pair_of_cleo(world, actor, client), "run_id": published_run(world).id}


def day_of_today() -> str:
    return institution_today().isoformat()


def day_ahead(days: int) -> str:
    """Return a day to come, as a form would send it."""
    return (institution_today() + timedelta(days=days)).isoformat()


def begin_pair(world: World, actor: Actor, client: Client) -> dict[str, Any]:
    """Let the pair of the ladder program run; other mentors may take over."""
    from rounds.mentorships.models import Mentorship
    from rounds.programs.models import Enrollment

    lift_all(world, actor, client)
    pair = Mentorship.objects.get(mentee=world.actors["cleo"].person, state="offered")
    Mentorship.objects.filter(id=pair.id).update(state="active", opened_on="2026-07-01")
    Enrollment.objects.filter(cohort=world.rows["ladder cohort"], side="mentor").update(capacity=3)
    return {"mentorship_id": pair.id}


def who_takes_over(world: World) -> str:
    """Return the mentor of the ladder program who is not the one of Cleo's pair."""
    from rounds.mentorships.models import Mentorship

    return who_takes_over_from(
        world, Mentorship.objects.get(mentee=world.actors["cleo"].person, state="offered")
    )


def who_takes_over_from(world: World, pair: Any) -> str:
    """Return the mentor of the ladder program who is not the one of a pair."""
    others = (world.actors[name].person.id for name in ("bob", "former_mentor"))
    return str(next(one for one in others if one != pair.mentor_id))


def join_panel(world: World, actor: Actor, client: Client) -> dict[str, Any]:
    """Let the pair run, and somebody have been put on the panel just now."""
    from rounds.matching.publishing.services.panels import join_panel as join
    from rounds.mentorships.models import Mentorship

    found = begin_pair(world, actor, client)
    pair = Mentorship.objects.get(id=found["mentorship_id"])
    joined = join(
        pair=pair,
        mentor_id=UUID(who_takes_over_from(world, pair)),
        purpose="research methods",
        by=system(world.here.id),
    )
    return {"mentorship_id": joined.id}


def end_pair(world: World, actor: Actor, client: Client) -> dict[str, Any]:
    """Let the pair run, and be ended by the office just now."""
    from rounds.core.access import system
    from rounds.mentorships.services.states import end_mentorship

    found = begin_pair(world, actor, client)
    end_mentorship(mentorship_id=found["mentorship_id"], reason="time", by=system(world.here.id))
    return found


def pause_pair(world: World, actor: Actor, client: Client) -> dict[str, Any]:
    """Let the pair be paused."""
    from rounds.mentorships.services.office import pause_pair as pause

    found = begin_pair(world, actor, client)
    pause(mentorship_id=found["mentorship_id"], by=system(world.here.id))
    return found


def moment_to_come() -> str:
    """Return a moment as its box sends it, some days ahead, by day."""
    return (now() + timedelta(days=6)).strftime("%Y-%m-%dT14:%M")


def utc_moment_to_come() -> str:
    return (now() + timedelta(days=6)).replace(minute=0, second=0, microsecond=0).isoformat()


def let_ask_go(world: World, actor: Actor, client: Client) -> None:
    """Let Bob have let the open question of Cleo go."""
    from rounds.mentorships.growth.services.asks import let_go_question

    ask = next(thing for thing in world.things if thing.label.startswith("ask of cleo"))
    let_go_question(ask_id=ask.arguments["ask_id"], by=viewer_of(world, "bob"))


def call_talk_off(world: World, actor: Actor, client: Client) -> None:
    from rounds.mentorships.conversations.services.planning import call_off_conversation

    talk = next(thing for thing in world.things if thing.label == "planned talk")
    call_off_conversation(conversation_id=talk.arguments["conversation_id"], by=viewer_of(world, "cleo"))


def first_time_of(form: Form) -> dict[str, object]:
    from rounds.mentorships.models import ProposedTimes

    made = ProposedTimes.everywhere.filter(state="open").exclude(times=[]).get()
    return {"at": made.times[0]}


def take_time(world: World, actor: Actor, client: Client) -> None:
    from rounds.mentorships.meetings.services import take_time as take
    from rounds.mentorships.models import ProposedTimes

    made = ProposedTimes.objects.exclude(times=[]).get()
    take(proposal_id=made.id, moment=made.moments[0], by=viewer_of(world, "bob"))


def dispute_talk(world: World, actor: Actor, client: Client) -> None:
    from rounds.mentorships.conversations.services.disputing import dispute_conversation

    talk = next(thing for thing in world.things if thing.label == "running talk of bob")
    dispute_conversation(conversation_id=talk.arguments["conversation_id"], by=viewer_of(world, "cleo"))


def forget_terms(world: World, actor: Actor, client: Client) -> None:
    from rounds.mentorships.models import StandingTerms

    StandingTerms.objects.all().delete()


def release_again(form: Form) -> dict[str, Any]:
    """Send the packet that the page shows for the one piece that can be released, once more."""
    from rounds.mentorships.models import MilestoneFeedback
    from rounds.mentorships.releases.selectors import own_residencies, packet_of

    report = MilestoneFeedback.everywhere.filter(report__mentorship__state="active").get().report
    institution = report.institution_id
    with scope(institution):
        person = report.mentorship.mentee
        by = Viewer(institution, person.user_id, person.id, person.full_name)
        program, keys = own_residencies(by)[0], [f"report {report.id}"]
        digest = packet_of(by, keys, program).digest()
    return {
        "piece": keys,
        "program": str(program.id),
        "digest": digest,
        "go": "release",
        "entry": str(uuid4()),
    }


def send_survey(world: World, actor: Actor, client: Client) -> None:
    """Send the wave that is planned."""
    from rounds.surveys.campaigns.services import send_wave
    from tests.worlds.words import viewer_of

    send_wave(wave=world.rows["planned wave"], by=viewer_of(world, "alice"))


def remind_of_survey(world: World, actor: Actor, client: Client) -> None:
    """Ask that who is missing in the open wave be reminded."""
    from rounds.surveys.campaigns.services.nudging import nudge
    from tests.worlds.words import viewer_of

    nudge(wave=world.rows["wave"], by=viewer_of(world, "alice"))
