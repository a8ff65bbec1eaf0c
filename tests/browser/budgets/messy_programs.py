"""Two messy ways to bring twelve mentors and twenty mentees, all invented: one sheet with both, and two files of two hands.

Each comes with what its columns mean that a page has to ask about.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook

FIRST = [
    "Wren",
    "Heron",
    "Linnet",
    "Osprey",
    "Merlin",
    "Martin",
    "Robin",
    "Plover",
    "Finch",
    "Lark",
    "Swift",
    "Avocet",
]
LAST = [
    "Acre",
    "Bight",
    "Crag",
    "Dyke",
    "Escarp",
    "Fen",
    "Gully",
    "Hurst",
    "Islet",
    "Knoll",
    "Ledge",
    "Marsh",
    "Neap",
    "Orchard",
    "Pier",
    "Quay",
]
DEPARTMENTS = ("Internal Med", "Dept. of Surgery", "Emergency Medicine")
SKILLS = ("Finance", "Strategy; Ethics", "Giving feedback", "Quality improvement", "Conflict")


@dataclass(frozen=True)
class Someone:
    first: str
    last: str
    number: int

    @property
    def email(self) -> str:
        return f"{self.first}.{self.last}{self.number}@example.org".lower()


def people(count: int, start: int) -> list[Someone]:
    """Return invented people; numbers tell namesakes apart in their addresses."""
    return [
        Someone(
            FIRST[(start + number) % len(FIRST)], LAST[(start * 3 + number * 5) % len(LAST)], start + number
        )
        for number in range(count)
    ]


MENTORS, MENTEES = people(12, 1), people(20, 40)


def one_sheet(folder: Path) -> list[tuple[Path, dict[str, str]]]:
    """Write one workbook: a title, a column that says the side in three spellings, a row of totals, a birthday."""
    book = Workbook()
    page = book.active
    page.title = "Sign-ups FINAL v2"
    page.append(["Leadership mentorship, sign-ups as of 3 March"])
    page.append([])
    page.append(
        [
            "Role",
            "Name",
            "E-mail addr.",
            "Training level",
            "Dept",
            "Wants help with",
            "Can help with",
            "Max mentees",
            "D.O.B.",
            "T-shirt",
        ]
    )
    for number, one in enumerate(MENTORS):
        tail = (", MD", ", MBBCh, MSEd", "")[number % 3]
        page.append(
            [
                ("Mentor", "MENTOR", "mentor ")[number % 3],
                f"{one.last}, {one.first}{tail}",
                one.email,
                None,
                DEPARTMENTS[number % 3],
                None,
                SKILLS[number % 5],
                2,
                "6/15/68",
                "L",
            ]
        )
    for number, one in enumerate(MENTEES):
        page.append(
            [
                ("Mentee", "mentee")[number % 2],
                f"{one.last}, {one.first}",
                one.email.upper(),
                ("PGY-1", "PGY2", "R3")[number % 3],
                DEPARTMENTS[number % 3],
                SKILLS[number % 5],
                None,
                None,
                "1/2/97",
                "M",
            ]
        )
    page.append(["Total", None, None, None, None, None, None, 24])
    book.save(folder / "sign-ups.xlsx")
    return [(folder / "sign-ups.xlsx", {})]


def two_files(folder: Path) -> list[tuple[Path, dict[str, str]]]:
    """Write mentors with semicolons and old Windows letters, and mentees below two header rows."""
    path = folder / "mentor list.csv"
    with path.open("w", newline="", encoding="cp1252") as file:
        rows = csv.writer(file, delimiter=";")
        rows.writerow(
            ["Titel/Rank", "Mentor (First Last)", "Kontakt e-mail", "Department", "# mentees", "Areas", "Car"]
        )
        for number, one in enumerate(MENTORS):
            rank = ("Professor", "Associate Professor", "Assistant Professor")[number % 3]
            places = ("2", "2", "a few")[number % 3]
            rows.writerow(
                [
                    rank,
                    f"Dr. {one.first} {one.last}",
                    one.email,
                    DEPARTMENTS[number % 3],
                    places,
                    SKILLS[number % 5],
                    "VW – blue",
                ]
            )
    book = Workbook()
    page = book.active
    page.append(["About you", None, None, None, "Mentoring", None])
    page.append(["Surname", "Given name", "Email address", "PGY", "I would like to work on", "Remarks"])
    page.merge_cells("A1:D1")
    page.merge_cells("E1:F1")
    for number, one in enumerate(MENTEES):
        page.append([one.last, one.first, one.email, number % 3 + 1, SKILLS[number % 5], "–"])
    book.save(folder / "residents 2026.xlsx")
    meanings = {"Kontakt e-mail": "E-mail", "Areas": "Expertise"}
    return [(path, meanings), (folder / "residents 2026.xlsx", {})]
