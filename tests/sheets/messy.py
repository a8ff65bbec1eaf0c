"""Twenty spreadsheets as coordinators keep them, written before the mapper and without looking at its words.

Each says what a careful person would read from it: `columns` (letter -> target, OUT for a column that must stay out,
None for one that no target fits) and `truth` (one dict a row). All people are invented.
"""

from __future__ import annotations

import datetime
import io
from dataclasses import dataclass, field
from typing import Any

from openpyxl import Workbook

OUT = "leave out"
D = datetime.date


@dataclass
class Messy:
    name: str
    kind: str
    data: bytes
    columns: dict[str, str | None]
    truth: list[dict[str, Any]]
    sheet: str | None = None
    notes: list[str] = field(default_factory=list)


def letters(*targets: str | None) -> dict[str, str | None]:
    """Return the targets by the letters of their columns, A first."""
    return dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", targets, strict=False))


def told(names: tuple[str, ...], *rows: tuple[Any, ...]) -> list[dict[str, Any]]:
    """Return what each row says, by the names; what it does not say (...) is left out."""
    return [{name: value for name, value in zip(names, row, strict=True) if value is not ...} for row in rows]


def book(
    sheets: dict[str, list[list[Any]]],
    merges: dict[str, list[str]] | None = None,
    formats: dict[str, dict[str, str]] | None = None,
    epoch_1904: bool = False,
) -> bytes:
    made = Workbook()
    made.remove(made.active)
    if epoch_1904:
        from openpyxl.utils.datetime import CALENDAR_MAC_1904

        made.epoch = CALENDAR_MAC_1904
    for title, rows in sheets.items():
        page = made.create_sheet(title)
        for row in rows:
            page.append(row)
        for place, form in (formats or {}).get(title, {}).items():
            for cell in page[place]:
                cell.number_format = form
        for ref in (merges or {}).get(title, []):
            page.merge_cells(ref)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def medicine_mentees() -> Messy:
    rows = [
        [
            *("St. Elsewhere Dept of Medicine: Leadership mentoring sign-ups", None, None, None),
            *(None, None, None),
        ],
        ["updated by Kim 9/14", None, None, None, None, None, None],
        [None] * 7,
        ["Trainee (Last, First)", "E-mail addr.", "Lvl", "Dept", "Wants to be...", "Mtg pref", "DOB"],
        [
            *("Nwosu, Amara", "ANwosu@elsewhere.test ", "PGY-2", "Medicine", "Chief resident"),
            *("Zoom", D(1994, 3, 2)),
        ],
        [
            *("O'Brien, Tadhg", "tobrien@elsewhere.test", "PGY 1", "Medicine", "CMO", "In person"),
            D(1996, 11, 20),
        ],
        [
            *("van der Berg, Lotte", "lvdberg@elsewhere.test", "PGY3", "Medicine", "Chair"),
            *("either", D(1993, 1, 30)),
        ],
    ]
    truth = told(
        ("last_name", "first_name", "email", "pgy", "department", "aspired_role", "modality"),
        ("Nwosu", "Amara", "anwosu@elsewhere.test", 2, "Medicine", "Chief resident", ("video",)),
        ("O'Brien", "Tadhg", "tobrien@elsewhere.test", 1, "Medicine", "CMO", ("in_person",)),
        (
            *("van der Berg", "Lotte", "lvdberg@elsewhere.test", 3, "Medicine", "Chair"),
            ("in_person", "video"),
        ),
    )
    columns = letters("full_name", "email", "pgy", "department", "aspired_role", "modality", OUT)
    return Messy("medicine mentees, title rows", "mentees", book({"Roster": rows}), columns, truth)


