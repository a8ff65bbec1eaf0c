"""Figures as pictures; outcomes of one person, and one's own."""

from datetime import date

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
    office = world.people["alice"]
    by = Viewer(world.institution.id, None, office.id, office.full_name, frozenset({Grant("coordinator")}))
    data = f"E-mail,Hired on,Left on\n{cleo.email},2019-07-01,2021-06-30\nno@x.example,FY20,2021\n".encode()
    world.things["history"] = stage_history(by=by, name="history.csv", data=data)
    make_figures(by=system(world.institution.id))


def cleo(world):
    return {"person_id": world.people["cleo"].id}


def outcome(world):
    return {**cleo(world), "event_id": world.things["outcome"].id}


def program(world):
    return {"program_id": world.things["brought"].cycle.program_id}


def cycle(world):
    return {"cycle_id": world.things["brought"].cycle_id}


VISITS = [
    Visit("evidence:decide", arguments=cycle),
    Visit("evidence:home", weight="dashboard"),
    Visit("evidence:program", arguments=program, weight="dashboard"),
    Visit("evidence:history"),
    Visit("evidence:check_history", arguments=lambda world: {"history_id": world.things["history"].id}),
    Visit("evidence:waiting"),
    Visit("evidence:person", arguments=cleo),
    Visit("evidence:correct", arguments=outcome),
    Visit("record:outcomes", who="cleo", weight="participant"),
]
NOT_PAGES = {"evidence:compute": "takes a POST and leads on", "evidence:figure_file": "a file"}
