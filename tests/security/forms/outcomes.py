"""Forms of outcomes."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

from rounds.core.access import system
from tests.security import states

DECISION = {"saw": "Few met", "changes": "Earlier start", "stays": "Pairs", "look_again_on": "2028-01-10"}
CLAIM = {"template": "C7", "claimed": "1.4", "since": "2025-01-01", "stop_on": "2030-01-01"}
TERMS = {"ask": "A pilot", "sponsor": "The dean", "hours": "36", "money": "none", "until_on": "2031-05-04"}
OBJECTIVE = {
    "tier": "resident",
    "measure": "project",
    "baseline": "none",
    "target": "",
    "describes_only": "on",
    "comparison": "the year before",
    "least": "12",
    "owner": "Director",
    "due_on": "2031-05-04",
}
DEPARTMENT = {
    "department": "Pediatrics",
    "sponsor": "Dr. Abara",
    "hours": "30",
    "places": "14",
    "found": "8",
    "intake_on": "2031-05-04",
}
WORDING = {
    "department": "Surgery",
    "prompt": "hours",
    "step": "to associate professor",
    "words": "Mentoring counts as service.",
    "counts": "Hours held",
}
HISTORY = "E-mail,Hired on,Left on\n{email},2019-07-01,2021-06-30\n"


def other_score(world, actor, client):
    program = world.rows["running pair"].cycle.program
    program.minimum_score = 77
    program.save(update_fields=["minimum_score"])


def a_bundle(world):
    from rounds.core.database.scope import scope
    from rounds.rollout.selectors.scale import bundle_of

    with scope(world.here.id):
        return bundle_of(world.rows["running pair"].cycle.program)[0].decode()


def moved_anchors(world, actor, client):
    from rounds.rollout.models import Launch
    from rounds.rollout.services.launching import move_anchors

    launch = Launch.objects.get(program=world.rows["running pair"].cycle.program)
    days = {"kickoff_on": date(2026, 9, 21), "ends_on": date(2027, 3, 19)}
    move_anchors(program=launch.program, by=system(world.here.id), **days)


def locked_objectives(world, actor, client):
    from rounds.rollout.selectors.objectives import objectives_of
    from rounds.rollout.services.objectives import ask_to_lock, lock_objectives

    program, by = world.rows["running pair"].cycle.program, system(world.here.id)
    digest = objectives_of(program).digest
    ask_to_lock(program=program, digest=digest, by=replace(by, person_id=uuid4()))
    lock_objectives(program=program, digest=digest, by=by)


PLANNED = {
    "seats": 0,
    "sessions": 7,
    "coaching": 0,
    "award_kinds": 0,
    "awards_each": 0,
    "heads": 40,
    "waves": 2,
    "reports": 1,
    "uses": 0,
}


def written_budget(world, actor, client):
    from rounds.rollout.services.budget import write_budget

    by = replace(system(world.here.id), person_id=uuid4())
    write_budget(program=world.rows["running pair"].cycle.program, typed=PLANNED, prices={}, by=by)


def digest_of_planned():
    from rounds.rollout.values.pitch import digest_of

    return digest_of({"typed": PLANNED, "prices": {}})


def no_plan(world, actor, client):
    from django.db import connection

    from rounds.rollout.guards import unprotected
    from rounds.rollout.models import GateDecision, GateReading, PilotPlan

    with unprotected(connection):
        for model in (GateDecision, GateReading, PilotPlan):
            model.objects.all().delete()


def no_reading(world, actor, client):
    from django.db import connection

    from rounds.rollout.guards import unprotected
    from rounds.rollout.models import GateDecision, GateReading, Launch

    # a gate is read once its pilot is over
    Launch.objects.update(kickoff_on="2025-07-05", ends_on="2026-01-05")
    with unprotected(connection):
        for model in (GateDecision, GateReading):
            model.objects.all().delete()


def outcome_posts(world, Post):
    fact = {"kind": "award", "on": "2026-05-04", "precision": "day", "level": "2", "details": "Teacher"}
    return {
        "evidence:compute": Post(),
        "evidence:decide": Post(DECISION, "cycle"),
        "evidence:answer_weights": Post(
            {"go": "decline", "rationale": "One cohort more"}, "proposal of ladder"
        ),
        "evidence:new_claim": Post(CLAIM, "program ladder"),
        "evidence:change_claim": Post({"go": "lock"}, "draft of ladder"),
        "evidence:claim_line": Post({"words": "Boards too", "reason": "Misread"}, "claim of ladder"),
        "evidence:basis": Post({"approved_by": "IRB", "columns": "rank", "until_on": "2028-01-10"}),
        "evidence:history": Post({"file": states.file_of(HISTORY.format(email="a@x.example"))}),
        "evidence:check_history": Post({"go": "import", "version": "1"}, "history of alice"),
        "evidence:person": Post(fact, "person cleo"),
        "evidence:correct": Post(
            {**fact, "why": "", "reason": "misread", "go": "correct"}, "outcome of cleo"
        ),
        "rollout:anchors": Post(
            {"kickoff_on": "2026-10-05", "ends_on": "2027-04-02", "go": "move"}, "program ladder"
        ),
        "rollout:asks": Post(
            {"what": "post", "amount": "0.25", "words": "Coordination", "due_on": "2031-05-04"},
            "program ladder",
        ),
        "rollout:ask_answered": Post({"go": "given"}, "ask of ladder"),
        "rollout:ledger": Post({"hours": "6.5", "worked_on": "2026-02-03"}, "program ladder"),
        "rollout:add_harm": Post({"heard_on": "2026-02-03"}, "program ladder"),
        "rollout:settle_harm": Post({"go": "answered"}, "harm of ladder"),
        "rollout:back": Post({}, "program ladder", before=moved_anchors),
        "rollout:objectives": Post({"tier": "fellow", "go": "drafts"}, "program ladder"),
        "rollout:add_objective": Post({**OBJECTIVE, "go": "save"}, "program ladder"),
        "rollout:objective": Post({**OBJECTIVE, "go": "save"}, "objective of ladder"),
        "rollout:amend": Post(
            {"words": "A year", "reason": "Moved"}, "program ladder", before=locked_objectives
        ),
        "rollout:budget": Post(
            {"digest": digest_of_planned(), "go": "check"}, "program ladder", before=written_budget
        ),
        "rollout:prices": Post(
            {**{key: str(one) for key, one in PLANNED.items()}, "price_coach": "90"}, "program ladder"
        ),
        "rollout:spend": Post(
            {"line": "events", "booked_on": "2026-02-03", "amount": "12.50", "words": "Bill 7"},
            "program ladder",
            before=written_budget,
        ),
        "rollout:plan": Post({"go": "save"}, "program ladder", before=no_plan),
        "rollout:gate": Post({"is_complete": "on", "go": "read"}, "program ladder", before=no_reading),
        "rollout:confirm": Post(thing="decision of ladder"),
        "rollout:add_seat": Post(
            {"sits_for": "hr", "name": "Ms. Lund", "since_on": "2026-05-04"}, "program ladder"
        ),
        "rollout:seat": Post({"until_on": "2031-05-04"}, "seat of ladder"),
        "rollout:call": Post({"held_on": "2026-05-04", "agenda": "The gate"}, "program ladder"),
        "rollout:meeting": Post({"present": "All", "minutes": "We go on"}, "meeting of ladder"),
        "rollout:decide": Post(
            {
                "decided_on": "2025-05-05",
                "question": "Which department?",
                "options": "Surgery, or nobody",
                "decision": "Surgery",
                "why": "It asked",
            },
            "program ladder",
        ),
        "rollout:scale": Post({"go": "issue"}, "program ladder"),
        "rollout:add_department": Post({**DEPARTMENT, "go": "save"}, "program ladder"),
        "rollout:department": Post({**DEPARTMENT, "go": "save"}, "wave of ladder"),
        "rollout:differences": Post(
            {"key": "settings:minimum_score", "reason": "Few mentors"}, "two of ladder", before=other_score
        ),
        "rollout:copy": Post({"name": "A copy", "starts_on": "2031-09-15"}, "program ladder", who="chief"),
        "rollout:bring": Post({"file": states.file_of(a_bundle(world))}, who="chief"),
        "rollout:brought": Post(
            {"name": "From afar", "starts_on": "2031-09-15"}, "bundle of ladder", who="chief"
        ),
        "rollout:propose": Post(WORDING, who="chief"),
        "rollout:rule": Post(
            {"adopted_on": "2025-05-05", "in_force_on": "2031-05-04"}, "rule of ladder", who="chief"
        ),
        "rollout:step": Post({"words": "The dean said yes", "go": "word"}, "step sponsor of ladder"),
        "rollout:pitch": Post(
            {"go": "save", "section_1": "Hours of twelve mentors", "one_sided": "None found"},
            "program ladder",
        ),
        "rollout:issue": Post({}, "program ladder"),
        "rollout:figure": Post(
            {
                "claim": "Leavers of a year",
                "value": "23",
                "source": "HR of the house",
                "year": "2026",
                "status": "local",
                "section": "2",
                "is_shown": "on",
            },
            "figure of the pitch of ladder",
        ),
        "rollout:endorse": Post(TERMS, "program ladder"),
        "rollout:sign": Post({"capacity": "dio"}, "endorsement of ladder", who="gme_officer"),
        "rollout:on_paper": Post(
            {"name": "Dean Okafor", "capacity": "sponsor", "signed_on": "2026-05-04"}, "endorsement of ladder"
        ),
        "rollout:ask": Post(
            {"name": "Dean Okafor", "email": "dean@school.example", "capacity": "sponsor"},
            "endorsement of ladder",
        ),
        "rollout:off": Post(thing="letter of ladder"),
        "rollout:take": Post({"reason": "Mistyped", "go": "ask"}, "signature of ladder"),
        "rollout:seen": Post(thing="signature of ladder"),
        "evidence:offer": Post({"go": "offer"}, "helped bob", who="faculty_developer"),
        "evidence:leave_out": Post({"go": "leave"}, "person cleo"),
        "record:leave_out": Post({"go": "leave"}, who="cleo"),
        "record:talk": Post({"go": "unask"}, who="bob"),
        "record:outcomes": Post({"event": str(world.rows["outcome of cleo"].id), "go": "right"}, who="cleo"),
    }
