"""For every address that takes a POST, one that a person may really send: what is typed, on which thing, after which steps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import uuid4

from django.test import Client

from tests.security import states
from tests.security.forms.connections import connection_posts
from tests.security.forms.development import development_posts
from tests.security.forms.dossiers import dossier_posts
from tests.security.forms.groups import group_posts
from tests.security.forms.growth import growth_posts
from tests.security.forms.outcomes import outcome_posts
from tests.security.forms.questions import question_posts
from tests.security.forms.rounds import round_posts
from tests.security.forms.voices import voice_posts
from tests.security.states import CODE, NEW, ROSTER, Form
from tests.world import Actor, World


@dataclass(frozen=True)
class Post:
    """What is typed over what the page's form holds, perhaps by its names; `before` makes the state in which it is accepted.

    `before` may return address arguments of what it made; `thing` is the beginning of a thing's label in the test
    world. `kept_in` says in words where an accepted post is kept, if not in a table of ours.
    """

    typed: dict[str, Any] | Callable[[Form], dict[str, Any]] = field(default_factory=dict)
    thing: str = ""
    who: str = ""
    before: Callable[[World, Actor, Client], dict[str, Any] | None] | None = None
    query: dict[str, str] | None = None
    kept_in: str = ""


# Who can't be accepted in the test world, in a sentence.
EXCUSED = {
    "typed:keep": "answers a script, with the mark of a page that was shown (tests/web/test_typed.py)",
    "calendar:renew": "answers with the page that shows the address, once (tests/web/meetings/test_calendar.py)",
    "instruments:from_redcap": "answers with the page of what was read, once (tests/web/surveys/test_files.py)",
    "connections:place": "answers with the button that leads to a platform, after a launch (tests/integrations/lti)",
    "connections:registration": "answers with the page that shows the address, once (tests/integrations/lti/test_registering.py)",
    "connections:credential": "answers with the page that shows the credential, once (tests/integrations/credentials)",
    "connections:roster": "asks a platform, whose own tests have one (tests/integrations/lti)",
    "evidence:pool": "answers with the page of what was read, which is not kept (tests/insights/figures/test_pooling.py)",
    "account_organization": "leads on to the sign-in of an organization, whose own tests have one (tests/account)",
}


def posts(world: World) -> dict[str, Post]:
    return {
        **_account(world),
        **_people(world),
        **_house(world),
        **_programs(world),
        **_matching(world),
        **connection_posts(world, Post),
        **development_posts(world, Post),
        **dossier_posts(world, Post),
        **growth_posts(world, Post),
        **group_posts(world, Post),
        **round_posts(world, Post),
        **voice_posts(world, Post),
        **outcome_posts(world, Post),
        **question_posts(world, Post),
    }


def _account(world: World) -> dict[str, Post]:
    person = {name: str(actor.person.id) for name, actor in world.actors.items() if actor.person}
    return {
        "account_confirm": Post({"send": "1"}, kept_in="the session: a code that waits"),
        "account_end_session": Post(thing="session of cleo", kept_in="the table of sessions"),
        "account_forget_device": Post(thing="device of cleo"),
        "account_address": Post({"new_address": NEW}, kept_in="the session: a code that waits"),
        "account_prove_address": Post({"code": CODE}, before=states.wait_for_code),
        "account_password": Post({"password": "four unrelated words 9"}),
        "mfa_activate_totp": Post({"code": states.code_of_app()}, before=states.scan_secret),
        "mfa_deactivate_totp": Post(who="cleo", before=states.set_up_app),
        "account_recovery_codes": Post(before=states.set_up_app),
        "frame:preferences": Post(
            {"theme": "dark", "shortcuts": "off"}, kept_in="two cookies of this browser"
        ),
        "people:help_route": Post({"name": "Ombuds office", "phone": "555 0100"}, "help with danger"),
        "record:edit": Post({"pronouns": "she/her", "personal_email": NEW, "languages": ["es"]}, who="cleo"),
        "record:address": Post({"address": NEW}, who="cleo", kept_in="the session: a code that waits"),
        "record:prove_address": Post({"code": CODE}, who="cleo", before=states.wait_for_code),
        "record:remove_address": Post(who="cleo", before=states.have_an_address),
        "record:away": Post({"from_on": "2027-03-01", "to_on": "2027-03-20"}, who="cleo"),
        "record:end_away": Post(thing="leave of cleo", who="cleo"),
        "calendar:mine": Post({"email": world.actors["alice"].person.email}, who="cleo"),
        "calendar:revoke": Post(who="bob"),
        "calendar:end_assistant": Post(thing="assistant of bob", who="bob"),
        "calendar:move": Post({"starts_at": states.moment_to_come()}, "time kept by dell", who="delegate"),
        "calendar:move_back": Post(thing="time kept by dell", who="delegate"),
        "calendar:call_off": Post(thing="time kept by dell", who="delegate"),
        "calendar:plan_again": Post(thing="time called off by dell", who="delegate"),
        "reminders:choose": Post({"rhythm": "weekly", "weekday": "2", "hour": "9"}, who="cleo"),
        "reminders:stop": Post(who="cleo"),
        "record:throw_away": Post(thing="unsaved note of cleo", who="cleo"),
        "record:consent": Post({"kind": "research", "go": "give"}, who="cleo"),
        "access:ask_role": Post({"person": person["newcomer"], "role": "auditor"}),
        "access:ask_address": Post({"person": person["bob"], "new_address": NEW}),
        "access:mail": Post(),
        "access:send_invitations": Post(before=states.close_newcomer, query={"person": person["newcomer"]}),
        "access:detail": Post({"confirm": "1"}, "change of cleo"),
    }


def _people(world: World) -> dict[str, Post]:
    person = {name: str(actor.person.id) for name, actor in world.actors.items() if actor.person}
    name = {"given_name": "Amy", "family_name": "Wong", "pronouns": "she/her", "employee_id": "E-1"}
    stage = {"tier": "fellow", "track": "clinical", "pgy": "4", "title": "Fellow", "fte": "0.8"}
    cleo = "person cleo"
    other = next(one.arguments["place_id"] for one in world.things if one.label == "other department of cleo")
    return {
        "people:new": Post({**name, "email": NEW}),
        "people:edit": Post(name, "person newcomer"),
        "people:stage": Post({**stage, "from_on": "2026-07-01"}, cleo),
        "people:correct": Post(stage, "stage of cleo"),
        "people:lines": Post(
            {"person": person["newcomer"], "kind": "line_manager", "from_on": "2026-07-01"}, cleo
        ),
        "people:end_line": Post(thing="line of cleo"),
        "people:training": Post({"title": "Mentor training", "hours": "2", "done_on": "2026-07-01"}, cleo),
        "people:away": Post({"from_on": "2027-03-01", "to_on": "2027-03-20"}, cleo),
        "people:end_away": Post(thing="leave of cleo"),
        "people:leave": Post({"on": "2026-08-01"}, cleo),
        "people:undo_leave": Post(thing=cleo, before=states.leave),
        "people:bring_back": Post({"on": "2026-08-01"}, cleo, before=states.leave),
        "people:merge": Post(thing="pair of records of cleo", before=states.close_bob),
        "people:roll_overs": Post({"on": f"{date.today().year + 1}-07-01"}, before=states.drop_roll_over),
        "people:roll_over": Post(states.choose_leave, "roll-over of cleo", before=states.plan_roll_over),
        "people:commit_roll_over": Post(thing="roll-over of cleo", before=states.plan_roll_over),
        "people:discard_roll_over": Post(thing="roll-over of cleo"),
        "people:undo_roll_over": Post(thing="roll-over of cleo", before=states.commit_roll_over),
        "people:new_department": Post({"name": "Surgery", "code": "SUR"}),
        "people:new_site": Post({"name": "North", "timezone": "Europe/Oslo"}),
        "people:place": Post({"name": "Surgery", "code": "SUR", "go": "save"}, "department of cleo"),
        "people:merge_place": Post({"into": str(other)}, "department of cleo"),
        "people:undo_merged_place": Post(thing="merged department of cleo"),
        "people:new_training_program": Post({"name": "Surgery", "acgme_number": "4400521001", "years": "5"}),
        "people:edit_training_program": Post(
            {"name": "Medicine", "specialty": "Medicine", "years": "3", "go": "save"},
            "training program of cleo",
        ),
        "people:training_program": Post(
            {"person": person["newcomer"], "kind": "core_faculty", "from_on": "2026-07-01"},
            "training program of cleo",
        ),
        "people:end_member": Post(thing="membership of cleo"),
    }


def _house(world: World) -> dict[str, Post]:
    again = {"file": states.file_of(ROSTER), "target": "title"}
    return {
        "framework:copy": Post(thing="published version", before=states.drop_draft),
        "framework:edit": Post({"reason": "New words"}, "draft version"),
        "framework:tracks": Post({"track-clinical": "Clinicians"}, "draft version"),
        "framework:publish": Post(thing="draft version", before=states.give_reason),
        "framework:delete": Post(thing="draft version"),
        "jobs:steps": Post(states.number_of_event, before=states.fail_a_step),
        "sent:again": Post(thing="mail of alice", before=states.let_mail_come_back),
        "sent:stop": Post(thing="batch of alice"),
        "rotations:new": Post({"file": states.file_of(states.SCHEDULE)}),
        "rotations:check": Post({"q0-who": "none", "version": "1"}, "schedule of alice"),
        "imports:new": Post({"file": states.file_of(ROSTER), "kind": "roster"}),
        "imports:check": Post({"column-3": "title"}, "import of alice"),
        "imports:include": Post(again, "import of alice", query={"column": "4"}),
        "imports:sheet": Post(
            {"sheet": "Spring", "file": states.file_of(states.workbook(), "a.xlsx")},
            before=states.stage_workbook,
        ),
        "imports:undo": Post(before=states.import_roster),
        "imports:discard": Post(thing="import of alice"),
    }


def _programs(world: World) -> dict[str, Post]:
    newcomer = str(world.actors["newcomer"].person.id)
    tiers = {"mentee_tiers": ["resident"], "mentor_tiers": ["mid_career"]}
    ladder, cleo = "program ladder", "enrollment of cleo"
    priority = {"name": "Telehealth", "from_on": "2026-01-01", "weight": "20", "rationale": "Distance"}
    return {
        "pairs:debrief": Post({"conflict": "Two of us disagreed"}, "open debrief", who="cleo"),
        "pairs:new_report": Post({"report": "Two teams, one bed"}, "running pair", who="cleo"),
        "pairs:report": Post(
            {"saw": "Calm words", "try_next": "Ask first"}, "report running waiting", who="bob"
        ),
        "releases:mine": Post(states.release_again, who="cleo"),
        "received:require": Post({"go": "require"}, "residency of rolf", who="residency_director"),
        "pairs:change_debrief": Post(
            {"conflict": "Three of us disagreed"}, "running debrief by cleo", who="cleo"
        ),
        "pairs:let_go": Post({"entry": "6f3f7f0e-4d5b-4a64-9d8e-2f6f2f1d9a01"}, "open debrief", who="cleo"),
        "programs:new": Post(),
        "programs:start": Post(thing=ladder, before=states.set_up_again),
        "programs:close_year": Post(thing=ladder),
        "programs:undo_start": Post(thing=ladder, before=states.unpublished),
        "programs:settings": Post(
            {**tiers, "months": "9", "reply_to": NEW, "applications_open": "on"}, ladder
        ),
        "programs:years": Post({"go": "cohort", "name": "Spring"}, ladder),
        "programs:phases": Post(thing=ladder, before=states.cut_in_phases),
        "programs:priorities": Post(priority, ladder),
        "programs:priority": Post({**priority, "go": "save"}, "priority and program ladder"),
        "programs:roles": Post({"person": newcomer, "role": "steering_viewer"}, ladder),
        "programs:end_role": Post(thing="role of steering_viewer and program"),
        "programs:find_people": Post({"person": newcomer, "side": "mentee", "how": "invitation"}, ladder),
        "programs:remind": Post(thing=ladder),
        # the boxes of who reads are ticked by nobody else
        "surveys:new": Post({"mode": "named", "readers": ["director"]}, who="alice"),
        "surveys:install": Post(who="alice", kept_in="nothing: all questions are here already"),
        "surveys:wave": Post({"go": ""}, thing="wave planned", who="alice"),
        "surveys:quiet": Post(
            {"name": "Boards", "from_on": "2027-03-01", "to_on": "2027-03-05", "whom": ""}, who="alice"
        ),
        "answering:call": Post(
            {"go": "ask", "to": f"office:{world.rows['running pair'].cycle.program_id}"}, who="bob"
        ),
        "surveys:called": Post(thing="wish to be called", who="alice"),
        "surveys:not_called": Post(thing="wish that was fulfilled", who="alice"),
        "surveys:remind": Post(thing="wave sent", who="alice"),
        "surveys:remind_not": Post(thing="wave sent", who="alice", before=states.remind_of_survey),
        "surveys:lend": Post(
            {"person": str(world.actors["faculty_developer"].person.id)}, "wave planned", "alice"
        ),
        "surveys:name": Post({"go": "lend"}, "name that is asked for", "alice"),
        "surveys:send_test": Post(thing="wave planned", who="alice"),
        "surveys:test": Post(
            {"go": "next"}, "wave planned", "alice", kept_in="nothing: a test keeps nothing"
        ),
        "surveys:remove_quiet": Post(thing="quiet period", who="alice"),
        "surveys:restore_quiet": Post(thing="removed quiet period", who="alice"),
        "surveys:read_comments": Post(
            {"comment": str(world.rows["comment"].id), "words": "More time.", "go": "show"},
            thing="wave told",
            who="faculty_developer",
        ),
        "surveys:end": Post(
            {"go": "longer", "closes_on": states.day_ahead(30)}, thing="wave sent", who="alice"
        ),
        "surveys:stop": Post(thing="wave planned", who="alice", before=states.send_survey),
        "year:paste_list": Post(states.who_was_there, ladder, who="alice"),
        "year:undo_list": Post(
            thing=ladder, who="alice", before=states.enter_a_list, query={"entry": states.LIST}
        ),
        "year:nudge": Post({"subject": "You and {other}", "body": "Call us. {link}"}, ladder),
        "programs:plan": Post({"goals_due": "60"}, ladder),
        "programs:texts": Post({"subject": "Hi {name}", "body": "Text {link}", "go": "save"}, ladder),
        "programs:change_state": Post({"state": "withdrawn", "sure": "1"}, cleo),
        "intake:apply": Post(thing="a program that takes applications", who="newcomer"),
        "intake:topic": Post({"go": "next", "goals": "To lead"}, "aim of both", who="both"),
        "intake:check": Post(thing="enrollment of both as mentee", who="both", before=states.fill_in),
        "intake:confirm": Post(thing="enrollment of cleo", who="cleo", before=states.enter_for_cleo),
        "intake:forget": Post(thing="enrollment of both as mentee", who="both"),
    }


def _matching(world: World) -> dict[str, Post]:
    ladder, run, pair = "cohort ladder", "run of ladder", "pair of ladder"
    person = {name: str(actor.person.id) for name, actor in world.actors.items() if actor.person}
    reason = {"reason": "They know each other"}
    second = f"{person['both']} {states.pairs_of(world)[person['both']]}"
    return {
        "matching:start": Post(thing=ladder),
        "matching:places": Post(thing=ladder, before=states.forget_places),
        "matching:exceptions": Post(
            {**reason, "pair": f"{person['cleo']} {person['bob']}"}, ladder, before=states.rule_out
        ),
        "matching:confirm_exception": Post(thing="exception of ladder", who="alice"),
        "matching:withdraw_exception": Post(thing="exception of ladder"),
        "matching:again": Post(thing=run),
        "matching:undo": Post(thing=run, before=states.decide),
        "matching:lock": Post(thing=pair, before=states.nobody_paired),
        "matching:lift": Post(thing=pair),
        "matching:forbid": Post({**reason, "later": "1"}, pair, before=states.nobody_paired),
        "matching:swap": Post({**reason, "later": "1", "other": second}, before=states.pair_of_cleo),
        "matching:hand": Post(
            {**reason, "later": "1", "other": str(states.another_mentor(world))}, before=states.pair_of_cleo
        ),
        "matching:note": Post({"note": "Quiet people", "entry": str(uuid4())}, pair),
        "matching:approval": Post({"go": "return", "note": "Look again"}, run),
        "matching:publish": Post(before=states.approve),
        "matching:what_if": Post({"rationale": "Growth first", "w_gaps": "40"}, run),
        "matching:stop": Post(thing="published run of ladder"),
        "matching:offer": Post(before=states.wait_for_mentor),
        "matching:stop_offer": Post(thing="offer", before=states.not_yet_told),
        "pairs:pair": Post(
            {"go": "accept", "meeting_at": "2027-02-01T10:00", "modality": "video"},
            "mentorship of ladder",
            before=states.lift_all,
        ),
        **_safeguards(world),
        **_conversations(),
        "year:end": Post(
            {"reason": "time", "ended_on": states.day_of_today()},
            "mentorship of ladder",
            before=states.begin_pair,
        ),
        "year:undo_end": Post(thing="mentorship of ladder", before=states.end_pair),
        "year:hand_over": Post(
            {"mentor": states.who_takes_over(world), "reason": "changed"},
            "mentorship of ladder",
            before=states.begin_pair,
        ),
        "year:panel": Post(
            {"mentor": states.who_takes_over(world), "purpose": "research methods"},
            "mentorship of ladder",
            before=states.begin_pair,
        ),
        "year:undo_panel": Post(thing="mentorship of ladder", before=states.join_panel),
        "year:planned_end": Post(
            {"planned_end_on": "2027-06-30"}, "mentorship of ladder", before=states.begin_pair
        ),
        "year:pause": Post(thing="mentorship of ladder", before=states.begin_pair),
        "year:resume": Post(thing="mentorship of ladder", before=states.pause_pair),
        "vetoes:rest": Post(thing=run),
        "vetoes:object_again": Post(thing=run, before=states.object_to_nothing),
        "vetoes:veto": Post(reason, pair, before=states.nobody_paired),
        "vetoes:lift": Post(thing=pair),
    }


def _safeguards(world: World) -> dict[str, Post]:
    pair, thing = "running pair of cleo", world.rows["emergency"]
    return {
        "pairs:lost_time": Post({"hours": "2"}, "usual terms of bob", who="bob"),
        "pairs:give_back_time": Post(thing="lost time of bob", who="bob"),
        "safeguards:ask": Post({"thing": thing, "reason": "Somebody is in danger"}, pair, who="alice"),
        "safeguards:hold": Post({"reason": "Counsel asks for it"}, pair, who="alice"),
        "safeguards:decide": Post({"go": "agree"}, "emergency that waits", who="site_admin"),
    }


def _conversations() -> dict[str, Post]:
    pair, today = "running pair of cleo", states.day_of_today()
    soon = {"starts_at": states.moment_to_come(), "mode": "video"}
    return {
        "pairs:log": Post(
            {
                "held_on": today,
                "minutes": "30",
                "mode": "video",
                "note": "Budget",
                "audience": "private",
                "agreed": "Call finance",
                "whose": "self",
            },
            pair,
            who="cleo",
        ),
        "pairs:plan": Post({**soon, "minutes": "30"}, pair, who="cleo"),
        "pairs:outcome": Post({"held_on": today, "minutes": "30", "mode": "video"}, "passed talk", who="bob"),
        "pairs:correct": Post(
            {"held_on": states.day_ahead(-2), "minutes": "more", "other_minutes": "75", "mode": "phone"},
            "running talk of bob",
            who="cleo",
        ),
        "pairs:move": Post(soon, "planned talk", who="bob"),
        "pairs:call_off": Post(thing="planned talk", who="bob"),
        "pairs:move_back": Post(thing="planned talk", who="bob"),
        "pairs:plan_again": Post(thing="planned talk", who="bob", before=states.call_talk_off),
        "pairs:unplan": Post(thing="planned talk", who="bob"),
        "pairs:times": Post(
            {"times": [states.utc_moment_to_come()], "minutes": "30", "mode": "video"}, pair, who="bob"
        ),
        "pairs:proposal": Post(states.first_time_of, "times of cleo", who="bob"),
        "pairs:withdraw_times": Post(thing="times of cleo", who="cleo"),
        "pairs:give_back": Post(thing="times of cleo", who="bob", before=states.take_time),
        "pairs:dispute": Post({"note": "It was on Tuesday"}, "running talk of bob", who="cleo"),
        "pairs:undispute": Post(thing="running talk of bob", who="cleo", before=states.dispute_talk),
        "pairs:take_back": Post(thing="running talk of bob", who="bob"),
        "pairs:put_back": Post(thing="talk that bob took out", who="bob"),
        "pairs:note": Post(
            {"note": "Another text", "version": "1"}, "running private note of cleo", who="cleo"
        ),
        "pairs:taps": Post({"a-s_worth": "2", "go": "send"}, "running pair of cleo", who="cleo"),
        "answering:page": Post({"a-con": "3"}, "request page here", who="cleo"),
        "answering:no": Post(thing="request here", who="cleo"),
        "pairs:ask_change": Post({"reason": "We never find a time"}, pair, who="bob"),
        "pairs:withdraw_change": Post(thing=pair, who="cleo"),
        "year:change": Post(
            {"reply": "talk", "again_on": states.day_ahead(5)}, "change that cleo asks for", who="alice"
        ),
        "pairs:question": Post({"choice": "right"}, "question of cleo", who="cleo"),
        "pairs:agreement": Post({"go": "sign"}, pair, who="bob"),
        "pairs:propose": Post({"own_words": "A walk each month"}, "running pair of cleo", who="bob"),
        "pairs:terms": Post({"reach": "Text me"}, "usual terms of bob", before=states.forget_terms),
        "pairs:tick": Post({"go": "done"}, "running line of cleo", who="bob"),
        "year:held": Post({"held_on": today, "minutes": "30", "go": "another"}, pair, who="alice"),
        "year:undo_held": Post(thing="talk entered by alice", who="alice"),
    }