def survey_export_mentees() -> Messy:
    text = (
        "Timestamp;What is your first name?;What is your last name?;What is your work e-mail address?;"
        "What year of training are you in?;What is your home department?;Which leadership skills would you most like to develop?;"
        "What style of mentor suits you best?;How many mentors would you like?;Do you have any dietary restrictions?\r\n"
        "9/1/2026 08:14:22;Zoë;Müller;zoe.mueller@lakeside.test;PGY-2;Pediatrics;Quality improvement, Budgeting;Coaching;1;vegan\r\n"
        "9/2/2026 21:03:10;José;Peña;jose.pena@lakeside.test;PGY-4;Surgery;Conflict resolution;Directive;2;\r\n"
        "9/13/2026 06:40:00;Siân;Rhys-Jones;sian.rj@lakeside.test;PGY-1;Emergency Medicine;Public speaking;Democratic;1;none\r\n"
    )
    truth = told(
        ("first_name", "last_name", "email", "pgy", "department", "gaps", "style", "demand"),
        (
            *("Zoë", "Müller", "zoe.mueller@lakeside.test", 2, "Pediatrics", ("IMP", "FIN")),
            *("coaching", 1),
        ),
        ("José", "Peña", "jose.pena@lakeside.test", 4, "Surgery", ("TEAM",), "directive", 2),
        (
            *("Siân", "Rhys-Jones", "sian.rj@lakeside.test", 1, "Emergency Medicine"),
            *(("Public speaking",), "democratic", 1),
        ),
    )
    columns = letters(
        *(None, "first_name", "last_name", "email", "pgy", "department", "gaps", "style"),
        *("demand", OUT),
    )
    return Messy("survey export, semicolons, cp1252", "mentees", text.encode("cp1252"), columns, truth)


def hr_extract_mentors() -> Messy:
    rows = [
        [
            *("EMPL_ID", "LAST_NM", "FIRST_NM", "EMAIL_ADDR", "NPI_NBR", "DEPT_DESC", "JOB_TITLE"),
            *("ACAD_RANK", "HIRE_DT", "FTE", "BIRTH_DT", "GENDER_CD", "ETHNIC_GRP", "HOME_ADDR1"),
        ],
        [
            *("00012345", "Okafor", "Chidi", "cokafor@mercy.test", "1234567893", "Cardiology"),
            *("Attending", "Associate Professor", D(2015, 7, 1), 0.8, D(1974, 4, 4), "M", "B"),
            "12 Elm St",
        ],
        [
            *("00000777", "Null", "Erin", "enull@mercy.test", "1679576722", "Anesthesiology"),
            *("Section Chief", "Professor", D(2004, 9, 15), 1, D(1966, 4, 4), "F", "W"),
            "14 Oak Ave",
        ],
        [
            *("00098001", "True", "Sam", "strue@mercy.test", 1245319599, "Radiology", "Attending"),
            *("Assistant Professor", D(2021, 1, 4), 0.5, D(1986, 4, 4), "X", "H", "9 Birch Rd"),
        ],
    ]
    truth = told(
        (
            *("employee_id", "last_name", "first_name", "email", "npi", "department", "title"),
            *("rank", "started_on", "fte"),
        ),
        (
            *("00012345", "Okafor", "Chidi", "cokafor@mercy.test", "1234567893", "Cardiology"),
            *("Attending", "Associate Professor", D(2015, 7, 1), 0.8),
        ),
        (
            *("00000777", "Null", "Erin", "enull@mercy.test", "1679576722", "Anesthesiology"),
            *("Section Chief", "Professor", D(2004, 9, 15), 1.0),
        ),
        (
            *("00098001", "True", "Sam", "strue@mercy.test", "1245319599", "Radiology"),
            *("Attending", "Assistant Professor", D(2021, 1, 4), 0.5),
        ),
    )
    columns = letters(
        *("employee_id", "last_name", "first_name", "email", "npi", "department", "title"),
        *("rank", "started_on", "fte", OUT, OUT, OUT, OUT),
    )
    return Messy("HR extract, Null and True as names", "mentors", book({"Sheet1": rows}), columns, truth)


