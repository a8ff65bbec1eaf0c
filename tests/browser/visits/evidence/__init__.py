"""Figures as pictures; outcomes of one person, and one's own."""

from datetime import date, timedelta

from tests.browser.visits import Visit


def prepare(world):
    from rounds.core.access import Grant, Viewer, system
    from rounds.core.clock import institution_today
    from rounds.insights.models import Check, OutcomeEvent
    from rounds.insights.services.cutting import make_figures
    from rounds.integrations.histories.services import stage_history

    cleo = world.people["cleo"]
    made = [
        OutcomeEvent.objects.create(
            person=cleo,
            kind=kind,
            details=details,
            from_on=date(2026, 3, 1),
            to_on=to_on,
            source="office",
            source_key=kind,
        )
        for kind, details, to_on in (
            ("seat", "Quality committee", date(2026, 4, 1)),
            ("talk", "Grand rounds", date(2026, 3, 2)),
        )
    ]
    Check.objects.create(event=made[1], checker="owner", said="wrong", by=cleo, on=institution_today())
    world.things["outcome"] = made[0]
    _prepare_talks(world)
    office = world.people["alice"]
    by = Viewer(world.institution.id, None, office.id, office.full_name, frozenset({Grant("coordinator")}))
    data = f"E-mail,Hired on,Left on\n{cleo.email},2019-07-01,2021-06-30\nno@x.example,FY20,2021\n".encode()
    world.things["history"] = stage_history(by=by, name="history.csv", data=data)
    make_figures(by=system(world.institution.id))


def _prepare_talks(world):
    """Add a mentor who asked, and one who has been offered a talk with a fact."""
    from rounds.core.clock import now
    from rounds.insights.models import HelpOffer

    bob, erin = (world.people[one] for one in ("bob", "erin"))
    HelpOffer.objects.create(person=erin, asked_at=now())
    facts = [["NO_TRAINING", "2021-05-04", "", 0.0], ["LOST_TIME", "2026-09-01", "", 6.5]]
    HelpOffer.objects.create(person=bob, offered_at=now(), offered_by="Gina Ortiz", facts=facts)


def _prepare_estimate(world):
    """Add what mentees say together of a mentor, read by both already."""
    from rounds.core.clock import institution_today
    from rounds.insights.models import MentorSignal

    today, cycle = institution_today(), world.things["brought"].cycle
    MentorSignal.objects.create(
        person=world.people["bob"],
        program_id=cycle.program_id,
        wave_id=cycle.id,
        n=10,
        mentors=12,
        value=2.9,
        low=2.4,
        high=3.3,
        is_signal=True,
        as_of=today - timedelta(days=20),
        opens_on=today - timedelta(days=6),
        until_on=today + timedelta(days=300),
    )


def _prepare_proposal(world):
    """Add proposed weights, with a criterion of each kind."""
    from rounds.core.clock import institution_today
    from rounds.insights.models import WeightProposal
    from rounds.insights.selectors.learning import present_weights

    program_ = world.things["brought"].cycle.program
    weights = {key: number for key, number in present_weights(program_)[1].items() if len(key) < 20}
    told = [{"points": 14, "low": 3, "high": 26}, {"points": -4, "low": -15, "high": 6}, {}]
    lines = [
        {"key": key, "weight": number, "spread": 20, **told[min(place, 2) if place < 4 else 1]}
        for place, (key, number) in enumerate(weights.items())
    ]
    WeightProposal.objects.create(
        program=program_,
        as_of=institution_today(),
        digest="0" * 64,
        weights=weights,
        result={
            "pairs": 184,
            "cohorts": 2,
            "mentors": 61,
            "left": 3,
            "without_run": 20,
            "reason": "",
            "lines": lines,
            "of": ["a", "b"],
        },
        proposed={lines[0]["key"]: lines[0]["weight"] + 4},
    )


