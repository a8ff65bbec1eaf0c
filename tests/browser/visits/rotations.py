"""Rotations for the program office: the list, a person, a schedule with questions, one that was imported."""

from __future__ import annotations

from tests.browser.visits import Visit

SCHEDULE = (
    "Resident,E-mail,7/1-7/28/2026,7/29-8/25/2026,8/26-9/22/2026,9/23-10/20/2026\n"
    "{name},{email},ICU,ICU/Vac,Wards,Elective\n"
    '"Knoll, Laurel",laurel.knoll@x.example,Wards,ICU,Elec (2 wk) / NF (2 wk),Vac\n'
    "Float pool,,,,Wards,\n"
    "Total,,2,2,3,2\n"
)
LINES = "Resident,E-mail,Rotation,From,Until\nx,{email},Clinic,2026-07-01,2026-07-28\nx,{email},Vac,2026-07-29,2026-08-11\n"


def prepare(world):
    from rounds.core.access import Grant, Viewer
    from rounds.integrations.schedules.services import stage_schedule, write_schedule

    alice, cleo = world.people["alice"], world.people["cleo"]
    grants = frozenset({Grant("coordinator")})
    by = Viewer(world.institution.id, world.users["alice"].pk, alice.id, alice.full_name, grants)
    asked = SCHEDULE.format(name=cleo.full_name, email=cleo.email)
    clean = LINES.format(email=cleo.email)
    world.things["schedule_asked"] = stage_schedule(by=by, name="AY 2026-27 draft 3.csv", data=asked.encode())
    done = stage_schedule(by=by, name="summer.csv", data=clean.encode())
    write_schedule(by=by, spreadsheet=done, version=done.version)
    world.things["schedule_done"] = done


VISITS = [
    Visit("rotations:list"),
    Visit("rotations:person", arguments=lambda world: {"resident_id": world.people["cleo"].id}),
    Visit("rotations:new"),
    Visit(
        "rotations:check",
        arguments=lambda world: {"schedule_id": world.things["schedule_asked"].id},
        state="with questions",
    ),
    Visit(
        "rotations:check",
        arguments=lambda world: {"schedule_id": world.things["schedule_done"].id},
        state="imported",
    ),
]
NOT_PAGES = {}