def mentor_form() -> Messy:
    rows = [
        [
            *("Faculty name", "Institutional email", "Areas of expertise (check all that apply)"),
            *("How many mentees can you take?", "Hours / month", "Leadership positions held"),
            *("Your mentoring style (max 2)", "Completed mentor training?", "Date of training"),
            *("Languages spoken", "Ethnicity (optional)"),
        ],
        [
            *("Dr. Priya Raman", "praman@bay.test", "Finance; Strategic planning", 2, 3),
            *("Budget > $1M; Committee chair", "Coaching; Visionary", "Yes", D(2025, 10, 2)),
            *("English, Tamil", "Asian"),
        ],
        [
            *("Marcus Hill, MD", "mhill@bay.test", "QI; Health policy", 3, "2", "Board member"),
            *("Democratic", "no", None, "English", "prefer not to say"),
        ],
        [
            *("Ines Duarte MD, MPH", "iduarte@bay.test", "Team building; Ethics", "1", 1.5),
            *("Accreditation lead", "Affiliative; Coaching", "Y", D(2024, 3, 31)),
            *("Portuguese; Spanish; English", "Hispanic"),
        ],
    ]
    truth = told(
        (
            *("first_name", "last_name", "email", "expertise", "capacity", "hours_per_month"),
            *("milestones", "styles", "trained", "trained_on", "languages"),
        ),
        (
            *("Priya", "Raman", "praman@bay.test", ("FIN", "STR"), 2, 3.0, ("budget", "committee")),
            *(("coaching", "visionary"), True, D(2025, 10, 2), ("English", "Tamil")),
        ),
        (
            *("Marcus", "Hill", "mhill@bay.test", ("IMP", "POL"), 3, 2.0, ("board",)),
            *(("democratic",), False, ..., ("English",)),
        ),
        (
            *("Ines", "Duarte", "iduarte@bay.test", ("TEAM", "ETH"), 1, 1.5, ("accreditation",)),
            *(("affiliative", "coaching"), True, D(2024, 3, 31)),
            ("Portuguese", "Spanish", "English"),
        ),
    )
    columns = letters(
        *("full_name", "email", "expertise", "capacity", "hours_per_month", "milestones"),
        *("styles", "trained", "trained_on", "languages", OUT),
    )
    return Messy("mentor form, titles in names", "mentors", book({"Form Responses 1": rows}), columns, truth)


def merged_departments() -> Messy:
    rows = [
        ["Department", "Resident", "Email", "PGY", "Program Director", "Advisor / supervisor"],
        ["Surgery", "Abel Cruz", "acruz@north.test", 3, "Helen Frost", "Omar Said"],
        [None, "Bea Lindqvist", "blind@north.test", 2, "Helen Frost", "Omar Said"],
        [None, "Cy Young", "cyoung@north.test", 5, "Helen Frost", "Rita Vance"],
        ["Neurology", "Dee Park", "dpark@north.test", 4, "Ian Moss", "Lena Ortiz"],
        [None, "Eli Stone", "estone@north.test", 1, "Ian Moss", "Lena Ortiz"],
    ]
    names = [("Abel", "Cruz"), ("Bea", "Lindqvist"), ("Cy", "Young"), ("Dee", "Park"), ("Eli", "Stone")]
    truth = [
        {
            "first_name": first,
            "last_name": last,
            "email": row[2],
            "pgy": row[3],
            "department": department,
            "residency_director": row[4],
            "supervisor": row[5],
        }
        for (first, last), row, department in zip(
            names, rows[1:], ["Surgery"] * 3 + ["Neurology"] * 2, strict=True
        )
    ]
    columns = letters("department", "full_name", "email", "pgy", "residency_director", "supervisor")
    data = book({"2026-27": rows}, merges={"2026-27": ["A2:A4", "A5:A6"]})
    return Messy("roster, departments merged downwards", "roster", data, columns, truth)


def pairs_two_headers() -> Messy:
    rows = [
        ["MENTOR", None, "MENTEE", None, None, None],
        ["Name", "Email", "Name", "Email", "Start", "Status"],
        ["Grace Adeyemi", "gadeyemi@hill.test", "Noah Kim", "nkim@hill.test", D(2026, 7, 1), "active"],
        [
            *("Grace Adeyemi", "gadeyemi@hill.test", "Ava Torres", "atorres@hill.test"),
            *(D(2026, 8, 15), "active"),
        ],
        ["Paul Reed", "preed@hill.test", "Mia Novak", "mnovak@hill.test", D(2025, 7, 1), "ended"],
    ]
    truth = [
        {
            "mentor_name": row[0],
            "mentor_email": row[1],
            "mentee_name": row[2],
            "mentee_email": row[3],
            "started_on": row[4],
            "status": row[5],
        }
        for row in rows[2:]
    ]
    columns = letters("mentor_name", "mentor_email", "mentee_name", "mentee_email", "started_on", "status")
    return Messy(
        "pairs under a merged header",
        "pairs",
        book({"Pairs": rows}, merges={"Pairs": ["A1:B1", "C1:F1"]}),
        columns,
        truth,
    )


