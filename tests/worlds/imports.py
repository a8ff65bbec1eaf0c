"""One file being checked in each institution."""

from __future__ import annotations

from rounds.core.access import Grant, Viewer
from rounds.core.database.scope import scope
from rounds.integrations.spreadsheets.services import stage_file
from tests.world import World

DATA = "Last,First,Email,PGY,DOB\n{word},Eli,eli@x.example,2,1990-01-01\nFinn,Cal,,1,1991-01-01\n"


def add(world: World) -> None:
    for name in ("alice", "dan"):
        actor = world.actors[name]
        with scope(actor.institution.id):
            viewer = Viewer(
                actor.institution.id, actor.user.pk, actor.person.id, name, frozenset({Grant("coordinator")})
            )
            readers = (name, "chief") if name == "alice" else (name,)
            data = DATA.format(word=world.word("StagedRows.sealed", *readers))
            spreadsheet = stage_file(
                by=viewer,
                kind="roster",
                data=data.encode(),
                name=world.word("SpreadsheetImport.file_name", *readers) + ".csv",
            )
        world.add_thing(f"import of {name}", owners={name}, at=actor.institution, import_id=spreadsheet.id)
        world.add_thing(
            f"rows of {name}", owners={name}, at=actor.institution, import_id=spreadsheet.id, form="csv"
        )
        world.add_thing(f"people at {name}'s", at=actor.institution, form="csv")
