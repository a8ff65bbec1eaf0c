"""People: the list, records, structure, duplicates, roll-over, leavers; and one's own record."""

from uuid import UUID

from tests.browser.visits import Visit

OTHER = UUID("6f6a0c1e-0000-4000-8000-000000000001")


def prepare(world):
    """Make a hospital with two departments, a residency, people in training, a double and a leaver."""
    from datetime import date

    from rounds.core.access import system
    from rounds.people import services
    from rounds.people.models import Department

    by = system(world.institution.id)
    medicine = services.save_department(by=by, name="General Medicine", code="MED")
    surgery = services.save_department(by=by, name="Vascular Surgery")
    other = Department.objects.create(id=OTHER, name="Medicine, Division of General")
    services.merge_places(gone=services.save_department(by=by, name="Gen Med"), into=other, by=by)
    east = services.save_site(by=by, name="Old Campus", timezone="America/Chicago")
    residency = services.save_training_program(
        by=by,
        name="General Medicine Residency",
        acgme_number="1404121001",
        specialty="Internal medicine",
        department=medicine,
        years=3,
    )
    bob, cleo = world.people["bob"], world.people["cleo"]
    since = date(2025, 7, 1)
    services.record_stage(
        person=bob,
        by=by,
        from_on=since,
        tier="mid_career",
        rank="Associate professor",
        department=medicine,
        section="Cardiology",
        site=east,
    )
    for number, (given, family, year) in enumerate(
        [("Amara", "Nwosu", 2), ("Noah", "Brandt", 3), ("Grace", "Lindholm", 1), ("Tessa", "Vaughn", None)]
    ):
        person = services.create_person(
            by=by,
            given_name=given,
            family_name=family,
            email=f"{given.lower()}@st-brigid.example",
            employee_id=f"E{number}",
        )
        services.record_stage(
            person=person, by=by, from_on=since, tier="resident", pgy=year, department=medicine, site=east
        )
        services.add_training_member(training_program=residency, person=person, kind="resident", by=by)
    stage = services.record_stage(
        person=cleo, by=by, from_on=since, tier="resident", pgy=1, department=medicine
    )
    wrong = services.correct_stage(stage=stage, by=by, pgy=2)
    line = services.record_authority_line(subject=cleo, over=bob, kind="rotation_attending", by=by)
    services.add_training_member(training_program=residency, person=cleo, kind="resident", by=by)
    services.add_training_member(training_program=residency, person=bob, kind="director", by=by)
    services.record_training(person=bob, title="Mentoring workshop", hours=8, done_on=since, by=by)
    services.give_consent(person=cleo, kind="follow_up", by=by)
    double = services.create_person(
        by=by, given_name="Cleo", family_name="Marchetti", personal_email="cleo@home.example"
    )
    gone = services.create_person(
        by=by, title="Dr.", given_name="Ines", family_name="Carvalho", personal_email="ines@home.example"
    )
    services.record_stage(person=gone, by=by, from_on=since, tier="executive", department=surgery)
    services.record_leaving(people=[gone], on=date(2026, 7, 1), by=by)
    roll_over = services.plan_roll_over(on=date(2027, 7, 1), by=by)
    world.things.update(
        department=medicine,
        residency=residency,
        stage=wrong,
        line=line,
        double=double,
        gone=gone,
        roll_over=roll_over,
    )


def cleo(world):
    return {"person_id": world.people["cleo"].id}


def bob(world):
    return {"person_id": world.people["bob"].id}


def double(world):
    return {"keep_id": world.people["cleo"].id, "other_id": world.things["double"].id}


def stage(world):
    return {"person_id": world.people["cleo"].id, "stage_id": world.things["stage"].id}


def residency(world):
    return {"training_program_id": world.things["residency"].id}


def stop_token(world):
    from django.core import signing

    from rounds.web.mail.day import SALT

    ids = [str(world.institution.id), str(world.people["cleo"].id)]
    return {"token": signing.dumps(ids, salt=SALT)}


def roll_over(world):
    return {"roll_over_id": world.things["roll_over"].id}


VISITS = [
    Visit("people:list"),
    Visit("people:list", query="?tier=resident&look=no_email&q=e", state="filtered"),
    Visit("people:list", query="?q=zzz", state="nobody"),
    Visit("people:list", query="?look=left", state="leavers"),
    Visit("people:detail", arguments=cleo),
    Visit("people:detail", arguments=lambda world: {"person_id": world.things["gone"].id}, state="gone"),
    Visit("people:new"),
    Visit("people:edit", arguments=bob),
    Visit("people:stage", arguments=cleo),
    Visit("people:correct", arguments=stage),
    Visit("people:lines", arguments=cleo, query="?find=a"),
    Visit("people:lines", arguments=cleo, query="?find=zzz", state="nobody"),
    Visit("people:training", arguments=bob),
    Visit("people:leave", arguments=bob),
    Visit("people:away", arguments=bob),
    Visit("people:leavers"),
    Visit("people:bring_back", arguments=lambda world: {"person_id": world.things["gone"].id}),
    Visit("people:duplicates"),
    Visit("people:duplicates", query="?show=two", state="said to be two people"),
    Visit("people:merge", arguments=double),
    Visit(
        "people:merge",
        arguments=lambda world: {"keep_id": world.people["cleo"].id, "other_id": world.people["bob"].id},
        state="both sign in",
    ),
    Visit("people:structure"),
    Visit("people:help_route", arguments=lambda world: {"help_topic": "danger"}),
    Visit("people:new_department"),
    Visit("people:new_site"),
    Visit("people:place", arguments=lambda world: {"place_id": world.things["department"].id}),
    Visit("people:merge_place", arguments=lambda world: {"place_id": world.things["department"].id}),
    Visit(
        "people:merge_place",
        arguments=lambda world: {"place_id": world.things["department"].id},
        query=f"?into={OTHER}",
        state="asked",
    ),
    Visit("people:new_training_program"),
    Visit("people:training_program", arguments=residency, query="?find=o"),
    Visit("people:edit_training_program", arguments=residency),
    Visit("people:roll_overs"),
    Visit("people:roll_over", arguments=roll_over),
    Visit("people:roll_over", arguments=roll_over, query="?show=all", state="all"),
    Visit("people:commit_roll_over", arguments=roll_over),
    Visit("people:discard_roll_over", arguments=roll_over),
    Visit("record:mine", who="cleo", weight="participant"),
    Visit("record:mine", who="alice"),
    Visit("record:seen", who="bob", weight="participant"),
    Visit("record:edit", who="cleo", weight="participant"),
    Visit("record:away", who="cleo", weight="participant"),
    Visit("record:address", who="cleo", weight="participant"),
    Visit("record:unsaved", who="cleo", weight="participant"),
    Visit("reminders:choose", who="cleo", weight="participant"),
    Visit("stop_reminders", who=None, arguments=stop_token, weight="participant"),
]
NOT_PAGES = {
    "people:end_line": "the question of people:discard_roll_over in other words",
    "people:undo_leave": "a button of the toast",
    "people:end_member": "the question of people:discard_roll_over in other words",
    "people:undo_roll_over": "a button of the roll-over's page",
    "people:undo_merged_place": "a button of the toast and of the list",
    "people:end_away": "a button of people:away",
    "record:prove_address": "the second step: tests/account/test_personal_address.py",
    "record:remove_address": "takes a POST and leads back",
    "record:end_away": "a button of record:away",
    "record:throw_away": "a question like that of framework:delete, from record:unsaved",
    "reminders:stop": "a button of reminders:choose",
    "record:take": "a file",
    "record:consent": "a button of one's own record",
}