def pairs_flat() -> Messy:
    text = (
        "\ufeffMentor's e-mail,Mentee's e-mail,Matched since,Focus\n"
        'gadeyemi@hill.test,nkim@hill.test,2026-07-01,"Budget,\nand getting on a committee"\n'
        "preed@hill.test,mnovak@hill.test,2025-07-01,\n"
    )
    truth = told(
        ("mentor_email", "mentee_email", "started_on"),
        ("gadeyemi@hill.test", "nkim@hill.test", D(2026, 7, 1)),
        ("preed@hill.test", "mnovak@hill.test", D(2025, 7, 1)),
    )
    columns = letters("mentor_email", "mentee_email", "started_on", None)
    return Messy("pairs, BOM, line break in a cell", "pairs", text.encode(), columns, truth)


def tabs_utf16() -> Messy:
    text = (
        "Surname\tGiven name\tMail\tHospital site\tResidency program\tTraining level\tSSN\n"
        "Łukasiewicz\tMałgorzata\tml@vistula.test\tNorth Campus\tInternal Medicine\tR1\t123-45-6789\n"
        "Nguyễn\tThị Hoa\tthn@vistula.test\tMain\tInternal Medicine\tR3\t987-65-4321\n"
    )
    truth = told(
        ("last_name", "first_name", "email", "site", "training_program", "pgy"),
        ("Łukasiewicz", "Małgorzata", "ml@vistula.test", "North Campus", "Internal Medicine", 1),
        ("Nguyễn", "Thị Hoa", "thn@vistula.test", "Main", "Internal Medicine", 3),
    )
    columns = letters("last_name", "first_name", "email", "site", "training_program", "pgy", OUT)
    return Messy("tabs, UTF-16", "roster", text.encode("utf-16"), columns, truth)


def mac_dates() -> Messy:
    rows = [
        ["Mentor", "Mentor email", "Mentee", "Mentee email", "Date paired", "Planned end"],
        ["Ruth Abara", "rabara@mac.test", "Leo Sand", "lsand@mac.test", D(2026, 1, 5), D(2026, 12, 31)],
        ["Tom Hale", "thale@mac.test", "Ana Ruiz", "aruiz@mac.test", D(2026, 2, 28), D(2027, 2, 27)],
    ]
    truth = [
        {
            "mentor_name": row[0],
            "mentor_email": row[1],
            "mentee_name": row[2],
            "mentee_email": row[3],
            "started_on": row[4],
            "ends_on": row[5],
        }
        for row in rows[1:]
    ]
    columns = letters("mentor_name", "mentor_email", "mentee_name", "mentee_email", "started_on", "ends_on")
    return Messy("pairs, 1904 dates", "pairs", book({"P": rows}, epoch_1904=True), columns, truth)


def zero_padded_numbers() -> Messy:
    rows = [
        [
            *("Badge #", "Preferred first name", "Last", "UPN / email", "Division", "Career stage"),
            "Aspiring to (stage)",
        ],
        [
            *(4217, "Kit", "Moreau", "kmoreau@ridge.test", "Hospital Medicine", "Junior faculty"),
            "Mid-career faculty",
        ],
        [99, "Jo", "Achterberg", "jachter@ridge.test", "Nephrology", "Fellow", "Junior faculty"],
        [12, "Vi", "Osei", "vosei@ridge.test", "GI", "Resident", "Fellow"],
    ]
    stages = {
        "Junior faculty": "junior_faculty",
        "Mid-career faculty": "mid_career",
        "Fellow": "fellow",
        "Resident": "resident",
    }
    truth = [
        {
            "employee_id": f"{row[0]:06}",
            "first_name": row[1],
            "last_name": row[2],
            "email": row[3],
            "division": row[4],
            "tier": stages[row[5]],
            "aspired_tier": stages[row[6]],
        }
        for row in rows[1:]
    ]
    columns = letters("employee_id", "first_name", "last_name", "email", "division", "tier", "aspired_tier")
    data = book({"Mentees": rows}, formats={"Mentees": {"A": "000000"}})
    return Messy("badge numbers padded by format", "mentees", data, columns, truth)


