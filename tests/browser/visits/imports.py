"""The import of spreadsheets: empty, with problems, clean, written."""

from tests.browser.visits import Visit

MESSY = (
    '"Trainee (Last, First)",E-mail,Lvl,Dept,Wants to be...,Mtg pref,Favorite color,DOB,Ethnicity\n'
    '"Nwosu, Amara",anwosu@x.example,PGY-2,Medicine,Chair,Zoom,blue,1994-03-02,a\n'
    '"Solberg, Priya",,PGY-1,Medicine,CMO,in person,red,1996-11-20,b\n'
    '"Vaughn, Tessa",tvaughn@x.example,PGY2/3,Surgery,Chair,either,red,1993-01-30,c\n'
    '"Akers, Daniel",dakers@x.example,R-II,Surgery,,Zoom,red,1993-01-30,c\n'
    '"Marchetti, Cleo",cleo@st-brigid.example,PGY-2,Surgery,,Zoom,red,1993-01-30,c\n'
)
CLEAN = "Last,First,Email,PGY\nStone,Eli,eli@x.example,2\n"


def prepare(world):
    from rounds.core.access import Grant, Viewer
    from rounds.integrations.spreadsheets.services import stage_file, write_import
    from rounds.sheets import write_workbook

    alice = world.people["alice"]
    by = Viewer(
        world.institution.id,
        world.users["alice"].pk,
        alice.id,
        alice.full_name,
        frozenset({Grant("coordinator")}),
    )
    messy = stage_file(by=by, kind="mentees", name="mentees spring 2027 FINAL v3.csv", data=MESSY.encode())
    clean = stage_file(by=by, kind="roster", name="roster.csv", data=CLEAN.encode())
    book = write_workbook([("Read me", ["Name"], [["x"]]), ("People", ["Last name"], [["Hall"], ["Stone"]])])
    sheets = stage_file(by=by, kind="roster", name="two sheets.xlsx", data=book)
    world.things["import_sheets"] = sheets
    write_import(by=by, spreadsheet=clean, version=clean.version)
    world.things.update(import_messy=messy, import_done=clean)


def messy(world):
    return {"import_id": world.things["import_messy"].id}


def done(world):
    return {"import_id": world.things["import_done"].id}


VISITS = [
    Visit("imports:list"),
    Visit("imports:new"),
    Visit("imports:check", arguments=messy, state="with problems"),
    Visit("imports:check", arguments=done, state="imported"),
    Visit("imports:changes", arguments=messy),
    Visit("imports:sheet", arguments=lambda world: {"import_id": world.things["import_sheets"].id}),
    Visit("imports:include", arguments=messy, query="?column=7"),
]
NOT_PAGES = {
    "imports:people": "a file",
    "imports:rejected": "a file",
    "imports:undo": "takes a POST and leads to the list",
    "imports:discard": "takes a POST and leads to the first step",
}
