"""What is read of any file: one outcome a line, whom it names, and what stays out and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

WHO: Mapping[str, tuple[str, ...]] = {
    "employee_id": (
        *(
            "employee id",
            "employee number",
            "employee no",
            "employee",
            "emp id",
            "emplid",
            "empl id",
            "emp no",
        ),
        *(
            "personnel number",
            "personnel no",
            "pers no",
            "staff number",
            "staff id",
            "worker id",
            "associate id",
        ),
        *(
            "person number",
            "banner id",
            "university id",
            "badge number",
            "faculty id",
            "id",
            "payroll number",
        ),
    ),
    "npi": ("npi", "npi number", "national provider identifier", "provider npi"),
    "orcid": ("orcid", "orcid id", "ORCID iD"),
    "email": (
        *(
            "email",
            "e-mail",
            "work email",
            "work e-mail",
            "email address",
            "business email",
            "e-mail address",
        ),
        *("email - work", "primary work email", "institutional email", "mail"),
    ),
}
NAMES = ("name", "last name", "first name", "full name", "employee name", "family name")
# nothing is recorded from before
EARLIEST = date(1950, 1, 1)


@dataclass(frozen=True)
class Line:
    """One outcome of a row: whom it names, what, when, how well the day is known; `key`: what a public file calls it."""

    row: int
    who: tuple[tuple[str, str], ...]
    kind: str
    on: date
    precision: str
    why: str = ""
    details: str = ""
    key: str = ""


@dataclass(frozen=True)
class MonthLine:
    """One month of a unit; `of` and `per` say what its count is divided by, and for how many it is told."""

    row: int
    unit: str
    indicator: str
    of: str
    per: int
    month: date
    count: int
    size: int | None
    is_baseline: bool
    note: str


@dataclass
class Read:
    """What a file says; `wrong` are sentences about single rows, `here` the rows without a last day."""

    lines: list[Line] = field(default_factory=list)
    wrong: list[tuple[int, str, str, str]] = field(default_factory=list)  # row, column, cause, text
    here: list[tuple[tuple[str, str], ...]] = field(default_factory=list)
    ends: list[date | None] = field(default_factory=list)
    rows: int = 0
    problem: str = ""  # of the whole file
    is_public: bool = False
    is_of_units: bool = False
    months: list[MonthLine] = field(default_factory=list)

    @property
    def is_history(self) -> bool:
        """Tell whether it says of each person whether they left."""
        return bool(self.ends)