def several_sheets() -> Messy:
    mentors = [
        [
            *("Name", "email", "Specialty", "Current # of mentees", "Max # of mentees"),
            *("Available times", "Virtual or in-person?"),
        ],
        ["Fatima Noor", "fnoor@delta.test", "Pulmonology", 1, 3, "Mon AM, Thu PM", "Virtual"],
        ["Hugo Strand", "hstrand@delta.test", "Family Medicine", 0, 2, "Tue PM", "Both"],
    ]
    truth = told(
        (
            *("first_name", "last_name", "email", "specialty", "outside_mentees", "capacity"),
            *("availability", "modality"),
        ),
        (
            *("Fatima", "Noor", "fnoor@delta.test", "Pulmonology", 1, 3, ("mon_am", "thu_pm")),
            ("video",),
        ),
        (
            *("Hugo", "Strand", "hstrand@delta.test", "Family Medicine", 0, 2, ("tue_pm",)),
            ("in_person", "video"),
        ),
    )
    columns = letters(
        *("full_name", "email", "specialty", "outside_mentees", "capacity", "availability"),
        "modality",
    )
    data = book(
        {
            "READ ME": [["Instructions"], ["Fill in the tab Mentors"]],
            "Mentors": mentors,
            "Lists": [["Virtual"], ["Both"]],
        }
    )
    return Messy("several sheets, the second counts", "mentors", data, columns, truth, sheet="Mentors")


def ratings_grid() -> Messy:
    rows = [
        [
            *("Name (First Last)", "Email", "Self-rated need 0-3: self-leadership"),
            *("Self-rated need 0-3: ethics", "Self-rated need 0-3: team communication"),
            *("Self-rated need 0-3: developing others", "Self-rated need 0-3: QI & projects"),
            *("Self-rated need 0-3: strategy", "Self-rated need 0-3: finance"),
            "Self-rated need 0-3: policy",
        ],
        ["Uma Feld", "ufeld@pine.test", 0, 1, 2, 3, 2, 1, 3, 0],
        ["Ola Berg", "oberg@pine.test", 3, 3, "2", "1", 0, 0, 1, 2],
        ["Ty Cobb", "tcobb@pine.test", 1, None, 2, 2, 2, 2, 7, 1],
    ]
    keys = ["gap.SELF", "gap.ETH", "gap.TEAM", "gap.DEV", "gap.IMP", "gap.STR", "gap.FIN", "gap.POL"]
    truth = []
    for row in rows[1:]:
        first, last = str(row[0]).split()
        fact: dict[str, Any] = {"first_name": first, "last_name": last, "email": row[1]}
        fact |= {
            key: int(value)
            for key, value in zip(keys, row[2:], strict=True)
            if value is not None and value != 7
        }
        truth.append(fact)
    columns = {"A": "full_name", "B": "email"} | dict(zip("CDEFGHIJ", keys, strict=True))
    return Messy("ratings by domain, one out of range", "mentees", book({"Grid": rows}), columns, truth)


def expertise_grid() -> Messy:
    header = [
        *("First", "Last", "Contact email", "Expertise: finance (0-5)"),
        *("Expertise: strategy (0-5)", "Expertise: policy (0-5)", "Telehealth experience"),
        *("Max mentees", "Not to be matched with"),
    ]
    rows = [
        header,
        ["Neil", "Ash", "nash@fjord.test", "5", "3", "0", "2", "2", ""],
        ["Olga", "Pym", "opym@fjord.test", "1", "4", "5", "0", "1", "Dan Frey"],
    ]
    truth = told(
        (
            *("first_name", "last_name", "email", "expertise.FIN", "expertise.STR"),
            *("expertise.POL", "capacity", "exclusions"),
        ),
        ("Neil", "Ash", "nash@fjord.test", 5, 3, 0, 2, ...),
        ("Olga", "Pym", "opym@fjord.test", 1, 4, 5, 1, ("Dan Frey",)),
    )
    columns = letters(
        *("first_name", "last_name", "email", "expertise.FIN", "expertise.STR"),
        *("expertise.POL", None, "capacity", "exclusions"),
    )
    text = "\n".join(",".join(row) for row in rows)
    return Messy("expertise grid, no line break at the end", "mentors", text.encode(), columns, truth)