def prepare_last(world):
    """Add a locked card with its look, a line on it, and one that waits to be locked; by nobody, so that nothing is closed."""
    from rounds.core.access import system
    from rounds.core.clock import institution_today
    from rounds.insights.models import Amendment, ClaimCard, ComparatorBasis, Look

    today, by = institution_today(), system(world.institution.id).name
    basis = ComparatorBasis.objects.create(
        approved_by="IRB 26-114", columns="rank, department", until_on=date(2031, 1, 1), recorded_by=by
    )
    _prepare_estimate(world)
    _prepare_proposal(world)
    terms = {"program_id": world.things["brought"].cycle.program_id, "written_by": "Ruth Abel"}
    days = {"since": date(2020, 1, 1), "stop_on": date(2031, 1, 1)}
    common = {**terms, **days, "compares": True}
    world.things["draft"] = ClaimCard.objects.create(template="C5", claimed=1.6, needed=143, **common)
    locked = ClaimCard.objects.create(
        template="C7",
        claimed=1.4,
        needed=286,
        basis=basis,
        locked_at=world.things["draft"].written_at,
        **common,
    )
    Amendment.objects.create(card=locked, words="Seats of boards count too", reason="Misread", written_by=by)
    Look.objects.create(
        card=locked,
        as_of=today,
        digest="0" * 64,
        have=301,
        sentence="compatible with both",
        words="Compatible with both the claim and no effect: 1.21 (0.92 to 1.58).",
        analyses=[
            ["Raw", 1.3, 1.05, 1.61, False, ""],
            ["beside the year of appointment", 1.21, 0.92, 1.58, True, ""],
        ],
        notes=["Smallest effect that matters, 1.1: not excluded."],
        taken_by=by,
    )
    world.things["claim"] = locked


def cleo(world):
    return {"person_id": world.people["cleo"].id}


def outcome(world):
    return {**cleo(world), "event_id": world.things["outcome"].id}


def program(world):
    return {"program_id": world.things["brought"].cycle.program_id}


def cycle(world):
    return {"cycle_id": world.things["brought"].cycle_id}


def claim(world):
    return {"card_id": world.things["claim"].id}


def draft(world):
    return {"card_id": world.things["draft"].id}


def later(world):
    from rounds.insights.models import FollowUp
    from rounds.insights.services.following import make_link
    from rounds.people.models import Consent

    person, program_id = world.people["cleo"], world.things["brought"].cycle.program_id
    Consent.objects.get_or_create(
        person=person, kind="follow_up", withdrawn_at=None, defaults={"version": "1"}
    )
    row, _made = FollowUp.objects.get_or_create(
        person=person, program_id=program_id, year=4, defaults={"consent_version": "1"}
    )
    return {"follow_token": make_link(row, message_id=row.id)}


VISITS = [
    Visit("evidence:criteria", arguments=program),
    Visit("evidence:new_claim", arguments=program),
    Visit("evidence:claim", arguments=claim, weight="dashboard"),
    Visit("evidence:claim", arguments=draft, weight="dashboard", state="not locked"),
    Visit("evidence:claim_line", arguments=claim),
    Visit("evidence:basis"),
    Visit("evidence:decide", arguments=cycle),
    Visit("evidence:home", weight="dashboard"),
    Visit("evidence:program", arguments=program, weight="dashboard"),
    Visit("evidence:history"),
    Visit("evidence:pool"),
    Visit("evidence:check_history", arguments=lambda world: {"history_id": world.things["history"].id}),
    Visit("evidence:waiting"),
    Visit("evidence:follow_up"),
    Visit("later_link", who=None, arguments=later, weight="participant"),
    Visit("evidence:person", arguments=cleo),
    Visit("evidence:correct", arguments=outcome),
    Visit("evidence:leave_out", arguments=cleo),
    Visit("record:leave_out", who="cleo", weight="participant"),
    Visit("evidence:mentors", who="gina"),
    Visit("evidence:mentoring", who="gina", weight="dashboard"),
    Visit("record:talk", who="bob", weight="participant"),
    Visit("record:outcomes", who="cleo", weight="participant"),
    Visit(
        "record:outcomes",
        who="cleo",
        query=lambda world: f"?event={world.things['outcome'].id}",
        weight="participant",
    ),
]
NOT_PAGES = {
    "later": "shows the page to whom later_link let in, nothing to others",
    "later_stop": "takes a POST",
    "evidence:offer": "takes a POST and leads back",
    "evidence:change_claim": "takes a POST and leads on",
    "evidence:answer_weights": "takes a POST and leads back",
    "evidence:compute": "takes a POST and leads on",
    "evidence:figure_file": "a file",
    "evidence:report": "a file",
    "evidence:tables": "a file",
}