def old_medhub() -> Messy:
    text = (
        '"Resident Last","Resident First","Level","Program","Status","Primary Site","E-Mail","Program Director","Assoc. Program Director","Cell","Start Date","End Date"\r\n'
        '"Haddad","Layla","PGY-1","Emergency Medicine","Active","County","lhaddad@gme.test","Quinn, Robert","Bell, Ana","555-0101","07/01/2026","06/30/2029"\r\n'
        '"Sorensen","Nils","PGY-3","Emergency Medicine","Leave","County","nsor@gme.test","Quinn, Robert","Bell, Ana","555-0102","07/01/2024","06/30/2027"\r\n'
        '"Mbeki","Thandi","PGY-2","Emergency Medicine","Active","VA","tmbeki@gme.test","Quinn, Robert","Bell, Ana","555-0103","07/01/2025","06/30/2028"\r\n'
    )
    truth = told(
        (
            *("last_name", "first_name", "pgy", "training_program", "site", "email"),
            *("residency_director", "associate_director", "started_on", "ends_on"),
        ),
        (
            *("Haddad", "Layla", 1, "Emergency Medicine", "County", "lhaddad@gme.test"),
            *("Quinn, Robert", "Bell, Ana", D(2026, 7, 1), D(2029, 6, 30)),
        ),
        (
            *("Sorensen", "Nils", 3, "Emergency Medicine", "County", "nsor@gme.test"),
            *("Quinn, Robert", "Bell, Ana", D(2024, 7, 1), D(2027, 6, 30)),
        ),
        (
            *("Mbeki", "Thandi", 2, "Emergency Medicine", "VA", "tmbeki@gme.test", "Quinn, Robert"),
            *("Bell, Ana", D(2025, 7, 1), D(2028, 6, 30)),
        ),
    )
    columns = letters(
        *("last_name", "first_name", "pgy", "training_program", None, "site", "email"),
        *("residency_director", "associate_director", None, "started_on", "ends_on"),
    )
    return Messy("residency system export, US dates", "roster", text.encode(), columns, truth)


def ambiguous_dates() -> Messy:
    text = (
        "mentor email,mentee email,start date\na@x.test,b@x.test,03/04/2026\nc@x.test,d@x.test,05/06/2026\n"
    )
    truth = [
        {"mentor_email": "a@x.test", "mentee_email": "b@x.test", "started_on": D(2026, 3, 4)},
        {"mentor_email": "c@x.test", "mentee_email": "d@x.test", "started_on": D(2026, 5, 6)},
    ]
    columns = {"A": "mentor_email", "B": "mentee_email", "C": "started_on"}
    return Messy(
        "dates that can be read two ways",
        "pairs",
        text.encode(),
        columns,
        truth,
        notes=["dates may be asked for"],
    )


def zero_width() -> Messy:
    text = (
        "sep=;\nName;E\u2011Mail;Class\u00a0of training;Sexual orientation;Religion;Accommodations needed\n"
        "\u200bPriya Solberg;psolberg@fen.test\u200b;PGY\u20112;straight;Hindu;none\n"
        "Daniel\u00a0Akers;\u202adakers@fen.test\u202c;PGY-1;gay;;wheelchair access\n"
        "Tessa  Vaughn;tvaughn@fen.test;R-II;;Quaker;\n"
    )
    truth = [
        {"first_name": "Priya", "last_name": "Solberg", "email": "psolberg@fen.test", "pgy": 2},
        {"first_name": "Daniel", "last_name": "Akers", "email": "dakers@fen.test", "pgy": 1},
        {"first_name": "Tessa", "last_name": "Vaughn", "email": "tvaughn@fen.test", "pgy": 2},
    ]
    columns = letters("full_name", "email", "pgy", OUT, OUT, OUT)
    return Messy("zero-width characters, sep= line", "mentees", text.encode(), columns, truth)


def wishes() -> Messy:
    rows = [
        [
            *("Mentee name", "Mentee email", "1st choice mentor", "2nd choice mentor"),
            *("3rd choice mentor", "Mentors you cannot work with", "Top goal for this year"),
            *("When are you free?", "Notes"),
        ],
        [
            *("Ada Brook", "abrook@glen.test", "Sue Marsh", "Ken Todd", None, None),
            *("Run a QI project", "Wednesday afternoon", "call me before emailing"),
        ],
        [
            *("Ben Cole", "bcole@glen.test", "Ken Todd", None, None, "Sue Marsh", "Publish"),
            *("my shifts vary", None),
        ],
    ]
    truth = told(
        ("first_name", "last_name", "email", "wishes", "goals", "availability", "exclusions"),
        (
            *("Ada", "Brook", "abrook@glen.test", ("Sue Marsh", "Ken Todd"), "Run a QI project"),
            *(("wed_pm",), ...),
        ),
        ("Ben", "Cole", "bcole@glen.test", ("Ken Todd",), "Publish", ("varies",), ("Sue Marsh",)),
    )
    columns = letters(
        *("full_name", "email", "wishes", "wishes", "wishes", "exclusions", "goals"),
        *("availability", None),
    )
    return Messy("ranked wishes", "mentees", book({"Intake": rows}), columns, truth)


def text_numbers() -> Messy:
    rows = [
        [
            *("Sr No", "Provider Name", "Provider Email", "NPI", "Dept.", "Years in practice"),
            *("# mentees (0-6)", "Time commitment (hrs per month)", "Board exp?", "Marital status"),
        ],
        ["1", "Xu, Wei", "wxu@cape.test", "1245319599", "OB/GYN", "12", "2", "4", "Y", "married"],
        ["2", "Ito, Ken", "kito@cape.test", "1679576722", "ENT", "20", "four", "2", "N", "single"],
        ["3", "Roy, Asha", "aroy@cape.test", "1234567890", "PM&R", "8", "1", "1", "N", ""],
    ]
    truth = told(
        ("first_name", "last_name", "email", "npi", "department", "capacity", "hours_per_month"),
        ("Wei", "Xu", "wxu@cape.test", "1245319599", "OB/GYN", 2, 4.0),
        ("Ken", "Ito", "kito@cape.test", "1679576722", "ENT", 4, 2.0),
        ("Asha", "Roy", "aroy@cape.test", ..., "PM&R", 1, 1.0),
    )
    columns = letters(
        *(None, "full_name", "email", "npi", "department", None, "capacity", "hours_per_month"),
        *(None, OUT),
    )
    return Messy("numbers as text, a wrong NPI", "mentors", book({"Data": rows}), columns, truth)


def assistants() -> Messy:
    rows = [
        [
            *("Physician", "Physician e-mail", "Assistant", "Assistant e-mail"),
            *("Chief / supervisor", "Evaluates (Y/N)", "CCC member", "Location"),
            "Emergency contact",
        ],
        [
            *("Ned Vale, DO", "nvale@moor.test", "Pat Lee", "plee@moor.test", "Iris Falk", "Y"),
            *("Yes", "West", "spouse 555-0199"),
        ],
        [
            *("Kay Orr, MD PhD", "korr@moor.test", "Pat Lee", "plee@moor.test", "Iris Falk", "N"),
            *("No", "East", "mother 555-0142"),
        ],
    ]
    truth = told(
        ("first_name", "last_name", "email", "supervisor", "ccc_member", "site"),
        ("Ned", "Vale", "nvale@moor.test", "Iris Falk", True, "West"),
        ("Kay", "Orr", "korr@moor.test", "Iris Falk", False, "East"),
    )
    columns = letters("full_name", "email", None, None, "supervisor", None, "ccc_member", "site", OUT)
    return Messy("physicians with assistants", "roster", book({"List": rows}), columns, truth)


def footer_and_blanks() -> Messy:
    rows = [
        ["FULL NAME", "EMAIL", "YEAR", "TRACK", "RACE"],
        ["AMY LO", "amy.lo@oak.test", "PGY2", "Clinical", "Asian"],
        [None, None, None, None, None],
        ["BO DIAZ", "bo.diaz@oak.test", "PGY2/3", "Research", "White"],
        ["CAL FINN", None, "PGY1", "Clinical", None],
        ["Total: 3", None, None, None, None],
    ]
    truth = [
        {"first_name": "AMY", "last_name": "LO", "email": "amy.lo@oak.test", "pgy": 2, "track": "Clinical"},
        {"first_name": "BO", "last_name": "DIAZ", "email": "bo.diaz@oak.test", "track": "Research"},
        {"first_name": "CAL", "last_name": "FINN", "pgy": 1, "track": "Clinical"},
        {},
    ]
    columns = letters("full_name", "email", "pgy", "track", OUT)
    return Messy("capitals, blank rows, a total below", "mentees", book({"Sheet1": rows}), columns, truth)


def all_sheets() -> list[Messy]:
    return [
        *(medicine_mentees(), survey_export_mentees(), hr_extract_mentors(), mentor_form()),
        *(merged_departments(), pairs_two_headers(), pairs_flat(), tabs_utf16(), mac_dates()),
        *(zero_padded_numbers(), several_sheets(), ratings_grid(), expertise_grid()),
        *(old_medhub(), ambiguous_dates(), zero_width(), wishes(), text_numbers()),
        *(assistants(), footer_and_blanks()),
    ]
